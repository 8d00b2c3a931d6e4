//! Steps of a plan that are wanted in less time than usual: the leads of their teams have to approve that.

use crate::domain::approval::{
    Approver, EXPIRES_AFTER, Matter, OnExpiry, Outcome, REMIND_AFTER, Rule, Sooner, Verdict, Wanted,
};
use crate::domain::ids::{PersonId, RequestId, StepId};
use crate::domain::people::PersonRef;
use crate::domain::plan::{self, Event, News, Step, StepState};
use crate::domain::request::{Action, Request};
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// Seeks the approval that the plan needs as it is now; what is not wanted any more nobody has to approve.
    pub(super) async fn ask_to_be_quicker(&mut self, whole: RequestId, steps: &[Step]) -> Done<()> {
        let asked: Vec<&Step> = steps
            .iter()
            .filter(|s| s.state == StepState::Asked)
            .collect();
        let Some(whole) = store::requests::get(self.tx, whole).await? else {
            return Ok(());
        };
        let wished = match whole.approval().map(|a| &a.matter) {
            // It comes once the request itself is approved.
            Some(Matter::Request) => return Ok(()),
            Some(Matter::Wish(wished)) => wished.as_slice(),
            None => &[],
        };
        let same = |(step, sooner): (&&Step, &Sooner)| step.key == sooner.step;
        if asked.len() == wished.len() && asked.iter().zip(wished).all(same) {
            return Ok(());
        }
        self.wish_sooner(&whole, &asked).await
    }

    /// Asks anew for all of `asked`, whatever was said of them before; none: nobody is asked any more.
    pub(super) async fn wish_sooner(&mut self, whole: &Request, asked: &[&Step]) -> Done<()> {
        if asked.is_empty() {
            self.act(whole.id, None, &Action::DropWish).await?;
            return Ok(());
        }
        let mut approvers = vec![];
        for step in asked {
            approvers.extend(self.who_can_hurry(whole, step).await?);
        }
        let service = self.catalogue.service(&whole.service);
        let own = service.and_then(|s| s.approval.as_ref());
        let wanted = Wanted {
            matter: Matter::Wish(asked.iter().map(|step| sooner(step)).collect()),
            approvers,
            rule: Rule::All,
            remind_after: own.map_or(REMIND_AFTER, |plan| plan.remind_after),
            expires_after: own.map_or(EXPIRES_AFTER, |plan| plan.expires_after),
            on_expiry: OnExpiry::Decline,
        };
        if wanted.approvers.is_empty() {
            tracing::warn!(number = %whole.number, "nobody can be asked whether a step can be quicker");
            self.act(whole.id, None, &Action::DropWish).await?;
            return self.settle_wish(whole, &[]).await;
        }
        self.seek_approval(whole.id, wanted).await?;
        Ok(())
    }

    /// What became of the wish of `whole`: its steps begin, or whoever serves it decides how it goes on.
    pub(super) async fn quicker_decided(&mut self, whole: &Request) -> Done<()> {
        let Some(decided) = whole.decided.as_ref() else {
            return Ok(());
        };
        let approval = &decided.approval;
        let all = match decided.outcome {
            Outcome::Withdrawn => {
                let steps = store::steps::of(self.tx, whole.id).await?;
                return self.promise_end(whole, &steps).await;
            }
            outcome => outcome == Outcome::Approved,
        };
        // Where not all of them agree, those count who do.
        let said = approval.approvers.iter();
        let yes = said.filter(|a| {
            a.said
                .as_ref()
                .is_some_and(|s| s.verdict == Verdict::Approved)
        });
        let yes: Vec<PersonId> = yes.flat_map(Approver::stands_for).collect();
        let mut agreed = vec![];
        for step in store::steps::of(self.tx, whole.id).await? {
            let who = match all || step.state != StepState::Asked {
                true => None,
                false => self.who_can_hurry(whole, &step).await?,
            };
            if all || who.is_some_and(|who| yes.contains(&who)) {
                agreed.push(step.id);
            }
        }
        self.settle_wish(whole, &agreed).await
    }

    async fn settle_wish(&mut self, whole: &Request, agreed: &[StepId]) -> Done<()> {
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        for at in 0..steps.len() {
            if steps[at].state != StepState::Asked {
                continue;
            }
            let yes = agreed.contains(&steps[at].id);
            let event = if yes { Event::Agreed } else { Event::Refused };
            if plan::happens(&mut steps, at, event, self.now, self.catalogue).is_err() {
                continue;
            }
            store::steps::update(self.tx, &steps[at]).await?;
            if yes {
                let news = News::Agreed {
                    step: steps[at].name.clone(),
                    team: steps[at].team.clone(),
                };
                // While it was waited for the clock of the whole stood; its day did not move.
                let end = self.end(&steps);
                self.plan_news(whole.id, None, news, Some(end)).await?;
            } else {
                let mut step = steps[at].clone();
                self.stop_step(whole, &mut step).await?;
            }
        }
        self.replan(whole, &mut steps);
        self.settle(whole, steps, None).await
    }

    /// Who says whether the step's team can be quicker: its lead, else one of those who serve it, else an admin; never
    /// whoever asks.
    async fn who_can_hurry(&mut self, whole: &Request, step: &Step) -> Done<Option<PersonId>> {
        let catalogue = self.catalogue;
        let team = catalogue.team(&step.team);
        let mut all: Vec<&PersonRef> =
            team.map_or(vec![], |t| t.lead.iter().chain(&t.agents).collect());
        all.extend(&catalogue.desk.admins);
        for who in all {
            let person = self.meant(Some(who)).await?;
            if let Some(person) = person.filter(|p| !p.stranger && !whole.is_own(p.id)) {
                return Ok(Some(person.id));
            }
        }
        Ok(None)
    }
}

fn sooner(step: &Step) -> Sooner {
    Sooner {
        step: step.key.clone(),
        name: step.name.clone(),
        team: step.team.clone(),
        by: step.due,
        lead: step.lead,
    }
}
