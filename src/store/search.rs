//! Lists of requests by what is asked of them, newest first, a page at a time.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::request::Request;

use super::db::query;
use super::sql::Statement;
use super::{Result, Tx, requests, sql};

/// What a request has to be; `None` and empty ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub team: Option<String>,
    pub service: Option<String>,
    /// Names of states, any of them.
    pub statuses: Vec<String>,
    pub requester: Option<PersonId>,
    pub assignee: Option<PersonId>,
    /// Words that number or subject have, all of them, each as the beginning of a word.
    pub words: Vec<String>,
    /// Created at or after.
    pub since: Option<Millis>,
    /// Created before.
    pub until: Option<Millis>,
}

/// Where a page ended: the next one begins below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub created_at: Millis,
    pub id: i64,
}

impl Mark {
    /// Before the first page.
    pub const NEWEST: Mark = Mark {
        created_at: Millis::MAX,
        id: i64::MAX,
    };

    pub fn of(request: &Request) -> Mark {
        Mark {
            created_at: request.created_at,
            id: request.id.0,
        }
    }
}

/// The next `limit` requests below `mark` that fit.
pub async fn found(tx: &mut Tx, filter: &Filter, mark: Mark, limit: i64) -> Result<Vec<Request>> {
    let statuses =
        (!filter.statuses.is_empty()).then(|| format!(",{},", filter.statuses.join(",")));
    let words = if tx.on_postgres() {
        lexemes(&filter.words)
    } else {
        matching(&filter.words)
    };
    let rows = query(statement(filter))
        .bind(filter.team.as_deref())
        .bind(filter.service.as_deref())
        .bind(statuses)
        .bind(filter.requester.map(|p| p.0))
        .bind(filter.assignee.map(|p| p.0))
        .bind(filter.since)
        .bind(filter.until)
        .bind(mark.id)
        .bind(mark.created_at)
        .bind(limit)
        .bind(words)
        .fetch_all(tx)
        .await?;
    rows.iter().map(requests::read).collect()
}

/// Walks the index of the filter that leaves the fewest.
fn statement(filter: &Filter) -> Statement {
    if !filter.words.is_empty() {
        sql::FOUND_BY_WORDS
    } else if filter.requester.is_some() {
        sql::FOUND_BY_REQUESTER
    } else if filter.assignee.is_some() {
        sql::FOUND_BY_ASSIGNEE
    } else if filter.team.is_some() {
        sql::FOUND_BY_TEAM
    } else {
        sql::FOUND
    }
}

/// What is kept of a request's number and subject to find it by. SQLite's own index takes words apart
/// as [`folded`] does.
pub(super) fn indexed(tx: &Tx, number: &str, subject: &str) -> String {
    if tx.on_postgres() {
        postgres_words(number, subject)
    } else {
        format!("{number} {subject}")
    }
}

/// The same as PostgreSQL keeps it: each word once.
pub(super) fn postgres_words(number: &str, subject: &str) -> String {
    let text = format!("{number} {subject}");
    let mut words: Vec<String> = folded(&text).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The words of a text: letters and digits only, in lower case, without accents.
fn folded(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(|word| {
            let plain = word.nfd().filter(|c| !is_combining_mark(*c));
            plain.flat_map(char::to_lowercase).collect::<String>()
        })
        .filter(|word| !word.is_empty())
}

/// PostgreSQL's own language, for the same: every word, each as the beginning of one.
fn lexemes(words: &[String]) -> String {
    let all = words.iter().flat_map(|word| folded(word));
    let quoted: Vec<String> = all.map(|word| format!("'{word}':*")).collect();
    quoted.join(" & ")
}

/// SQLite's own language: each word in quotes, so that nothing people type is an operator.
fn matching(words: &[String]) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|w| format!("\"{}\"*", w.replace('"', "\"\"")))
        .collect();
    quoted.join(" ")
}
