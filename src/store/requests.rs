//! `requests` and `counters`: the records themselves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::promise::Priority;
use crate::domain::request::{CameBy, Request};

use super::db::query;
use super::request_row::{self as row, read};
use super::sql::Statement;
use super::{Error, Result, Tx, sql};

/// Of what is open of a team so many, the oldest, are looked through for what nobody took so far; of that so many are
/// looked at for who comes next.
const MOST_OPEN: i64 = 2_000;
const MOST_QUEUED: i64 = 500;

/// The team's next number, `IT-42`: without gaps, since it is given back with everything else
/// when the transaction fails.
pub async fn next_number(tx: &mut Tx, team: &str) -> Result<String> {
    let last = query(sql::NUMBER_LAST)
        .bind(team)
        .fetch_optional(&mut *tx)
        .await?;
    let value = last.map_or(Ok(0), |row| row.try_get::<i64>(0))? + 1;
    query(sql::NUMBER_TAKE)
        .bind(team)
        .bind(value)
        .execute(tx)
        .await?;
    Ok(format!("{team}-{value}"))
}

/// Stores a new request and gives it its id.
pub async fn insert(tx: &mut Tx, request: &mut Request) -> Result<()> {
    let id = query(sql::REQUEST_INSERT)
        .bind(&request.number)
        .bind(&request.team)
        .bind(&request.service)
        .bind(&request.subject)
        .bind(request.priority as i64)
        .bind(request.private)
        .bind(row::source(request.channel))
        .bind(request.requester.0)
        .bind(request.on_behalf_by.map(|p| p.0))
        .bind(super::json(&request.answers))
        .bind(request.needed_by.map(|d| d.to_string()))
        .bind(request.promise.first_response_due)
        .bind(request.promise.resolution_due)
        .bind(request.created_at)
        .bind(request.promise.first_total)
        .bind(request.promise.total)
        .bind(row::targets(request))
        .bind(request.watch.since)
        .bind(request.grounds.map(|g| g.impact as i64))
        .bind(request.grounds.map(|g| g.urgency as i64))
        .bind(request.watch.next)
        .bind(request.came_by.map(CameBy::as_str))
        .bind(row::links(request))
        .bind(row::plan(request))
        .insert(&mut *tx)
        .await?;
    request.id = RequestId(id);
    let words = super::search::indexed(tx, &request.number, &request.subject);
    tx.words.push((id, words));
    Ok(())
}

