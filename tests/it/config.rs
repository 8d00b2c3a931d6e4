//! The configuration: what loads, and what a wrong one says.

use std::collections::BTreeMap;
use std::path::Path;

use frontdesk::config::{self, Config, Problems};
use frontdesk::domain::catalogue::FieldKind;
use frontdesk::domain::promise::{Priority, Span};
use secrecy::ExposeSecret;

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Config, Problems> {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    config::load(Some(Path::new(file)), &|name| {
        variables.get(name).map(|value| (*value).to_owned())
    })
}

/// What is wrong with these variables, one a line.
fn refused(variables: &[(&str, &str)]) -> String {
    let problems = load("tests/data/contract.toml", variables).expect_err("refused");
    problems.to_string()
}

#[test]
fn the_contracts_own_file_loads() {
    let config = load("tests/data/contract.toml", &[]).unwrap();
    let team = config.catalogue.team("IT").unwrap();
    let calendar = team.calendar.as_ref().unwrap();
    assert_eq!(calendar.hours[4], [(540, 900)]);
    assert_eq!((team.channels.len(), team.request_channels.len()), (2, 1));
    assert_eq!(team.digests.len(), 2);
    let service = config.catalogue.service("laptop").unwrap();
    assert_eq!(
        service.promises.at(Priority::Urgent).resolution,
        Some(Span::Days(2))
    );
    assert!(matches!(&service.fields[1].kind, FieldKind::Select { options } if options.len() == 4));
    assert_eq!(config.listen.to_string(), "127.0.0.1:3978");
    assert_eq!(config.log, "info");
    assert!(config.slack.is_none() && config.public_url.is_none());
}

#[test]
fn the_example_loads_and_its_defaults_are_the_defaults() {
    let config = load("frontdesk.example.toml", &[]).unwrap();
    // Every comment that shows a default, made part of the file, changes nothing.
    let text = std::fs::read_to_string("frontdesk.example.toml").unwrap();
    let shown: Vec<String> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.starts_with("hours.sun") => rest.to_owned(),
            _ => line.to_owned(),
        })
        .collect();
    let with_defaults = config::catalogue(&shown.join("\n"), "frontdesk.example.toml").unwrap();
    assert_eq!(
        format!("{:#?}", with_defaults),
        format!("{:#?}", config.catalogue)
    );
}

