//! A plan as the desk lives it: people and time do to it what the lots decide. No order of that leaves a whole open with
//! nothing left of it, a day that is over, a step that does not open in its time, or one that is late when it opens.
//!
//! `FRONTDESK_PLANS_SEED` plays one course again.

use frontdesk::clock::Millis;
use frontdesk::desk::{Deed, No};
use frontdesk::domain::approval::Verdict;
use frontdesk::domain::catalogue::Answer;
use frontdesk::domain::ids::PersonId;
use frontdesk::domain::plan::{IfLate, Step, StepState, deeds};
use frontdesk::domain::press::StepPress;
use frontdesk::domain::request::{Request, Status};
use frontdesk::store;
use jiff::ToSpan;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::bench::{DAY, HOUR};
use crate::plan_company::{Company, text};
use crate::stories::plans::PLANS;

const STORIES: usize = 3;
const HAPPENINGS: usize = 45;

struct Story {
    company: Company,
    rng: StdRng,
    whole: String,
    /// The plan before what happened last.
    before: Vec<Step>,
    /// It was wanted again after it was done: who serves it sees to it, whatever its steps say.
    not_solved: bool,
    /// What the lots decided, for whoever reads a failure.
    course: Vec<String>,
}

impl Story {
    /// Somebody is hired; None where nothing of it can be done in time.
    async fn new(seed: u64) -> Option<Story> {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut config = PLANS.to_owned();
        let mut set = |name: &str, line: &str, often: f64| {
            if rng.random_bool(often) {
                let name = format!("name = \"{name}\"\n");
                config = config.replace(&name, &format!("{name}{line}\n"));
            }
        };
        let approval = |who: &str| format!("approval = {{ by = [\"{who}@acme.example\"] }}");
        set("New hire", &approval("root"), 0.5);
        set("Accounts and rights", &approval("lea"), 0.5);
        set("IT support", "assign = \"turns\"", 0.5);
        set("Workplace", "notice = \"0d\"", 0.5);
        let company = Company::new(&config).await;
        let mut story = Story {
            company,
            rng,
            whole: String::new(),
            before: vec![],
            not_solved: false,
            course: vec![],
        };
        let (day, choice) = (story.day(), story.any(&IfLate::ALL));
        let answers = story.answers();
        let made = story
            .company
            .asks("new-hire", &answers, Some(&day), Some(choice));
        story.whole = made.await.unwrap();
        story.note(format!("needed by {day}, {choice:?}"));
        story.looks().await;
        (!story.before.is_empty()).then_some(story)
    }

    fn any<T: Clone>(&mut self, all: &[T]) -> T {
        all.choose(&mut self.rng).unwrap().clone()
    }

    fn note(&mut self, what: String) {
        let now = jiff::Timestamp::from_millisecond(self.now()).unwrap();
        self.course.push(format!("{now} {what}"));
    }

    fn now(&self) -> Millis {
        self.company.desk.clock.now()
    }

    /// From today to some weeks ahead.
    fn day(&mut self) -> String {
        let ahead = self.rng.random_range(0..35i64);
        let now = jiff::Timestamp::from_millisecond(self.now()).unwrap();
        let today = now.in_tz("Europe/Berlin").unwrap().date();
        today.saturating_add(ahead.days()).to_string()
    }

