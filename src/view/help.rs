//! What can be said to the desk.

use crate::domain::ids::Platform;
use crate::domain::intent::DeskWord;
use crate::domain::talk::{Text, plain};

use super::words::sentence::{bold, lines, sentence, words};

/// Every word that `/desk` knows, the agents' own only to agents.
pub(super) fn help(agent: bool, platform: Platform) -> Text {
    let known = DeskWord::KNOWN.into_iter().filter_map(explained);
    let known = known.filter(|word| agent || !word.agents).map(|word| {
        sentence(
            "{} {}",
            [bold(spelled(word.usage, platform)), words(word.does)],
        )
    });
    let new = sentence(
        "{} opens the form for a new request. You can add what it is about: {}",
        [
            bold(asking("", platform)),
            bold(asking("laptop screen is black", platform)),
        ],
    );
    let intro = plain(
        "Whatever you need from a team, ask here. You always see who has it and what comes next.",
    );
    lines(
        [intro, new]
            .into_iter()
            .chain(known)
            .chain(agent.then(|| exported(platform)))
            .chain(agent.then(by_hand)),
    )
}

struct Explained {
    usage: &'static str,
    does: &'static str,
    /// Of use to agents only.
    agents: bool,
}

/// What a word of [`DeskWord::KNOWN`] does; the test beneath fails where one is not explained.
fn explained(word: &str) -> Option<Explained> {
    let (usage, does, agents) = match word {
        "help" => ("help", "shows this.", false),
        "home" => (
            "home",
            "shows your desk: what you asked for, and what waits for you.",
            false,
        ),
        "mine" => ("mine", "lists your open requests.", false),
        "kb" => (
            "kb WORDS",
            "finds what the teams have written down already.",
            false,
        ),
        "announce" => (
            "announce",
            "says something to everybody concerned, like an outage; for leads.",
            true,
        ),
        "approvals" => ("approvals", "lists what waits for your approval.", false),
        "duty" => ("duty", "tells who is there for each team.", false),
        "who" => (
            "who WORDS",
            "tells who serves what, who is on duty there and what they promise.",
            false,
        ),
        "why" => (
            "why IT-42",
            "tells why a request is with the team that has it.",
            false,
        ),
        "queue" => ("queue", "lists your team's open requests.", true),
        "log" => (
            "log @PERSON WORDS",
            "makes a request for somebody who called or came by.",
            true,
        ),
        "replies" => (
            "replies",
            "shows the replies that are kept: in a request's thread, ?name sends one.",
            true,
        ),
        "digest" => (
            "digest",
            "shows your team's figures now; digest me daily, weekly or off: whether you get your own.",
            true,
        ),
        _ => return None,
    };
    Some(Explained {
        usage,
        does,
        agents,
    })
}

fn exported(platform: Platform) -> Text {
    sentence(
        "{} writes the rosters down as the configuration has them.",
        [bold(spelled("duty export", platform))],
    )
}

fn by_hand() -> Text {
    plain(
        "In the thread of a request's card, what you write stays within the team. To reach the requester, use Reply, or start your text with >>",
    )
}

/// `/desk mine` on Slack, `mine` on Teams.
pub(super) fn spelled(word: &str, platform: Platform) -> String {
    match platform {
        Platform::Slack => format!("/desk {word}"),
        Platform::Teams => word.to_owned(),
    }
}

/// `/request WORDS` on Slack, `request WORDS` on Teams.
pub(super) fn asking(about: &str, platform: Platform) -> String {
    let command = match platform {
        Platform::Slack => "/request",
        Platform::Teams => "request",
    };
    format!("{command} {about}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::talk::flat;

    #[test]
    fn every_known_word_is_explained() {
        let told = flat(&help(true, Platform::Slack));
        for word in DeskWord::KNOWN {
            assert!(explained(word).is_some(), "{word} is not explained");
            assert!(told.contains(&format!("/desk {word}")), "{word}");
        }
    }

    /// Whoever adds a word has to come by here: it breaks the build until it is known or not.
    #[test]
    fn every_variant_has_its_word() {
        let word = |word: &DeskWord| match word {
            DeskWord::Help => Some("help"),
            DeskWord::Home => Some("home"),
            DeskWord::Mine => Some("mine"),
            DeskWord::Approvals => Some("approvals"),
            DeskWord::Queue => Some("queue"),
            DeskWord::Duty | DeskWord::DutyExport => Some("duty"),
            DeskWord::Who(_) => Some("who"),
            DeskWord::Why(_) => Some("why"),
            DeskWord::Log { .. } => Some("log"),
            DeskWord::Replies => Some("replies"),
            DeskWord::Digest { .. } | DeskWord::OwnDigest | DeskWord::DigestMe(_) => Some("digest"),
            DeskWord::Kb(_) => Some("kb"),
            DeskWord::Announce => Some("announce"),
            DeskWord::Find(_) => None,
            DeskWord::NotYet(_) | DeskWord::Unknown(_) => None,
        };
        let all = [
            DeskWord::Help,
            DeskWord::Home,
            DeskWord::Mine,
            DeskWord::Approvals,
            DeskWord::Queue,
            DeskWord::Duty,
            DeskWord::Who(String::new()),
            DeskWord::Why(String::new()),
            DeskWord::Log {
                person: None,
                text: String::new(),
            },
            DeskWord::Replies,
            DeskWord::Digest {
                channel: None,
                kind: crate::domain::catalogue::DigestKind::Weekly,
            },
            DeskWord::OwnDigest,
            DeskWord::DigestMe(None),
            DeskWord::Kb(String::new()),
            DeskWord::Announce,
        ];
        for known in all.iter().filter_map(word) {
            assert!(DeskWord::KNOWN.contains(&known), "{known}");
        }
    }
}