#[test]
fn everything_wrong_is_said_at_once() {
    let text = std::fs::read_to_string("tests/data/bad.toml").unwrap();
    let problems = config::catalogue(&text, "frontdesk.toml").unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn the_plans_of_the_examples_load_and_say_what_they_mean() {
    let config = load("examples/plans.toml", &[]).unwrap();
    let said = config::explain(&config);
    let plan = said
        .split("\n\n")
        .find(|part| part.starts_with("Service new-hire"));
    insta::assert_snapshot!(plan.unwrap());
    // Each of the plans can be kept: nothing in it is warned of.
    assert!(!said.contains("Warnings"), "{said}");
}

#[test]
fn everything_wrong_with_plans_is_said_at_once() {
    let text = std::fs::read_to_string("tests/data/bad_plans.toml").unwrap();
    let problems = config::catalogue(&text, "frontdesk.toml").unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn what_a_step_leaves_open_is_warned_of() {
    let text = std::fs::read_to_string("examples/plans.toml").unwrap();
    let text = text.replace("set = { what = \"Joins\" }", "");
    let text = text.replace(
        "channel = { slack = \"C0FAC\", teams = \"19:fac@thread.tacv2\" }",
        "",
    );
    let config = config::of(&text, "frontdesk.toml", &|_| None).unwrap();
    let said = config::explain(&config);
    for warned in [
        "step payroll of new-hire: nothing fills “What is it?”, which service payroll-entry requires",
        "step workplace of new-hire: team FAC has no channel, so nobody is told that it will come",
    ] {
        assert!(said.contains(warned), "{warned}: {said}");
    }
}

#[test]
fn a_file_that_is_no_toml_tells_where() {
    let problems = config::catalogue("[desk]\nname = \"x\nadmins = [\n", "f.toml").unwrap_err();
    insta::assert_snapshot!(problems);
    let problems = config::catalogue("[desk]\nname = \"a\"\nname = \"b\"\n", "f.toml").unwrap_err();
    insta::assert_snapshot!(problems);
    let problems = config::catalogue("", "f.toml").unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn a_file_that_is_not_there_tells_what_to_do() {
    let problems = load("nowhere.toml", &[("FRONTDESK_LISTEN", "here")]).unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn the_environment_is_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "xapp-from-file\n").unwrap();
    let config = load(
        "tests/data/contract.toml",
        &[
            ("FRONTDESK_LISTEN", "[::1]:80"),
            ("FRONTDESK_PUBLIC_URL", "https://desk.example.com"),
            ("FRONTDESK_DATABASE_URL", "sqlite:///var/lib/desk.db"),
            ("FRONTDESK_LOG", "info,frontdesk=debug"),
            ("SLACK_BOT_TOKEN", "xoxb-1"),
            ("SLACK_APP_TOKEN_FILE", file.path().to_str().unwrap()),
            ("SLACK_SIGNING_SECRET", "new, old"),
            ("SLACK_API_URL", "http://slack.internal:9/api"),
        ],
    )
    .unwrap();
    assert!(
        matches!(&config.database, config::Database::Sqlite(path) if path == Path::new("/var/lib/desk.db"))
    );
    insta::assert_snapshot!(parts_of(&config));
    let slack = config.slack.as_ref().unwrap();
    let secrets: Vec<&str> = slack
        .signing_secrets
        .iter()
        .map(|s| s.expose_secret())
        .collect();
    assert_eq!(secrets, ["new", "old"]);
    assert_eq!(
        slack.app_token.as_ref().unwrap().expose_secret(),
        "xapp-from-file"
    );
    assert_eq!(
        slack.api_url.join("auth.test").unwrap().as_str(),
        "http://slack.internal:9/api/auth.test"
    );
    for shown in [format!("{config:?}"), config::explain(&config)] {
        for secret in ["xoxb-1", "xapp-from-file", "\"new\"", "\"old\""] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn a_postgresql_database_is_named_without_its_password() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let url = "postgres://desk:s3cret@db.acme.example:5433/frontdesk";
    std::fs::write(file.path(), url).unwrap();
    for (name, value) in [
        ("FRONTDESK_DATABASE_URL", url),
        ("FRONTDESK_DATABASE_URL_FILE", file.path().to_str().unwrap()),
    ] {
        let config = load("tests/data/contract.toml", &[(name, value)]).unwrap();
        let shown = config::explain(&config);
        assert!(
            shown.contains("PostgreSQL, frontdesk at db.acme.example"),
            "{shown}"
        );
        assert!(!shown.contains("s3cret") && !format!("{config:?}").contains("s3cret"));
    }
}

#[test]
fn wrong_variables_are_said_at_once_without_their_secrets() {
    insta::assert_snapshot!(refused(&[
        ("FRONTDESK_LISTEN", "localhost"),
        ("FRONTDESK_PUBLIC_URL", "ftp://desk.example.com"),
        ("FRONTDESK_DATABASE_URL", "postgres://user:s3cret@host"),
        ("FRONTDESK_LOG", "frontdesk=loud"),
        ("SLACK_BOT_TOKEN", "xapp-s3cret"),
        ("SLACK_APP_TOKEN", "xapp-s3cret"),
        ("SLACK_APP_TOKEN_FILE", "/tmp/token"),
        ("SLACK_SIGNING_SECRET_FILE", "/nowhere/secret"),
        ("SLACK_API_URL", "https://user:s3cret@slack.com"),
    ]));
    insta::assert_snapshot!(refused(&[("SLACK_BOT_TOKEN", "xoxb-s3cret")]));
}

#[test]
fn without_a_bot_token_slack_is_off() {
    let config = load(
        "tests/data/contract.toml",
        &[("SLACK_SIGNING_SECRET", "s"), ("SLACK_BOT_TOKEN", "")],
    )
    .unwrap();
    assert!(config.slack.is_none());
    insta::assert_snapshot!(parts_of(&config));
}

/// What `check` says is on and off, and what it warns of.
fn parts_of(config: &Config) -> String {
    let said = config::explain(config);
    let (_, parts) = said.split_once("\nParts\n").unwrap();
    parts.to_owned()
}

#[test]
fn check_tells_what_it_understood() {
    let config = load("frontdesk.example.toml", &[]).unwrap();
    insta::assert_snapshot!(config::explain(&config));
}

#[test]
fn holidays_come_from_a_file_beside_the_configuration() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string("tests/data/contract.toml").unwrap();
    let list = "holidays = [\"2026-12-25\"]";
    assert!(text.contains(list));
    let both = format!("{list}\nholidays_file = \"public/days.ics\"");
    std::fs::write(dir.path().join("frontdesk.toml"), text.replace(list, &both)).unwrap();
    std::fs::create_dir(dir.path().join("public")).unwrap();
    let days = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Labour Day\n\
        DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n";
    std::fs::write(dir.path().join("public/days.ics"), days).unwrap();
    let file = dir.path().join("frontdesk.toml");
    let config = load(file.to_str().unwrap(), &[]).unwrap();
    let team = config.catalogue.team("IT").unwrap();
    let holidays = &team.calendar.as_ref().unwrap().holidays;
    for day in ["2026-12-25", "2026-05-01", "2031-05-01"] {
        assert!(holidays.contains(&day.parse().unwrap()), "{day}");
    }
}

#[test]
fn check_warns_of_what_is_seldom_meant() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = r#"
        service = [
            { key = "a", team = "A", name = "A" },
            { key = "c", team = "A", name = "C", approval = { by = ["manager"], on_expiry = "approve" } },
            { key = "d", team = "A", name = "D", approval = { by = ["field:who"] }, field = [{ key = "who", label = "Who?", type = "person" }] },
        ]
        [[team]]
        key = "A"
        name = "A"
        lead = "a@acme.example"
        channel = { slack = "C0A" }
        request_channels = { slack = ["C0A", "C0HELP"] }
        [[team]]
        key = "B"
        name = "B"
        lead = "b@acme.example"
        request_channels = { slack = ["C0HELP"] }
        digest = [{ kind = "daily", cron = "0 9 * * *" }]
    "#;
    std::fs::write(file.path(), text).unwrap();
    let token = [("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_SIGNING_SECRET", "s")];
    let config = load(file.path().to_str().unwrap(), &token).unwrap();
    let said = config::explain(&config);
    let (_, warnings) = said.split_once("Warnings\n").unwrap();
    insta::assert_snapshot!(warnings);
}

#[test]
fn what_is_wrong_with_a_roster_is_said_with_its_line() {
    let text = r#"
        service = [{ key = "a", team = "IT", name = "A" }]
        team = [{ key = "IT", name = "IT", agents = ["ana@acme.example", "bo@acme.example"], assign = "random", page = "now" }]

        [[roster]]
        announce = "9"

        [[roster]]
        team = "TI"

        [[roster]]
        team = "IT"
        announce = "25:00"
        hand_over = "yes"
        shifts = []

          [[roster.shift]]
          people = []

          [[roster.shift]]
          turn = "monthly"
          days = "monday"

          [[roster.shift]]
          people = ["anna@acme.example", "ana"]
          hours = "9-17"
          from = "tomorrow"
          time_zone = "Europe/Berlim"

          [[roster.shift]]
          people = ["ana@acme.example", "bo@acme.example"]
          days = "sat,sun"
          hours = "20:00-08:00"

          [[roster.shift]]
          people = ["bo@acme.example"]
          days = "mon"
          hours = "06:00-14:00"

          [[roster.shift]]
          people = ["ana@acme.example"]
          days = "mon"
          hours = "08:00-14:00"

        [[roster]]
        team = "IT"
    "#;
    let problems = config::catalogue(text, "f.toml").unwrap_err();
    insta::assert_snapshot!(problems);
}

#[test]
fn check_warns_of_rosters_that_nobody_is_in() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = r#"
        service = [{ key = "a", team = "A", name = "A" }, { key = "b", team = "B", name = "B" }, { key = "c", team = "C", name = "C" }]
        team = [
            { key = "A", name = "A", lead = "a@acme.example", assign = "duty", page = "high" },
            { key = "B", name = "B", agents = ["b@acme.example"], assign = "turns", page = "urgent" },
            { key = "C", name = "C", lead = "c@acme.example" },
        ]
        roster = [{ team = "C", shift = [{ people = ["c@acme.example"] }] }]
    "#;
    std::fs::write(file.path(), text).unwrap();
    let config = load(file.path().to_str().unwrap(), &[]).unwrap();
    let said = config::explain(&config);
    let (_, warnings) = said.split_once("Warnings\n").unwrap();
    insta::assert_snapshot!(warnings);
}

