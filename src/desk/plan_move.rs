//! The day by which a plan is needed moves, and with it everything that is not over.

use jiff::civil::Date;

use crate::domain::answer::{Answer, Seed, Wrong};
use crate::domain::catalogue::Answers;
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, input};
use crate::domain::people::Person;
use crate::domain::plan::{self, IfLate, Moved, News, Shift, Step, StepState};
use crate::domain::post::StepPost;
use crate::domain::request::{Refusal, Request, Standing};
use crate::store::{self, Tx};

use super::file::is_far;
use super::forms::{text, today};
use super::plan::team_of;
use super::{Desk, Done, Work, answer};

impl Work<'_> {
    /// **Move the date**, as it was sent off. Where the day is too near, the same form asks what then.
    pub(super) async fn moved(
        &mut self,
        id: RequestId,
        asked: bool,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let to = text(values, input::NEEDED_BY).map(|day| day.parse::<Date>());
        let Some(Ok(to)) = to else {
            return wrong(input::NEEDED_BY, Wrong::NoSuchDate);
        };
        let choice = text(values, input::IF_LATE).map(|choice| IfLate::parse(&choice));
        if choice == Some(None) {
            return wrong(input::IF_LATE, Wrong::NoSuchChoice);
        }
        match self.move_day(id, to, choice.flatten(), person).await? {
            Ok(()) => Ok(Answer::Done),
            Err(Wrong::TooLate(late)) if !asked => {
                let request = store::requests::get(self.tx, id).await?;
                let form = FormKind::Move {
                    request: id,
                    too_late: true,
                };
                let mut seed = self.seed(form, request.as_ref(), person).await?;
                seed.values.extend(values.clone());
                seed.late = Some(late);
                // The form comes back with the same key: nothing may be used up.
                answer(Answer::Replace(Box::new(seed)))
            }
            Err(Wrong::Refused { refusal, .. }) => self.wrong(input::NEEDED_BY, refusal).await,
            Err(other) => wrong(input::NEEDED_BY, other),
        }
    }

    /// Moves the day to `to`, or as `choice` says where that is too near; or why not.
    pub(super) async fn move_day(
        &mut self,
        id: RequestId,
        to: Date,
        choice: Option<IfLate>,
        person: &Person,
    ) -> Done<Result<(), Wrong>> {
        let refused = |refusal| Ok(Err(Wrong::Refused { refusal, by: None }));
        if to < self.today() {
            return Ok(Err(Wrong::PastDate));
        }
        if is_far(to, self.today()) {
            return Ok(Err(Wrong::FarDate));
        }
        let Some(whole) = store::requests::get(self.tx, id).await? else {
            return refused(Refusal::NoSuchRequest);
        };
        let standing = Standing::of(person, &whole, self.catalogue);
        if !standing.requester && !standing.agent {
            return refused(Refusal::NotInvolved);
        }
        if !whole.is_whole() {
            return refused(Refusal::NoPlan);
        }
        if !whole.status.is_open() {
            return refused(Refusal::Over);
        }
        let steps = store::steps::of(self.tx, whole.id).await?;
        let late = plan::too_late(&steps, to, self.today(), self.catalogue);
        match (late, choice) {
            (Some(late), None) => return Ok(Err(Wrong::TooLate(Box::new(late)))),
            (Some(_), Some(choice)) => self.move_to(whole, steps, (to, choice), person).await?,
            (None, _) if whole.needed_by == Some(to) => {}
            (None, _) => {
                let chosen = (to, IfLate::Later);
                self.move_to(whole, steps, chosen, person).await?;
            }
        }
        Ok(Ok(()))
    }

    async fn move_to(
        &mut self,
        whole: Request,
        mut steps: Vec<Step>,
        (to, choice): (Date, IfLate),
        person: &Person,
    ) -> Done<()> {
        let (now, today, catalogue) = (self.now, self.today(), self.catalogue);
        let was: Vec<StepState> = steps.iter().map(|s| s.state).collect();
        let (to, shifts) = plan::reach(&mut steps, choice, to, today, now, catalogue);
        let same = |(step, was): (&Step, &StepState)| step.state == *was;
        if whole.needed_by == Some(to) && shifts.is_empty() && steps.iter().zip(&was).all(same) {
            return Ok(());
        }
        let renewed = self.asked_anew(&whole, &mut steps, to).await?;
        for step in &steps {
            store::steps::update(self.tx, step).await?;
        }
        let news = News::Needed {
            from: whole.needed_by,
            to,
            moved: moved(&steps, &shifts),
        };
        let end = self.end(&steps);
        self.plan_news(whole.id, Some(person), news, Some(end))
            .await?;
        for (step, was) in steps.iter().zip(was) {
            if step.state == StepState::Skipped && was != StepState::Skipped {
                let step = step.name.clone();
                self.plan_news(whole.id, Some(person), News::Skipped { step }, None)
                    .await?;
            }
        }
        let told = Told {
            shifts: &shifts,
            renewed: &renewed,
            to,
        };
        self.tell_shifts(&whole, &steps, &told, person).await?;
        let whole = store::requests::get(self.tx, whole.id)
            .await?
            .unwrap_or(whole);
        self.settle(&whole, steps.clone(), Some(person)).await?;
        // Who was asked for another day is asked for this one.
        let asked: Vec<&Step> = steps
            .iter()
            .filter(|s| s.state == StepState::Asked)
            .collect();
        let about_itself = whole.approval().is_some_and(|a| !a.matter.is_wish());
        if !asked.is_empty() && !about_itself {
            self.wish_sooner(&whole, &asked).await?;
        }
        Ok(())
    }

    /// Each team reads its own: in the thread of what is open, else in its channel if it has had notice.
    async fn tell_shifts(
        &mut self,
        whole: &Request,
        steps: &[Step],
        told: &Told<'_>,
        person: &Person,
    ) -> Done<()> {
        for (at, step) in steps.iter().enumerate() {
            let shift = told.shifts.iter().find(|shift| shift.step == at);
            let renewed = told.renewed.contains(&at);
            match (&step.made, shift) {
                (Some(made), shift) if step.state == StepState::Open => {
                    if shift.is_none() && !renewed {
                        continue;
                    }
                    let news = News::Due {
                        from: shift.map_or(step.due, |shift| shift.due),
                        to: step.due,
                        whole: renewed.then_some(told.to),
                    };
                    let due = shift.map(|_| self.catalogue.days(team_of(step)).closing(step.due));
                    self.plan_news(made.id, Some(person), news, due).await?;
                }
                (_, Some(shift)) if step.noticed => {
                    let about = StepPost::Moved {
                        start: shift.start,
                        due: shift.due,
                    };
                    self.step_post(whole, step, about).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// What there is to tell of another day.
struct Told<'a> {
    shifts: &'a [Shift],
    /// The steps that are open and ask for that day.
    renewed: &'a [usize],
    /// The day by which all is needed now.
    to: Date,
}

impl Desk {
    /// What was wrong with the day in a form of **Move the date** that is shown once more.
    pub(super) async fn late_again(&self, tx: &mut Tx, seed: &mut Seed) -> store::Result<()> {
        let FormKind::Move {
            request,
            too_late: true,
        } = seed.form
        else {
            return Ok(());
        };
        let day = text(&seed.values, input::NEEDED_BY).and_then(|day| day.parse().ok());
        if let Some(day) = day {
            let steps = store::steps::of(tx, request).await?;
            let today = today(&self.catalogue, self.clock.now());
            let late = plan::too_late(&steps, day, today, &self.catalogue);
            seed.late = late.map(Box::new);
        }
        Ok(())
    }
}

fn moved(steps: &[Step], shifts: &[Shift]) -> Vec<Moved> {
    let shifts = shifts.iter();
    shifts
        .filter(|shift| shift.due != steps[shift.step].due)
        .map(|shift| Moved {
            step: steps[shift.step].name.clone(),
            team: team_of(&steps[shift.step]).to_owned(),
            from: shift.due,
            to: steps[shift.step].due,
        })
        .collect()
}

fn wrong<T>(key: &str, wrong: Wrong) -> Done<T> {
    answer(Answer::Wrong(vec![(key.to_owned(), wrong)]))
}
