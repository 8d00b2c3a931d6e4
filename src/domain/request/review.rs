//! How a request ends, and what is said of it afterwards.

use crate::clock::Millis;

use super::change::{Change, said};
use super::{Decision, Fact, Intake, Notice, Refusal, Resolution, Status, TimerChange, TimerKind};

const DAY: Millis = 24 * 60 * 60 * 1000;

impl Change<'_> {
    pub fn resolve(&self, summary: Option<&str>) -> Result<Decision, Refusal> {
        let me = self.me()?;
        let now = self.context.now;
        let summary = summary.map(said).transpose()?;
        if let (Status::Resolved(resolution), Some(summary)) = (&self.request.status, &summary)
            && resolution.summary.is_none()
        {
            let mut decision = self.noted(Fact::Summarised);
            decision.next.status = Status::Resolved(Resolution {
                summary: Some(summary.clone()),
                ..resolution.clone()
            });
            return Ok(decision);
        }
        self.workable()?;
        let status = Status::Resolved(Resolution {
            by: me,
            at: now,
            summary: summary.clone(),
        });
        let mut decision = self.to(
            status,
            Fact::Resolved { summary },
            &[Notice::Poll, Notice::AskIntake],
        );
        decision.next.first_response_at.get_or_insert(now);
        let desk = &self.context.catalogue.desk;
        let after = |days: u32| now + Millis::from(days) * DAY;
        decision.timers = vec![
            TimerChange::Start(TimerKind::Remind, after(desk.remind_after_days)),
            TimerChange::Start(TimerKind::Close, after(desk.close_after_days)),
        ];
        Ok(decision)
    }

    pub fn cancel(&self, reason: Option<&str>) -> Result<Decision, Refusal> {
        let me = self.me()?;
        self.still_open()?;
        let reason = reason
            .map(str::trim)
            .filter(|r| !r.is_empty())
            .map(str::to_owned);
        let status = Status::Cancelled {
            assignee: self.request.assignee(),
            by: me,
            at: self.context.now,
            reason: reason.clone(),
        };
        let mut decision = self.to(status, Fact::Cancelled { reason }, &[self.other_side()]);
        self.withdraw_approval(&mut decision.next);
        Ok(decision)
    }

    pub fn reopen(&self, reason: Option<&str>) -> Result<Decision, Refusal> {
        let assignee = match &self.request.status {
            Status::Resolved(resolution) => Some(resolution.by),
            Status::Cancelled { .. } if self.request.unapproved() => {
                return Err(Refusal::NotApproved);
            }
            Status::Cancelled { assignee, .. } => *assignee,
            Status::Closed { .. } => return Err(Refusal::Over),
            _ => return Err(Refusal::NotResolved),
        };
        let status = match assignee {
            Some(assignee) => Status::InProgress { assignee },
            None => Status::New,
        };
        let reason = reason
            .map(str::trim)
            .filter(|r| !r.is_empty())
            .map(str::to_owned);
        Ok(self.open_again(status, reason))
    }

    /// What was rated is not what will come of it: the rating goes with the resolution. The time while it
    /// was over is not the team's.
    pub fn open_again(&self, status: Status, reason: Option<String>) -> Decision {
        let ended = match &self.request.status {
            Status::Resolved(resolution) => resolution.at,
            Status::Cancelled { at, .. } => *at,
            _ => self.context.now,
        };
        let mut decision = self.to(
            status,
            Fact::Reopened { reason },
            &[Notice::TellTeam, Notice::TellRequester],
        );
        decision.next.rating = None;
        decision.next.rating_comment = None;
        let clock = &mut decision.next.promise;
        clock.leave_out(self.calendar(), ended, self.context.now);
        decision.timers = stop_review();
        decision
    }

    pub fn rate(&self, score: u8) -> Result<Decision, Refusal> {
        self.reviewed()?;
        let score = score.clamp(1, 5);
        if self.request.rating == Some(score) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Rated { score });
        decision.next.rating = Some(score);
        decision.timers = vec![TimerChange::Stop(TimerKind::Remind)];
        Ok(decision)
    }

    pub fn unrate(&self, score: u8) -> Result<Decision, Refusal> {
        self.reviewed()?;
        // Only the last answer counts, so only its removal takes it back.
        if self.request.rating != Some(score) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Unrated);
        decision.next.rating = None;
        Ok(decision)
    }

    pub fn comment(&self, text: &str) -> Result<Decision, Refusal> {
        self.reviewed()?;
        let text = said(text)?;
        let mut decision = self.noted(Fact::Commented { text: text.clone() });
        decision.notices.push(Notice::TellTeam);
        decision.next.rating_comment = Some(text);
        Ok(decision)
    }

    pub fn rate_intake(&self, intake: Intake) -> Result<Decision, Refusal> {
        if self.request.intake == Some(intake) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::IntakeRated { intake });
        decision.next.intake = Some(intake);
        Ok(decision)
    }

    pub fn remind(&self) -> Result<Decision, Refusal> {
        if !matches!(self.request.status, Status::Resolved(_)) || self.request.rating.is_some() {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Reminded);
        decision.notices = vec![Notice::TellRequester];
        Ok(decision)
    }

    pub fn close(&self) -> Result<Decision, Refusal> {
        let Status::Resolved(resolution) = &self.request.status else {
            return Ok(self.nothing());
        };
        let status = Status::Closed {
            resolution: resolution.clone(),
            at: self.context.now,
        };
        let mut decision = self.to(status, Fact::Closed, &[]);
        decision.timers = vec![TimerChange::Stop(TimerKind::Remind)];
        Ok(decision)
    }
}

pub(super) fn stop_review() -> Vec<TimerChange> {
    vec![
        TimerChange::Stop(TimerKind::Remind),
        TimerChange::Stop(TimerKind::Close),
    ]
}
