//! Rules of routing: which one applies, which can never, and what the file says when they are wrong.

use frontdesk::config;
use frontdesk::domain::catalogue::{Answer, Answers, Catalogue};
use frontdesk::domain::ids::{Account, Channel, PersonId, Platform};
use frontdesk::domain::people::Person;
use frontdesk::domain::routing::{Asked, Because, Phrase, Tokens, covered, route};
use proptest::prelude::*;

use crate::bench::{CONFIG, HOUR, START};

fn catalogue(rules: &str) -> Catalogue {
    config::catalogue(&format!("{CONFIG}\n{rules}"), "frontdesk.toml").unwrap()
}

/// What is wrong with these rules, each with its line in them.
fn wrong(rules: &str) -> String {
    let problems = config::catalogue(&format!("{CONFIG}\n{rules}"), "f").expect_err("refused");
    let before = CONFIG.lines().count();
    let mut lines = Vec::new();
    for problem in &problems.0 {
        let (line, _) = problem.at.unwrap();
        lines.push(format!("{}: {}", line - before, problem.text));
    }
    lines.join("\n")
}

const SALES: &str = r#"
[[department]]
key = "sales"
name = "Sales"
people = ["slack:U0SAM"]
domains = ["@Sales.acme.example"]
"#;

#[test]
fn words_are_found_whole_in_any_case() {
    let found =
        |phrase: &str, text: &str| phrase.parse::<Phrase>().unwrap().is_in(&Tokens::of(text));
    for (phrase, text, expected) in [
        ("pay", "My PAY is late", true),
        ("pay", "the display", false),
        ("pay", "payment", false),
        ("pay*", "payment", true),
        ("remote access", "No remote-access today", true),
        ("remote access", "access, remote", false),
        ("remote acc*", "REMOTE accounts", true),
        ("remote acc*", "remote", false),
        ("straße", "Straße 5", true),
        ("ürün", "ÜRÜN", true),
        ("5", "room 5", true),
        ("5", "room 55", false),
    ] {
        assert_eq!(found(phrase, text), expected, "{phrase} in {text}");
    }
}

