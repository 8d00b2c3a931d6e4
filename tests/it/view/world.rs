//! A desk with people in it, and a request that goes through its states.

use std::collections::BTreeMap;

use frontdesk::config;
use frontdesk::domain::answer::{About, PersonName};
use frontdesk::domain::catalogue::{Answer, Answers, Catalogue};
use frontdesk::domain::ids::{Account, PersonId, Platform, RequestId};
use frontdesk::domain::people::Person;
use frontdesk::domain::plan::Step;
use frontdesk::domain::promise::Priority;
use frontdesk::domain::request::{
    Action, Actor, Context, Fact, Filed, Request, Source, Standing, decide, file,
};
use frontdesk::view::scene::{Scene, Told};

/// Monday 23 November 2026, 10:00 in Berlin.
pub const NOW: i64 = 1_795_424_400_000;
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

pub const ANA: PersonId = PersonId(1);
pub const LEA: PersonId = PersonId(2);
pub const BO: PersonId = PersonId(3);
pub const HANNA: PersonId = PersonId(4);

/// None: the desk itself.
pub type Who = Option<PersonId>;

pub struct World {
    pub catalogue: Catalogue,
    pub people: BTreeMap<PersonId, Person>,
    pub request: Request,
    pub now: i64,
    pub link: Option<String>,
    pub ahead: Option<usize>,
    pub called: bool,
    pub plan: Vec<Step>,
    pub platform: Platform,
    /// What happened last, and by whom.
    pub last: Option<(Fact, Option<PersonId>)>,
}

pub fn catalogue() -> Catalogue {
    let text = std::fs::read_to_string("frontdesk.example.toml").unwrap();
    config::catalogue(&text, "frontdesk.example.toml").unwrap()
}

fn person(id: PersonId, name: &str, user: &str, email: &str) -> (PersonId, Person) {
    let person = Person {
        id,
        name: Some(name.to_owned()),
        email: Some(email.to_owned()),
        accounts: vec![Account::slack(user)],
        stranger: false,
    };
    (id, person)
}

pub fn people() -> BTreeMap<PersonId, Person> {
    BTreeMap::from([
        person(ANA, "Ana", "U0ANA", "ana.asks@acme.example"),
        person(LEA, "Lea", "U0LEA", "lea@acme.example"),
        person(BO, "Bo", "U0AGENT1", "bo@acme.example"),
        person(HANNA, "Hanna", "U0HANNA", "hanna@acme.example"),
    ])
}

impl World {
    /// IT-42, just filed by Ana.
    pub fn new() -> World {
        World::with("laptop", NOW, |_| {})
    }

    pub fn with(service: &str, now: i64, change: impl FnOnce(&mut Filed)) -> World {
        let catalogue = catalogue();
        let mut filed = Filed {
            subject: "Screen is black".to_owned(),
            priority: Priority::Normal,
            grounds: None,
            answers: Answers::from([
                ("asset".to_owned(), Answer::Text("AB-1234".to_owned())),
                ("kind".to_owned(), Answer::Text("Screen".to_owned())),
            ]),
            needed_by: None,
            requester: ANA,
            on_behalf_by: None,
            came_by: None,
            from: None,
            private: false,
            channel: Source::Slack,
        };
        change(&mut filed);
        let of = catalogue.service(service).unwrap();
        let number = format!("{}-42", of.team);
        let request = file(filed, of, &catalogue, RequestId(42), number, now);
        World {
            people: people(),
            request,
            now,
            link: None,
            ahead: None,
            called: false,
            plan: vec![],
            platform: Platform::Slack,
            last: None,
            catalogue,
        }
    }

    pub fn scene(&self) -> Scene<'_> {
        Scene {
            request: &self.request,
            catalogue: &self.catalogue,
            people: &self.people,
            platform: self.platform,
            now: self.now,
            link: self.link.clone(),
            ahead: self.ahead,
            news: vec![],
            articles: vec![],
            plan: &self.plan,
            duty: None,
            called: self.called,
        }
    }

    /// `action`, an hour later, as the desk itself would decide it.
    pub fn act(&mut self, by: Option<PersonId>, action: Action) -> &mut World {
        self.now += HOUR;
        let actor = match by {
            Some(id) => {
                let standing = Standing::of(&self.people[&id], &self.request, &self.catalogue);
                Actor::Person(id, standing)
            }
            None => Actor::Desk,
        };
        let named = match action {
            Action::Assign { to } => self.people.get(&to),
            _ => None,
        };
        let context = Context {
            catalogue: &self.catalogue,
            now: self.now,
            named,
            watching: matches!(action, Action::Unwatch),
            other: None,
        };
        let decision = decide(&self.request, actor, &action, &context).unwrap();
        self.request = decision.next;
        self.last = decision.fact.map(|fact| (fact, by));
        self
    }

    pub fn told(&self) -> Told<'_> {
        let (fact, by) = self.last.as_ref().unwrap();
        Told {
            fact,
            by: *by,
            at: self.now,
        }
    }
}

pub fn hold() -> Action {
    Action::Hold {
        reason: "the new screen comes on Thursday".to_owned(),
    }
}

pub fn resolve() -> Action {
    Action::Resolve {
        summary: Some(
            "The cable was loose. Plugged it in again. Next time: push it until it clicks."
                .to_owned(),
        ),
    }
}

pub fn name(id: PersonId) -> PersonName {
    let person = people().remove(&id).unwrap();
    PersonName {
        id,
        name: person.name,
        accounts: person.accounts,
    }
}

/// A line of a list; `n` makes it one of its own.
pub fn about(n: i64) -> About {
    About {
        id: RequestId(n),
        number: format!("IT-{n}"),
        subject: "Screen is black".to_owned(),
        team: "IT".to_owned(),
        service: "laptop".to_owned(),
        status: "new",
        assignee: None,
        requester: Some(name(ANA)),
        first_response_due: Some(NOW + HOUR),
        resolution_due: Some(NOW + 2 * DAY),
        created_at: NOW - 3 * DAY,
        rating: None,
        private: false,
        link: None,
    }
}
