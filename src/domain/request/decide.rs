//! The state machine: what an action makes of a request, or why it is refused. Pure.
//!
//! `tests/it/states.rs` prints the whole Status × Action table: that table is the manual.

use super::change::Change;
use super::permit::permit;
use super::{Action, Actor, Context, Decision, Fact, Refusal, Request, effort, link, watch};

/// What `action` by `actor` makes of `request`.
///
/// # Errors
/// The refusal, when this may not be done, or not now, or not by them.
pub fn decide(
    request: &Request,
    actor: Actor,
    action: &Action,
    context: &Context<'_>,
) -> Result<Decision, Refusal> {
    permit(actor, action)?;
    let change = Change {
        request,
        actor,
        context,
    };
    let mut decision = change.decide(action)?;
    link::settle(action, &mut decision);
    effort::settle(request, action, &mut decision);
    // These change when it is looked at next, whether or not there is anything to tell.
    if decision.fact.is_some() || matches!(action, Action::Look | Action::Retarget) {
        watch::settle(request, &mut decision, context);
    }
    Ok(decision)
}

impl Change<'_> {
    fn decide(&self, action: &Action) -> Result<Decision, Refusal> {
        let (change, context) = (self, self.context);
        match action {
            Action::Take => change.take(),
            Action::Assign { to } => change.assign(*to),
            Action::Ask => change.ask(),
            Action::Reply => change.reply(),
            Action::Answered { thanks } => change.answered(*thanks),
            Action::Wait => change.wait(),
            Action::Hold { reason } => change.hold(reason),
            Action::Snooze { reason, until } => change.snooze(reason, *until),
            Action::Handled { minutes } => change.handled(*minutes),
            Action::Resume => change.resume(),
            Action::HandOver {
                team,
                service,
                note,
                wrong_door,
            } => change.hand_over(team, service, note.as_deref(), *wrong_door),
            Action::Resolve { summary } => change.resolve(summary.as_deref()),
            Action::Cancel { reason } => change.cancel(reason.as_deref()),
            Action::Reopen { reason } => change.reopen(reason.as_deref()),
            Action::Rate { score } => change.rate(*score),
            Action::Unrate { score } => change.unrate(*score),
            Action::Comment { text } => change.comment(text),
            Action::RateIntake(intake) => change.rate_intake(*intake),
            Action::Merge { .. } => change.merge(),
            Action::Link { kind, .. } => change.link(*kind),
            Action::Unlink { .. } => change.unlink(),
            Action::AddWatcher { who } => change.add_watcher(*who),
            Action::RemoveWatcher { who } => Ok(change.remove_watcher(*who)),
            Action::Watch if context.watching => Ok(change.nothing()),
            Action::Watch => Ok(change.noted(Fact::Watched)),
            Action::Unwatch if context.watching => Ok(change.noted(Fact::Unwatched)),
            Action::Unwatch => Ok(change.nothing()),
            Action::Remind => change.remind(),
            Action::Close => change.close(),
            Action::Delay { what, to, why } => change.delay(*what, *to, why),
            Action::Prioritise { to } => change.prioritise(*to),
            Action::SeekApproval(wanted) => change.seek_approval(wanted),
            Action::DropWish => Ok(change.drop_wish()),
            Action::GiveVerdict { verdict, reason } => {
                change.give_verdict(*verdict, reason.as_deref())
            }
            Action::Delegate { to } => change.delegate(*to),
            Action::Revise { answers, remark } => change.revise(answers, remark.as_deref()),
            Action::Route { routed, priority } => change.route(routed, *priority),
            Action::Look => Ok(change.look()),
            Action::Retarget => Ok(change.retarget()),
            Action::Page => change.page(),
            Action::Plan { news, due } => change.plan(news, *due),
        }
    }
}
