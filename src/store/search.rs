//! Lists of requests by what is asked of them, newest first, a page at a time.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::request::{Request, Status};

use super::db::query;
use super::sql::Statement;
use super::{Result, Tx, request_row, sql};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub rows: Vec<Request>,
    /// Where the next page begins; None: this was the last.
    pub next: Option<Mark>,
}

/// No page looks at more requests than this, whatever is asked of them.
pub const LOOKED_AT: i64 = 2_000;

/// The next requests below `mark` that fit, at most `limit`. Where hardly any fits, a page may hold fewer
/// and still not be the last: it ends where it has looked at [`LOOKED_AT`].
pub async fn found(tx: &mut Tx, filter: &Filter, mark: Mark, limit: i64) -> Result<Found> {
    let (mut rows, mut floor) = (Vec::new(), None);
    let walks = walks(tx, filter);
    for walk in &walks {
        let low = match walk.judges(filter) {
            true => low(tx, walk, filter, mark).await?,
            false => None,
        };
        rows.extend(page(tx, walk, filter, mark, low, limit + 1).await?);
        // Below the highest of them another walk may have more that fit.
        floor = floor.max(low);
    }
    if walks.len() > 1 {
        rows.sort_by_key(|request| Reverse(Mark::of(request)));
        if let Some(floor) = floor {
            rows.retain(|request| Mark::of(request) >= floor);
        }
    }
    let limit = usize::try_from(limit).unwrap_or(0);
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(Mark::of)
    } else {
        floor
    };
    Ok(Found { rows, next })
}

/// A way through an index.
struct Walk<'f> {
    found: Statement,
    floor: Statement,
    /// What is looked up there.
    key: Key<'f>,
    /// It goes by id, not by time.
    by_id: bool,
}

impl Walk<'_> {
    /// Whether some that it comes by may not fit: the filter asks for more than what is looked up.
    fn judges(&self, filter: &Filter) -> bool {
        let asked = [
            filter.team.is_some(),
            filter.service.is_some(),
            !filter.statuses.is_empty(),
            filter.requester.is_some(),
            filter.assignee.is_some(),
            !filter.words.is_empty(),
            self.by_id && (filter.since.is_some() || filter.until.is_some()),
        ];
        let asked = asked.iter().filter(|asked| **asked).count();
        asked > usize::from(!matches!(self.key, Key::None))
    }
}

enum Key<'f> {
    None,
    Text(Cow<'f, str>),
    Person(PersonId),
}

/// The indexes that leave the fewest to look at. More than one where several states are asked for, which
/// have their own places in an index, and where somebody asked for things that are open and that are over.
fn walks<'f>(tx: &Tx, filter: &'f Filter) -> Vec<Walk<'f>> {
    let one = |found, floor, key| {
        let by_id = false;
        vec![Walk {
            found,
            floor,
            key,
            by_id,
        }]
    };
    let states = &filter.statuses;
    let all = |fits: fn(&str) -> bool| !states.is_empty() && states.iter().all(|s| fits(s));
    if !filter.words.is_empty() {
        let words = if tx.on_postgres() {
            lexemes(&filter.words, " & ")
        } else {
            matching(&filter.words, " ")
        };
        let key = Key::Text(words.into());
        vec![Walk {
            found: sql::FOUND_BY_WORDS,
            floor: sql::FLOOR_BY_WORDS,
            key,
            by_id: true,
        }]
    } else if let Some(person) = filter.requester {
        let open = one(sql::FOUND_ASKED, sql::FLOOR_ASKED, Key::Person(person));
        let over = one(
            sql::FOUND_ASKED_BEFORE,
            sql::FLOOR_ASKED_BEFORE,
            Key::Person(person),
        );
        if all(|state| Status::OPEN.contains(&state)) {
            open
        } else if all(|state| !Status::OPEN.contains(&state)) {
            over
        } else {
            open.into_iter().chain(over).collect()
        }
    } else if let Some(person) = filter.assignee
        && all(|state| Status::OPEN.contains(&state))
    {
        vec![Walk {
            found: sql::FOUND_BY_ASSIGNEE_OPEN,
            floor: sql::FLOOR_BY_ASSIGNEE_OPEN,
            key: Key::Person(person),
            by_id: true,
        }]
    } else if let Some(person) = filter.assignee {
        let key = Key::Person(person);
        one(sql::FOUND_BY_ASSIGNEE, sql::FLOOR_BY_ASSIGNEE, key)
    } else if all(|state| state != "closed") {
        let states: BTreeSet<&str> = states.iter().map(String::as_str).collect();
        let walk = |state: &'f str| Walk {
            found: sql::FOUND_BY_STATUS,
            floor: sql::FLOOR_BY_STATUS,
            key: Key::Text(state.into()),
            by_id: false,
        };
        states.into_iter().map(walk).collect()
    } else if let Some(service) = &filter.service {
        let key = Key::Text(service.into());
        one(sql::FOUND_BY_SERVICE, sql::FLOOR_BY_SERVICE, key)
    } else if let Some(team) = &filter.team {
        let key = Key::Text(team.into());
        one(sql::FOUND_BY_TEAM, sql::FLOOR_BY_TEAM, key)
    } else {
        one(sql::FOUND, sql::FLOOR, Key::None)
    }
}