#[test]
fn a_rule_asks_for_all_that_it_names() {
    let catalogue = catalogue(&format!(
        "{SALES}
[[route]]
name = \"all of it\"
if = {{ service = [\"other\", \"laptop\"], words = [\"vpn\"], pattern = \"[0-9]{{3}}\", asked_by = [\"sales\", \"PAY\"], asked_in = {{ slack = [\"C0ITHELP\"] }}, within = \"office\" }}
then = {{ team = \"PAY\" }}
"
    ));
    let here = Channel {
        platform: Platform::Slack,
        id: "C0ITHELP".to_owned(),
    };
    let answers = Answers::from([("kind".to_owned(), Answer::Many(vec!["room 123".to_owned()]))]);
    let right = Asked {
        service: "laptop",
        subject: "VPN is down",
        answers: &answers,
        belongs: &["sales"],
        place: Some(&here),
        at: START,
    };
    let nothing = Answers::new();
    let applies = |asked: &Asked<'_>| route(&catalogue.routes, asked).is_some();
    let (_, because) = route(&catalogue.routes, &right).unwrap();
    assert_eq!(
        because,
        [
            Because::Service("laptop".to_owned()),
            Because::AskedBy("sales".to_owned()),
            Because::AskedIn(here.clone()),
            Because::Open("office".to_owned()),
            Because::Word("vpn".to_owned()),
            Because::Pattern,
        ]
    );
    for without in [
        Asked {
            service: "payslip",
            ..right
        },
        Asked {
            subject: "VPNs are down",
            ..right
        },
        Asked {
            answers: &nothing,
            ..right
        },
        Asked {
            belongs: &["IT"],
            ..right
        },
        Asked {
            place: None,
            ..right
        },
        Asked {
            at: START + 12 * HOUR,
            ..right
        },
    ] {
        assert!(!applies(&without), "{without:?}");
    }
}

#[test]
fn where_somebody_belongs() {
    let catalogue = catalogue(SALES);
    let person = |user: &str, email: &str, stranger| Person {
        id: PersonId(1),
        name: None,
        email: (!email.is_empty()).then(|| email.to_owned()),
        accounts: vec![Account::slack(user)],
        stranger,
    };
    for (person, belongs) in [
        (person("U0SAM", "", false), vec!["sales"]),
        (
            person("U0ANA", "ana@SALES.acme.example", false),
            vec!["sales"],
        ),
        (person("U0ANA", "ana@acme.example", false), vec![]),
        (
            person("U0BO", "bo@sales.acme.example", false),
            vec!["IT", "sales"],
        ),
        // Their own workspace could give them any address.
        (person("U0SAM", "x@sales.acme.example", true), vec![]),
    ] {
        assert_eq!(catalogue.belongs(&person), belongs, "{person:?}");
    }
}

#[test]
fn wrong_rules_are_refused_with_their_lines() {
    insta::assert_snapshot!(wrong(
        r#"
[[department]]
key = "IT"
name = "Us"
domains = ["a b"]
[[department]]
key = "hollow"
name = "Nobody"
[[route]]
name = "one"
if = { service = ["laptops"], words = ["c++", "", "*", "pr*nt", "vpn", "VPN", "my vpn"], pattern = "(", asked_by = ["sales"], within = "offices", asked_in = {} }
then = { team = "PAYROLL", assignee = "bo", priority = "soon", watchers = ["x"] }
[[route]]
name = "one"
if = { within = "office", outside = "office", words = [] }
then = {}
[[route]]
name = "two"
when = { service = ["laptop"] }
[[route]]
name = "three"
if = { service = ["laptop", "laptop"] }
then = { team = "PAY", assignee = "slack:U0BO" }
"#
    ));
}

#[test]
fn a_rule_that_never_applies_is_refused() {
    insta::assert_snapshot!(wrong(
        r#"
[[route]]
name = "print"
if = { words = ["print*"] }
then = { team = "PAY" }
[[route]]
name = "printer, of laptops"
if = { service = ["laptop"], words = ["my printer", "prints"] }
then = { team = "IT" }
[[route]]
name = "laptops"
if = { service = ["laptop"] }
then = { team = "PAY" }
[[route]]
name = "all but laptops"
if = { service = ["access", "other", "payslip"], within = "office" }
then = { team = "PAY" }
[[route]]
name = "by day"
if = { within = "office" }
then = { team = "PAY" }
[[route]]
name = "by night"
if = { outside = "office" }
then = { team = "PAY" }
[[route]]
name = "the rest"
then = { priority = "low" }
[[route]]
name = "nothing is left"
if = { words = ["salary"] }
then = { team = "PAY" }
"#
    ));
}

/// A condition: which services, words, askers and times, each as a subset of a few.
fn condition() -> impl Strategy<Value = String> {
    let some = |all: &'static [&'static str]| {
        prop::collection::vec(prop::sample::select(all), 0..3).prop_map(|mut some| {
            some.sort_unstable();
            some.dedup();
            some
        })
    };
    let services = some(&["laptop", "access", "other", "payslip"]);
    let words = prop::sample::subsequence(vec!["vpn", "pay*", "payment", "my vpn", "slow"], 0..3);
    let by = some(&["IT", "PAY", "sales"]);
    let time = prop::sample::select(&["", "within = \"office\"", "outside = \"office\""][..]);
    (services, words, by, time).prop_map(|(services, words, by, time)| {
        let mut parts = Vec::new();
        for (key, list) in [("service", services), ("words", words), ("asked_by", by)] {
            if !list.is_empty() {
                parts.push(format!("{key} = {list:?}"));
            }
        }
        if !time.is_empty() {
            parts.push(time.to_owned());
        }
        parts.join(", ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// What is refused as never applying indeed never does, and the first that fits is the one that applies.
    #[test]
    fn covered_rules_never_apply(
        conditions in prop::collection::vec(condition(), 1..7),
        asks in prop::collection::vec((0..4_usize, prop::sample::subsequence(vec!["my", "vpn", "payment", "pays", "slow"], 0..5), 0..4_usize, any::<bool>()), 40),
    ) {
        // One by one, since a file with a rule that never applies does not load.
        let base = catalogue(SALES);
        let mut rules = Vec::new();
        for (i, condition) in conditions.iter().enumerate() {
            let text = format!("{CONFIG}\n{SALES}\n[[route]]\nname = \"{i}\"\nif = {{ {condition} }}\nthen = {{ priority = \"low\" }}\n");
            match config::catalogue(&text, "f") {
                Ok(mut one) => rules.append(&mut one.routes),
                // A word that adds nothing to another of the same list.
                Err(_) => continue,
            }
        }
        let services: Vec<&str> = base.services.iter().map(|s| s.key.as_str()).collect();
        let dead: Vec<bool> = (0..rules.len()).map(|i| !covered(&rules, i, &services).is_empty()).collect();
        let answers = Answers::new();
        for (service, words, by, day) in asks {
            let subject = words.join(" ");
            let belongs: &[&str] = [&[][..], &["IT"], &["PAY"], &["IT", "sales"]][by];
            let asked = Asked {
                service: services[service],
                subject: &subject,
                answers: &answers,
                belongs,
                place: None,
                at: if day { START } else { START + 12 * HOUR },
            };
            let found = route(&rules, &asked).map(|(rule, _)| rule.name.clone());
            let fits = |i: &usize| route(&rules[*i..=*i], &asked).is_some();
            let first = (0..rules.len()).find(fits);
            prop_assert_eq!(&found, &first.map(|i| rules[i].name.clone()));
            prop_assert!(first.is_none_or(|i| !dead[i]), "{:?} applies to {:?}", found, asked);
        }
    }
}
