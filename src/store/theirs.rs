//! Finding what one person asked for, or what is open of a team, by words of its number and subject. Those are hundreds
//! of requests where the index of words has hundreds of thousands that begin alike, so they are read and judged here.

use super::db::{Row, query};
use super::search::folded;
use super::{Result, Tx, requests, sql};
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::request::Request;

/// So many of what is open, and of what is over, are looked at.
const LOOKED_AT: i64 = 2_000;

/// The latest requests of `person` in whose number or subject each word of `typed` begins a word, at most `limit`.
/// Steps of plans are found by their whole.
pub async fn found(tx: &mut Tx, person: PersonId, typed: &str, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::ASKED_SUBJECTS)
        .bind(person.0)
        .bind(LOOKED_AT)
        .fetch_all(&mut *tx)
        .await?;
    let mut fit = fitting(&rows, typed)?;
    fit.sort_unstable_by_key(|id| std::cmp::Reverse(id.0));
    whole(tx, fit, limit).await
}

/// The same of what is open of a team, the oldest first.
pub async fn open_of_team(
    tx: &mut Tx,
    team: &str,
    typed: &str,
    limit: i64,
) -> Result<Vec<Request>> {
    let rows = query(sql::OPEN_SUBJECTS)
        .bind(team)
        .bind(LOOKED_AT)
        .fetch_all(&mut *tx)
        .await?;
    let fit = fitting(&rows, typed)?;
    whole(tx, fit, limit).await
}

/// Of rows of id, number and subject.
fn fitting(rows: &[Row], typed: &str) -> Result<Vec<RequestId>> {
    let wanted: Vec<String> = folded(typed).collect();
    let mut fit = Vec::new();
    for row in rows {
        let (number, subject): (&str, &str) = (row.try_get(1)?, row.try_get(2)?);
        let has: Vec<String> = folded(number).chain(folded(subject)).collect();
        let begins = |word: &String| has.iter().any(|other| other.starts_with(word.as_str()));
        if wanted.iter().all(begins) {
            fit.push(RequestId(row.try_get(0)?));
        }
    }
    Ok(fit)
}

async fn whole(tx: &mut Tx, fit: Vec<RequestId>, limit: i64) -> Result<Vec<Request>> {
    let mut found = Vec::new();
    for id in fit.into_iter().take(usize::try_from(limit).unwrap_or(0)) {
        found.extend(requests::get(tx, id).await?);
    }
    Ok(found)
}
