//! What is to be done to a request, as a program says it.

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::clock::Millis;
use crate::desk::{Deed, Who};
use crate::domain::approval::Verdict;
use crate::domain::catalogue::MOST_PARAGRAPH;
use crate::domain::press::StepPress;
use crate::domain::promise::Priority;

use super::intake::IntakeName;
use super::people::PersonIn;
use super::problem::WrongField;

/// What to do, in whose name. Which of the other fields belong to an action is said there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAction {
    action: ActionName,
    /// Who does it: their standing decides whether they may.
    by: PersonIn,
    /// assign, hand_on: to whom; add_watcher, remove_watcher: who.
    to: Option<PersonIn>,
    /// ask, reply, comment: what is said; split: more about the second request.
    text: Option<String>,
    /// hold, snooze, delay, decline, ask_for_changes: why (required); cancel, reopen, approve: why.
    pub(super) reason: Option<String>,
    /// delay: when it will be done, RFC 3339.
    #[schema(example = "2026-12-24T15:00:00Z")]
    due: Option<String>,
    /// snooze: when it comes back by itself, RFC 3339.
    #[schema(example = "2026-12-24T08:00:00Z")]
    until: Option<String>,
    /// note_time: minutes of handling time, below zero to take back, at most a day.
    minutes: Option<i32>,
    /// merge, link, unlink: the number of the other request.
    #[schema(example = "IT-2")]
    other: Option<String>,
    /// prioritise: low, normal, high or urgent.
    priority: Option<String>,
    /// hand_over: the key of the service to which it goes; split: that of the second request.
    service: Option<String>,
    /// split: what the second request is about.
    subject: Option<String>,
    /// hand_over: a word to the other team.
    note: Option<String>,
    /// `hand_over`: it had come to the wrong team, which is counted.
    wrong_door: Option<bool>,
    /// resolve: what was done.
    summary: Option<String>,
    /// rate: 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    score: Option<u8>,
    /// rate_intake: how the request came in.
    intake: Option<IntakeName>,
    /// move: the day by which all of a plan is needed now.
    #[schema(example = "2026-12-24")]
    pub(super) needed_by: Option<String>,
    /// move: later, expedite or partial, what is to be done where that day is too near; without it that is an error.
    pub(super) if_late: Option<String>,
    /// skip_step, repeat_step, start_step: the key of the step.
    pub(super) step: Option<String>,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionName {
    Take,
    Assign,
    Ask,
    Reply,
    Wait,
    Hold,
    Snooze,
    NoteTime,
    Resume,
    HandOver,
    Resolve,
    Cancel,
    Reopen,
    Rate,
    Comment,
    RateIntake,
    Merge,
    Split,
    Link,
    Unlink,
    AddWatcher,
    RemoveWatcher,
    Watch,
    Unwatch,
    Delay,
    Prioritise,
    Approve,
    Decline,
    AskForChanges,
    HandOn,
    Move,
    SkipStep,
    RepeatStep,
    StartStep,
}

/// The fields while the action takes those that belong to it.
pub(super) struct Fields {
    pub(super) new: NewAction,
    pub(super) wrong: Vec<WrongField>,
}

impl Fields {
    /// Who does what; or everything that is wrong.
    pub(super) fn read(new: NewAction) -> Result<(Who, Deed), Vec<WrongField>> {
        let wrong = Vec::new();
        let mut fields = Fields { new, wrong };
        let deed = fields.deed();
        let by = fields.new.by.who("by");
        let mut errors = fields.wrong;
        match (deed, by) {
            (Some(deed), Ok(by)) if errors.is_empty() => Ok((by, deed)),
            (_, by) => {
                errors.extend(by.err());
                Err(errors)
            }
        }
    }

