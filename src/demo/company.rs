//! Who works at the sample company, and what they were saying when we came in.

use crate::sandbox::teams::Teams;
use crate::sandbox::{Slack, Visibility};

const BERLIN: &str = "Europe/Berlin";
const COMPANY: &str = "19:company@thread.tacv2";
const LUNCH: &str = "19:lunch@thread.v2";

/// Name, time zone and what they do: one for each role that the desk knows, and a stranger.
const PEOPLE: [(&str, &str, &str); 10] = [
    ("mia", BERLIN, "Sales · asks for things"),
    (
        "ben",
        "America/New_York",
        "Marketing, New York · asks for things",
    ),
    ("carl", BERLIN, "Sales · manager of Mia and Ben, approves"),
    ("ana", BERLIN, "IT support · agent"),
    ("lea", BERLIN, "IT support · lead"),
    ("hanna", BERLIN, "People and culture · lead"),
    ("fritz", BERLIN, "Facilities · lead"),
    ("max", BERLIN, "Facilities · agent"),
    ("paul", BERLIN, "Finance · agent, works in Teams"),
    ("olga", BERLIN, "Operations · admin of the desk"),
];

/// People and channels.
pub fn moves_in(slack: &Slack) {
    for (name, zone, title) in PEOPLE {
        slack.add_user(name, &format!("{name}@acme.example"), zone);
        slack.entitle(name, title);
    }
    slack.add_stranger("sam", "sam@partner.example", "Europe/London");
    slack.entitle("sam", "Another company · a stranger to the desk");
    let all = PEOPLE.map(|(name, ..)| name);
    slack.add_channel_without_bot("C0GENERAL", "general", Visibility::Public, &all);
    slack.add_channel(
        "C0ITHELP",
        "it-help",
        Visibility::Public,
        &[&all[..], &["sam"]].concat(),
    );
    slack.share("C0ITHELP");
    slack.add_channel("C0OFFICE", "office", Visibility::Public, &all);
    // For the others to find and join.
    let eaters = ["mia", "ben", "fritz"];
    slack.add_channel_without_bot("C0LUNCH", "lunch", Visibility::Public, &eaters);
    slack.add_channel(
        "C0ITTRIAGE",
        "it-triage",
        Visibility::Private,
        &["ana", "lea", "olga"],
    );
    slack.add_channel(
        "C0HRTRIAGE",
        "hr-triage",
        Visibility::Private,
        &["hanna", "olga"],
    );
    slack.add_channel(
        "C0FACTRIAGE",
        "facilities",
        Visibility::Private,
        &["fritz", "max", "olga"],
    );
    for (name, ..) in PEOPLE {
        // Everybody has found the app already.
        slack.dm_channel(name);
    }
}

/// Teams, their channels and a chat: the same people, except strangers.
pub fn moves_into_teams(teams: &Teams) {
    for (name, zone, title) in PEOPLE {
        let member = teams.add_user(name, &format!("{name}@acme.example"));
        member.moves_to(zone);
        teams.entitle(name, title);
    }
    let all = PEOPLE.map(|(name, ..)| name);
    for (id, team, name, members) in [
        (COMPANY, "Acme", "Company", &all[..]),
        ("19:money@thread.tacv2", "Acme", "Money matters", &all[..]),
        (
            "19:finance@thread.tacv2",
            "Finance",
            "Requests",
            &["paul", "olga"],
        ),
    ] {
        teams.add_channel(id, members);
        teams.name_place(id, team, name);
    }
    teams.add_group(LUNCH, &["mia", "ben", "paul"]);
    teams.name_place(LUNCH, "", "Lunch");
}

/// What was said in Teams before the desk came.
pub fn talks_in_teams(teams: &Teams) {
    let cake = teams.said(COMPANY, "hanna", None, "Summer party: who bakes a cake?");
    teams.said(COMPANY, "mia", Some(&cake), "I do! Cherry.");
    teams.said(LUNCH, "ben", None, "The new place at noon?");
    teams.said(
        "19:money@thread.tacv2",
        "ben",
        None,
        "My hotel in Lyon took cash only. Who do I send the receipt to?",
    );
}

/// What was said before the desk came: something to turn into a request.
pub fn talks(slack: &Slack) {
    slack.said(
        "C0GENERAL",
        "lea",
        "Good morning! There is cake in the kitchen on the second floor :cake:",
    );
    slack.said("C0GENERAL", "mia", "On my way");
    slack.said(
        "C0ITHELP",
        "ben",
        "My second screen flickers since this morning. Anybody else?",
    );
    slack.said(
        "C0ITHELP",
        "ana",
        "Not here. Want to make a request of it? The menu on your message can do that.",
    );
    slack.said(
        "C0OFFICE",
        "mia",
        "The coffee machine on 2 says E07 and blinks",
    );
}
