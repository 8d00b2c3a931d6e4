//! "Shall this become a request?"

use crate::domain::article::Article;
use crate::domain::catalogue::Catalogue;
use crate::domain::post::{Became, Offer, OfferReason};
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::article::suggested;
use super::cut;
use super::face::{Control, Message, Part};
use super::words::sentence::{join, sentence, words};

/// As much of a message tells its author which one it is.
const MOST_QUOTED: usize = 200;

/// The offer, with the button that opens the form from the post `post`, and before it `articles` that may make it
/// unnecessary, or the one that did.
pub fn offer(offer: &Offer, post: i64, articles: &[Article], catalogue: &Catalogue) -> Message {
    match &offer.used {
        Some(Became::Request(number)) => {
            return Message::line(sentence("This became {}.", [words(number)]));
        }
        Some(Became::Private) => {
            return Message::line(plain(
                "This became a private request: it goes on in direct messages.",
            ));
        }
        None => {}
    }
    let mut parts = vec![];
    let text = match (offer.helped, articles) {
        (Some(_), [article, ..]) => sentence(
            "Good that “{}” helped: no request was made. If there is more to it, New request asks the team.",
            [words(&article.title)],
        ),
        (None, [_, ..]) => {
            parts.push(Part::Text(plain("This may help right away:")));
            parts.extend(suggested(articles, post));
            join([
                plain("If it does not:"),
                why(offer.why),
                who(offer, catalogue),
            ])
        }
        _ => join([why(offer.why), who(offer, catalogue)]),
    };
    parts.push(Part::Text(text.clone()));
    parts.extend(quoted(offer).map(Part::Small));
    parts.push(Part::Actions(vec![Control::primary(
        "New request",
        Press::NewRequest(post),
    )]));
    Message {
        summary: text,
        parts,
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

/// Which of their messages somebody else pointed at: only they read this.
fn quoted(offer: &Offer) -> Option<Text> {
    let text = offer.start.text.trim();
    let pointed_at = offer.why == OfferReason::Ticket && !text.is_empty();
    pointed_at.then(|| sentence("“{}”", [words(cut::short(text, MOST_QUOTED).0)]))
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
