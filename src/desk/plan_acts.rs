//! What people do to a plan: they decide about a step, finish or cancel one.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::domain::answer::Answer;
use crate::domain::ids::{RequestId, StepId};
use crate::domain::intent::{Place, Sender};
use crate::domain::people::Person;
use crate::domain::plan::{self, Event, News, Step, StepState};
use crate::domain::post::Whisper;
use crate::domain::press::StepPress;
use crate::domain::request::{Action, Refusal, Request, Standing, Status};
use crate::store;

use super::act::Outcome;
use super::plan::{JUDGED, goes_on};
use super::{Done, Work};

impl Work<'_> {
    /// What a change of a request means for the plan that it is part of.
    pub(super) fn plan_follows<'a>(
        &'a mut self,
        before: &'a Request,
        next: &'a Request,
        person: Option<&'a Person>,
    ) -> BoxFuture<'a, Done<()>> {
        async move {
            if next.is_whole() {
                return self.whole_changed(before, next, person).await;
            }
            let Some(parent) = next.parent() else {
                return Ok(());
            };
            let Some(whole) = store::requests::by_number(self.tx, parent).await? else {
                return Ok(());
            };
            let event = match (&before.status, &next.status) {
                (was, Status::Resolved(_)) if was.is_open() => Event::Done,
                (was, Status::Cancelled { .. }) if was.is_open() => Event::Declined,
                (was, is) if !was.is_open() && is.is_open() => Event::Reopened,
                // Its line on the card of the whole may read differently now.
                _ => return self.redraw_cards(&whole).await,
            };
            self.step_changed(whole, next.id, event, person).await
        }
        .boxed()
    }

    async fn step_changed(
        &mut self,
        whole: Request,
        request: RequestId,
        event: Event,
        person: Option<&Person>,
    ) -> Done<()> {
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        let of = |s: &Step| s.made.as_ref().is_some_and(|made| made.id == request);
        // One that was asked for anew has another request by now.
        let Some(at) = steps.iter().position(of) else {
            return Ok(());
        };
        if plan::happens(&mut steps, at, event, self.now, self.catalogue).is_err() {
            return self.redraw_cards(&whole).await;
        }
        store::steps::update(self.tx, &steps[at]).await?;
        let mut whole = whole;
        match event {
            Event::Declined => {
                let mut step = steps[at].clone();
                self.stop_step(&whole, &mut step).await?;
            }
            // What it was part of is not done after all.
            Event::Reopened if matches!(whole.status, Status::Resolved(_)) => {
                let action = Action::Reopen { reason: None };
                self.act_as(whole.id, person, Some(JUDGED), &action).await?;
                whole = store::requests::get(self.tx, whole.id)
                    .await?
                    .unwrap_or(whole);
            }
            _ => {}
        }
        self.replan(&whole, &mut steps);
        self.settle(&whole, steps, person).await
    }

    async fn whole_changed(
        &mut self,
        before: &Request,
        whole: &Request,
        person: Option<&Person>,
    ) -> Done<()> {
        let action = match (&before.status, &whole.status) {
            (was, Status::Cancelled { reason, .. }) if was.is_open() => Action::Cancel {
                reason: reason.clone(),
            },
            (Status::Cancelled { .. }, is) if is.is_open() => Action::Reopen { reason: None },
            // Changed before it was approved: what is planned follows.
            (Status::AwaitingApproval { .. }, Status::AwaitingApproval { .. })
                if before.answers != whole.answers =>
            {
                return self.redrafted(before, whole, person).await;
            }
            (Status::AwaitingApproval { approval, .. }, is) if approval.matter.is_wish() => {
                return match is {
                    Status::AwaitingApproval { .. } => Ok(()),
                    _ => self.quicker_decided(whole).await,
                };
            }
            // Approved: what was planned begins. While it was waited for its clock stood; its day did not move.
            (Status::AwaitingApproval { .. }, _) if goes_on(whole) => {
                let steps = store::steps::of(self.tx, whole.id).await?;
                self.promise_end(whole, &steps).await?;
                return self.plan_due(whole.id).await;
            }
            _ => return Ok(()),
        };
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        let was: Vec<StepState> = steps.iter().map(|s| s.state).collect();
        match action {
            Action::Cancel { .. } => plan::cancel(&mut steps),
            _ => plan::revive(&mut steps),
        }
        for step in &steps {
            store::steps::update(self.tx, step).await?;
        }
        for (step, was) in steps.iter_mut().zip(was) {
            let Some(made) = step.made.as_ref().filter(|_| step.state != was) else {
                continue;
            };
            let done = self.act_as(made.id, person, Some(JUDGED), &action).await?;
            // What had waited for an approval comes back by a new request only.
            if matches!(done, Outcome::Refused(_)) && step.state == StepState::Open {
                self.stop_step(whole, step).await?;
            }
        }
        self.replan(whole, &mut steps);
        self.settle(whole, steps, None).await
    }

    /// Whether a request may be resolved: the whole of a plan is with its last step.
    pub(super) async fn unfinished(&mut self, whole: &Request) -> Done<bool> {
        let steps = store::steps::of(self.tx, whole.id).await?;
        Ok(whole.status.is_open() && !plan::finished(&steps))
    }

    /// A button about a step. A refusal is whispered to whoever pressed it.
    pub(super) async fn step_pressed(
        &mut self,
        step: StepId,
        press: StepPress,
        on: Place,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        if let Err(refusal) = self.decide_step(step, press, person).await? {
            self.whisper(by, Some(&on), Whisper::refused(refusal))
                .await?;
        }
        Ok(Answer::Done)
    }

    pub(super) async fn decide_step(
        &mut self,
        step: StepId,
        press: StepPress,
        person: &Person,
    ) -> Done<Result<(), Refusal>> {
        let whole = match store::steps::parent(self.tx, step).await? {
            Some(whole) => store::requests::get(self.tx, whole).await?,
            None => None,
        };
        let Some(whole) = whole else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        if !whole.status.is_open() {
            return Ok(Err(Refusal::Over));
        }
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        let Some(at) = steps.iter().position(|s| s.id == step) else {
            return Ok(Err(Refusal::NoSuchRequest));
        };
        if let Err(refusal) = self.may_decide(&whole, &steps[at], press, person) {
            return Ok(Err(refusal));
        }
        let event = match press {
            StepPress::StartNow => Event::StartNow,
            StepPress::Skip => Event::Skip,
            StepPress::Anew => Event::Again,
        };
        if let Err(refusal) = plan::happens(&mut steps, at, event, self.now, self.catalogue) {
            return Ok(Err(refusal));
        }
        store::steps::update(self.tx, &steps[at]).await?;
        let name = steps[at].name.clone();
        let news = match press {
            StepPress::StartNow => None,
            StepPress::Skip => Some(News::Skipped { step: name }),
            StepPress::Anew => Some(News::Again { step: name }),
        };
        if let Some(news) = news {
            self.plan_news(whole.id, Some(person), news, None).await?;
        }
        // Who begins early does so today, whatever day would do.
        if press != StepPress::StartNow {
            self.replan(&whole, &mut steps);
        }
        self.settle(&whole, steps, Some(person)).await?;
        Ok(Ok(()))
    }

    fn may_decide(
        &self,
        whole: &Request,
        step: &Step,
        press: StepPress,
        person: &Person,
    ) -> Result<(), Refusal> {
        let admin = self.catalogue.is_admin(person);
        let team = self.catalogue.team(&step.team);
        let may = match press {
            StepPress::StartNow => admin || team.is_some_and(|t| t.served_by(person)),
            StepPress::Skip | StepPress::Anew => Standing::of(person, whole, self.catalogue).agent,
        };
        if person.stranger {
            Err(Refusal::Stranger)
        } else if may {
            Ok(())
        } else {
            Err(Refusal::NotYourTeam)
        }
    }
}
