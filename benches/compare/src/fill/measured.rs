//! What is measured of a request (docs/numbers.md); the roll-ups follow by their triggers.

use frontdesk::domain::measure::bucket;
use rusqlite::{Transaction, params};

use super::case::{Case, State};
use super::{HOUR, Lot};

/// Its first answer, its result with whose turn it was, and for some the review and that it was reopened.
pub fn fill(transaction: &Transaction<'_>, case: &Case, lot: &mut Lot) -> rusqlite::Result<()> {
    let (id, team, service) = (case.id, case.team, case.service);
    let promised = service != "newcomer";
    if !case.state.is_unassigned() {
        let took = case.answered_at - case.created_at;
        let kept = promised.then_some(took <= 3 * HOUR);
        transaction
            .prepare_cached(
                "INSERT INTO answers (team, at, request_id, service, took, bucket, kept)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                team,
                case.answered_at,
                id,
                service,
                took,
                bucket(took),
                kept
            ])?;
    }
    if case.state.is_open() {
        if case.state != State::New {
            transaction
                .prepare_cached(
                    "INSERT INTO turns (request_id, since, intake, work, requester, approval, hold, questions,
                        answer_put_off, result_put_off)
                     VALUES (?, ?, ?, ?, 0, 0, 0, 1, 0, 0)",
                )?
                .execute(params![id, case.answered_at, HOUR, HOUR])?;
        }
        return Ok(());
    }
    let (intake, requester, hold) = (HOUR, lot.below(20) * HOUR, lot.below(3) * HOUR);
    let took = (case.resolved_at - case.created_at - requester - hold).max(HOUR);
    transaction
        .prepare_cached(
            "INSERT INTO results (team, at, request_id, service, person_id, took, bucket, kept, first_touch, questions,
                intake, work, requester, approval, hold)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        )?
        .execute(params![
            team,
            case.resolved_at,
            id,
            service,
            case.agent,
            took,
            bucket(took),
            promised.then_some(took <= 48 * HOUR),
            case.id % 2 == 0,
            lot.below(3),
            intake,
            took - intake,
            requester,
            hold
        ])?;
    let over = case.resolved_at + HOUR;
    transaction
        .prepare_cached(
            "INSERT INTO reviews (team, at, request_id, service, took) VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![team, over, id, service, HOUR])?;
    if lot.below(50) == 0 {
        transaction
            .prepare_cached(
                "INSERT INTO reopenings (team, at, request_id, service) VALUES (?, ?, ?, ?)",
            )?
            .execute(params![team, over, id, service])?;
    }
    Ok(())
}
