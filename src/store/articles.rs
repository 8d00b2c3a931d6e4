//! `articles`: what teams know, and the words that it is found by.

use std::collections::BTreeSet;

use crate::clock::Millis;
use crate::domain::article::{Article, ArticleState};
use crate::domain::ids::{ArticleId, PersonId, PostId, RequestId};

use super::common_words::is_common;
use super::db::{Row, query};
use super::search::{folded, lexemes, matching};
use super::{Error, Result, Tx, sql_knowledge as sql};

/// Of what was typed no more words than this count.
const MOST_WORDS: usize = 16;
/// The engines' own order is good enough to leave no more than this to judge.
const CANDIDATES: i64 = 100;
/// A word of the title says more than one of the text.
const IN_TITLE: usize = 3;

/// An article before it has an id.
#[derive(Clone, Debug)]
pub struct NewArticle {
    pub team: String,
    pub service: Option<String>,
    pub title: String,
    pub body: String,
    pub state: ArticleState,
    pub private: bool,
    pub author: PersonId,
    pub made_from: Option<RequestId>,
}

/// Which articles a program asks for; `None` asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    pub state: Option<ArticleState>,
    pub team: Option<String>,
    pub service: Option<String>,
    /// Words of title and text, all of them, each as the beginning of a word.
    pub words: Vec<String>,
}

pub async fn insert(tx: &mut Tx, new: &NewArticle, now: Millis) -> Result<ArticleId> {
    let id = query(sql::ARTICLE_INSERT)
        .bind(&new.team)
        .bind(new.service.as_deref())
        .bind(&new.title)
        .bind(&new.body)
        .bind(indexed(&new.title, &new.body))
        .bind(new.state.as_str())
        .bind(new.private)
        .bind(new.author.0)
        .bind(new.made_from.map(|r| r.0))
        .bind(now)
        .insert(tx)
        .await?;
    Ok(ArticleId(id))
}

/// Stores what changed of it, if nobody else changed it since `article.version`. Counts stay as they are.
///
/// # Errors
/// [`Error::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, article: &Article) -> Result<()> {
    let done = query(sql::ARTICLE_UPDATE)
        .bind(article.id.0)
        .bind(article.version)
        .bind(&article.team)
        .bind(article.service.as_deref())
        .bind(&article.title)
        .bind(&article.body)
        .bind(indexed(&article.title, &article.body))
        .bind(article.state.as_str())
        .bind(article.private)
        .bind(article.changed_at)
        .execute(tx)
        .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

