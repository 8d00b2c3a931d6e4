//! Requests behind a line of a digest, and what is due next. No list costs more the more is stored.

use std::cmp::Reverse;

use crate::clock::Millis;
use crate::domain::digest::Line;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::measure::Turn;
use crate::domain::request::Request;

use super::db::{Query, query};
use super::sql::Statement;
use super::{Result, Tx, request_row, requests, sql_numbers as sql};

/// What is due next is looked for among so many of the latest that are open, and what took longest among so many of the
/// latest of the period.
const MOST_OPEN: i64 = 2_000;

/// Whose requests are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    Team(&'a str),
    Person(PersonId),
}

/// At most `limit` requests that `line` of a digest over `[since, until)` counts. What is told of teams only has
/// nothing behind it for a person.
pub async fn line(
    tx: &mut Tx,
    line: Line,
    of: Of<'_>,
    (since, until): (Millis, Millis),
    limit: i64,
) -> Result<Vec<Request>> {
    let between = |text, team| query(text).bind(team).bind(since).bind(until).bind(limit);
    let state = |team, state| query(sql::BEHIND_STATE).bind(team).bind(state).bind(limit);
    let with = |person: PersonId, state| {
        let all = query(sql::BEHIND_STATE_OF_PERSON).bind(person.0);
        all.bind(state).bind(limit)
    };
    match of {
        Of::Team(team) => match line {
            Line::Opened => read(between(sql::BEHIND_OPENED, team), tx).await,
            Line::Resolved => read(between(sql::BEHIND_RESOLVED, team), tx).await,
            Line::Open => requests::queue(tx, team, limit).await,
            Line::Unassigned => {
                let all = query(sql::BEHIND_UNASSIGNED).bind(team).bind(limit);
                read(all, tx).await
            }
            Line::Next => next(tx, of, limit).await,
            Line::Waiting => read(state(team, "waiting"), tx).await,
            Line::OnHold => read(state(team, "on_hold"), tx).await,
            Line::LateAnswers => read(between(sql::BEHIND_LATE_ANSWERS, team), tx).await,
            Line::LateResults => read(between(sql::BEHIND_LATE_RESULTS, team), tx).await,
            Line::Reopened => read(between(sql::BEHIND_REOPENED, team), tx).await,
            Line::Unhappy => read(between(sql::BEHIND_UNHAPPY, team), tx).await,
            Line::Asked => read(between(sql::BEHIND_ASKED, team), tx).await,
            Line::Unrated => read(between(sql::BEHIND_UNRATED, team), tx).await,
            Line::MoreTouches => read(between(sql::BEHIND_MORE_TOUCHES, team), tx).await,
            Line::SlowAnswers => {
                let column = (sql::LENGTHS_OF_ANSWERS, 1);
                longest(tx, column, team, (since, until), limit).await
            }
            Line::SlowResults => {
                let column = (sql::LENGTHS_OF_RESULTS, 1);
                longest(tx, column, team, (since, until), limit).await
            }
            Line::Spent(turn) => {
                let column = (sql::LENGTHS_OF_RESULTS, column_of(turn));
                longest(tx, column, team, (since, until), limit).await
            }
            Line::LongReviews => {
                let column = (sql::LENGTHS_OF_REVIEWS, 1);
                longest(tx, column, team, (since, until), limit).await
            }
        },
        Of::Person(person) => match line {
            Line::Resolved => {
                let all = query(sql::BEHIND_RESOLVED_BY)
                    .bind(person.0)
                    .bind(since)
                    .bind(until)
                    .bind(limit);
                read(all, tx).await
            }
            Line::Open => requests::assigned_to(tx, person, limit).await,
            Line::Next => next(tx, of, limit).await,
            Line::Waiting => read(with(person, "waiting"), tx).await,
            Line::OnHold => read(with(person, "on_hold"), tx).await,
            _ => Ok(Vec::new()),
        },
    }
}

/// Where `LENGTHS_OF_RESULTS` has what was spent at a turn.
fn column_of(turn: Turn) -> usize {
    match turn {
        Turn::Intake => 2,
        Turn::Work => 3,
        Turn::Requester => 4,
        Turn::Approval => 5,
        Turn::Hold => 6,
    }
}

