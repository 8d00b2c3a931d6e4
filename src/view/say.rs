//! What is said to one person only, in answer to what they asked the desk.

use crate::clock::Millis;
use crate::domain::answer::{About, Say};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::Platform;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::article::{articles, usage};
use super::digest::{Looks, digest, own_digest, wishes};
use super::duty::deeds;
use super::face::{Control, Message, Part};
use super::help::{asking, help, spelled};
use super::listing::{Reader, list};
use super::replies::replies;
use super::scene::team_name;
use super::who::{rosters, who};
use super::words::digest::wished;
use super::words::duty::duty;
use super::words::refusal::refusal;
use super::words::routing;
use super::words::sentence::{bold, join, sentence, words};

/// The answer, where `platform` shows it.
pub fn say(say: &Say, catalogue: &Catalogue, platform: Platform, now: Millis) -> Message {
    let reader = |side| Reader {
        catalogue,
        platform,
        now,
        side,
        open: false,
    };
    let looks = Looks {
        catalogue,
        platform,
        now,
        open: false,
    };
    match say {
        Say::Help { agent } => {
            with_new_request(plain("What you can ask the desk"), help(*agent, platform))
        }
        Say::Mine(all) if all.is_empty() => with_new_request(
            plain("You have no open requests"),
            sentence(
                "You have no open requests. {} starts one.",
                [bold(asking("", platform))],
            ),
        ),
        Say::Mine(all) => listed(plain("Your open requests"), all, reader(Side::Requester)),
        Say::Approvals(all) if all.is_empty() => {
            Message::line(plain("Nothing waits for your approval."))
        }
        Say::Approvals(all) => listed(
            plain("These wait for your approval; each has its card in your messages with this app"),
            all,
            reader(Side::Team),
        ),
        Say::Queue { team, open } => {
            let team = team.as_deref().map(|key| team_name(catalogue, key));
            queue(team, open, reader(Side::Team))
        }
        Say::Duty { teams, agent } => {
            let mut parts = vec![
                Part::Text(vec![bold("Who is on duty")]),
                Part::Text(duty(teams)),
            ];
            if *agent {
                parts.push(Part::Actions(deeds()));
            }
            Message {
                summary: plain("Who is on duty"),
                parts,
            }
        }
        Say::Rosters(all) => rosters(all),
        Say::Who { typed, found } => who(typed, found, catalogue, platform),
        Say::Unknown { word, near } => Message::line(unknown(word, *near, platform)),
        Say::NotYet { word } => Message::line(sentence(
            "“{}” is not there yet: it comes with a later version. {} shows what there is.",
            [words(word), bold(spelled("help", platform))],
        )),
        Say::Replies { own, team } => replies(own, team, platform),
        Say::NoTeam => Message::line(sentence(
            "That is for people who serve in a team. To ask for something yourself, use {}. Whoever runs the desk can add you to a team.",
            [words(asking("", platform))],
        )),
        Say::Why(why) => Message::line(routing::why(why, catalogue)),
        Say::Refused(why) => Message::line(refusal(why, None)),
        Say::WhyUsage => Message::line(sentence(
            "Please say which request: {}",
            [bold(spelled("why IT-42", platform))],
        )),
        Say::HomeIsAPage => Message::line(plain(
            "Your desk is the Home tab of this app: open the app from the sidebar.",
        )),
        Say::Digest(figures) if figures.silent() => Message::line(sentence(
            "{} had nothing to do in this time, and nothing is open.",
            [words(team_name(catalogue, &figures.team))],
        )),
        Say::Digest(figures) => {
            let mut message = digest(figures, looks);
            message.parts.push(Part::Actions(wishes(None)));
            message
        }
        Say::OwnDigest { figures, wish } => own_digest(figures, Some(*wish), looks),
        Say::DigestWished(kind) => {
            let plan = kind.map(|kind| catalogue.desk.own_digest(kind));
            Message::line(wished(*kind, plan.map(|plan| plan.cron.as_str())))
        }
        Say::Articles {
            words,
            found,
            kept,
            teams,
        } => articles(words, found, *kept, teams, catalogue),
        Say::KbUsage { writes } => usage(*writes, platform),
        // What is found as somebody types is drawn one by one.
        Say::Found { mine, .. } => {
            listed(plain("Your open requests"), mine, reader(Side::Requester))
        }
        Say::NoLead => Message::line(plain(
            "Announcements are for whoever leads a team, and for admins of the desk. Ask your lead to say it.",
        )),
    }
}

fn queue(team: Option<String>, open: &[About], reader: Reader<'_>) -> Message {
    match (team, open.is_empty()) {
        (Some(team), true) => Message::line(sentence("{} has no open requests.", [words(team)])),
        (None, true) => Message::line(plain("Your teams have no open requests.")),
        (Some(team), false) => {
            let heading = sentence("Open requests of {}", [words(team)]);
            with_several(listed(heading, open, reader))
        }
        (None, false) => with_several(listed(plain("Open requests of your teams"), open, reader)),
    }
}

/// With what can be done to several of them.
fn with_several(mut list: Message) -> Message {
    let several = Control::button("Several at once", Press::OpenBulk);
    list.parts.push(Part::Actions(vec![several]));
    list
}

fn unknown(word: &str, near: Option<&str>, platform: Platform) -> Text {
    let help = sentence("{} shows every word.", [bold(spelled("help", platform))]);
    let word = words(word);
    let first = match near {
        Some(near) => sentence(
            "“{}” is not a word that we know. Did you mean {}?",
            [word, bold(spelled(near, platform))],
        ),
        None => sentence("“{}” is not a word that we know.", [word]),
    };
    join([first, help])
}

fn listed(heading: Text, all: &[About], reader: Reader<'_>) -> Message {
    let mut parts = vec![Part::Text(heading.clone())];
    parts.extend(list(all, reader));
    Message {
        summary: heading,
        parts,
    }
}

fn with_new_request(summary: Text, text: Text) -> Message {
    let new = Control::button("New request", Press::NewRequest(0));
    Message {
        summary,
        parts: vec![Part::Text(text), Part::Actions(vec![new])],
    }
}
