//! `outbox` and `lanes`: what is to be done on the platforms, in order, by one sender at a time.
//!
//! A lane is a conversation. Whoever wants to send leases the lane, takes its first job, writes
//! down that a send begins, sends with no transaction open, and records what came of it. A lease
//! that runs out is a sender that died; the number of the lease keeps one that wakes up again from
//! recording over its successor.

use crate::clock::Millis;
use crate::domain::ids::RequestId;
use crate::domain::post::Job;

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: i64,
    pub key: String,
    pub lane: String,
    pub job: Job,
    pub state: String,
    /// How many wishes it stands for.
    pub wanted: i64,
    pub due_at: Millis,
    pub attempts: i64,
    /// A send was begun whose outcome is not on record.
    pub unsure: bool,
    pub error: Option<String>,
    pub request: Option<RequestId>,
    pub created_at: Millis,
}

/// A lane that is ours for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub lane: String,
    number: i64,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// Once more, not before `at`. `unsure`: this time it may have arrived. `tried`: it counts as an
    /// attempt, after which the next wait is longer.
    Later {
        at: Millis,
        unsure: bool,
        tried: bool,
        error: String,
    },
    /// It can't be sent; kept, shown, sent again on command.
    Dead {
        unsure: bool,
        error: String,
    },
}

/// Puts a job on its lane; joins an equal one that is due. Where an equal one died without anybody
/// knowing whether it had arrived, that is still to be found out.
pub async fn add(
    tx: &mut Tx,
    lane: &str,
    job: &Job,
    request: Option<RequestId>,
    now: Millis,
    due_at: Millis,
) -> Result<()> {
    query(sql::OUTBOX_ADD)
        .bind(job.key())
        .bind(lane)
        .bind(super::json(job))
        .bind(due_at)
        .bind(request.map(|r| r.0))
        .bind(now)
        .execute(&mut *tx)
        .await?;
    want(tx, lane, due_at).await
}