    /// None: something that belongs to the action is missing or wrong.
    fn deed(&mut self) -> Option<Deed> {
        let deed = match self.new.action {
            ActionName::Take => Some(Deed::Take),
            ActionName::Wait => Some(Deed::Wait),
            ActionName::Resume => Some(Deed::Resume),
            ActionName::Watch => Some(Deed::Watch),
            ActionName::Unwatch => Some(Deed::Unwatch),
            ActionName::Merge => self.other().map(|into| Deed::Merge { into }),
            ActionName::Split => self.split(),
            ActionName::Link => self.other().map(|to| Deed::Link { to, off: false }),
            ActionName::Unlink => self.other().map(|to| Deed::Link { to, off: true }),
            ActionName::AddWatcher => self.who().map(|who| Deed::SetWatcher { who, on: true }),
            ActionName::RemoveWatcher => self.who().map(|who| Deed::SetWatcher { who, on: false }),
            ActionName::Assign => self.who().map(|to| Deed::Assign { to }),
            ActionName::Ask => self.text().map(|text| Deed::Ask { text }),
            ActionName::Reply => self.text().map(|text| Deed::Reply { text }),
            ActionName::Comment => self.text().map(|text| Deed::Comment { text }),
            ActionName::Hold => {
                let reason = self.new.reason.take();
                self.said("reason", reason)
                    .map(|reason| Deed::Hold { reason })
            }
            ActionName::Snooze => self.snooze(),
            ActionName::NoteTime => self.note_time(),
            ActionName::Delay => self.delay(),
            ActionName::Prioritise => self.prioritise(),
            ActionName::Cancel => Some(Deed::Cancel {
                reason: self.reason(),
            }),
            ActionName::Reopen => Some(Deed::Reopen {
                reason: self.reason(),
            }),
            ActionName::HandOver => self.hand_over(),
            ActionName::Resolve => {
                let summary = self.new.summary.take();
                Some(Deed::Resolve {
                    summary: self.maybe_said("summary", summary),
                })
            }
            ActionName::Rate => self.rate(),
            ActionName::RateIntake => self.rate_intake(),
            ActionName::Approve => Some(self.approve()),
            ActionName::Decline => self.verdict(Verdict::Declined),
            ActionName::AskForChanges => self.verdict(Verdict::Changes),
            ActionName::HandOn => self.who().map(|to| Deed::HandOn { to }),
            ActionName::Move => self.moved(),
            ActionName::SkipStep => self.step(StepPress::Skip),
            ActionName::RepeatStep => self.step(StepPress::Anew),
            ActionName::StartStep => self.step(StepPress::StartNow),
        };
        self.nothing_else();
        deed
    }

    fn other(&mut self) -> Option<String> {
        let other = self.new.other.take();
        self.said("other", other)
            .map(|other| other.trim().to_uppercase())
    }

    pub(super) fn who(&mut self) -> Option<Who> {
        let Some(to) = self.new.to.take() else {
            self.refuse("to", "Please name the person.");
            return None;
        };
        match to.who("to") {
            Ok(to) => Some(to),
            Err(wrong) => {
                self.wrong.push(wrong);
                None
            }
        }
    }

    fn prioritise(&mut self) -> Option<Deed> {
        let named = self.new.priority.take();
        let named = |p: &Priority| Some(p.as_str()) == named.as_deref();
        let to = Priority::ALL.into_iter().find(named);
        if to.is_none() {
            self.refuse("priority", "This should be low, normal, high or urgent.");
        }
        to.map(|to| Deed::Prioritise { to })
    }

    fn delay(&mut self) -> Option<Deed> {
        let reason = self.new.reason.take();
        let reason = self.said("reason", reason);
        let due = self.new.due.take();
        let to = self.time("due", due)?;
        reason.map(|reason| Deed::Delay { to, reason })
    }

    fn snooze(&mut self) -> Option<Deed> {
        let reason = self.new.reason.take();
        let reason = self.said("reason", reason);
        let until = self.new.until.take();
        let until = self.time("until", until)?;
        reason.map(|reason| Deed::Snooze { reason, until })
    }

    fn time(&mut self, field: &str, given: Option<String>) -> Option<Millis> {
        let time = given.and_then(|time| time.trim().parse::<Timestamp>().ok());
        if time.is_none() {
            self.refuse(field, "This should be a time, like 2026-12-24T15:00:00Z.");
        }
        time.map(Timestamp::as_millisecond)
    }