proptest::proptest! {
    /// Whatever a slip of the editor makes of the file: problems with a place in it, never a panic.
    #[test]
    fn no_damage_to_the_file_breaks_the_reader(
        at in 0usize..8000,
        cut in 0usize..40,
        put in "[ -~\\n]{0,6}|[a-z]{1,3} = [0-9{\\[\"]|\\PC{0,4}",
    ) {
        let text = std::fs::read_to_string("frontdesk.example.toml").unwrap();
        let mut chars: Vec<char> = text.chars().collect();
        let at = at % chars.len();
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, put.chars());
        let damaged: String = chars.into_iter().collect();
        if let Err(problems) = config::catalogue(&damaged, "f") {
            assert!(!problems.0.is_empty());
            let lines = damaged.matches('\n').count() + 1;
            assert!(problems.0.iter().all(|p| p.at.is_some_and(|(line, _)| line <= lines)));
        }
    }
}

#[test]
fn a_teams_replies_know_their_variables() {
    let text = std::fs::read_to_string("frontdesk.example.toml").unwrap();
    let catalogue = config::catalogue(&text, "frontdesk.example.toml").unwrap();
    let replies = &catalogue.team("IT").unwrap().replies;
    assert_eq!(replies[0].name, "vpn");
    let wrong = text
        .replace("{requester}, please", "{requestor}, please")
        .replace("name = \"vpn\"", "name = \"The VPN\"");
    let problems = config::catalogue(&wrong, "desk.toml")
        .unwrap_err()
        .to_string();
    assert!(
        problems.contains("{requestor} is not a variable; there are {requester}, {number}"),
        "{problems}"
    );
    assert!(
        problems.contains("\"The VPN\" is no name for a reply"),
        "{problems}"
    );
}
