//! A program's deeds, as the desk's own work: who is meant, what the state machine knows it as, and what
//! is said with it.

use jiff::civil::Date;

use crate::domain::answer::{PersonName, Wrong};
use crate::domain::catalogue::{Answer as Value, fitting};
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::{Person, PersonRef};
use crate::domain::plan::IfLate;
use crate::domain::post::Job;
use crate::domain::press::StepPress;
use crate::domain::request::{Action, Late, Refusal, Request, Source, Why};
use crate::domain::talk::plain;
use crate::store::messages::Kind;
use crate::store::tokens::Scope;
use crate::store::{self};

use super::Work;
use super::act::Outcome;
use super::api::{Act, Ask, Deed, No, Sure, Who};
use super::file::Asked;
use super::forms::today;
use super::split::Split;

impl Work<'_> {
    pub(super) async fn file_by_api(&mut self, ask: Ask) -> Sure<RequestId> {
        let today = today(self.catalogue, self.now);
        let (service, checked) = ask.draft.check(self.catalogue, today).map_err(No::Wrong)?;
        let requester = self.meet_named(&ask.requester).await?;
        // Somebody named in an answer is shown by name.
        for answer in checked.answers.values() {
            if let Value::Person(account) = answer {
                self.meet_account(account).await?;
            }
        }
        let asked = Asked {
            requester: &requester,
            by: &requester,
            came_by: None,
            channel: Source::Api,
            place: None,
            origin: None,
            files: &[],
            from: None,
            private: false,
        };
        Ok(self.file(service, checked, asked).await?.id)
    }

    pub(super) async fn act_by_api(&mut self, scope: Scope, act: Act) -> Sure<RequestId> {
        let Some(request) = store::requests::by_number(self.tx, &act.number).await? else {
            return Err(No::NoSuchRequest);
        };
        let person = self.meet_named(&act.by).await?;
        let requesters_own = matches!(
            act.deed,
            Deed::Cancel { .. } | Deed::Reopen { .. } | Deed::Rate { .. } | Deed::Comment { .. }
        );
        if scope < Scope::Admin && !(requesters_own && person.id == request.requester) {
            return Err(No::AdminOnly);
        }
        let of_two = match &act.deed {
            Deed::Merge { into } => Some((into, None)),
            Deed::Link { to, off } => Some((to, Some(*off))),
            _ => None,
        };
        if let Some((other, link)) = of_two {
            let other = store::requests::by_number(self.tx, other).await?;
            let other = other.ok_or(No::NoSuchOther)?.id;
            let outcome = match link {
                None => self.merge(request.id, other, &person).await?,
                Some(off) => self.relate(request.id, other, off, &person).await?,
            };
            return match outcome {
                Outcome::Done(next) => Ok(next.id),
                Outcome::Refused(refusal) => Err(self.refused(refusal).await?),
            };
        }
        match act.deed {
            Deed::Move { to, if_late } => {
                self.moved_by_api(&request, to, if_late, &person).await?;
                return Ok(request.id);
            }
            Deed::Step { ref key, press } => {
                self.step_by_api(&request, key, press, &person).await?;
                return Ok(request.id);
            }
            Deed::Split {
                service,
                subject,
                details,
            } => {
                let part = Split {
                    service,
                    subject,
                    details: details.unwrap_or_default(),
                };
                return match self.split_off(&request, &part, &person).await? {
                    Outcome::Done(next) => Ok(next.id),
                    Outcome::Refused(refusal) => Err(self.refused(refusal).await?),
                };
            }
            _ => {}
        }
        let (action, said) = self.action(act.deed).await?;
        let next = match self.act(request.id, Some(&person), &action).await? {
            Outcome::Done(next) => next,
            Outcome::Refused(refusal) => return Err(self.refused(refusal).await?),
        };
        if let Some((text, kind)) = said {
            let text = plain(text.trim());
            self.say_on_both_sides(&next, &person, &text, kind).await?;
        }
        Ok(next.id)
    }

    /// What the state machine knows it as, and what is said with it.
    async fn action(&mut self, deed: Deed) -> Sure<(Action, Option<(String, Kind)>)> {
        Ok(match deed {
            Deed::Take => (Action::Take, None),
            Deed::Assign { to } => {
                let to = self.meet_named(&to).await?.id;
                (Action::Assign { to }, None)
            }
            Deed::Ask { text } => (Action::Ask, Some((text, Kind::Asked))),
            Deed::Reply { text } => (Action::Reply, Some((text, Kind::Reply))),
            Deed::Wait => (Action::Wait, None),
            Deed::Hold { reason } => (Action::Hold { reason }, None),
            Deed::Snooze { reason, until } => (Action::Snooze { reason, until }, None),
            Deed::NoteTime { minutes } => (Action::Handled { minutes }, None),
            Deed::Resume => (Action::Resume, None),
            Deed::HandOver {
                service,
                note,
                wrong_door,
            } => {
                let team = self.catalogue.service(&service).map(|s| s.team.clone());
                let team = team.unwrap_or_default();
                (
                    Action::HandOver {
                        team,
                        service,
                        note,
                        wrong_door,
                    },
                    None,
                )
            }
            Deed::Resolve { summary } => (Action::Resolve { summary }, None),
            Deed::Cancel { reason } => (Action::Cancel { reason }, None),
            Deed::Reopen { reason } => (Action::Reopen { reason }, None),
            Deed::Rate { score } => (Action::Rate { score }, None),
            Deed::Comment { text } => (Action::Comment { text }, None),
            Deed::RateIntake(intake) => (Action::RateIntake(intake), None),
            Deed::SetWatcher { who, on } => {
                let who = self.meet_named(&who).await?.id;
                let action = match on {
                    true => Action::AddWatcher { who },
                    false => Action::RemoveWatcher { who },
                };
                (action, None)
            }
            // Of two requests, or of a plan: done before this.
            Deed::Merge { .. }
            | Deed::Link { .. }
            | Deed::Split { .. }
            | Deed::Move { .. }
            | Deed::Step { .. } => {
                return Err(No::NoSuchRequest);
            }
            Deed::Verdict { verdict, reason } => (Action::GiveVerdict { verdict, reason }, None),
            Deed::HandOn { to } => {
                let to = self.meet_named(&to).await?.id;
                (Action::Delegate { to }, None)
            }
            Deed::Watch => (Action::Watch, None),
            Deed::Unwatch => (Action::Unwatch, None),
            Deed::Prioritise { to } => (Action::Prioritise { to }, None),
            Deed::Delay { to, reason } => {
                let why = Why::Said(reason);
                let what = Late::Result;
                (Action::Delay { what, to, why }, None)
            }
        })
    }

    async fn moved_by_api(
        &mut self,
        whole: &Request,
        to: Date,
        if_late: Option<IfLate>,
        person: &Person,
    ) -> Sure<()> {
        let service = self.catalogue.service(&whole.service);
        if let (Some(service), None) = (service.filter(|s| !s.steps.is_empty()), &whole.plan) {
            let day = (Some(to.to_string()), if_late.map(|c| c.as_str().to_owned()));
            let answers = fitting(service, &whole.answers);
            let planned = self.plan_it(whole, day, answers, person).await?;
            return match planned {
                Ok(()) => Ok(()),
                Err(wrong) => match wrong.as_slice() {
                    [(_, Wrong::Refused { refusal, .. })] => {
                        Err(self.refused(refusal.clone()).await?)
                    }
                    _ => Err(No::Wrong(wrong)),
                },
            };
        }
        match self.move_day(whole.id, to, if_late, person).await? {
            Ok(()) => Ok(()),
            Err(Wrong::Refused { refusal, .. }) => Err(self.refused(refusal).await?),
            Err(wrong) => Err(No::Wrong(vec![(input::NEEDED_BY.to_owned(), wrong)])),
        }
    }

    async fn step_by_api(
        &mut self,
        whole: &Request,
        key: &str,
        press: StepPress,
        person: &Person,
    ) -> Sure<()> {
        let steps = store::steps::of(self.tx, whole.id).await?;
        let Some(step) = steps.iter().find(|step| step.key == key) else {
            return Err(No::NoSuchStep);
        };
        match self.decide_step(step.id, press, person).await? {
            Ok(()) => Ok(()),
            Err(refusal) => Err(self.refused(refusal).await?),
        }
    }

    async fn refused(&mut self, refusal: Refusal) -> Sure<No> {
        let by = match &refusal {
            Refusal::AlreadyTaken { by } => store::people::get(self.tx, *by).await?,
            _ => None,
        };
        Ok(No::Refused {
            refusal,
            by: by.map(PersonName::from),
        })
    }

    /// The person meant; where we do not know them yet, or not where to reach them, the platform is asked.
    async fn meet_named(&mut self, who: &Who) -> Sure<Person> {
        match who {
            PersonRef::Account(account) => Ok(self.meet_account(account).await?),
            PersonRef::Email(email) => {
                let (person, _) = store::people::meet_by_email(self.tx, email, self.now).await?;
                if person.accounts.is_empty() {
                    for platform in &self.catalogue.platforms {
                        let job = Job::Email {
                            platform: *platform,
                            email: email.to_lowercase(),
                        };
                        self.job(&job, None).await?;
                    }
                }
                Ok(person)
            }
        }
    }
}
