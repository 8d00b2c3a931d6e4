//! What the teams know: lists of it, what may help, and one article as a card.

use crate::domain::article::{Article, ArticleState};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{Platform, PostId};
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::face::{Control, Message, Part};
use super::help::spelled;
use super::scene::{service_name, team_name};
use super::words::sentence::{bold, lines, sentence, with, words};
use super::{cut, markdown};

/// As much of an article tells whether to read it.
const MOST_EXCERPT: usize = 140;
/// Parts of a card that the text of an article may take.
const MOST_PARTS: usize = 4;

/// What was found for `typed`; `teams`: those whose articles the reader writes.
pub(super) fn articles(
    typed: &str,
    found: &[Article],
    kept: bool,
    teams: &[String],
    catalogue: &Catalogue,
) -> Message {
    let heading = match (found.is_empty(), kept, typed.is_empty()) {
        (true, false, _) => sentence(
            "Nobody has written anything about “{}” yet. New request asks the team that knows.",
            [words(typed)],
        ),
        (true, true, true) => plain("Your teams have written nothing yet."),
        (true, true, false) => sentence("Your teams have nothing about “{}”.", [words(typed)]),
        (false, true, true) => plain("What your teams wrote, the last changes first"),
        (false, ..) => sentence("What is known about “{}”", [words(typed)]),
    };
    let mut parts = vec![Part::Text(heading.clone())];
    for article in found {
        parts.push(Part::Text(entry(article)));
        parts.push(Part::Small(under(article, catalogue)));
        let mut buttons = vec![reading(article)];
        if teams.contains(&article.team) {
            buttons.push(spoken("Edit", Press::EditArticle(article.id), article));
        }
        parts.push(Part::Actions(buttons));
    }
    let mut buttons = vec![];
    if !kept {
        buttons.push(Control::button("New request", Press::NewRequest(0)));
    }
    if !teams.is_empty() && (kept || found.is_empty()) {
        buttons.push(Control::button("Write an article", Press::NewArticle));
    }
    if !buttons.is_empty() {
        parts.push(Part::Actions(buttons));
    }
    Message {
        summary: heading,
        parts,
    }
}

/// How the word is written.
pub(super) fn usage(writes: bool, platform: Platform) -> Message {
    let search = sentence(
        "Say what you are looking for: {}",
        [bold(spelled("kb WORDS", platform))],
    );
    let write = sentence(
        "{} writes an article, {} changes one.",
        [
            bold(spelled("kb new", platform)),
            bold(spelled("kb edit WORDS", platform)),
        ],
    );
    Message::line(lines([search].into_iter().chain(writes.then_some(write))))
}

/// What may make the request unnecessary that `post` offers.
pub(super) fn suggested(articles: &[Article], post: i64) -> Vec<Part> {
    let mut parts = vec![];
    for article in articles {
        parts.push(Part::Text(entry(article)));
        let helped = Press::Helped(PostId(post), article.id);
        parts.push(Part::Actions(vec![
            reading(article),
            spoken("That helped", helped, article),
        ]));
    }
    parts
}

/// What may help while a request waits for its team.
pub(super) fn beside(articles: &[Article]) -> Vec<Part> {
    if articles.is_empty() {
        return vec![];
    }
    let mut parts = vec![Part::Text(plain("This may help meanwhile:"))];
    for article in articles {
        parts.push(Part::Text(entry(article)));
        parts.push(Part::Actions(vec![reading(article)]));
    }
    parts
}

/// One article, to be shown to others.
pub fn article_card(article: &Article, catalogue: &Catalogue) -> Message {
    let mut parts = vec![Part::Header(article.title.clone())];
    let (text, whole) = cut::parts(&markdown::read(&article.body), MOST_PARTS);
    parts.extend(text.into_iter().map(Part::Text));
    if !whole {
        parts.push(Part::Small(plain("There is more of it in the app itself.")));
    }
    parts.push(Part::Small(place(article, catalogue)));
    Message {
        summary: plain(&article.title),
        parts,
    }
}

/// The title, and how it begins.
fn entry(article: &Article) -> Text {
    let (excerpt, _) = cut::short(&markdown::line(&article.body), MOST_EXCERPT);
    lines([vec![bold(&article.title)], plain(excerpt)])
}

fn under(article: &Article, catalogue: &Catalogue) -> Text {
    let state = match article.state {
        ArticleState::Published => Text::new(),
        state => plain(state_name(state)),
    };
    let private = match article.private {
        true => plain("for the team alone"),
        false => Text::new(),
    };
    with(
        " · ",
        [place(article, catalogue), state, private, judged(article)],
    )
}

/// Whose it is, and about what.
pub(super) fn place(article: &Article, catalogue: &Catalogue) -> Text {
    let team = words(team_name(catalogue, &article.team));
    match &article.service {
        Some(service) => sentence("{}: {}", [team, words(service_name(catalogue, service))]),
        None => vec![team],
    }
}

/// What readers said of it.
fn judged(article: &Article) -> Text {
    let helped = match article.helpful {
        0 => Text::new(),
        1 => plain("helped 1 person"),
        many => sentence("helped {} people", [words(many.to_string())]),
    };
    let not = match article.unhelpful {
        0 => Text::new(),
        many => sentence("did not help {}", [words(many.to_string())]),
    };
    let spared = match article.spared {
        0 => Text::new(),
        1 => plain("made 1 request unnecessary"),
        many => sentence("made {} requests unnecessary", [words(many.to_string())]),
    };
    with(", ", [helped, not, spared])
}

pub(super) fn state_name(state: ArticleState) -> &'static str {
    match state {
        ArticleState::Draft => "Draft",
        ArticleState::Published => "Published",
        ArticleState::Retired => "Retired",
    }
}

fn reading(article: &Article) -> Control {
    spoken("Read", Press::ReadArticle(article.id), article)
}

/// Several buttons of one name stand in a list: a screen reader says which one it is.
fn spoken(label: &str, press: Press, article: &Article) -> Control {
    Control {
        spoken: Some(format!("{label}: {}", article.title)),
        ..Control::button(label, press)
    }
}
