//! The query and the path, read so that every mistake is named.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use url::form_urlencoded;

use crate::desk::Desk;

use super::problem::{Problem, WrongField};

const DEFAULT_LIMIT: i64 = 50;
const MOST_LIMIT: i64 = 200;

/// The parameters of a query while they are taken out of it one by one.
pub struct Query {
    given: Vec<(String, String)>,
    wrong: Vec<WrongField>,
}

impl FromRequestParts<Desk> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Desk) -> Result<Query, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Query {
            given: form_urlencoded::parse(query.as_bytes())
                .map(|(k, v)| (k.into_owned(), v.into_owned()))
                .collect(),
            wrong: Vec::new(),
        })
    }
}

impl Query {
    /// A parameter that may be given once; empty is not given.
    pub fn one(&mut self, name: &str) -> Option<String> {
        let mut all = self.take(name);
        if all.len() > 1 {
            self.refuse(name, "This may be given once only.");
        }
        all.pop().filter(|v| !v.is_empty())
    }

    /// A parameter that may be repeated, or given as a list with commas.
    pub fn many(&mut self, name: &str) -> Vec<String> {
        let all = self.take(name);
        all.iter()
            .flat_map(|v| v.split(','))
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
            .collect()
    }

    /// `parse` says what would be right.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.one(name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.refuse(name, message);
                None
            }
        }
    }

    pub fn whole(&mut self, name: &str, default: i64, most: i64) -> i64 {
        let value = self.parsed(name, |text| {
            text.parse()
                .ok()
                .filter(|n| (1..=most).contains(n))
                .ok_or_else(|| format!("This should be a whole number from 1 to {most}."))
        });
        value.unwrap_or(default)
    }

    pub fn limit(&mut self) -> i64 {
        self.whole("limit", DEFAULT_LIMIT, MOST_LIMIT)
    }

    /// Where a list whose rows have rising numbers goes on.
    pub fn after(&mut self) -> i64 {
        let after = self.parsed("cursor", |text| {
            i64::from_str_radix(text, 16)
                .ok()
                .filter(|n| *n >= 0)
                .ok_or_else(bad_cursor)
        });
        after.unwrap_or(0)
    }

    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.wrong.push(WrongField::new(name, message));
    }

    /// # Errors
    /// Everything that was wrong, and what was not asked for.
    pub fn end(mut self) -> Result<(), Problem> {
        for (name, _) in std::mem::take(&mut self.given) {
            self.refuse(&name, "There is no such parameter here.");
        }
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(Problem::query(self.wrong))
        }
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, rest) = std::mem::take(&mut self.given)
            .into_iter()
            .partition(|(k, _)| k == name);
        self.given = rest;
        let taken: Vec<(String, String)> = taken;
        taken
            .into_iter()
            .map(|(_, v)| v.trim().to_owned())
            .collect()
    }
}

pub fn bad_cursor() -> String {
    "This should be the next_cursor of the page before.".to_owned()
}

/// The cursor that [`Query::after`] reads.
pub fn cursor(after: i64) -> String {
    format!("{after:x}")
}

/// The `{number}` of a request in a path. One that cannot be one is not found.
pub struct Number(pub String);

impl FromRequestParts<Desk> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Number, Problem> {
        let number = Path::<String>::from_request_parts(parts, desk).await;
        number
            .map(|Path(number)| Number(number))
            .map_err(|_| Problem::no_such("request"))
    }
}

/// The `{id}` of an entry of the outbox in a path.
pub struct Id(pub i64);

impl FromRequestParts<Desk> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Id, Problem> {
        let id = Path::<i64>::from_request_parts(parts, desk).await;
        id.map(|Path(id)| Id(id))
            .map_err(|_| Problem::no_such("entry"))
    }
}
