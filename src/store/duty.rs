//! `duty_shifts`, `duty_changes`, `duty_swaps`, `duty_notes`, `duty_turns`: rosters as far as they are set in chat.

use std::collections::BTreeSet;

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::people::PersonRef;
use crate::domain::roster::{Change, Deviation, Shift, Written};

use super::db::{Row, query};
use super::{Error, Result, Tx, sql_duty as sql};

/// A colleague was asked to take somebody's duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    pub id: i64,
    pub team: String,
    pub asker: PersonId,
    pub asked: PersonId,
    /// From when up to when the duty goes that is given away.
    pub given: (Millis, Millis),
    /// The one that is taken for it.
    pub taken: Option<(Millis, Millis)>,
    pub state: SwapState,
    pub asked_at: Millis,
}

impl Swap {
    /// From when on nobody can agree to it: the duty that is given away begins, or is over where it had begun before.
    pub fn over_at(&self) -> Millis {
        let (since, until) = self.given;
        if since > self.asked_at { since } else { until }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwapState {
    Asked,
    Accepted,
    Declined,
}

/// What was left to the next one on duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub team: String,
    pub author: PersonId,
    pub text: String,
    pub at: Millis,
}

/// The shifts of `team` that were set in chat, oldest first, by id. One that this version cannot read is left out.
pub async fn shifts(tx: &mut Tx, team: &str) -> Result<Vec<(i64, Shift)>> {
    let rows = query(sql::DUTY_SHIFTS).bind(team).fetch_all(tx).await?;
    let mut shifts = Vec::new();
    for row in rows {
        let id: i64 = row.try_get(0)?;
        let written: &str = row.try_get(1)?;
        let written: Written = serde_json::from_str(written).map_err(|_| Error::Broken {
            table: "duty_shifts",
            column: "shift",
            row: id,
        })?;
        shifts.extend(written.read().map(|shift| (id, shift)));
    }
    Ok(shifts)
}

pub async fn add_shift(
    tx: &mut Tx,
    team: &str,
    shift: &Shift,
    by: PersonId,
    now: Millis,
) -> Result<i64> {
    Ok(query(sql::DUTY_SHIFT_ADD)
        .bind(team)
        .bind(super::json(&shift.written()))
        .bind(by.0)
        .bind(now)
        .insert(tx)
        .await?)
}

/// False: it was gone already.
pub async fn drop_shift(tx: &mut Tx, team: &str, id: i64) -> Result<bool> {
    let done = query(sql::DUTY_SHIFT_DROP)
        .bind(id)
        .bind(team)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// What of `team` holds at `from` or later, in the order in which it was made.
pub async fn changes(tx: &mut Tx, team: &str, from: Millis) -> Result<Vec<Change>> {
    let rows = query(sql::DUTY_CHANGES)
        .bind(team)
        .bind(from)
        .fetch_all(tx)
        .await?;
    let mut changes: Vec<Change> = rows.iter().map(change).collect::<Result<_>>()?;
    changes.sort_by_key(|change| change.id);
    Ok(changes)
}

fn change(row: &Row) -> Result<Change> {
    let id: i64 = row.try_get(0)?;
    let person = |text: &str| -> Result<PersonRef> {
        text.parse().map_err(|()| Error::Broken {
            table: "duty_changes",
            column: "who",
            row: id,
        })
    };
    let who = person(row.try_get(2)?)?;
    let of: Option<&str> = row.try_get(3)?;
    let what = match row.try_get::<&str>(1)? {
        "away" => Deviation::Away(who),
        _ => Deviation::Instead {
            who,
            of: of.map(person).transpose()?,
        },
    };
    Ok(Change {
        id,
        since: row.try_get(4)?,
        until: row.try_get(5)?,
        what,
    })
}

/// Its `id` is given here.
pub async fn add_change(
    tx: &mut Tx,
    team: &str,
    change: &Change,
    by: PersonId,
    now: Millis,
) -> Result<i64> {
    let (kind, who, of) = match &change.what {
        Deviation::Away(who) => ("away", who, None),
        Deviation::Instead { who, of } => ("instead", who, of.as_ref()),
    };
    Ok(query(sql::DUTY_CHANGE_ADD)
        .bind(team)
        .bind(kind)
        .bind(who.to_string())
        .bind(of.map(PersonRef::to_string))
        .bind(change.since)
        .bind(change.until)
        .bind(by.0)
        .bind(now)
        .insert(tx)
        .await?)
}

/// False: it was gone already.
pub async fn drop_change(tx: &mut Tx, team: &str, id: i64) -> Result<bool> {
    let done = query(sql::DUTY_CHANGE_DROP)
        .bind(id)
        .bind(team)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Its `id` and state are given here.
pub async fn add_swap(tx: &mut Tx, swap: &Swap) -> Result<i64> {
    Ok(query(sql::DUTY_SWAP_ADD)
        .bind(&swap.team)
        .bind(swap.asker.0)
        .bind(swap.asked.0)
        .bind(swap.given.0)
        .bind(swap.given.1)
        .bind(swap.taken.map(|taken| taken.0))
        .bind(swap.taken.map(|taken| taken.1))
        .bind(swap.asked_at)
        .insert(tx)
        .await?)
}

pub async fn swap(tx: &mut Tx, id: i64) -> Result<Option<Swap>> {
    let row = query(sql::DUTY_SWAP).bind(id).fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(None) };
    let taken: (Option<Millis>, Option<Millis>) = (row.try_get(6)?, row.try_get(7)?);
    Ok(Some(Swap {
        id: row.try_get(0)?,
        team: row.try_get(1)?,
        asker: PersonId(row.try_get(2)?),
        asked: PersonId(row.try_get(3)?),
        given: (row.try_get(4)?, row.try_get(5)?),
        taken: taken.0.zip(taken.1),
        state: match row.try_get::<&str>(8)? {
            "accepted" => SwapState::Accepted,
            "declined" => SwapState::Declined,
            _ => SwapState::Asked,
        },
        asked_at: row.try_get(9)?,
    }))
}

/// Says yes or no to a swap, once. False: it was answered before.
pub async fn settle_swap(tx: &mut Tx, id: i64, accepted: bool) -> Result<bool> {
    let state = if accepted { "accepted" } else { "declined" };
    let done = query(sql::DUTY_SWAP_SETTLE)
        .bind(id)
        .bind(state)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn add_note(tx: &mut Tx, note: &Note) -> Result<i64> {
    Ok(query(sql::DUTY_NOTE_ADD)
        .bind(&note.team)
        .bind(note.author.0)
        .bind(&note.text)
        .bind(note.at)
        .insert(tx)
        .await?)
}

pub async fn note(tx: &mut Tx, id: i64) -> Result<Option<Note>> {
    let row = query(sql::DUTY_NOTE).bind(id).fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Note {
        team: row.try_get(0)?,
        author: PersonId(row.try_get(1)?),
        text: row.try_get(2)?,
        at: row.try_get(3)?,
    }))
}

/// Notes that nobody has got yet, oldest first.
pub async fn notes_waiting(tx: &mut Tx, team: &str) -> Result<Vec<i64>> {
    let rows = query(sql::DUTY_NOTES_WAITING)
        .bind(team)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

pub async fn note_handed(tx: &mut Tx, id: i64) -> Result<()> {
    query(sql::DUTY_NOTE_HANDED).bind(id).execute(tx).await?;
    Ok(())
}

/// To whom the team's last request went by itself, as the configuration named them.
pub async fn last_turn(tx: &mut Tx, team: &str) -> Result<Option<String>> {
    let row = query(sql::DUTY_TURN).bind(team).fetch_optional(tx).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

pub async fn set_turn(tx: &mut Tx, team: &str, person: &PersonRef) -> Result<()> {
    query(sql::DUTY_TURN_SET)
        .bind(team)
        .bind(person.to_string())
        .execute(tx)
        .await?;
    Ok(())
}

/// How many open requests somebody has.
pub async fn open_of(tx: &mut Tx, person: PersonId) -> Result<i64> {
    let row = query(sql::OPEN_OF).bind(person.0).fetch_one(tx).await?;
    Ok(row.try_get(0)?)
}

/// Teams of whose roster something is set in chat that holds at `now` or later.
pub async fn set_in_chat(tx: &mut Tx, now: Millis) -> Result<BTreeSet<String>> {
    let rows = query(sql::DUTY_SET_IN_CHAT).bind(now).fetch_all(tx).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Forgets at most `limit` each of the changes, swaps and notes that were over before `before`; returns of which most
/// were.
pub async fn forget(tx: &mut Tx, before: Millis, limit: i64) -> Result<u64> {
    let mut most = 0;
    for text in [
        sql::DUTY_CHANGES_FORGET,
        sql::DUTY_SWAPS_FORGET,
        sql::DUTY_NOTES_FORGET,
    ] {
        let done = query(text).bind(before).bind(limit);
        most = most.max(done.execute(&mut *tx).await?.rows_affected());
    }
    Ok(most)
}
