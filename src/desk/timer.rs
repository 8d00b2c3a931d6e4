//! Timers that came due.

use crate::domain::answer::Answer;
use crate::domain::intent::Timer;
use crate::domain::request::{Action, TimerKind};
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    pub(super) async fn timer(&mut self, timer: Timer) -> Done<Answer> {
        if let Timer::Request {
            request,
            kind: TimerKind::Look,
        } = timer
        {
            return self.look(request).await;
        }
        let due_at = store::timers::due_at(self.tx, &timer).await?;
        // Stopped or moved since it was seen to be due: then this is not its time.
        let Some(due_at) = due_at.filter(|at| *at <= self.now) else {
            return Ok(Answer::Done);
        };
        store::timers::stop(self.tx, &timer).await?;
        match timer {
            Timer::Request { request, kind } => {
                let action = match kind {
                    TimerKind::Remind => Action::Remind,
                    TimerKind::Close => Action::Close,
                    TimerKind::Look => Action::Look,
                };
                self.act(request, None, &action).await?;
            }
            Timer::Announcement { id, step } => self.announcement_step(id, step).await?,
            Timer::Plan { request } => self.plan_due(request).await?,
            Timer::Targets { ref team, after } => self.retarget(team, after).await?,
            Timer::Duty { ref team, kind } => self.duty_timer(team, kind, due_at).await?,
            Timer::Digest { ref team, kind } => {
                self.digest_due(team, kind, &timer, due_at).await?;
            }
            Timer::OwnDigest { person, kind } => {
                self.own_digest_due(person, kind, &timer, due_at).await?;
            }
        }
        Ok(Answer::Done)
    }
}
