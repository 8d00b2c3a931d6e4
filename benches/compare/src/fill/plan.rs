//! Plans: equipment for a newcomer has steps of other teams, of which the next requests become the first ones.

use rusqlite::{Transaction, params};

use super::case::Case;

/// Steps of each, and those of them that have a request of their own.
const STEPS: i64 = 5;
const MADE: i64 = 3;

/// The newest plan, as long as steps of it have no request yet that are to have one.
#[derive(Default)]
pub struct Plans {
    whole: Option<Whole>,
}

struct Whole {
    id: i64,
    number: String,
    made: i64,
}

impl Plans {
    /// Makes `case` a whole, or a step of the plan before; returns which step.
    pub fn take_up(&mut self, case: &mut Case) -> Option<i64> {
        if case.service == "newcomer" {
            case.part_of = Some(case.number.clone());
            self.whole = Some(Whole {
                id: case.id,
                number: case.number.clone(),
                made: 0,
            });
            return None;
        }
        let whole = self.whole.as_mut().filter(|w| w.made < MADE)?;
        case.part_of = Some(whole.number.clone());
        whole.made += 1;
        Some(whole.made - 1)
    }

    /// Stores all steps of a whole; of a step, that `case` is its request.
    pub fn steps(
        &self,
        transaction: &Transaction<'_>,
        case: &Case,
        step: Option<i64>,
    ) -> rusqlite::Result<()> {
        let Some(whole) = &self.whole else {
            return Ok(());
        };
        if let Some(step) = step {
            let state = if case.state.is_open() { "open" } else { "done" };
            let set = "UPDATE steps SET request_id = ?, state = ?, team = ?, service = ? WHERE parent = ? AND key = ?";
            let mut set = transaction.prepare_cached(set)?;
            let key = key(step);
            set.execute(params![
                case.id,
                state,
                case.team,
                case.service,
                whole.id,
                key
            ])?;
        } else if whole.id == case.id {
            let mut add = transaction.prepare_cached(
                "INSERT INTO steps (parent, key, name, team, service, waits_for, lead, shift, notice, answers, state,
                    start_on, due_on)
                 VALUES (?, ?, ?, 'FAC', 'room', ?, 2, -1, 5, '{}', 'planned', '2026-11-23', '2026-11-25')",
            )?;
            for step in 0..STEPS {
                let waits = match step {
                    0 => vec![],
                    _ => vec![key(step - 1)],
                };
                let (name, waits) = (format!("Step {step}"), serde_json::json!(waits).to_string());
                add.execute(params![case.id, key(step), name, waits])?;
            }
        }
        Ok(())
    }
}

fn key(step: i64) -> String {
    format!("s{step}")
}
