//! `turns`, `answers`, `results`, `reviews`, `reopenings`: what is measured of requests. Their roll-ups, `measured` and
//! `spread`, are kept by their triggers (`migrations/`), so that nothing here writes them.

use crate::clock::Millis;
use crate::domain::ids::RequestId;
use crate::domain::measure::{Bucket, Measure, Measures, Spent, Sums, Turns, bucket, median};
use crate::domain::request::Request;

use super::db::{Row, query};
use super::sql::Statement;
use super::{Result, Tx, sql_numbers as sql};

const DAY: Millis = 24 * 60 * 60 * 1000;

/// Whose turn it was so far; None: it is still as it was filed.
pub async fn turns(tx: &mut Tx, id: RequestId) -> Result<Option<Turns>> {
    let row = query(sql::TURNS).bind(id.0).fetch_optional(tx).await?;
    row.map(|row| {
        Ok(Turns {
            since: row.try_get(0)?,
            spent: spent(&row, 1)?,
            questions: row.try_get(6)?,
            answer_put_off: row.try_get(7)?,
            result_put_off: row.try_get(8)?,
        })
    })
    .transpose()
}

pub async fn set_turns(tx: &mut Tx, id: RequestId, turns: &Turns) -> Result<()> {
    query(sql::TURNS_SET)
        .bind(id.0)
        .bind(turns.since)
        .bind(turns.spent.intake)
        .bind(turns.spent.work)
        .bind(turns.spent.requester)
        .bind(turns.spent.approval)
        .bind(turns.spent.hold)
        .bind(turns.questions)
        .bind(turns.answer_put_off)
        .bind(turns.result_put_off)
        .execute(tx)
        .await?;
    Ok(())
}

/// Counts a fact about `request`, for the team and the service that it is with.
pub async fn count(tx: &mut Tx, request: &Request, measure: &Measure) -> Result<()> {
    let (text, at) = match measure {
        Measure::Answered { at, .. } => (sql::ANSWER_ADD, *at),
        Measure::Resolved { at, .. } => (sql::RESULT_ADD, *at),
        Measure::Reviewed { at, .. } => (sql::REVIEW_ADD, *at),
        Measure::Reopened { at, .. } => (sql::REOPENING_ADD, *at),
    };
    let row = query(text)
        .bind(&request.team)
        .bind(at)
        .bind(request.id.0)
        .bind(&request.service);
    let row = match *measure {
        Measure::Answered { took, kept, .. } => row.bind(took).bind(bucket(took)).bind(kept),
        Measure::Resolved {
            by,
            took,
            kept,
            first_touch,
            questions,
            spent,
            ..
        } => row
            .bind(by.0)
            .bind(took)
            .bind(bucket(took))
            .bind(kept)
            .bind(first_touch)
            .bind(questions)
            .bind(spent.intake)
            .bind(spent.work)
            .bind(spent.requester)
            .bind(spent.approval)
            .bind(spent.hold),
        Measure::Reviewed { took, .. } => row.bind(took),
        Measure::Reopened { .. } => row,
    };
    row.execute(&mut *tx).await?;
    if let Measure::Reopened { resolved, .. } = *measure {
        query(sql::RESULT_DROP)
            .bind(&request.team)
            .bind(resolved)
            .bind(request.id.0)
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// What is measured of a team over `[since, until)`.
pub async fn of_team(tx: &mut Tx, team: &str, since: Millis, until: Millis) -> Result<Measures> {
    let rows = over(sql::MEASURED, team, since, until)
        .fetch_all(&mut *tx)
        .await?;
    let mut measures = Measures::default();
    for row in rows {
        let sums = sums(&row)?;
        // Where nothing is left of what there was, a row of noughts stays.
        if sums != Sums::default() {
            measures.sums += sums;
            measures.services.push((row.try_get(0)?, sums));
        }
    }
    measures.median_answer = middle(tx, sql::SPREAD_OF_ANSWERS, team, since, until).await?;
    measures.median_result = middle(tx, sql::SPREAD_OF_RESULTS, team, since, until).await?;
    Ok(measures)
}

async fn middle(
    tx: &mut Tx,
    text: Statement,
    team: &str,
    since: Millis,
    until: Millis,
) -> Result<Option<Millis>> {
    let rows = over(text, team, since, until).fetch_all(tx).await?;
    let buckets = rows.iter().map(|row| {
        Ok(Bucket {
            requests: row.try_get(0)?,
            took: row.try_get(1)?,
        })
    });
    Ok(median(&buckets.collect::<Result<Vec<_>>>()?))
}

/// Whole days, and the parts of a day before and after them.
fn over(text: Statement, team: &str, since: Millis, until: Millis) -> super::db::Query<'_> {
    let first = (since + DAY - 1).div_euclid(DAY);
    let last = until.div_euclid(DAY);
    let head = until.min(first * DAY);
    let tail = head.max(last * DAY);
    query(text)
        .bind(team)
        .bind(first)
        .bind(last)
        .bind(since)
        .bind(head)
        .bind(tail)
        .bind(until)
}

fn sums(row: &Row) -> Result<Sums> {
    Ok(Sums {
        answers: row.try_get(1)?,
        answers_promised: row.try_get(2)?,
        answers_kept: row.try_get(3)?,
        results: row.try_get(4)?,
        results_promised: row.try_get(5)?,
        results_kept: row.try_get(6)?,
        touched: row.try_get(7)?,
        first_touch: row.try_get(8)?,
        single: row.try_get(9)?,
        questions: row.try_get(10)?,
        spent: spent(row, 11)?,
        reviews: row.try_get(16)?,
        review: row.try_get(17)?,
        reopened: row.try_get(18)?,
    })
}

fn spent(row: &Row, first: usize) -> Result<Spent> {
    Ok(Spent {
        intake: row.try_get(first)?,
        work: row.try_get(first + 1)?,
        requester: row.try_get(first + 2)?,
        approval: row.try_get(first + 3)?,
        hold: row.try_get(first + 4)?,
    })
}