pub async fn get(tx: &mut Tx, id: ArticleId) -> Result<Option<Article>> {
    let row = query(sql::ARTICLE_BY_ID)
        .bind(id.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The article that a request's summary became.
pub async fn made_from(tx: &mut Tx, request: RequestId) -> Result<Option<Article>> {
    let row = query(sql::ARTICLE_MADE_FROM)
        .bind(request.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Whether there is any at all.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    let row = query(sql::ARTICLE_ANY).fetch_optional(tx).await?;
    Ok(row.is_some())
}

/// All of one team, those that changed last first.
pub async fn of_team(tx: &mut Tx, team: &str, limit: i64) -> Result<Vec<Article>> {
    let rows = query(sql::ARTICLES_OF_TEAM)
        .bind(team)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// What is published and says something of `typed`, the best first; of what is private only that of `teams`.
/// Words that every text has do not count; at least half of the others have to be there.
pub async fn found(tx: &mut Tx, typed: &str, teams: &[&str], limit: usize) -> Result<Vec<Article>> {
    let words = telling(typed);
    let enough = words.len().div_ceil(2);
    judged(tx, &words, teams, false, limit, |there, _| there >= enough).await
}

/// The same of whatever `teams` keep, in any state.
pub async fn kept(tx: &mut Tx, typed: &str, teams: &[&str], limit: usize) -> Result<Vec<Article>> {
    let words = telling(typed);
    let enough = words.len().div_ceil(2);
    judged(tx, &words, teams, true, limit, |there, _| there >= enough).await
}

/// What may help somebody who wrote `typed`, a whole message: a word of the title is in it, or several of the text.
pub async fn suggested(
    tx: &mut Tx,
    typed: &str,
    teams: &[&str],
    limit: usize,
) -> Result<Vec<Article>> {
    let words = telling(typed);
    let enough = |there: usize, titled: usize| titled > 0 || there > 2;
    judged(tx, &words, teams, false, limit, enough).await
}

async fn judged(
    tx: &mut Tx,
    words: &[String],
    teams: &[&str],
    kept: bool,
    limit: usize,
    enough: impl Fn(usize, usize) -> bool,
) -> Result<Vec<Article>> {
    if words.is_empty() {
        return Ok(vec![]);
    }
    let any = match tx.on_postgres() {
        true => lexemes(words, " | "),
        false => matching(words, " OR "),
    };
    let rows = query(sql::ARTICLES_FOUND)
        .bind(any)
        .bind(format!(",{},", teams.join(",")))
        .bind(kept)
        .bind(CANDIDATES)
        .fetch_all(tx)
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let article = read(row)?;
        let all: &str = row.try_get(15)?;
        let there = count(words, all.split(' '));
        let title: Vec<String> = folded(&article.title).collect();
        let titled = count(words, title.iter().map(String::as_str));
        if enough(there, titled) {
            found.push((there + IN_TITLE * titled, article));
        }
    }
    // The same on both engines, which measure differently.
    found.sort_by_key(|(score, article)| std::cmp::Reverse((*score, article.helpful, article.id)));
    found.truncate(limit);
    Ok(found.into_iter().map(|(_, article)| article).collect())
}

/// How many of `words` are the beginning of one of `all`.
fn count<'a>(words: &[String], all: impl Iterator<Item = &'a str>) -> usize {
    let all: Vec<&str> = all.collect();
    let begins = |word: &&String| all.iter().any(|other| other.starts_with(word.as_str()));
    words.iter().filter(begins).count()
}

/// The next articles with ids below `before` that fit, newest first.
pub async fn page(
    tx: &mut Tx,
    filter: &ArticleFilter,
    before: i64,
    limit: i64,
) -> Result<Vec<Article>> {
    let by_words = !filter.words.is_empty();
    let statement = match by_words {
        true => sql::ARTICLES_PAGE_BY_WORDS,
        false => sql::ARTICLES_PAGE,
    };
    let mut asked = query(statement)
        .bind(before)
        .bind(filter.state.map(ArticleState::as_str))
        .bind(filter.team.as_deref())
        .bind(filter.service.as_deref())
        .bind(limit);
    if by_words {
        asked = asked.bind(match tx.on_postgres() {
            true => lexemes(&filter.words, " & "),
            false => matching(&filter.words, " "),
        });
    }
    let rows = asked.fetch_all(tx).await?;
    rows.iter().map(read).collect()
}

/// What a reader says of it, in place of what they said before.
pub async fn vote(
    tx: &mut Tx,
    article: ArticleId,
    person: PersonId,
    helped: bool,
    now: Millis,
) -> Result<()> {
    query(sql::VOTE)
        .bind(article.0)
        .bind(person.0)
        .bind(helped)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    query(sql::VOTES_COUNT).bind(article.0).execute(tx).await?;
    Ok(())
}

/// What they said of it last.
pub async fn vote_of(tx: &mut Tx, article: ArticleId, person: PersonId) -> Result<Option<bool>> {
    let row = query(sql::VOTE_OF)
        .bind(article.0)
        .bind(person.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// It made the request unnecessary that the post offers; an offer counts once.
pub async fn spare(tx: &mut Tx, article: ArticleId, post: PostId, now: Millis) -> Result<()> {
    query(sql::SPARE)
        .bind(post.0)
        .bind(article.0)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    query(sql::SPARED_COUNT).bind(article.0).execute(tx).await?;
    Ok(())
}

/// The words that an article is found by, each once.
fn indexed(title: &str, body: &str) -> String {
    let text = format!("{title} {body}");
    let words: BTreeSet<String> = folded(&text).collect();
    Vec::from_iter(words).join(" ")
}

/// The words of `typed` that tell something, each once. A plural finds its singular, too.
fn telling(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for mut word in folded(typed).filter(|word| !is_common(word)) {
        if word.chars().count() > 4 && word.ends_with('s') {
            word.pop();
        }
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn read(row: &Row) -> Result<Article> {
    let id: i64 = row.try_get(0)?;
    let state = ArticleState::parse(row.try_get(5)?);
    Ok(Article {
        id: ArticleId(id),
        team: row.try_get(1)?,
        service: row.try_get(2)?,
        title: row.try_get(3)?,
        body: row.try_get(4)?,
        state: state.ok_or(Error::Broken {
            table: "articles",
            column: "state",
            row: id,
        })?,
        private: row.try_get(6)?,
        author: PersonId(row.try_get(7)?),
        made_from: row.try_get::<Option<i64>>(8)?.map(RequestId),
        version: row.try_get(9)?,
        created_at: row.try_get(10)?,
        changed_at: row.try_get(11)?,
        helpful: row.try_get(12)?,
        unhelpful: row.try_get(13)?,
        spared: row.try_get(14)?,
    })
}
