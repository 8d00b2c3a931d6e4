//! `steps`: the plans' parts, with or without a request of their own yet.

use std::str::FromStr;

use jiff::civil::Date;

use crate::domain::ids::{PersonId, RequestId, StepId};
use crate::domain::plan::{Made, Step, StepState};
use crate::domain::request::Request;

use super::db::{Row, query};
use super::{Error, Result, Tx, sql_plans as sql};

/// Stores the steps of a new plan, in their order, and gives them their ids.
pub async fn insert(tx: &mut Tx, parent: RequestId, steps: &mut [Step]) -> Result<()> {
    for step in steps {
        let id = query(sql::STEP_INSERT)
            .bind(parent.0)
            .bind(&step.key)
            .bind(&step.name)
            .bind(&step.team)
            .bind(&step.service)
            .bind(super::json(&step.after))
            .bind(i64::from(step.lead))
            .bind(i64::from(step.offset))
            .bind(i64::from(step.notice))
            .bind(super::json(&step.answers))
            .bind(step.state.name())
            .bind(step.start.to_string())
            .bind(step.due.to_string())
            .bind(&step.of)
            .insert(&mut *tx)
            .await?;
        step.id = StepId(id);
    }
    Ok(())
}

/// Stores what changes of a step: its state, its dates, what was told of it, its request.
pub async fn update(tx: &mut Tx, step: &Step) -> Result<()> {
    query(sql::STEP_UPDATE)
        .bind(step.id.0)
        .bind(step.state.name())
        .bind(step.start.to_string())
        .bind(step.due.to_string())
        .bind(step.noticed)
        .bind(step.late)
        .bind(step.made.as_ref().map(|made| made.id.0))
        .bind(step.refused)
        .execute(tx)
        .await?;
    Ok(())
}

/// Stores that `whole`, which was none, is the whole of a plan.
pub async fn begin(tx: &mut Tx, whole: &Request) -> Result<()> {
    query(sql::PART_SET)
        .bind(whole.id.0)
        .bind(&whole.number)
        .execute(tx)
        .await?;
    Ok(())
}

/// Stores what fills the step's form.
pub async fn set_answers(tx: &mut Tx, step: &Step) -> Result<()> {
    query(sql::STEP_ANSWERS)
        .bind(step.id.0)
        .bind(super::json(&step.answers))
        .execute(tx)
        .await?;
    Ok(())
}

/// All steps of a plan, in its order.
pub async fn of(tx: &mut Tx, parent: RequestId) -> Result<Vec<Step>> {
    let rows = query(sql::STEPS_OF).bind(parent.0).fetch_all(tx).await?;
    rows.iter().map(read).collect()
}

/// Open plans of a team of which a step waits for somebody to decide how it goes on, oldest first.
pub async fn undecided(tx: &mut Tx, team: &str, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::PLANS_UNDECIDED)
        .bind(team)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(super::request_row::read).collect()
}

/// Of which request it is a step.
pub async fn parent(tx: &mut Tx, step: StepId) -> Result<Option<RequestId>> {
    let row = query(sql::STEP_PARENT)
        .bind(step.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.map(RequestId))
}

/// Which step that request is, as long as it is asked for by it.
pub async fn of_request(tx: &mut Tx, request: RequestId) -> Result<Option<StepId>> {
    let row = query(sql::STEP_OF_REQUEST)
        .bind(request.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.map(StepId))
}

fn read(row: &Row) -> Result<Step> {
    let id: i64 = row.try_get(0)?;
    let broken = |column| Error::Broken {
        table: "steps",
        column,
        row: id,
    };
    let day = |at: usize, column| {
        let day = row.try_get::<&str>(at)?;
        Date::from_str(day).map_err(|_| broken(column))
    };
    let small = |at: usize, column| {
        let number = row.try_get::<i64>(at)?;
        u32::try_from(number).map_err(|_| broken(column))
    };
    let state = row.try_get::<&str>(10)?;
    let state = StepState::ALL.into_iter().find(|s| s.name() == state);
    let made = match row.try_get::<Option<i64>>(15)? {
        None => None,
        Some(request) => Some(Made {
            id: RequestId(request),
            number: row.try_get(16)?,
            team: row.try_get(17)?,
            status: row.try_get(18)?,
            assignee: row.try_get::<Option<i64>>(19)?.map(PersonId),
        }),
    };
    Ok(Step {
        id: StepId(id),
        key: row.try_get(1)?,
        name: row.try_get(2)?,
        team: row.try_get(3)?,
        service: row.try_get(4)?,
        of: row.try_get(21)?,
        after: serde_json::from_str(row.try_get(5)?).map_err(|_| broken("waits_for"))?,
        lead: small(6, "lead")?,
        offset: i32::try_from(row.try_get::<i64>(7)?).map_err(|_| broken("shift"))?,
        notice: small(8, "notice")?,
        answers: serde_json::from_str(row.try_get(9)?).map_err(|_| broken("answers"))?,
        state: state.ok_or_else(|| broken("state"))?,
        start: day(11, "start_on")?,
        due: day(12, "due_on")?,
        noticed: row.try_get(13)?,
        late: row.try_get(14)?,
        refused: row.try_get(20)?,
        made,
    })
}
