//! What concerns many, as a card, and as a line above other things.

use crate::domain::announcement::{Announcement, Ended};
use crate::domain::catalogue::Catalogue;
use crate::domain::press::Press;
use crate::domain::talk::{Span, Text, plain};

use super::face::{Control, Message, Part};
use super::scene::{service_name, team_name};
use super::words::sentence::{bold, join, lines, sentence, words};

/// The card as it is now. `by`: who said that it is over; `others`: it stands where those read it who can say so.
pub fn announcement(
    announcement: &Announcement,
    by: Option<Span>,
    others: bool,
    catalogue: &Catalogue,
) -> Message {
    let about = about(announcement, catalogue);
    let mut parts = vec![Part::Header(about.clone())];
    match &announcement.ended {
        Some(ended) => {
            parts.push(Part::Text(over(ended, by)));
            parts.push(Part::Small(plain(&announcement.text)));
        }
        None => {
            parts.push(Part::Text(plain(&announcement.text)));
            parts.extend(until(announcement).map(Part::Small));
            if others {
                let solved = Press::EndAnnouncement(announcement.id);
                parts.push(Part::Actions(vec![Control::button("Solved", solved)]));
            }
        }
    }
    let said = match &announcement.ended {
        Some(ended) => over(ended, None),
        None => plain(&announcement.text),
    };
    Message {
        summary: join([sentence("{}:", [words(about)]), said]),
        parts,
    }
}

/// The same in few lines, above what somebody else is there for.
pub(super) fn news(announcement: &Announcement, catalogue: &Catalogue) -> Text {
    let heading = bold(about(announcement, catalogue));
    let said = sentence("{}: {}", [heading, words(&announcement.text)]);
    lines([said].into_iter().chain(until(announcement)))
}

/// Whom it concerns: what the team, or one service of it, is called.
fn about(announcement: &Announcement, catalogue: &Catalogue) -> String {
    let team = team_name(catalogue, &announcement.team);
    match &announcement.service {
        Some(service) => format!("{team}: {}", service_name(catalogue, service)),
        None => team,
    }
}

fn until(announcement: &Announcement) -> Option<Text> {
    let until = announcement.until?;
    Some(sentence("Expected to be over {}.", [Span::When(until)]))
}

fn over(ended: &Ended, by: Option<Span>) -> Text {
    match (ended.by, by) {
        (None, _) => sentence("This is over since {}.", [Span::When(ended.at)]),
        (Some(_), Some(by)) => sentence("Solved {}, says {}.", [Span::When(ended.at), by]),
        (Some(_), None) => sentence("Solved {}.", [Span::When(ended.at)]),
    }
}
