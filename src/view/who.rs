//! Who serves what: who is on duty there, and what they promise; and rosters as text.

use crate::domain::answer::Served;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::Platform;
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::cut;
use super::face::{Control, Message, Part};
use super::help::spelled;
use super::words::duty::on_duty;
use super::words::promise::promise;
use super::words::sentence::{bold, lines, sentence, words};

/// Parts of a message that one team's roster may take.
const MOST_PARTS: usize = 8;

/// The services that somebody asked for by words of their own.
pub(super) fn who(
    typed: &str,
    found: &[Served],
    catalogue: &Catalogue,
    platform: Platform,
) -> Message {
    let new = Control::button("New request", Press::NewRequest(0));
    if typed.is_empty() {
        return Message::line(sentence(
            "Please say what it is about: {}",
            [bold(spelled("who WORDS", platform))],
        ));
    }
    let summary = if found.is_empty() {
        sentence("No service is about “{}”.", [words(typed)])
    } else {
        sentence("Who serves “{}”", [words(typed)])
    };
    let mut parts = vec![Part::Text(summary.clone())];
    if found.is_empty() {
        parts.push(Part::Text(plain(
            "Try another word, or look through all services with New request.",
        )));
    }
    parts.extend(found.iter().map(|s| Part::Text(served(s, catalogue))));
    parts.push(Part::Actions(vec![new]));
    Message { summary, parts }
}

fn served(served: &Served, catalogue: &Catalogue) -> Text {
    let Some(service) = catalogue.service(&served.service) else {
        return Text::new();
    };
    let team = catalogue.team(&service.team);
    let calendar = team.and_then(|t| t.calendar.as_ref());
    let promised = promise(&service.promises.usual, calendar);
    lines([
        vec![bold(&service.name)],
        service.description.as_deref().map_or_else(Text::new, plain),
        on_duty(&served.duty),
        promised.map_or_else(Text::new, plain),
    ])
}

/// Rosters in the form of the configuration.
pub(super) fn rosters(all: &[String]) -> Message {
    if all.is_empty() {
        return Message::line(plain("No roster is set: there is nothing to export."));
    }
    let summary = plain("Rosters, as frontdesk.toml has them");
    let mut parts = vec![Part::Text(summary.clone())];
    for roster in all {
        let (pieces, _) = cut::parts(&plain(roster), MOST_PARTS);
        parts.extend(pieces.into_iter().map(Part::Text));
    }
    parts.push(Part::Small(plain(
        "Put this into frontdesk.toml: from then on the roster is changed there, and who is away or stands in still here.",
    )));
    Message { summary, parts }
}
