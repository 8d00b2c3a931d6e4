//! A company with plans and the desk alone, without any platform: for what is the same on all of them.

use std::sync::Arc;

use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::delivery::{Chats, Delivery};
use frontdesk::desk::{Act, Ask, Deed, Desk, Draft, No, Scope, Token, Who};
use frontdesk::domain::answer::Answer as Answered;
use frontdesk::domain::approval::Verdict;
use frontdesk::domain::catalogue::{Answer, Answers};
use frontdesk::domain::ids::Account;
use frontdesk::domain::intent::{FormKind, Inbound, Intent, Sender};
use frontdesk::domain::plan::{IfLate, Step, StepState};
use frontdesk::domain::request::{Fact, Request};
use frontdesk::metrics::Metrics;
use frontdesk::store;
use jiff::civil::Date;

use crate::bench::START;
use crate::engine::Home;
use crate::record;

/// The company of the example, and whoever does things in it.
pub struct Company {
    pub home: Home,
    pub desk: Desk,
    pub delivery: Delivery,
    token: Token,
}

pub fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn named(who: &str) -> Who {
    match who {
        "ana" => Who::Account(Account::slack("U0ANA")),
        other => Who::Email(format!("{other}@acme.example")),
    }
}

impl Company {
    pub async fn new(config: &str) -> Company {
        let home = Home::new().await;
        let catalogue = config::catalogue(config, "f").unwrap();
        let desk = Desk::new(home.open().await, Arc::new(catalogue), Clock::manual(START));
        let secret = desk.create_token("plans", Scope::Admin).await.unwrap();
        let token = desk.token(&secret).await.unwrap().unwrap();
        Company {
            delivery: Delivery::new(desk.clone(), Chats::default(), Metrics::default()),
            desk,
            token,
            home,
        }
    }

    /// The same desk by another configuration.
    pub fn now_by(&mut self, config: &str) {
        let catalogue = Arc::new(config::catalogue(config, "f").unwrap());
        self.desk = Desk::new(self.desk.store.clone(), catalogue, self.desk.clock.clone());
        self.delivery = Delivery::new(self.desk.clone(), Chats::default(), Metrics::default());
    }

    /// Ana asks; the number, or why not.
    pub async fn asks(
        &self,
        service: &str,
        answers: &[(&str, Answer)],
        needed_by: Option<&str>,
        if_late: Option<IfLate>,
    ) -> Result<String, No> {
        let answers = answers.iter().map(|(k, a)| ((*k).to_owned(), a.clone()));
        let draft = Draft {
            service: service.to_owned(),
            subject: "Jane Doe".to_owned(),
            needed_by: needed_by.map(str::to_owned),
            if_late: if_late.map(|c| c.as_str().to_owned()),
            answers: answers.collect(),
            ..Draft::default()
        };
        let requester = named("ana");
        let ask = Ask { requester, draft };
        let done = self.desk.file_by_api(&self.token, None, ask).await?;
        Ok(done.0.request.number)
    }

    pub async fn hires(&self, needed_by: &str, if_late: Option<IfLate>) -> String {
        let answers = [("name", text("Jane Doe")), ("place", text("Office"))];
        let made = self.asks("new-hire", &answers, Some(needed_by), if_late);
        made.await.unwrap()
    }

    pub async fn tries(&self, who: &str, number: &str, deed: Deed) -> Result<(), No> {
        let act = Act {
            number: number.to_owned(),
            by: named(who),
            deed,
        };
        self.desk.act_by_api(&self.token, None, act).await?;
        Ok(())
    }

    pub async fn does(&self, who: &str, number: &str, deed: Deed) {
        let done = self.tries(who, number, deed).await;
        done.unwrap_or_else(|no| panic!("{who} may not: {no:?}"));
    }

    pub async fn resolves(&self, who: &str, number: &str) {
        self.does(who, number, Deed::Resolve { summary: None })
            .await;
    }

    pub async fn moves(&self, number: &str, to: Date, if_late: Option<IfLate>) {
        self.does("ana", number, Deed::Move { to, if_late }).await;
    }

    pub async fn says(&self, who: &str, number: &str, verdict: Verdict) {
        let reason = Some("So it is".to_owned());
        self.does(who, number, Deed::Verdict { verdict, reason })
            .await;
    }

    /// Ana sends the form with other answers.
    pub async fn revises(&self, number: &str, service: &str, answers: &[(&str, Answer)]) {
        let answers = answers.iter().map(|(k, a)| (format!("f.{k}"), a.clone()));
        let form = FormKind::Revise {
            request: record::request(&self.desk, number).await.id,
            service: service.to_owned(),
        };
        let inbound = Inbound {
            key: format!("{}", rand::random::<u64>()),
            by: Some(Sender::of(Account::slack("U0ANA"))),
            intent: Intent::Submit {
                form,
                values: answers.collect::<Answers>(),
                files: vec![],
            },
        };
        let done = self.desk.handle(inbound).await.unwrap();
        assert_eq!(done, Answered::Done);
    }

    pub async fn until(&self, at: Millis) {
        self.desk.clock.advance(at - self.desk.clock.now());
        self.delivery.tick().await.unwrap();
    }

    pub async fn request(&self, number: &str) -> Request {
        record::request(&self.desk, number).await
    }

    pub async fn steps(&self, number: &str) -> Vec<Step> {
        let id = self.request(number).await.id;
        let mut tx = self.desk.store.read().await.unwrap();
        store::steps::of(&mut tx, id).await.unwrap()
    }

    pub async fn step(&self, number: &str, key: &str) -> Step {
        let all = self.steps(number).await.into_iter();
        let mut all = all.filter(|step| step.key == key);
        all.next().unwrap_or_else(|| panic!("no step {key}"))
    }

    pub async fn states(&self, number: &str) -> Vec<(String, StepState)> {
        let steps = self.steps(number).await.into_iter();
        steps.map(|s| (s.key, s.state)).collect()
    }

    /// What is on record of plans, as programs read it.
    pub async fn news(&self, number: &str) -> Vec<serde_json::Value> {
        let facts = record::facts(&self.desk, number).await.into_iter();
        let news = facts.filter_map(|fact| match fact {
            Fact::Planned { news } => Some(serde_json::to_value(news).unwrap()),
            _ => None,
        });
        news.collect()
    }
}
