//! Who works at the sample company, and what they were saying when we came in.

use crate::sandbox::{Slack, Visibility};

const BERLIN: &str = "Europe/Berlin";

/// Name, time zone and what they do: one for each role that the desk knows, and a stranger.
const PEOPLE: &[(&str, &str, &str)] = &[
    ("mia", BERLIN, "Sales · asks for things"),
    (
        "ben",
        "America/New_York",
        "Marketing, New York · asks for things",
    ),
    ("ana", BERLIN, "IT support · agent"),
    ("lea", BERLIN, "IT support · lead"),
    ("hanna", BERLIN, "People and culture · lead"),
    ("fritz", BERLIN, "Facilities · agent"),
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
    let all = ["mia", "ben", "ana", "lea", "hanna", "fritz", "olga"];
    slack.add_channel_without_bot("C0GENERAL", "general", Visibility::Public, &all);
    let it_help = ["mia", "ben", "ana", "lea", "hanna", "fritz", "olga", "sam"];
    slack.add_channel("C0ITHELP", "it-help", Visibility::Public, &it_help);
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
        &["fritz", "olga"],
    );
    for (name, ..) in PEOPLE {
        // Everybody has found the app already.
        slack.dm_channel(name);
    }
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
