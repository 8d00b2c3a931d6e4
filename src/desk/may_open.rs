//! Who may open which form about a request.

use crate::domain::intent::FormKind;
use crate::domain::request::{Refusal, Request, Standing, Status};

/// Early, so that nobody fills in a form in vain; what is decided is decided at the submission.
pub(super) fn may_open(
    form: &FormKind,
    request: &Request,
    standing: Standing,
) -> std::result::Result<(), Refusal> {
    let agent = if standing.agent && !standing.stranger {
        Ok(())
    } else {
        Err(Refusal::NotYourTeam)
    };
    let involved = if standing.requester || standing.agent {
        Ok(())
    } else {
        Err(Refusal::NotInvolved)
    };
    match form {
        FormKind::Comment(_) if standing.requester => Ok(()),
        FormKind::Comment(_) => Err(Refusal::NotTheRequester),
        FormKind::Reopen(_) => involved.and(match request.status {
            Status::Resolved(_) | Status::Cancelled { .. } => Ok(()),
            Status::Closed { .. } => Err(Refusal::Over),
            _ => Err(Refusal::NotResolved),
        }),
        FormKind::Watchers(_) => involved,
        FormKind::Cancel(_) | FormKind::Move { .. } => involved.and(still_open(request)),
        FormKind::Plan { .. } if request.plan.is_some() => Err(Refusal::Planned),
        FormKind::Plan { .. } => involved.and(still_open(request)),
        FormKind::Resolve(_) => agent.and(match &request.status {
            Status::Resolved(resolution) if resolution.summary.is_none() => Ok(()),
            _ => still_open(request),
        }),
        FormKind::Reply(_)
        | FormKind::Why(_)
        | FormKind::SendReply(_)
        | FormKind::Link(_)
        | FormKind::More(_)
        | FormKind::Handling(_) => agent,
        FormKind::Assign(_)
        | FormKind::Ask(_)
        | FormKind::HandOver(_)
        | FormKind::WrongTeam(_)
        | FormKind::Hold(_)
        | FormKind::Snooze(_)
        | FormKind::Merge(_)
        | FormKind::Split(_)
        | FormKind::Delay(_)
        | FormKind::Priority(_) => agent.and(still_open(request)),
        FormKind::Decline(_) | FormKind::AskChanges(_) | FormKind::Delegate(_) => {
            may_decide(request, standing)
        }
        FormKind::Revise { .. } if !standing.requester => Err(Refusal::NotTheRequester),
        FormKind::Revise { .. } => match request.approval() {
            Some(approval) if approval.changes.is_some() => Ok(()),
            _ => Err(Refusal::NoChangesAsked),
        },
        // Those about no request are judged where they are made.
        FormKind::NewRequest(_)
        | FormKind::OwnReply(_)
        | FormKind::Bulk
        | FormKind::Duty(_)
        | FormKind::BulkDo { .. }
        | FormKind::Show
        | FormKind::Article(_)
        | FormKind::Read(_)
        | FormKind::Announce => Ok(()),
    }
}

fn may_decide(request: &Request, standing: Standing) -> std::result::Result<(), Refusal> {
    match request.approval() {
        _ if !standing.approver => Err(Refusal::NotAnApprover),
        Some(approval) if approval.changes.is_some() => Err(Refusal::ChangesAwaited),
        Some(_) => Ok(()),
        None => Err(Refusal::AlreadyDecided),
    }
}

fn still_open(request: &Request) -> std::result::Result<(), Refusal> {
    match &request.status {
        Status::Resolved(_) => Err(Refusal::AlreadyResolved),
        status if status.is_over() => Err(Refusal::Over),
        _ => Ok(()),
    }
}
