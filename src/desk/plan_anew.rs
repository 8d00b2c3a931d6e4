//! The whole of a plan asks for something else: other answers, or another day.

use jiff::civil::Date;

use crate::domain::catalogue::Answers;
use crate::domain::ids::RequestId;
use crate::domain::people::Person;
use crate::domain::plan::{self, Step, StepState};
use crate::domain::request::Request;
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// The answers were changed, by `person`: what is not begun asks for what is wanted now. Where that leaves nothing
    /// to be done the whole ends as with its last step.
    pub(super) async fn redrafted(
        &mut self,
        before: &Request,
        whole: &Request,
        person: Option<&Person>,
    ) -> Done<()> {
        let Some(needed_by) = whole.needed_by else {
            return Ok(());
        };
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        let was = self.drafted_anew(&steps, before, needed_by).await?;
        let is = self.drafted_anew(&steps, whole, needed_by).await?;
        let (Some(was), Some(is)) = (was, is) else {
            return Ok(());
        };
        let absent: Vec<bool> = steps
            .iter()
            .map(|s| s.state == StepState::Skipped)
            .collect();
        let mut new = plan::redraft(&mut steps, &was, is);
        for step in &steps {
            store::steps::set_answers(self.tx, step).await?;
        }
        store::steps::insert(self.tx, whole.id, &mut new).await?;
        steps.append(&mut new);
        // What comes to a hurried plan later does not get around the lead of its team.
        let came = |(at, step): (usize, &Step)| {
            step.state == StepState::Planned && absent.get(at).is_none_or(|absent| *absent)
        };
        let fresh: Vec<bool> = steps.iter().enumerate().map(came).collect();
        let today = self.today();
        plan::hurry(&mut steps, &fresh, needed_by, today, self.catalogue);
        self.replan(whole, &mut steps);
        self.promise_end(whole, &steps).await?;
        self.settle(whole, steps, person).await
    }

    /// All of it is needed by `to` now: where a step's form asks for that day, what is not begun asks for the new one,
    /// and so does the request of what is open. The places of the latter.
    pub(super) async fn asked_anew(
        &mut self,
        whole: &Request,
        steps: &mut [Step],
        to: Date,
    ) -> Done<Vec<usize>> {
        let from = whole.needed_by.unwrap_or(to);
        let was = self.drafted_anew(steps, whole, from).await?;
        let is = self.drafted_anew(steps, whole, to).await?;
        let (Some(was), Some(is)) = (was, is) else {
            return Ok(vec![]);
        };
        let mut renewed = vec![];
        for (at, step) in steps.iter_mut().enumerate() {
            let of = |all: &[Step]| {
                let found = all.iter().find(|new| new.key == step.key);
                found.map(|new| new.answers.clone())
            };
            let (Some(was), Some(is)) = (of(&was), of(&is)) else {
                continue;
            };
            let open = step.made.as_ref().filter(|_| step.state == StepState::Open);
            if let Some(made) = open
                && self.renew(made.id, &was, &is).await?
            {
                renewed.push(at);
            }
            if step.state != StepState::Done && is != step.answers {
                step.answers = is;
                store::steps::set_answers(self.tx, step).await?;
            }
        }
        Ok(renewed)
    }

    /// Gives a step's request the answers that `is` has and `was` had not, but for what somebody has changed there;
    /// whether there are any.
    async fn renew(&mut self, request: RequestId, was: &Answers, is: &Answers) -> Done<bool> {
        let Some(request) = store::requests::get(self.tx, request).await? else {
            return Ok(false);
        };
        let mut answers = request.answers.clone();
        for (key, new) in is {
            let old = was.get(key);
            if old != Some(new) && answers.get(key) == old {
                answers.insert(key.clone(), new.clone());
            }
        }
        if answers == request.answers {
            return Ok(false);
        }
        store::approvals::set_answers(self.tx, request.id, &answers).await?;
        Ok(true)
    }

    /// The steps that what `whole` asks for has now, by the service whose plan `steps` are; None where that is gone:
    /// what was planned stays.
    async fn drafted_anew(
        &mut self,
        steps: &[Step],
        whole: &Request,
        needed_by: Date,
    ) -> Done<Option<Vec<Step>>> {
        let catalogue = self.catalogue;
        let plan = steps.first().map(|step| step.of.as_str());
        let Some(service) = plan.and_then(|plan| catalogue.service(plan)) else {
            return Ok(None);
        };
        let details = self.told_at_first(whole).await?;
        let wish = plan::Wish {
            subject: &whole.subject,
            details: &details,
            answers: &whole.answers,
        };
        Ok(Some(plan::draft(service, wish, needed_by, catalogue)))
    }
}
