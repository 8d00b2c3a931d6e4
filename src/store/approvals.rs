//! `approvers`: whose word is awaited. The approval itself is a column of its request.

use crate::domain::approval::Approval;
use crate::domain::catalogue::Answers;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::request::Request;

use super::db::query;
use super::{Result, Tx, requests, sql_approvals as sql};

/// Who is in `approval`, and whose word is awaited; None: it is over.
pub async fn set(tx: &mut Tx, request: RequestId, approval: Option<&Approval>) -> Result<()> {
    query(sql::APPROVERS_DROP)
        .bind(request.0)
        .execute(&mut *tx)
        .await?;
    let Some(approval) = approval else {
        return Ok(());
    };
    let asked = approval.asked();
    for approver in &approval.approvers {
        query(sql::APPROVER_ADD)
            .bind(approver.person.0)
            .bind(request.0)
            .bind(asked.contains(&approver.person))
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// What waits for the word of `person`, oldest first.
pub async fn awaiting(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Request>> {
    let rows = query(sql::APPROVER_ASKED)
        .bind(person.0)
        .bind(limit)
        .fetch_all(&mut *tx)
        .await?;
    let ids: Vec<RequestId> = rows
        .iter()
        .map(|row| Ok(RequestId(row.try_get(0)?)))
        .collect::<Result<_>>()?;
    requests::these(tx, &ids).await
}

/// The requester changed what they answered.
pub async fn set_answers(tx: &mut Tx, request: RequestId, answers: &Answers) -> Result<()> {
    query(sql::ANSWERS_SET)
        .bind(request.0)
        .bind(super::json(answers))
        .execute(tx)
        .await?;
    Ok(())
}

/// Two records of one person became one: what is open is theirs under the new one.
pub(super) async fn merge(tx: &mut Tx, from: PersonId, into: PersonId) -> Result<()> {
    let rows = query(sql::APPROVER_IN)
        .bind(from.0)
        .fetch_all(&mut *tx)
        .await?;
    if rows.is_empty() {
        return Ok(());
    }
    query(sql::MERGE_APPROVAL_CARDS)
        .bind(from.0)
        .bind(into.0)
        .execute(&mut *tx)
        .await?;
    for row in rows {
        let id = RequestId(row.try_get(0)?);
        let request = requests::get(tx, id).await?;
        let Some(mut approval) = request.and_then(|r| r.approval().cloned()) else {
            continue;
        };
        approval.merge(from, into);
        query(sql::APPROVAL_SET)
            .bind(id.0)
            .bind(super::json(&approval))
            .execute(&mut *tx)
            .await?;
        set(tx, id, Some(&approval)).await?;
    }
    Ok(())
}
