//! Who may do what to a request, whatever its state.

use super::{Action, Actor, Refusal, Standing};

/// Who may do what, whatever the state.
pub(super) fn permit(actor: Actor, action: &Action) -> Result<(), Refusal> {
    let Actor::Person(_, standing) = actor else {
        return match action {
            Action::Remind
            | Action::Close
            | Action::Look
            | Action::Retarget
            | Action::SeekApproval(_)
            | Action::DropWish
            | Action::Link { .. }
            | Action::Plan { .. }
            | Action::Unlink { .. } => Ok(()),
            // By a rule of routing, or of the team's.
            Action::Page | Action::Assign { .. } | Action::Route { .. } => Ok(()),
            _ => Err(Refusal::NotInvolved),
        };
    };
    match action {
        Action::Take
        | Action::Assign { .. }
        | Action::Ask
        | Action::Reply
        | Action::Wait
        | Action::Hold { .. }
        | Action::Snooze { .. }
        | Action::Handled { .. }
        | Action::Resume
        | Action::HandOver { .. }
        | Action::Resolve { .. }
        | Action::RateIntake(_)
        | Action::Delay { .. }
        | Action::Prioritise { .. }
        | Action::Merge { .. }
        | Action::Link { .. }
        | Action::Unlink { .. }
        | Action::Watch => agent_only(standing),
        // Whoever follows it may stop.
        Action::Unwatch => Ok(()),
        // Who is an approver, the approval itself says.
        Action::GiveVerdict { .. } | Action::Delegate { .. } if standing.stranger => {
            Err(Refusal::Stranger)
        }
        Action::GiveVerdict { .. } | Action::Delegate { .. } => Ok(()),
        Action::Answered { .. }
        | Action::Revise { .. }
        | Action::Rate { .. }
        | Action::Unrate { .. }
        | Action::Comment { .. } => {
            if standing.requester {
                Ok(())
            } else {
                Err(Refusal::NotTheRequester)
            }
        }
        Action::Cancel { .. }
        | Action::Reopen { .. }
        | Action::AddWatcher { .. }
        | Action::Plan { .. }
        | Action::RemoveWatcher { .. } => {
            if standing.requester || standing.agent {
                Ok(())
            } else {
                Err(Refusal::NotInvolved)
            }
        }
        Action::Remind
        | Action::Close
        | Action::Look
        | Action::Retarget
        | Action::Route { .. }
        | Action::SeekApproval(_)
        | Action::DropWish
        | Action::Page => Err(Refusal::NotInvolved),
    }
}

fn agent_only(standing: Standing) -> Result<(), Refusal> {
    if standing.stranger {
        Err(Refusal::Stranger)
    } else if standing.agent {
        Ok(())
    } else {
        Err(Refusal::NotYourTeam)
    }
}
