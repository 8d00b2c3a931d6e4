//! What the teams know: searched, opened, and offered to those who are about to ask. Nothing is stored here.

use std::collections::BTreeSet;

use crate::domain::answer::{Answer, Say, Seed};
use crate::domain::article::{Article, NOBODY, about, keeps, without_names};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::intent::{ArticleForm, FormKind, input};
use crate::domain::people::Person;
use crate::domain::post::{Offer, OfferReason};
use crate::domain::press::Press;
use crate::domain::request::{Refusal, Request, Standing};
use crate::store::articles::ArticleFilter;
use crate::store::{self, Tx};

use super::{Desk, Result, read};

/// A search shows so many.
const MOST_FOUND: usize = 8;
/// An offer names so many that may help.
const MOST_SUGGESTED: usize = 3;
/// A request's first card names so many.
const MOST_BESIDE: usize = 2;
/// Of a request's history, for knowing who had to do with it.
const MOST_EVENTS: i64 = 200;

/// A form, or why it does not open.
type Opened = std::result::Result<Seed, Refusal>;

impl Desk {
    /// `/desk kb WORDS`, `kb new`, `kb edit WORDS`.
    pub(super) async fn kb(&self, tx: &mut Tx, typed: &str, person: &Person) -> Result<Answer> {
        let teams = kept_by(&self.catalogue, person);
        let writes = !teams.is_empty();
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let first = first.to_lowercase();
        let rest = rest.trim();
        if writes && first == "new" && rest.is_empty() {
            let form = FormKind::Article(ArticleForm::default());
            let seed = self.article_seed(form, Answers::new(), person);
            return Ok(Answer::Open(Box::new(seed)));
        }
        let kept = writes && first == "edit";
        let words = if kept { rest } else { typed };
        if words.is_empty() && !kept {
            return Ok(Answer::Say(Say::KbUsage { writes }));
        }
        let found = match (kept, words.is_empty()) {
            (true, true) => changed_last(tx, &teams).await?,
            (true, false) => store::articles::kept(tx, words, &teams, MOST_FOUND).await?,
            _ if person.stranger => vec![],
            _ => store::articles::found(tx, words, &teams, MOST_FOUND).await?,
        };
        Ok(Answer::Say(Say::Articles {
            words: words.to_owned(),
            found,
            kept,
            teams: teams.into_iter().map(str::to_owned).collect(),
        }))
    }

    /// Articles for a list that is shown as somebody types, and is there to be shown to others: nothing that is a
    /// team's own.
    pub(super) async fn open_articles(
        &self,
        tx: &mut Tx,
        typed: &str,
        person: &Person,
    ) -> Result<Vec<Article>> {
        if person.stranger {
            return Ok(vec![]);
        }
        Ok(store::articles::found(tx, typed, &[], MOST_FOUND).await?)
    }

    /// A button that opens an article, or the form for one.
    pub(super) async fn article_opened(
        &self,
        tx: &mut Tx,
        press: Press,
        person: &Person,
    ) -> Result<Opened> {
        let form = |form| FormKind::Article(form);
        match press {
            Press::NewArticle => {
                let kind = form(ArticleForm::default());
                self.article_form(tx, kind, Answers::new(), person).await
            }
            Press::ReadArticle(id) => {
                let kind = FormKind::Read(id);
                self.article_form(tx, kind, Answers::new(), person).await
            }
            Press::EditArticle(id) => {
                let Some(article) = store::articles::get(tx, id).await? else {
                    return Ok(Err(Refusal::NoSuchArticle));
                };
                let kind = form(ArticleForm {
                    id: Some(id),
                    version: article.version,
                    from: None,
                });
                self.article_form(tx, kind, filled(&article), person).await
            }
            Press::MakeArticle(request) => self.made_of(tx, request, person).await,
            _ => Ok(Err(Refusal::NoSuchArticle)),
        }
    }

    /// What was done becomes an article; a second press opens the one that was made.
    async fn made_of(&self, tx: &mut Tx, id: RequestId, person: &Person) -> Result<Opened> {
        let Some(request) = store::requests::get(tx, id).await? else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        let standing = Standing::of(person, &request, &self.catalogue);
        if !standing.agent || standing.stranger {
            return Ok(Err(Refusal::NotYourTeam));
        }
        if let Some(article) = store::articles::made_from(tx, id).await? {
            let kind = FormKind::Article(ArticleForm {
                id: Some(article.id),
                version: article.version,
                from: None,
            });
            return self.article_form(tx, kind, filled(&article), person).await;
        }
        let Some(resolution) = request.status.resolution() else {
            return Ok(Err(Refusal::NotResolved));
        };
        let people = involved(tx, &request).await?;
        let nobody = |text: &str| without_names(text, people.values(), NOBODY);
        let mut values = Answers::new();
        let mut fill = |key: &str, value: Value| values.insert(key.to_owned(), value);
        fill(input::TITLE, Value::Text(nobody(&request.subject)));
        let summary = resolution.summary.as_deref().unwrap_or_default();
        fill(input::TEXT, Value::Text(nobody(summary)));
        let service = self.catalogue.service(&request.service);
        let service = service.map(|s| s.key.as_str());
        fill(input::ABOUT, Value::Text(about(&request.team, service)));
        // What was asked in private is made public by a decision, never by itself.
        fill(input::EVERYBODY, Value::Checked(!request.private));
        let form = ArticleForm {
            from: Some(id),
            ..ArticleForm::default()
        };
        let kind = FormKind::Article(form);
        self.article_form(tx, kind, values, person).await
    }