/// Those of which the length in the column is greatest, greatest first; none that is nothing.
async fn longest(
    tx: &mut Tx,
    (text, column): (Statement, usize),
    team: &str,
    (since, until): (Millis, Millis),
    limit: i64,
) -> Result<Vec<Request>> {
    let rows = query(text).bind(team).bind(since).bind(until);
    let rows = rows.bind(MOST_OPEN).fetch_all(&mut *tx).await?;
    let mut lengths: Vec<(Millis, i64)> = Vec::with_capacity(rows.len());
    for row in rows {
        lengths.push((row.try_get(column)?, row.try_get(0)?));
    }
    lengths.retain(|(length, _)| *length > 0);
    lengths.sort_unstable_by_key(|(length, id)| (Reverse(*length), Reverse(*id)));
    let ids = lengths.into_iter().map(|(_, id)| RequestId(id));
    whole(tx, ids, limit).await
}

/// What is late or due next, soonest first; what the clock stands for is not.
pub async fn next(tx: &mut Tx, of: Of<'_>, limit: i64) -> Result<Vec<Request>> {
    let due = due(tx, of).await?;
    whole(tx, due.into_iter().map(|(_, id)| id), limit).await
}

/// What is late or due by `until`, the same way.
pub async fn soon(tx: &mut Tx, of: Of<'_>, until: Millis, limit: i64) -> Result<Vec<Request>> {
    let due = due(tx, of).await?.into_iter();
    let soon = due.take_while(|(at, _)| *at <= until);
    whole(tx, soon.map(|(_, id)| id), limit).await
}

/// What the clock goes for with the time when it is due, soonest first.
async fn due(tx: &mut Tx, of: Of<'_>) -> Result<Vec<(Millis, RequestId)>> {
    let rows = match of {
        Of::Team(team) => query(sql::DUE_OF_TEAM).bind(team),
        Of::Person(person) => query(sql::DUE_OF_PERSON).bind(person.0),
    };
    let rows = rows.bind(MOST_OPEN).fetch_all(&mut *tx).await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let (result, answer): (Option<Millis>, Option<Millis>) = (row.try_get(1)?, row.try_get(2)?);
        if let Some(at) = result.into_iter().chain(answer).min() {
            due.push((at, RequestId(row.try_get(0)?)));
        }
    }
    due.sort_unstable_by_key(|(at, id)| (*at, Reverse(id.0)));
    Ok(due)
}

/// The first `limit` of them.
async fn whole(
    tx: &mut Tx,
    ids: impl Iterator<Item = RequestId>,
    limit: i64,
) -> Result<Vec<Request>> {
    let ids: Vec<RequestId> = ids.take(usize::try_from(limit).unwrap_or(0)).collect();
    requests::these(tx, &ids).await
}

/// How many requests `person` resolved in `[since, until)`.
pub async fn resolved_by(
    tx: &mut Tx,
    person: PersonId,
    since: Millis,
    until: Millis,
) -> Result<i64> {
    let row = query(sql::RESOLVED_BY)
        .bind(person.0)
        .bind(since)
        .bind(until)
        .fetch_one(tx)
        .await?;
    Ok(row.try_get(0)?)
}

/// How many requests are with `person`, by the names of their states.
pub async fn states(tx: &mut Tx, person: PersonId) -> Result<Vec<(String, i64)>> {
    let rows = query(sql::STATES_OF_PERSON)
        .bind(person.0)
        .bind(MOST_OPEN)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// How many requests of a team are in the state of that name.
pub async fn in_state(tx: &mut Tx, team: &str, state: &str) -> Result<i64> {
    let row = query(sql::TALLY_OF_STATE)
        .bind(team)
        .bind(state)
        .fetch_optional(tx)
        .await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

async fn read(query: Query<'_>, tx: &mut Tx) -> Result<Vec<Request>> {
    let rows = query.fetch_all(tx).await?;
    rows.iter().map(request_row::read).collect()
}
