//! `frontdesk plan`: the stored requests asked once more of a changed configuration.

use std::process::Command;
use std::sync::Arc;

use frontdesk::clock::{Clock, Millis};
use frontdesk::config;
use frontdesk::desk::{Act, Ask, Deed, Desk, Draft, Group, Rehearsal, Scope, Token, Who};
use frontdesk::domain::catalogue::{Answer, Answers};
use frontdesk::domain::ids::{PersonId, RequestId};
use frontdesk::domain::plan::Part;
use frontdesk::domain::promise::Priority;
use frontdesk::domain::request::{Fact, Filed, Request, Source, file};
use frontdesk::domain::routing::{Kept, Replay, Stored, replay};
use serde_json::Value;

use crate::bench::{CONFIG, DAY, HOUR, START};
use crate::engine::Home;

const VPN: &str = r#"
[[route]]
name = "VPN"
if = { words = ["vpn"] }
then = { team = "PAY", watchers = ["root@acme.example"] }
"#;

/// The desk of the stories, where a first answer is due within an hour of the office and the result after two days.
struct Past {
    home: Home,
    desk: Desk,
    admin: Token,
}

impl Past {
    async fn new(home: Home, start: Millis, text: &str) -> Past {
        let catalogue = Arc::new(config::catalogue(text, "f").unwrap());
        let desk = Desk::new(home.open().await, catalogue, Clock::manual(start));
        let secret = desk.create_token("admin", Scope::Admin).await.unwrap();
        let admin = desk.token(&secret).await.unwrap().unwrap();
        Past { home, desk, admin }
    }

    async fn asks(&self, service: &str, subject: &str) -> String {
        let laptop = [
            ("asset".to_owned(), Answer::Text("AB-1234".to_owned())),
            ("kind".to_owned(), Answer::Text("Screen".to_owned())),
        ];
        let draft = Draft {
            service: service.to_owned(),
            subject: subject.to_owned(),
            answers: match service {
                "laptop" => laptop.into(),
                _ => [].into(),
            },
            ..Draft::default()
        };
        let requester = Who::Email("ana@acme.example".to_owned());
        let ask = Ask { requester, draft };
        let (sight, _) = self.desk.file_by_api(&self.admin, None, ask).await.unwrap();
        sight.request.number
    }

    async fn does(&self, number: &str, deed: Deed) {
        let act = Act {
            number: number.to_owned(),
            by: Who::Email("root@acme.example".to_owned()),
            deed,
        };
        self.desk.act_by_api(&self.admin, None, act).await.unwrap();
    }

    async fn resolves(&self, number: &str) {
        let summary = Some("done".to_owned());
        self.does(number, Deed::Resolve { summary }).await;
    }

    /// The same past, asked once more of another configuration.
    async fn rehearsed(&self, text: &str, days: u32) -> Rehearsal {
        let catalogue = Arc::new(config::catalogue(text, "f").unwrap());
        let desk = Desk::new(self.desk.store.clone(), catalogue, self.desk.clock.clone());
        desk.rehearse(days).await.unwrap()
    }
}

fn ways(done: &Rehearsal) -> Vec<(String, u64, Vec<String>)> {
    let ways = done.moved.iter();
    ways.map(|((from, to), group)| {
        (
            format!("{from}>{to}"),
            group.requests,
            group.examples.clone(),
        )
    })
    .collect()
}

#[tokio::test]
async fn what_would_have_gone_elsewhere() {
    let past = Past::new(Home::new().await, START, CONFIG).await;
    past.asks("laptop", "old VPN trouble").await;
    past.desk.clock.advance(40 * DAY);
    for n in 0..7 {
        past.asks("laptop", &format!("VPN {n}")).await;
    }
    past.asks("other", "the printer").await;
    // Moved since: as what it had been asked counts, and where it came first.
    let moved = past.asks("other", "vpn again").await;
    let deed = Deed::HandOver {
        service: "payslip".to_owned(),
        note: None,
        wrong_door: true,
    };
    past.does(&moved, deed).await;

    let same = past.rehearsed(CONFIG, 30).await;
    assert_eq!((same.requests, ways(&same)), (9, vec![]));
    let done = past.rehearsed(&format!("{CONFIG}{VPN}"), 30).await;
    let examples = ["IT-10", "IT-8", "IT-7", "IT-6", "IT-5"].map(str::to_owned);
    assert_eq!(ways(&done), [("IT>PAY".to_owned(), 8, examples.to_vec())]);
    assert_eq!(done.rules, [("VPN".to_owned(), 8)]);
    let more = past.rehearsed(&format!("{CONFIG}{VPN}"), 60).await;
    assert_eq!((more.requests, more.rules[0].1), (10, 9));
    // A service that is no longer offered.
    let gone = CONFIG.replace("key = \"laptop\"", "key = \"computer\"");
    let gone = past.rehearsed(&gone, 30).await;
    assert_eq!((gone.gone.requests, gone.moved.len()), (7, 0));
}

