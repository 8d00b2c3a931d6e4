//! Timers that came due, and the digests' timetable.

use futures_util::FutureExt;

use crate::clock::Millis;
use crate::domain::answer::Answer;
use crate::domain::catalogue::{DigestPlan, Team};
use crate::domain::digest::{self, Figures, Span};
use crate::domain::intent::Timer;
use crate::domain::post::{PostData, PostKind, Target, Thread};
use crate::domain::request::{Action, TimerKind};
use crate::store;

use super::{Desk, Done, Undo, Work};

/// A digest names this many of the oldest.
const OLDEST: i64 = 5;

impl Desk {
    /// Sets the timers of all digests of the configuration, and of all rosters. One that came due while the desk was
    /// down keeps its time and fires at once; one whose schedule changed moves.
    ///
    /// # Errors
    /// The store's.
    pub async fn schedule_digests(&self) -> super::Result<()> {
        let (catalogue, now) = (self.catalogue.clone(), self.clock.now());
        let done: Done<()> = self
            .store
            .write(move |tx| {
                let catalogue = catalogue.clone();
                async move {
                    for team in &catalogue.teams {
                        for plan in &team.digests {
                            let timer = Timer::Digest {
                                team: team.key.clone(),
                                kind: plan.kind,
                            };
                            let set = store::timers::due_at(tx, &timer).await?;
                            if set.is_some_and(|at| at <= now) {
                                continue;
                            }
                            let zone = team.zone(&catalogue.desk);
                            if let Some(at) = digest::next_due(&plan.cron, zone, now) {
                                store::timers::set(tx, &timer, at).await?;
                            }
                        }
                        super::duty::schedule(tx, &catalogue, team, now).await?;
                    }
                    Ok(())
                }
                .boxed()
            })
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }
}

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
                // Gone from the configuration: then its timer ends here.
                let team = self.catalogue.team(team);
                let plan = team.and_then(|t| t.digests.iter().find(|d| d.kind == kind));
                if let (Some(team), Some(plan)) = (team, plan) {
                    self.digest(team, plan, &timer, due_at).await?;
                }
            }
        }
        Ok(Answer::Done)
    }

    async fn digest(
        &mut self,
        team: &Team,
        plan: &DigestPlan,
        timer: &Timer,
        due_at: Millis,
    ) -> Done<()> {
        let zone = team.zone(&self.catalogue.desk);
        if let Some(next) = digest::next_due(&plan.cron, zone, self.now.max(due_at)) {
            store::timers::set(self.tx, timer, next).await?;
        }
        let Some(period) = digest::period(&team.key, plan, zone, due_at) else {
            return Ok(());
        };
        // Once a period, whatever happens to the timer.
        if !store::inbox::claim(self.tx, &format!("digest:{}", period.key), self.now).await? {
            return Ok(());
        }
        let span = Span {
            kind: plan.kind,
            since: period.start,
            until: due_at,
        };
        let Some(channel) = self.catalogue.desk_channel(team) else {
            return Ok(());
        };
        if self.figures(team, span.clone()).await?.silent() {
            return Ok(());
        }
        let to = Target {
            platform: channel.platform,
            channel: Some(channel.id.clone()),
            person: None,
            thread: Thread::None,
        };
        let data = PostData::Digest {
            team: team.key.clone(),
            span,
        };
        self.free_post(PostKind::Digest, &to, &data).await
    }

    /// What a digest of `span` tells.
    pub(super) async fn figures(&mut self, team: &Team, span: Span) -> store::Result<Figures> {
        super::read::figures(self.tx, self.catalogue, &team.key, span, OLDEST).await
    }
}
