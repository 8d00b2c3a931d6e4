//! "Shall this become a request?"

use crate::domain::catalogue::Catalogue;
use crate::domain::intent::Press;
use crate::domain::post::{Offer, OfferReason};
use crate::domain::talk::{Text, plain};

use super::face::{Control, Message, Part};
use super::words::sentence::{join, sentence, words};

/// The offer, with the button that opens the form from the post `post`.
pub fn offer(offer: &Offer, post: i64, catalogue: &Catalogue) -> Message {
    let text = join([why(offer.why), who(offer, catalogue)]);
    Message {
        summary: text.clone(),
        parts: vec![
            Part::Text(text),
            Part::Actions(vec![Control::primary(
                "New request",
                Press::NewRequest(post),
            )]),
        ],
    }
}

fn why(why: OfferReason) -> Text {
    plain(match why {
        OfferReason::Direct => "Shall we make this a request? What you wrote is filled in already.",
        OfferReason::Mention => {
            "Shall we make this a request? Then somebody owns it, and you can see how it stands."
        }
        OfferReason::Ticket => {
            "A colleague thinks that this should be a request, so that it is not lost. What you wrote is filled in already."
        }
        OfferReason::Over => {
            "That request is over. The team can read what you write here, but nobody works on it any more. If there is something left to do, a new request starts from this one."
        }
    })
}

/// Whose channel it is, where it is somebody's.
fn who(offer: &Offer, catalogue: &Catalogue) -> Text {
    let channel = offer.start.channel.as_ref();
    channel
        .and_then(|channel| catalogue.team_asked_in(channel))
        .map_or_else(Text::new, |team| {
            sentence("{} is here for you.", [words(&team.name)])
        })
}