    fn note_time(&mut self) -> Option<Deed> {
        let minutes = self.new.minutes.take();
        if minutes.is_none() {
            self.refuse("minutes", "This should be a number of minutes.");
        }
        minutes.map(|minutes| Deed::NoteTime { minutes })
    }

    fn split(&mut self) -> Option<Deed> {
        let (service, subject) = (self.new.service.take(), self.new.subject.take());
        let service = self.said("service", service);
        let subject = self.said("subject", subject);
        let text = self.new.text.take();
        let details = self.maybe_said("text", text);
        Some(Deed::Split {
            service: service?,
            subject: subject?,
            details,
        })
    }

    fn hand_over(&mut self) -> Option<Deed> {
        let note = self.new.note.take();
        let note = self.maybe_said("note", note);
        let Some(service) = self.new.service.take() else {
            self.refuse("service", "Please name the service that it goes to.");
            return None;
        };
        let wrong_door = self.new.wrong_door.take().unwrap_or(false);
        Some(Deed::HandOver {
            service,
            note,
            wrong_door,
        })
    }

    fn rate(&mut self) -> Option<Deed> {
        match self.new.score.take() {
            Some(score @ 1..=5) => Some(Deed::Rate { score }),
            _ => {
                self.refuse("score", "This should be a number from 1 to 5.");
                None
            }
        }
    }

    fn rate_intake(&mut self) -> Option<Deed> {
        let intake = self.new.intake.take();
        if intake.is_none() {
            self.refuse(
                "intake",
                "This should be good, incomplete, wrong_desk or too_late.",
            );
        }
        intake.map(|i| Deed::RateIntake(i.into()))
    }

    fn text(&mut self) -> Option<String> {
        let text = self.new.text.take();
        self.said("text", text)
    }

    pub(super) fn reason(&mut self) -> Option<String> {
        let reason = self.new.reason.take();
        self.maybe_said("reason", reason)
    }

    pub(super) fn said(&mut self, field: &str, text: Option<String>) -> Option<String> {
        let text = text.filter(|t| !t.trim().is_empty());
        if text.is_none() {
            self.refuse(field, "Please fill this in.");
        }
        self.maybe_said(field, text)
    }

    /// As long as a form takes; nothing but white space is nothing.
    pub(super) fn maybe_said(&mut self, field: &str, text: Option<String>) -> Option<String> {
        let text = text.filter(|t| !t.trim().is_empty())?;
        if text.chars().count() > MOST_PARAGRAPH {
            self.refuse(
                field,
                format!("This is too long: {MOST_PARAGRAPH} characters are the most."),
            );
        }
        Some(text)
    }

    /// What was given and does not belong to the action is a mistake: better said than ignored.
    fn nothing_else(&mut self) {
        let NewAction {
            action: _,
            by: _,
            to,
            text,
            reason,
            due,
            until,
            minutes,
            other,
            priority,
            service,
            subject,
            note,
            wrong_door,
            summary,
            score,
            intake,
            needed_by,
            if_late,
            step,
        } = &self.new;
        let left = [
            ("to", to.is_some()),
            ("text", text.is_some()),
            ("reason", reason.is_some()),
            ("due", due.is_some()),
            ("until", until.is_some()),
            ("minutes", minutes.is_some()),
            ("other", other.is_some()),
            ("priority", priority.is_some()),
            ("service", service.is_some()),
            ("subject", subject.is_some()),
            ("note", note.is_some()),
            ("wrong_door", wrong_door.is_some()),
            ("summary", summary.is_some()),
            ("score", score.is_some()),
            ("intake", intake.is_some()),
            ("needed_by", needed_by.is_some()),
            ("if_late", if_late.is_some()),
            ("step", step.is_some()),
        ];
        for (field, _) in left.into_iter().filter(|(_, given)| *given) {
            self.refuse(field, "This action has no such field.");
        }
    }

    pub(super) fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.wrong.push(WrongField::new(field, message));
    }
}