pub(super) async fn want(tx: &mut Tx, lane: &str, due_at: Millis) -> Result<()> {
    tx.news = true;
    query(sql::LANE_WANT)
        .bind(lane)
        .bind(due_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Lanes with something due that nobody is sending on, longest due first.
pub async fn due_lanes(tx: &mut Tx, now: Millis, limit: i64) -> Result<Vec<String>> {
    let rows = query(sql::LANES_DUE)
        .bind(now)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
}

/// Takes the lane and its first job, and writes down that a send begins. The entry says whether
/// an earlier one is `unsure`. None: somebody else has the lane, or nothing is due on it.
pub async fn claim(
    tx: &mut Tx,
    lane: &str,
    now: Millis,
    until: Millis,
) -> Result<Option<(Lease, Entry)>> {
    let free = query(sql::LANE_FREE)
        .bind(lane)
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = free else { return Ok(None) };
    let lease = Lease {
        lane: lane.to_owned(),
        // Rising, also over a lane that was dropped and came back: no number is held twice.
        number: (row.try_get::<i64>(0)? + 1).max(now),
    };
    query(sql::LANE_LEASE)
        .bind(lane)
        .bind(until)
        .bind(lease.number)
        .execute(&mut *tx)
        .await?;
    let head = query(sql::OUTBOX_HEAD)
        .bind(lane)
        .fetch_optional(&mut *tx)
        .await?;
    match head.as_ref().map(read).transpose() {
        Ok(Some(entry)) if entry.due_at <= now => {
            query(sql::OUTBOX_BEGIN).bind(entry.id).execute(tx).await?;
            return Ok(Some((lease, entry)));
        }
        Ok(_) => {}
        // A newer version wrote it, or a hand: what waits behind it goes on.
        Err(error @ Error::Broken { row, .. }) => {
            tracing::error!(job = row, %error, "cannot be sent; kept in the outbox");
            query(sql::OUTBOX_DEAD)
                .bind(row)
                .bind(now)
                .bind(false)
                .bind(error.to_string())
                .execute(&mut *tx)
                .await?;
        }
        Err(error) => return Err(error),
    }
    release(tx, &lease, 0).await?;
    Ok(None)
}

/// Records what came of `entry` and gives the lane back, closed until `paced_until`.
/// False: the lease had run out and the lane is somebody else's; nothing is recorded.
pub async fn finish(
    tx: &mut Tx,
    lease: &Lease,
    entry: &Entry,
    outcome: &Outcome,
    now: Millis,
    paced_until: Millis,
) -> Result<bool> {
    if !holds(tx, lease).await? {
        return Ok(false);
    }
    match outcome {
        Outcome::Sent => {
            let done = query(sql::OUTBOX_SENT)
                .bind(entry.id)
                .bind(entry.wanted)
                .bind(now)
                .execute(&mut *tx)
                .await?;
            // An equal one that had died before is made good by this.
            if died(tx, &entry.lane, &entry.key).await? {
                query(sql::OUTBOX_MADE_GOOD)
                    .bind(&entry.lane)
                    .bind(&entry.key)
                    .execute(&mut *tx)
                    .await?;
            }
            if done.rows_affected() == 0 {
                // It was wished again while it went out: once more, from the present state.
                query(sql::OUTBOX_AGAIN)
                    .bind(entry.id)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        Outcome::Later {
            at,
            unsure,
            tried,
            error,
        } => {
            query(sql::OUTBOX_LATER)
                .bind(entry.id)
                .bind(*at)
                .bind(*unsure)
                .bind(error)
                .bind(i64::from(!tried))
                .execute(&mut *tx)
                .await?;
        }
        Outcome::Dead { unsure, error } => {
            query(sql::OUTBOX_DEAD)
                .bind(entry.id)
                .bind(now)
                .bind(*unsure)
                .bind(error)
                .execute(&mut *tx)
                .await?;
        }
    }
    release(tx, lease, paced_until).await?;
    // No conversation: it was there for this job alone. A home page's keeps its pace.
    if entry.lane == entry.key && !matches!(entry.job, Job::Home(_)) {
        query(sql::LANE_DROP).bind(&entry.lane).execute(tx).await?;
    }
    Ok(true)
}

/// Whether the lane is still ours.
pub async fn holds(tx: &mut Tx, lease: &Lease) -> Result<bool> {
    Ok(held_until(tx, lease).await?.is_some())
}

/// Until when the lane is ours; None: it is somebody else's.
pub async fn held_until(tx: &mut Tx, lease: &Lease) -> Result<Option<Millis>> {
    let row = query(sql::LANE_HOLDER)
        .bind(&lease.lane)
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let ours = row.try_get::<i64>(0)? == lease.number;
    Ok(if ours { Some(row.try_get(1)?) } else { None })
}

/// Keeps the lane until `until`; false when it is somebody else's by now.
pub async fn renew(tx: &mut Tx, lease: &Lease, until: Millis) -> Result<bool> {
    let done = query(sql::LANE_RENEW)
        .bind(&lease.lane)
        .bind(lease.number)
        .bind(until)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

async fn release(tx: &mut Tx, lease: &Lease, paced_until: Millis) -> Result<()> {
    query(sql::LANE_RELEASE)
        .bind(&lease.lane)
        .bind(lease.number)
        .bind(paced_until)
        .execute(tx)
        .await?;
    Ok(())
}

/// When the next job may go out.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(query(sql::LANE_NEXT).fetch_one(tx).await?.try_get(0)?)
}

pub async fn get(tx: &mut Tx, id: i64) -> Result<Option<Entry>> {
    let row = query(sql::OUTBOX_BY_ID).bind(id).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// What is due, or dead, after the entry `after`, in order; without what cannot be read.
pub async fn page(tx: &mut Tx, dead: bool, after: i64, limit: i64) -> Result<Vec<Entry>> {
    let text = if dead {
        sql::OUTBOX_DEAD_PAGE
    } else {
        sql::OUTBOX_DUE_PAGE
    };
    let rows = query(text).bind(after).bind(limit).fetch_all(tx).await?;
    let whole = rows.iter().map(read);
    let whole = whole.filter(|entry| !matches!(entry, Err(Error::Broken { .. })));
    whole.collect()
}

/// The job with this key that is on its way: its id and its lane.
pub async fn waits(tx: &mut Tx, key: &str) -> Result<Option<(i64, String)>> {
    let row = query(sql::OUTBOX_WAITS)
        .bind(key)
        .fetch_optional(tx)
        .await?;
    row.map(|r| Ok((r.try_get(0)?, r.try_get(1)?))).transpose()
}

/// Whether a job with this key is a dead letter of the lane.
pub async fn died(tx: &mut Tx, lane: &str, key: &str) -> Result<bool> {
    let row = query(sql::OUTBOX_DIED)
        .bind(lane)
        .bind(key)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

/// Whether something was sent in the conversation of which nobody knows (yet) what became of it.
pub async fn is_unsure(tx: &mut Tx, lane: &str) -> Result<bool> {
    let row = query(sql::OUTBOX_UNSURE)
        .bind(lane)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

/// How many wait, since when the oldest does, and how many are dead.
pub async fn depth(tx: &mut Tx) -> Result<(i64, Option<Millis>, i64)> {
    let due = query(sql::OUTBOX_DEPTH).fetch_one(&mut *tx).await?;
    let dead = query(sql::OUTBOX_DEAD_COUNT).fetch_one(tx).await?;
    Ok((due.try_get(0)?, due.try_get(1)?, dead.try_get(0)?))
}

/// Forgets at most `limit` jobs that were carried out before `before`; returns how many. What waits and
/// what died stays.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> Result<u64> {
    let done = query(sql::OUTBOX_FORGET)
        .bind(before)
        .bind(limit)
        .execute(tx)
        .await?;
    Ok(done.rows_affected())
}

fn read(row: &Row) -> Result<Entry> {
    let id: i64 = row.try_get(0)?;
    let job: &str = row.try_get(3)?;
    Ok(Entry {
        id,
        key: row.try_get(1)?,
        lane: row.try_get(2)?,
        job: serde_json::from_str(job).map_err(|_| Error::Broken {
            table: "outbox",
            column: "job",
            row: id,
        })?,
        state: row.try_get(4)?,
        wanted: row.try_get(5)?,
        due_at: row.try_get(6)?,
        attempts: row.try_get(7)?,
        unsure: row.try_get(8)?,
        error: row.try_get(9)?,
        request: row.try_get::<Option<i64>>(10)?.map(RequestId),
        created_at: row.try_get(11)?,
    })
}