#[tokio::test]
async fn requests_that_a_rule_sent_stay_where_it_still_sends_them() {
    let past = Past::new(Home::new().await, START, &format!("{CONFIG}{VPN}")).await;
    assert_eq!(past.asks("laptop", "VPN").await, "PAY-1");
    assert_eq!(past.asks("laptop", "screen").await, "IT-1");
    assert!(
        past.rehearsed(&format!("{CONFIG}{VPN}"), 1)
            .await
            .moved
            .is_empty()
    );
    let without = past.rehearsed(CONFIG, 1).await;
    assert_eq!(
        ways(&without),
        [("PAY>IT".to_owned(), 1, vec!["PAY-1".to_owned()])]
    );
    // Where they were asked is not on record of those that came before the first rule.
    let place = VPN.replace("words = [\"vpn\"]", "asked_in = { slack = [\"C0ITHELP\"] }");
    let place = past.rehearsed(&format!("{CONFIG}{place}"), 1).await;
    assert_eq!((place.unknown_place, place.moved.len()), (0, 1));
}

#[tokio::test]
async fn to_whom_rules_would_have_given_it() {
    let rule = |then: &str| {
        format!(
            "{CONFIG}\n[[route]]\nname = \"VPN\"\nif = {{ service = [\"laptop\"], words = [\"vpn\"] }}\nthen = {{ {then} }}\n"
        )
    };
    let before = rule(
        "assignee = \"cy@acme.example\", watchers = [\"pat@acme.example\", \"lea@acme.example\"]",
    );
    let past = Past::new(Home::new().await, START, &before).await;
    // Those whom the rule names are known once they have done something.
    for name in ["cy", "pat", "lea"] {
        let draft = Draft {
            service: "other".to_owned(),
            subject: "hello".to_owned(),
            ..Draft::default()
        };
        let requester = Who::Email(format!("{name}@acme.example"));
        let ask = Ask { requester, draft };
        past.desk.file_by_api(&past.admin, None, ask).await.unwrap();
    }
    let vpn = past.asks("laptop", "VPN").await;
    past.asks("laptop", "screen").await;
    assert!(past.rehearsed(&before, 1).await.given.is_empty());
    // Somebody whom the desk has never met is named as the file does.
    let after =
        rule("assignee = \"slack:U0BO\", watchers = [\"lea@acme.example\", \"root@acme.example\"]");
    let given = past.rehearsed(&after, 1).await.given;
    let some = |name: &str| Some(name.to_owned());
    let ways: Vec<_> = given.assignees.into_iter().collect();
    let group = Group {
        requests: 1,
        examples: vec![vpn],
    };
    assert_eq!(
        ways,
        [((some("cy@acme.example"), some("slack:U0BO")), group.clone())]
    );
    let all = |names: [&str; 1]| names.map(|n| (n.to_owned(), group.clone())).into();
    assert_eq!(given.watching, all(["root@acme.example"]));
    assert_eq!(given.not_watching, all(["pat@acme.example"]));
    let without = past.rehearsed(CONFIG, 1).await.given;
    let ways: Vec<_> = without.assignees.into_keys().collect();
    assert_eq!(ways, [(some("cy@acme.example"), None)]);
    assert_eq!(without.not_watching.len(), 2);
}

#[tokio::test]
async fn which_promises_would_have_ended_otherwise() {
    let past = Past::new(Home::new().await, START, CONFIG).await;
    // Monday 10:00: answered after half an hour, and late.
    let quick = past.asks("laptop", "quick").await;
    let slow = past.asks("laptop", "slow").await;
    let paused = past.asks("laptop", "paused").await;
    past.desk.clock.advance(HOUR / 2);
    past.does(&quick, Deed::Take).await;
    past.does(
        &quick,
        Deed::Reply {
            text: "yes".to_owned(),
        },
    )
    .await;
    past.does(
        &paused,
        Deed::Ask {
            text: "which?".to_owned(),
        },
    )
    .await;
    past.desk.clock.advance(HOUR);
    past.does(
        &slow,
        Deed::Reply {
            text: "yes".to_owned(),
        },
    )
    .await;
    // Tuesday 12:00: a working day and two hours of the office.
    past.desk.clock.advance(24 * HOUR + HOUR / 2);
    past.resolves(&quick).await;
    past.resolves(&slow).await;
    // While it waited for an answer no clock went.
    past.does(&paused, Deed::Resume).await;
    past.resolves(&paused).await;

    let same = past.rehearsed(CONFIG, 7).await;
    assert_eq!(same.first_response, Default::default());
    assert_eq!(same.resolution, Default::default());
    let promise = "promise = { first_response = \"1h\", resolution = \"2d\" }";
    assert!(CONFIG.contains(promise));
    let other = |first: &str, result: &str| {
        let new =
            format!("promise = {{ first_response = \"{first}\", resolution = \"{result}\" }}");
        CONFIG.replace(promise, &new)
    };
    let longer = past.rehearsed(&other("2h", "2d"), 7).await;
    assert_eq!(longer.first_response.newly_kept.examples, [slow.as_str()]);
    assert_eq!(longer.first_response.newly_missed.requests, 0);
    let shorter = past.rehearsed(&other("1h", "4h"), 7).await;
    assert_eq!(
        shorter.resolution.newly_missed.examples,
        [slow.clone(), quick.clone()]
    );
    let strict = past.rehearsed(&other("20m", "2d"), 7).await;
    assert_eq!(strict.first_response.newly_missed.requests, 2, "{strict:?}");
    // Other hours: from noon on. Then a day is over later, and an hour of Monday, too.
    let noon = past
        .rehearsed(&CONFIG.replace("mon = \"09:00", "mon = \"12:00"), 7)
        .await;
    assert_eq!(noon.first_response.newly_kept.examples, [slow]);
}