/// The last that a page of this walk looks at; None: it sees its end.
async fn low(tx: &mut Tx, walk: &Walk<'_>, filter: &Filter, mark: Mark) -> Result<Option<Mark>> {
    let top = top(walk, filter, mark);
    let asked = query(walk.floor)
        .bind(top.created_at)
        .bind(top.id)
        .bind(since(filter))
        .bind(LOOKED_AT - 1);
    let asked = match &walk.key {
        Key::None => asked.bind(None::<&str>),
        Key::Text(text) => asked.bind(text.as_ref()),
        Key::Person(person) => asked.bind(person.0),
    };
    let row = asked.fetch_optional(tx).await?;
    row.map(|row| {
        Ok(Mark {
            created_at: row.try_get(0)?,
            id: row.try_get(1)?,
        })
    })
    .transpose()
}

async fn page(
    tx: &mut Tx,
    walk: &Walk<'_>,
    filter: &Filter,
    mark: Mark,
    low: Option<Mark>,
    limit: i64,
) -> Result<Vec<Request>> {
    let states = (!filter.statuses.is_empty()).then(|| format!(",{},", filter.statuses.join(",")));
    let top = top(walk, filter, mark);
    let text = match &walk.key {
        Key::Text(text) => text.as_ref(),
        Key::None | Key::Person(_) => "",
    };
    let since = since(filter);
    let rows = query(walk.found)
        .bind(filter.team.as_deref())
        .bind(filter.service.as_deref())
        .bind(states)
        .bind(filter.requester.map(|p| p.0))
        .bind(filter.assignee.map(|p| p.0))
        .bind(low.map_or(since, |low| low.created_at.max(since)))
        .bind(low.map_or(i64::MIN, |low| low.id))
        .bind(top.id)
        .bind(top.created_at)
        .bind(limit)
        .bind(text)
        .fetch_all(tx)
        .await?;
    rows.iter().map(request_row::read).collect()
}

fn since(filter: &Filter) -> Millis {
    filter.since.unwrap_or(Millis::MIN)
}

/// Where a page begins: below the one before, and below `until`.
fn top(walk: &Walk<'_>, filter: &Filter, mark: Mark) -> Mark {
    let until = filter.until.unwrap_or(Millis::MAX);
    let (created_at, id) = match walk.by_id {
        true => (until, mark.id),
        false if until <= mark.created_at => (until, i64::MIN),
        false => (mark.created_at, mark.id),
    };
    Mark { created_at, id }
}

/// Puts the words of the requests that are new in this transaction into the index.
pub(super) async fn index(tx: &mut Tx) -> sqlx::Result<()> {
    for (request, words) in std::mem::take(&mut tx.words) {
        let indexed = query(sql::REQUEST_WORDS).bind(request).bind(words);
        indexed.execute(tx).await?;
    }
    Ok(())
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

/// No more of a word than this is kept or looked for: PostgreSQL refuses what has kilobytes, and whoever pastes a long
/// code, or writes without spaces, looks for its beginning.
const LONGEST: usize = 64;

/// The words of a text, as much of each as counts: letters and digits only, in lower case, without accents.
pub(super) fn folded(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(|word| {
            let plain = word.nfd().filter(|c| !is_combining_mark(*c));
            let lower = plain.flat_map(char::to_lowercase);
            lower.take(LONGEST).collect::<String>()
        })
        .filter(|word| !word.is_empty())
}

/// PostgreSQL's own language, for the same: each as the beginning of a word, with `between` what they are to each other.
pub(super) fn lexemes(words: &[String], between: &str) -> String {
    let all = words.iter().flat_map(|word| folded(word));
    let quoted: Vec<String> = all.map(|word| format!("'{word}':*")).collect();
    quoted.join(between)
}

/// SQLite's own language: each word in quotes, so that nothing people type is an operator.
pub(super) fn matching(words: &[String], between: &str) -> String {
    let quoted: Vec<String> = words
        .iter()
        .map(|w| format!("\"{}\"*", cut(w).replace('"', "\"\"")))
        .collect();
    quoted.join(between)
}

/// As [`folded`] cuts each word in it.
fn cut(typed: &str) -> String {
    let mut length = 0;
    let counts = |c: &char| {
        let inside = c.is_alphanumeric() || is_combining_mark(*c);
        length = if inside { length + 1 } else { 0 };
        length <= LONGEST
    };
    typed.chars().filter(counts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_word_its_beginning_counts_on_either_engine() {
        let long = "é".repeat(3_000);
        assert_eq!(folded(&long).collect::<Vec<_>>(), ["e".repeat(LONGEST)]);
        let typed = [format!("x-{long}-y")];
        let beginning = "é".repeat(LONGEST);
        assert_eq!(matching(&typed, " "), format!("\"x-{beginning}-y\"*"));
        let beginning = "e".repeat(LONGEST);
        let wanted = format!("'x':* & '{beginning}':* & 'y':*");
        assert_eq!(lexemes(&typed, " & "), wanted);
    }
}
