//! Timers that came due.

use futures_util::FutureExt;

use crate::clock::Millis;
use crate::domain::answer::Answer;
use crate::domain::intent::Timer;
use crate::domain::request::{Action, TimerKind};
use crate::store;

use super::{Desk, Done, Result, Undo, Work};

/// One that cannot be read is looked at again after so long: another version may be able to.
const UNREADABLE: Millis = 60 * 60 * 1000;

impl Desk {
    /// Does what `timer` is for, if it is due. However often it is called, and by however many: whoever comes first stops
    /// or moves the timer in the transaction that does the work, and the others find nothing due. So it takes no key,
    /// which a clock that is set back would meet again.
    ///
    /// # Errors
    /// The store's; then it is due still.
    pub async fn fire(&self, timer: Timer) -> Result<()> {
        let announces = matches!(timer, Timer::Announcement { .. });
        let done = self
            .work(move |mut work| {
                let timer = timer.clone();
                async move { work.timer(timer).await }.boxed()
            })
            .await;
        if announces {
            self.forget_board();
        }
        match done {
            Ok(_) | Err(Undo::Answer(_)) => Ok(()),
            Err(Undo::Fault(error)) => Err(error.into()),
        }
    }

    /// A timer that cannot be read waits, so that it keeps no others from their time.
    ///
    /// # Errors
    /// The store's.
    pub async fn put_off(&self, key: String) -> Result<()> {
        tracing::error!("a timer cannot be read; it is looked at again in an hour");
        let until = self.clock.now() + UNREADABLE;
        self.store
            .write(move |tx| {
                let key = key.clone();
                async move { store::timers::put_off(tx, &key, until).await }.boxed()
            })
            .await?;
        Ok(())
    }
}

impl Work<'_> {
    async fn timer(&mut self, timer: Timer) -> Done<Answer> {
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