#[tokio::test]
async fn the_command_says_it_in_words_and_for_programs_and_changes_nothing() {
    let now = Clock::System.now();
    let past = Past::new(Home::sqlite(), now - DAY, CONFIG).await;
    past.asks("laptop", "the secret VPN of ana").await;
    past.asks("other", "the printer").await;
    past.desk.store.close().await;
    std::fs::write(past.home.path().join("new.toml"), format!("{CONFIG}{VPN}")).unwrap();
    let run = |arguments: &[&str], url: &str| {
        Command::new(env!("CARGO_BIN_EXE_frontdesk"))
            .args(arguments)
            .current_dir(past.home.path())
            .env_clear()
            .env("FRONTDESK_DATABASE_URL", url)
            .output()
            .unwrap()
    };
    let said = |arguments: &[&str]| {
        let output = run(arguments, &past.home.url);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = said(&["plan", "--config", "new.toml"]);
    assert!(
        text.starts_with("2 requests of the last 30 days (since "),
        "{text}"
    );
    assert!(
        text.contains("\nWould have gone elsewhere\n       1  IT → PAY, like IT-1\n"),
        "{text}"
    );
    assert!(
        text.contains("\nRules that would have applied\n       1  VPN\n"),
        "{text}"
    );
    assert!(
        text.contains("\nWould have been given to others\n       1  root@acme.example would have watched, like IT-1\n"),
        "{text}"
    );
    assert!(
        text.contains("\nPromises that would have ended otherwise"),
        "{text}"
    );
    assert!(
        !text.contains("secret") && !text.contains("printer"),
        "{text}"
    );
    let json = said(&["plan", "--config", "new.toml", "--days", "7", "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["requests"], 2);
    assert_eq!(
        json["moved"],
        serde_json::json!([{ "from": "IT", "to": "PAY", "requests": 1, "examples": ["IT-1"] }])
    );
    assert_eq!(
        json["watching"],
        serde_json::json!([{ "who": "root@acme.example", "requests": 1, "examples": ["IT-1"] }])
    );
    assert_eq!(
        json["promises"]["resolution"]["newly_missed"]["requests"],
        0
    );
    // Everything is as it was: the same requests, where they were.
    let again = said(&["plan", "--config", "new.toml"]);
    let tail = |text: &str| text.split_once("asked once more").unwrap().1.to_owned();
    assert_eq!(tail(&text), tail(&again));
    let none = run(&["plan", "--config", "new.toml"], "sqlite://none.db");
    assert_eq!(none.status.code(), Some(1));
    assert!(!past.home.path().join("none.db").exists());
    let wrong = run(
        &["plan", "--config", "new.toml", "--days", "0"],
        &past.home.url,
    );
    assert_eq!(wrong.status.code(), Some(2));
}

/// A step of a plan is its team's, whatever the rules say, and its day is the plan's, whatever its service promises.
#[test]
fn plans_and_their_steps_go_nowhere_else_and_keep_their_days() {
    let catalogue = config::catalogue(&format!("{CONFIG}{VPN}"), "f").unwrap();
    let service = catalogue.service("laptop").unwrap();
    let number = "IT-1".to_owned();
    let filed = Filed {
        subject: "VPN".to_owned(),
        priority: Priority::Normal,
        grounds: None,
        answers: Answers::new(),
        needed_by: None,
        requester: PersonId(1),
        on_behalf_by: None,
        came_by: None,
        from: None,
        private: false,
        channel: Source::Api,
    };
    let mut request = file(filed, service, &catalogue, RequestId(1), number, START);
    let asked = |request: &Request| {
        let stored = Stored {
            request,
            team: "IT",
            service: "laptop",
            priority: Priority::Normal,
            place: None,
            requester: None,
        };
        let Replay::To(other) = replay(&stored, &catalogue) else {
            panic!("it has that service")
        };
        // Long after its service's two days, and before the plan's.
        let later = START + 10 * DAY;
        let at_worst = other.verdict_at_worst(request, later).resolution;
        let history = [(&Fact::Filed, START)];
        let verdict = other.verdict(request, history, &catalogue, later);
        assert_eq!(verdict.resolution, at_worst);
        (other.to, at_worst)
    };
    assert_eq!(asked(&request), ("PAY".to_owned(), Kept::Missed));
    let day = START + 30 * DAY;
    request.plan_as(Part::Of("IT-7".to_owned()), day, &catalogue, START);
    assert_eq!(asked(&request), ("IT".to_owned(), Kept::Open));
    request.plan = Some(Part::Whole);
    assert_eq!(asked(&request), ("PAY".to_owned(), Kept::Open));
}