    fn answers(&mut self) -> [(&'static str, Answer); 2] {
        let place = self.any(&["Office", "From home"]);
        [("name", text("Jane Doe")), ("place", text(place))]
    }

    async fn happens(&mut self) {
        match self.rng.random_range(0..20) {
            0..5 => {
                let some = [HOUR / 2, 3 * HOUR, 7 * HOUR + 1, DAY, 2 * DAY, 4 * DAY];
                let millis = self.any(&some);
                self.passes(millis).await;
            }
            5..11 => self.acts_on_a_step().await,
            11 => {
                let (day, choice) = (self.day(), self.any(&IfLate::ALL));
                let to = day.parse().unwrap();
                let if_late = self.rng.random_bool(0.8).then_some(choice);
                let whole = self.whole.clone();
                self.does("ana", &whole, Deed::Move { to, if_late }).await;
            }
            12 => {
                let deed = match self.rng.random_range(0..4) {
                    0 => Deed::Cancel { reason: None },
                    _ => Deed::Reopen { reason: None },
                };
                self.acts_on_all(deed).await;
            }
            13..16 => {
                let key = self.any(&self.before.clone()).key;
                let press = self.any(&[StepPress::StartNow, StepPress::Skip, StepPress::Anew]);
                let whole = self.whole.clone();
                self.does("root", &whole, Deed::Step { key, press }).await;
            }
            _ => self.word().await,
        }
    }

    /// Its team does it, or not, or has to do it again.
    async fn acts_on_a_step(&mut self) {
        let made: Vec<String> = self.numbers();
        let Some(number) = made.choose(&mut self.rng).cloned() else {
            return;
        };
        let deed = match self.rng.random_range(0..6) {
            0 => Deed::Cancel {
                reason: Some("No".to_owned()),
            },
            1 => Deed::Reopen { reason: None },
            2 => Deed::Take,
            _ => Deed::Resolve { summary: None },
        };
        self.does("root", &number, deed).await;
    }

    async fn acts_on_all(&mut self, deed: Deed) {
        let was = self.company.request(&self.whole).await.status;
        let done = matches!(was, Status::Resolved(_) | Status::Closed { .. });
        let before = self.not_solved;
        self.not_solved |= done;
        let whole = self.whole.clone();
        self.does("ana", &whole, deed).await;
        let is = self.company.request(&whole).await.status;
        self.not_solved = before || (done && is.is_open());
    }

    /// Somebody who is asked for an approval says something, or Ana sends it once more.
    async fn word(&mut self) {
        let mut asked = vec![];
        for number in self.numbers().into_iter().chain([self.whole.clone()]) {
            let request = self.company.request(&number).await;
            if request.approval().is_some() {
                asked.push(request);
            }
        }
        let Some(request) = asked.choose(&mut self.rng).cloned() else {
            return;
        };
        let words = [Verdict::Approved, Verdict::Declined, Verdict::Changes];
        let verdict = self.any(&words);
        self.decides(&request, verdict).await;
    }

    async fn decides(&mut self, request: &Request, verdict: Verdict) {
        let approval = request.approval().unwrap();
        if approval.changes.is_some() {
            if request.number == self.whole {
                let answers = self.answers();
                self.note(format!("revised: {:?}", answers[1].1));
                let whole = self.whole.clone();
                self.company.revises(&whole, "new-hire", &answers).await;
            } else {
                let answers: Vec<_> = request.answers.iter().collect();
                let answers: Vec<_> = answers
                    .iter()
                    .map(|(k, a)| (k.as_str(), (*a).clone()))
                    .collect();
                self.note(format!("{} sent again", request.number));
                self.company
                    .revises(&request.number, &request.service, &answers)
                    .await;
            }
            self.looks().await;
            return;
        }
        let who = self.name(self.first(&approval.asked())).await;
        let reason = Some("So it is".to_owned());
        let deed = Deed::Verdict { verdict, reason };
        self.does(&who, &request.number, deed).await;
    }

    fn first(&self, asked: &[PersonId]) -> PersonId {
        *asked.first().expect("somebody is asked")
    }

    async fn name(&self, id: PersonId) -> String {
        let mut tx = self.company.desk.store.read().await.unwrap();
        let person = store::people::get(&mut tx, id).await.unwrap().unwrap();
        let email = person.email.expect("an address");
        email.split_once('@').unwrap().0.to_owned()
    }

    fn numbers(&self) -> Vec<String> {
        let made = self.before.iter().filter_map(|s| s.made.as_ref());
        made.map(|made| made.number.clone()).collect()
    }

    /// What is refused changes nothing, and is part of the story.
    async fn does(&mut self, who: &str, number: &str, deed: Deed) {
        let what = format!("{who} to {number}: {deed:?}");
        let done = self.company.tries(who, number, deed).await;
        if let Err(No::Fault(fault)) = done {
            panic!("{what}: {fault}");
        }
        self.note(format!(
            "{what}{}",
            if done.is_ok() { "" } else { " (refused)" }
        ));
        self.looks().await;
    }

    /// The desk looks whenever it said that it would.
    async fn passes(&mut self, millis: Millis) {
        let end = self.now() + millis;
        for looks in 0.. {
            assert!(looks < 200, "it looks again and again");
            let mut tx = self.company.desk.store.read().await.unwrap();
            let next = store::timers::next_due(&mut tx).await.unwrap();
            drop(tx);
            let Some(at) = next.filter(|at| *at <= end) else {
                break;
            };
            self.company.until(at.max(self.now())).await;
            self.looks().await;
        }
        self.company.until(end).await;
        self.note("later".to_owned());
        self.looks().await;
    }

    /// What holds of the plan now.
    async fn looks(&mut self) {
        let whole = self.company.request(&self.whole).await;
        let steps = self.company.steps(&self.whole).await;
        let now = self.now();
        let catalogue = &self.company.desk.catalogue;
        let about_itself = whole.approval().is_some_and(|a| !a.matter.is_wish());
        let goes_on = whole.status.is_open() && !about_itself;
        for step in &steps {
            let own = catalogue.days(&step.team);
            let was = self.before.iter().find(|s| s.key == step.key);
            let was = was.and_then(|s| s.made.as_ref()).map(|made| &made.number);
            let is = step.made.as_ref().map(|made| &made.number);
            if is.is_some() && is != was {
                assert!(!step.late && own.closing(step.due) > now, "late: {step:#?}");
            }
            if goes_on && step.state.is_ahead() {
                let over = own.opening(own.after(step.start, 1));
                assert!(over > now, "a day that is over: {step:#?}");
            }
        }
        if goes_on {
            assert_eq!(deeds(&steps, now, catalogue), [], "{steps:#?}");
            let done = steps.iter().any(|s| s.state == StepState::Done);
            let left = steps.iter().any(|s| !s.state.is_over());
            assert!(
                left || !done || self.not_solved,
                "open for ever: {steps:#?}"
            );
        }
        self.before = steps;
    }

    /// Whoever is asked agrees, and whoever has a step does it: then the whole comes to its end.
    async fn ends(&mut self) {
        for _ in 0..60 {
            let whole = self.company.request(&self.whole).await;
            match &whole.status {
                Status::Resolved(_) | Status::Closed { .. } => return,
                Status::Cancelled { .. } => {
                    self.acts_on_all(Deed::Reopen { reason: None }).await;
                    let whole = self.company.request(&self.whole).await;
                    // Not approved, it stays so.
                    if !whole.status.is_open() {
                        return;
                    }
                }
                _ if whole.approval().is_some() => {
                    self.decides(&whole, Verdict::Approved).await;
                    continue;
                }
                _ => {}
            }
            for step in self.before.clone() {
                match (step.state, step.made) {
                    (StepState::Stopped, _) => {
                        let press = StepPress::Anew;
                        let deed = Deed::Step {
                            key: step.key,
                            press,
                        };
                        self.does("root", &whole.number, deed).await;
                    }
                    (StepState::Open, Some(made)) => {
                        let request = self.company.request(&made.number).await;
                        if request.approval().is_some() {
                            self.decides(&request, Verdict::Approved).await;
                        } else {
                            let deed = Deed::Resolve { summary: None };
                            self.does("root", &made.number, deed).await;
                        }
                    }
                    _ => {}
                }
            }
            if self.before.iter().all(|step| step.state.is_over()) {
                // With steps that were all left out, or wanted again, it is its team's own.
                let deed = Deed::Resolve { summary: None };
                self.does("root", &whole.number, deed).await;
            }
            self.passes(DAY).await;
        }
        panic!("it never ends: {:#?}", self.before);
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}", self.course.join("\n"));
        }
    }
}

async fn tell(seed: u64) {
    println!("seed {seed}");
    let Some(mut story) = Story::new(seed).await else {
        return;
    };
    for _ in 0..HAPPENINGS {
        story.happens().await;
    }
    story.ends().await;
}

#[tokio::test]
async fn no_story_leaves_a_plan_that_nobody_can_end() {
    match std::env::var("FRONTDESK_PLANS_SEED") {
        Ok(seed) => tell(seed.parse().unwrap()).await,
        Err(_) => {
            for _ in 0..STORIES {
                tell(rand::random()).await;
            }
        }
    }
}
