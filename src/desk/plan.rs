//! Plans over many teams: steps become requests, teams are told what will come, and what is late.

use jiff::civil::Date;

use crate::clock::Millis;
use crate::domain::catalogue::{Service, check_answers};
use crate::domain::ids::RequestId;
use crate::domain::intent::Timer;
use crate::domain::people::Person;
use crate::domain::plan::{self, Blocked, Deed, IfLate, Made, News, Part, Step, StepState};
use crate::domain::post::StepPost;
use crate::domain::request::{Action, Fact, Filed, Request, Standing, file};
use crate::store;

use super::approval::Asking;
use super::file::{Checked, MOST_SUBJECT};
use super::forms::today;
use super::{Done, Undo, Work};

/// A summary of a step is told in so many characters of the whole's.
const MOST_TOLD: usize = 300;

/// A plan before its whole is stored.
pub(super) struct Drafted {
    pub steps: Vec<Step>,
    pub needed_by: Date,
}

impl Work<'_> {
    pub(super) fn today(&self) -> Date {
        today(self.catalogue, self.now)
    }

    /// The plan of what is asked for, if it has steps of other teams, everything that they rest on is known, and there
    /// is time or it was said what then. A plan of which half is not known is none.
    pub(super) fn drafted(&self, service: &Service, checked: &Checked) -> Option<Drafted> {
        let needed_by = checked.needed_by.filter(|_| !service.steps.is_empty())?;
        check_answers(service, &checked.answers).ok()?;
        let wish = plan::Wish {
            subject: &checked.subject,
            details: &checked.details,
            answers: &checked.answers,
        };
        let today = self.today();
        let mut steps = plan::draft(service, wish, needed_by, self.catalogue);
        let late = plan::too_late(&steps, needed_by, today, self.catalogue);
        let choice = match (checked.if_late, late) {
            (None, Some(_)) => return None,
            (choice, _) => choice.unwrap_or(IfLate::Later),
        };
        let (needed_by, _) = plan::reach(
            &mut steps,
            choice,
            needed_by,
            today,
            self.now,
            self.catalogue,
        );
        steps
            .iter()
            .any(|s| s.state != StepState::Skipped)
            .then_some(Drafted { steps, needed_by })
    }

    /// When the last of `steps` has to be done.
    pub(super) fn end(&self, steps: &[Step]) -> Millis {
        let open = steps.iter().filter(|s| s.state != StepState::Skipped);
        let ends = open.map(|s| self.catalogue.days(&s.team).closing(s.due));
        ends.max().unwrap_or(self.now)
    }

    /// The result of the whole is promised for the end of the last of `steps`, as long as any is left.
    pub(super) async fn promise_end(&mut self, whole: &Request, steps: &[Step]) -> Done<()> {
        let end = self.end(steps);
        if plan::finished(steps) || whole.promise.resolution_due == Some(end) {
            return Ok(());
        }
        self.plan_news(whole.id, None, News::Promised, Some(end))
            .await
    }

    /// The plan of a request that was just made begins.
    pub(super) async fn begin_plan(&mut self, whole: &Request, drafted: Drafted) -> Done<()> {
        let mut steps = drafted.steps;
        store::steps::insert(self.tx, whole.id, &mut steps).await?;
        self.settle(whole, steps, None).await
    }

    /// Its time has come to look at a plan.
    pub(super) async fn plan_due(&mut self, whole: RequestId) -> Done<()> {
        let Some(whole) = store::requests::get(self.tx, whole).await? else {
            return Ok(());
        };
        let mut steps = store::steps::of(self.tx, whole.id).await?;
        self.replan(&whole, &mut steps);
        self.settle(&whole, steps, None).await
    }

    /// New dates for what is not over, by the day that the whole is needed by.
    pub(super) fn replan(&self, whole: &Request, steps: &mut [Step]) {
        if let Some(needed_by) = whole.needed_by.filter(|_| whole.status.is_open()) {
            plan::replan(steps, needed_by, self.now, self.catalogue);
        }
    }

    /// Does everything that is to be done about a plan now, stores it, and says when to look again. `by`: who did
    /// what led to it.
    pub(super) async fn settle(
        &mut self,
        whole: &Request,
        mut steps: Vec<Step>,
        by: Option<&Person>,
    ) -> Done<()> {
        let catalogue = self.catalogue;
        let open = goes_on(whole);
        if open {
            self.do_deeds(whole, &mut steps).await?;
        }
        for step in &steps {
            store::steps::update(self.tx, step).await?;
        }
        let timer = Timer::Plan { request: whole.id };
        match plan::next(&steps, self.now, catalogue).filter(|_| open) {
            Some(at) => store::timers::set(self.tx, &timer, at).await?,
            None => store::timers::stop(self.tx, &timer).await?,
        }
        self.redraw_cards(whole).await?;
        self.redraw_steps(whole, &steps).await?;
        if open {
            Box::pin(self.ask_to_be_quicker(whole.id, &steps)).await?;
        }
        if let (true, true, Some(by)) = (open, plan::finished(&steps), by) {
            self.complete(whole, &steps, by).await?;
        }
        Ok(())
    }

    /// Everything that is due; what is done may make more of it due.
    async fn do_deeds(&mut self, whole: &Request, steps: &mut [Step]) -> Done<()> {
        loop {
            let deeds = plan::deeds(steps, self.now, self.catalogue);
            if deeds.is_empty() {
                return Ok(());
            }
            for deed in deeds {
                match deed {
                    Deed::Open(at) => self.open_step(whole, &mut steps[at]).await?,
                    Deed::Notice(at) => {
                        steps[at].noticed = true;
                        self.step_post(whole, &steps[at], StepPost::Notice).await?;
                    }
                    Deed::Late(at) => {
                        steps[at].late = true;
                        self.late(whole, steps, at).await?;
                    }
                }
            }
        }
    }

    /// A step becomes a request of its team.
    async fn open_step(&mut self, whole: &Request, step: &mut Step) -> Done<()> {
        let Some(service) = self.catalogue.service(&step.service) else {
            tracing::warn!(number = %whole.number, service = %step.service, "a step's service is not offered any more");
            return self.stop_step(whole, step).await;
        };
        let Some(requester) = store::people::get(self.tx, whole.requester).await? else {
            return self.stop_step(whole, step).await;
        };
        let asking = Asking {
            service,
            answers: &step.answers,
            requester: &requester,
            by: whole.on_behalf_by.unwrap_or(whole.requester),
        };
        let approval = match self.approval_wanted(&asking).await {
            Ok(approval) => approval,
            // There is nobody who could approve it.
            Err(Undo::Answer(_)) => return self.stop_step(whole, step).await,
            Err(fault) => return Err(fault),
        };
        let own = self.catalogue.days(&service.team);
        step.due = step.due.max(own.present(self.now));
        let subject = format!("{}: {}", step.name, whole.subject);
        let filed = Filed {
            subject: subject.chars().take(MOST_SUBJECT).collect(),
            priority: whole.priority,
            grounds: None,
            answers: step.answers.clone(),
            needed_by: Some(step.due),
            requester: whole.requester,
            on_behalf_by: whole.on_behalf_by,
            came_by: None,
            channel: whole.channel,
            from: None,
            private: whole.private,
        };
        let number = store::requests::next_number(self.tx, &service.team).await?;
        let mut request = file(
            filed,
            service,
            self.catalogue,
            RequestId(0),
            number,
            self.now,
        );
        let part = Part::Of(whole.number.clone());
        request.plan_as(part, own.closing(step.due), self.catalogue, self.now);
        store::requests::insert(self.tx, &mut request).await?;
        store::events::first(self.tx, request.id, self.now, None, &Fact::Filed).await?;
        step.state = StepState::Open;
        step.noticed = true;
        step.made = Some(Made {
            id: request.id,
            number: request.number.clone(),
            team: request.team.clone(),
            status: request.status.name().to_owned(),
            assignee: None,
        });
        // On record before anything else is said of it.
        store::steps::update(self.tx, step).await?;
        self.triage_card(&request).await?;
        if request.private && !whole.private {
            self.go_private(&request).await?;
        }
        self.bring_files(whole, service, (step, &request)).await?;
        self.refresh_homes(&request, &request).await?;
        tracing::info!(number = %request.number, whole = %whole.number, "a step became a request");
        let news = News::Opened {
            step: step.name.clone(),
            number: request.number.clone(),
        };
        self.plan_news(whole.id, None, news, None).await?;
        match approval {
            Some(wanted) => {
                Box::pin(self.seek_approval(request.id, wanted)).await?;
            }
            None => {
                Box::pin(self.arrived(request)).await?;
            }
        }
        Ok(())
    }

    /// Its team does not do it: whoever serves the whole is asked what then.
    pub(super) async fn stop_step(&mut self, whole: &Request, step: &mut Step) -> Done<()> {
        step.state = StepState::Stopped;
        store::steps::update(self.tx, step).await?;
        let news = News::Stopped {
            step: step.name.clone(),
            team: step.team.clone(),
        };
        self.plan_news(whole.id, None, news, None).await?;
        self.step_post(whole, step, StepPost::Stopped).await
    }

    /// Its own team, those who wait for it and whoever asked are told that a step is late.
    async fn late(&mut self, whole: &Request, steps: &[Step], at: usize) -> Done<()> {
        let step = &steps[at];
        let blocked = plan::blocked(steps, at);
        let blocks = blocked.iter().map(|i| Blocked {
            step: steps[*i].name.clone(),
            team: steps[*i].team.clone(),
        });
        let news = News::Late {
            step: step.name.clone(),
            team: team_of(step).to_owned(),
            number: step.made.as_ref().map_or("", |m| &m.number).to_owned(),
            due: step.due,
            blocks: blocks.collect(),
        };
        // What is drawn of it reads what is on record.
        store::steps::update(self.tx, step).await?;
        self.plan_news(whole.id, None, news, None).await?;
        self.step_post(whole, step, StepPost::Late).await?;
        for i in blocked {
            if steps[i].team != team_of(step) {
                let about = StepPost::Blocked(step.id);
                self.step_post(whole, &steps[i], about).await?;
            }
        }
        Ok(())
    }

    /// Puts something that happened to a plan on record of a request; nothing where that is over.
    pub(super) async fn plan_news(
        &mut self,
        of: RequestId,
        by: Option<&Person>,
        news: News,
        due: Option<Millis>,
    ) -> Done<()> {
        let action = Action::Plan { news, due };
        Box::pin(self.act_as(of, by, Some(JUDGED), &action)).await?;
        Ok(())
    }

    /// The last step is done, and with it the whole.
    async fn complete(&mut self, whole: &Request, steps: &[Step], by: &Person) -> Done<()> {
        let assignee = match whole.assignee() {
            Some(assignee) => store::people::get(self.tx, assignee).await?,
            None => None,
        };
        let action = Action::Resolve {
            summary: self.summary(steps).await?,
        };
        let by = assignee.as_ref().unwrap_or(by);
        Box::pin(self.act_as(whole.id, Some(by), Some(JUDGED), &action)).await?;
        Ok(())
    }

    /// What the teams wrote of their steps, a line each; None: none is done.
    async fn summary(&mut self, steps: &[Step]) -> Done<Option<String>> {
        let mut lines = Vec::new();
        for step in steps {
            let Some(made) = step.made.as_ref().filter(|_| step.state == StepState::Done) else {
                continue;
            };
            let request = store::requests::get(self.tx, made.id).await?;
            let said = request.and_then(|r| r.status.resolution()?.summary.clone());
            let said: Option<String> = said.map(|s| s.chars().take(MOST_TOLD).collect());
            let what = format!("{} {}", made.number, step.name);
            lines.push(said.map_or(what.clone(), |said| format!("{what}: {said}")));
        }
        Ok((!lines.is_empty()).then(|| lines.join("\n")))
    }
}

/// Whoever acts may: that was judged by what they are to the step.
pub(super) const JUDGED: Standing = Standing {
    requester: false,
    agent: true,
    approver: false,
    stranger: false,
};

/// Its steps may begin: it is open, and nobody has to approve it first. Those that are wanted sooner than usual wait
/// for themselves.
pub(super) fn goes_on(whole: &Request) -> bool {
    let waits = whole.approval().is_some_and(|a| !a.matter.is_wish());
    whole.status.is_open() && !waits
}

/// The team that has the step: its request may have been handed over.
pub(super) fn team_of(step: &Step) -> &str {
    step.made.as_ref().map_or(&step.team, |made| &made.team)
}
