//! What is told to whoever asked for the same: their request was merged into this one.

use crate::domain::post::Side;
use crate::domain::promise::Tell;
use crate::domain::request::{Alarm, Fact};
use crate::domain::talk::Text;

use super::face::Message;
use super::scene::{Scene, Told};
use super::told::told;
use super::words::sentence::{sentence, with, words};
use super::words::{links, promised};

/// The words for their thread; none where it is nothing for them.
pub fn fellow(scene: &Scene<'_>, fact: &Told<'_>) -> Option<Message> {
    let number = || words(&scene.request.number);
    let by = || {
        fact.by
            .map_or_else(|| words("The desk"), |by| scene.named(by))
    };
    let text: Text = match fact.fact {
        Fact::Resolved {
            summary: Some(summary),
        } => sentence(
            "{} says that {} is solved: {}\nIf it is not solved for you, use Reopen on the card of your own request.",
            [by(), number(), words(summary)],
        ),
        Fact::Resolved { summary: None } => sentence(
            "{} says that {} is solved.\nIf it is not solved for you, use Reopen on the card of your own request.",
            [by(), number()],
        ),
        Fact::Reopened { .. } => sentence(
            "{} is open again: there is something left to do.",
            [number()],
        ),
        Fact::Cancelled { .. } => sentence(
            "{} is closed without a result. If you still need it, use Reopen on the card of your own request.",
            [number()],
        ),
        Fact::HandedOver { private: true, .. } => links::gone_private(&scene.request.number),
        Fact::Alarmed {
            alarm,
            tell: Tell::Requester,
            due: Some(due),
        } => promised::late_elsewhere(number(), fact, *alarm == Alarm::Answer, *due),
        // Only the requester is asked, reminded and told of the end.
        Fact::Waiting
        | Fact::Reminded
        | Fact::Alarmed { .. }
        | Fact::Linked { .. }
        | Fact::Closed => return None,
        _ => {
            let mut said = told(scene, fact, Side::Requester)?;
            said.summary = with("", [vec![number(), words(": ")], said.summary]);
            return Some(Message::line(said.summary));
        }
    };
    Some(Message::line(text))
}