/// Stores what changed of it, if nobody else changed it since `request.version`.
///
/// # Errors
/// [`Error::Stale`] when somebody did.
pub async fn update(tx: &mut Tx, request: &Request) -> Result<()> {
    let columns = row::Columns::of(&request.status);
    let done = query(sql::REQUEST_UPDATE)
        .bind(request.id.0)
        .bind(request.version)
        .bind(&request.team)
        .bind(&request.service)
        .bind(request.status.name())
        .bind(request.private)
        .bind(columns.assignee)
        .bind(request.promise.first_response_due)
        .bind(request.promise.resolution_due)
        .bind(request.promise.remaining)
        .bind(request.first_response_at)
        .bind(columns.state_at)
        .bind(columns.reason)
        .bind(columns.ended_by)
        .bind(columns.resolved_at)
        .bind(columns.resolution)
        .bind(request.rating.map(i64::from))
        .bind(request.rating_comment.as_deref())
        .bind(request.intake.map(row::intake))
        .bind(request.promise.first_remaining)
        .bind(request.promise.first_total)
        .bind(request.promise.total)
        .bind(row::targets(request))
        .bind(i64::from(request.promise.delays))
        .bind(request.watch.since)
        .bind(i64::from(request.watch.idle_steps))
        .bind(i64::from(request.watch.first_steps))
        .bind(i64::from(request.watch.steps))
        .bind(request.watch.next)
        .bind(request.priority as i64)
        .bind(request.grounds.map(|g| g.impact as i64))
        .bind(request.grounds.map(|g| g.urgency as i64))
        .bind(request.needed_by.map(|d| d.to_string()))
        .bind(row::approval(request))
        .bind(columns.until)
        .bind(i64::from(request.handled))
        .bind(request.touch.map(|t| t as i64))
        .bind(row::links(request))
        .execute(tx)
        .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// When it got the rating that it has; None: it has none any more.
pub async fn set_rated_at(tx: &mut Tx, id: RequestId, at: Option<Millis>) -> Result<()> {
    query(sql::REQUEST_RATED)
        .bind(id.0)
        .bind(at)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, id: RequestId) -> Result<Option<Request>> {
    let row = query(sql::REQUEST_BY_ID)
        .bind(id.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// These, in this order; who is not there is left out.
pub async fn these(tx: &mut Tx, ids: &[RequestId]) -> Result<Vec<Request>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = query(sql::REQUESTS_BY_IDS)
        .bind(super::json(&wanted))
        .fetch_all(tx)
        .await?;
    let mut found: BTreeMap<RequestId, Request> = BTreeMap::new();
    for row in &rows {
        let request = read(row)?;
        found.insert(request.id, request);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Request>> {
    let row = query(sql::REQUEST_BY_NUMBER)
        .bind(number)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Open ones that `person` asked for, newest first.
pub async fn open_of(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    list(tx, sql::REQUESTS_MINE, person.0, limit).await
}

/// Those of `person` that never got the requester's card, newest first.
pub async fn without_card(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    let mut all = list(tx, sql::REQUESTS_WITHOUT_CARD, person.0, limit).await?;
    all.extend(list(tx, sql::REQUESTS_BEFORE_WITHOUT_CARD, person.0, limit).await?);
    all.sort_by_key(|request| Reverse((request.created_at, request.id)));
    all.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(all)
}

/// Open ones that `person` follows without a card of it, in no order.
pub async fn watched_without_card(
    tx: &mut Tx,
    person: PersonId,
    limit: i64,
) -> Result<Vec<Request>> {
    list(tx, sql::REQUESTS_WATCHED_WITHOUT_CARD, person.0, limit).await
}

/// Open ones that `person` serves, oldest first.
pub async fn assigned_to(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    list(tx, sql::REQUESTS_ASSIGNED, person.0, limit).await
}

/// Open ones of a team, oldest first.
pub async fn queue(tx: &mut Tx, team: &str, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::REQUESTS_QUEUE)
        .bind(team)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Those that the desk has to look at by `now`, longest due first.
pub async fn looks_due(tx: &mut Tx, now: Millis, limit: i64) -> Result<Vec<RequestId>> {
    let rows = query(sql::LOOKS_DUE)
        .bind(now)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok(RequestId(row.try_get(0)?)))
        .collect()
}

/// When the desk has to look at one next.
pub async fn next_look(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(query(sql::LOOK_NEXT).fetch_one(tx).await?.try_get(0)?)
}

/// A place in a team's queue: what is more urgent comes first, then what came first.
pub type Place = (Reverse<i64>, RequestId);

/// Where a request stands that nobody has taken.
pub fn place(priority: Priority, id: RequestId) -> Place {
    (Reverse(priority as i64), id)
}

/// Of a team the places of those that nobody took so far, in no order, as far as they are among the oldest that are open.
pub async fn untaken(tx: &mut Tx, team: &str) -> Result<Vec<Place>> {
    let rows = query(sql::REQUESTS_UNTAKEN)
        .bind(team)
        .bind(MOST_OPEN)
        .bind(MOST_QUEUED)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((Reverse(row.try_get(0)?), RequestId(row.try_get(1)?))))
        .collect()
}

/// Open ones of a team whose ids come after `after`, in order.
pub async fn open_after(tx: &mut Tx, team: &str, after: i64, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::REQUESTS_AFTER)
        .bind(team)
        .bind(after)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

async fn list(tx: &mut Tx, text: Statement, key: i64, limit: i64) -> Result<Vec<Request>> {
    let rows = query(text).bind(key).bind(limit).fetch_all(tx).await?;
    rows.iter().map(read).collect()
}