    /// The form with `values` in it, as far as they may have it.
    pub(super) async fn article_form(
        &self,
        tx: &mut Tx,
        form: FormKind,
        mut values: Answers,
        person: &Person,
    ) -> Result<Opened> {
        match &form {
            FormKind::Read(id) => {
                let article = store::articles::get(tx, *id).await?;
                let readable = article.filter(|a| a.is_read_by(person, &self.catalogue));
                let Some(article) = readable else {
                    return Ok(Err(Refusal::NoSuchArticle));
                };
                let said = store::articles::vote_of(tx, *id, person.id).await?;
                values.extend(filled(&article));
                if let Some(helped) = said {
                    let said = if helped { "yes" } else { "no" };
                    values.insert(input::HELPED.to_owned(), Value::Text(said.to_owned()));
                }
            }
            FormKind::Article(ArticleForm { id: Some(id), .. }) => {
                let article = store::articles::get(tx, *id).await?;
                match article {
                    None => return Ok(Err(Refusal::NoSuchArticle)),
                    Some(article) if !article.is_kept_by(person, &self.catalogue) => {
                        return Ok(Err(Refusal::NotYourArticle));
                    }
                    Some(_) => {}
                }
            }
            _ if kept_by(&self.catalogue, person).is_empty() => {
                return Ok(Err(Refusal::NotYourArticle));
            }
            _ => {}
        }
        Ok(Ok(self.article_seed(form, values, person)))
    }

    fn article_seed(&self, form: FormKind, mut values: Answers, person: &Person) -> Seed {
        let teams = kept_by(&self.catalogue, person);
        let teams = teams.into_iter().map(str::to_owned).collect();
        values.insert(input::TEAMS.to_owned(), Value::Many(teams));
        Seed {
            values,
            agent: true,
            ..Seed::new(form)
        }
    }

    /// The next articles with ids below `before` that fit, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn articles(
        &self,
        filter: &ArticleFilter,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Article>> {
        let mut tx = self.store.read().await?;
        Ok(store::articles::page(&mut tx, filter, before, limit).await?)
    }
}

/// The articles that may make what is offered unnecessary; the one that did, where one did. Where others read along,
/// nothing that is a team's own.
pub async fn suggestions(
    tx: &mut Tx,
    catalogue: &Catalogue,
    offer: &Offer,
) -> store::Result<Vec<Article>> {
    if let Some(helped) = offer.helped {
        return Ok(store::articles::get(tx, helped)
            .await?
            .into_iter()
            .collect());
    }
    let author = offer.start.origin.as_ref().and_then(|o| o.author.as_ref());
    let person = match author {
        Some(author) => store::people::by_account(tx, author).await?,
        None => None,
    };
    let Some(person) = person.filter(|p| !p.stranger && offer.why != OfferReason::Over) else {
        return Ok(vec![]);
    };
    let teams = match offer.why {
        OfferReason::Mention => vec![],
        _ => kept_by(catalogue, &person),
    };
    store::articles::suggested(tx, &offer.start.text, &teams, MOST_SUGGESTED).await
}

/// Articles for everybody that may help whoever asks for `request`, while its team looks at it.
pub async fn may_help(tx: &mut Tx, request: &Request) -> store::Result<Vec<Article>> {
    store::articles::suggested(tx, &request.subject, &[], MOST_BESIDE).await
}

/// The teams whose articles they write.
fn kept_by<'c>(catalogue: &'c Catalogue, person: &Person) -> Vec<&'c str> {
    let all = catalogue.teams.iter().map(|team| team.key.as_str());
    all.filter(|team| keeps(person, team, catalogue)).collect()
}

async fn changed_last(tx: &mut Tx, teams: &[&str]) -> store::Result<Vec<Article>> {
    let mut all = Vec::new();
    for team in teams {
        all.extend(store::articles::of_team(tx, team, MOST_FOUND as i64).await?);
    }
    all.sort_by_key(|article| std::cmp::Reverse((article.changed_at, article.id)));
    all.truncate(MOST_FOUND);
    Ok(all)
}

/// Everybody who had to do with a request.
async fn involved(
    tx: &mut Tx,
    request: &Request,
) -> store::Result<std::collections::BTreeMap<PersonId, Person>> {
    let mut ids: BTreeSet<PersonId> = read::named_in(request).into_iter().collect();
    ids.extend(request.status.resolution().map(|r| r.by));
    let events = store::events::after(tx, request.id, 0, MOST_EVENTS).await?;
    ids.extend(events.iter().filter_map(|event| event.by));
    let ids: Vec<PersonId> = ids.into_iter().collect();
    read::people(tx, &ids).await
}

/// What the form of an article starts with.
fn filled(article: &Article) -> Answers {
    let about = about(&article.team, article.service.as_deref());
    let text = |text: &str| Value::Text(text.to_owned());
    Answers::from([
        (input::ABOUT.to_owned(), Value::Text(about)),
        (input::TITLE.to_owned(), text(&article.title)),
        (input::BODY.to_owned(), text(&article.body)),
        (input::STATE.to_owned(), text(article.state.as_str())),
        (
            input::EVERYBODY.to_owned(),
            Value::Checked(!article.private),
        ),
    ])
}
