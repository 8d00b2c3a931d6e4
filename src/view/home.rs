//! A person's home page: what they asked, and for agents what waits for them.

use crate::domain::answer::About;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::talk::{Text, plain};

use super::announcement::news;
use super::face::{Control, Home, Message, Part};
use super::listing::{Reader, list, title};
use super::scene::{HomeScene, Serving, named};
use super::words::duty::duty;
use super::words::sentence::{bold, join, lines, sentence};

const NOTHING_ASKED: &str =
    "You have no open requests. Whatever you need, New request finds the right team.";

/// More that wait for a word of theirs are only counted.
const MOST_AWAITED: usize = 5;

/// The page as it is now.
pub fn home(scene: &HomeScene<'_>) -> Home {
    let mut parts = vec![
        Part::Header(greeting(scene)),
        Part::Actions(vec![Control::primary("New request", Press::NewRequest(0))]),
    ];
    for (announcement, theirs) in &scene.news {
        parts.push(Part::Text(news(announcement, scene.catalogue)));
        if *theirs {
            let solved = Press::EndAnnouncement(announcement.id);
            parts.push(Part::Actions(vec![Control::button("Solved", solved)]));
        }
    }
    parts.extend(awaiting(scene).map(Part::Text));
    let own = reader(scene, Side::Requester);
    parts.extend(section("My requests", &scene.mine, NOTHING_ASKED, own));
    if let Some(serving) = &scene.serving {
        parts.extend(served(serving, reader(scene, Side::Team)));
    }
    Home { parts }
}

/// What waits for a word of theirs, in one part each: a page has no room for a list more. Nothing where nothing waits.
fn awaiting(scene: &HomeScene<'_>) -> impl Iterator<Item = Text> {
    let undecided = scene.serving.as_ref().map(|s| s.undecided.as_slice());
    let approvals = waiting(
        scene,
        "Waiting for your approval",
        &scene.awaiting,
        "Each has its card in your messages with this app.",
    );
    let plans = waiting(
        scene,
        "Waiting for your team to decide how it goes on",
        undecided.unwrap_or_default(),
        "A step of each is not done; its card has the choices.",
    );
    approvals.into_iter().chain(plans)
}

fn waiting(scene: &HomeScene<'_>, heading: &str, all: &[About], hint: &str) -> Option<Text> {
    let entry = |about: &About| {
        let from = about.requester.as_ref().map_or_else(Text::new, |person| {
            sentence("from {}", [named(person, scene.platform)])
        });
        join([title(about, false), from])
    };
    let shown = all.iter().take(MOST_AWAITED).map(entry);
    let more = all.len().saturating_sub(MOST_AWAITED);
    let more = (more > 0).then(|| plain(format!("and {more} more")));
    let parts = [vec![bold(heading)]].into_iter().chain(shown).chain(more);
    (!all.is_empty()).then(|| lines(parts.chain([plain(hint)])))
}

/// The same as a message, where the platform has no pages.
pub fn home_card(home: Home) -> Message {
    Message {
        summary: plain("My desk"),
        parts: home.parts,
    }
}

fn greeting(scene: &HomeScene<'_>) -> String {
    let desk = &scene.catalogue.desk.name;
    match &scene.name {
        Some(name) => format!("Hello {name}, this is {desk}"),
        None => format!("Hello, this is {desk}"),
    }
}

fn served(serving: &Serving, reader: Reader<'_>) -> Vec<Part> {
    let sections = [
        section(
            "Assigned to me",
            &serving.assigned,
            "Nothing is assigned to you.",
            reader,
        ),
        section(
            "Unassigned",
            &serving.unassigned,
            "Every request has somebody.",
            reader,
        ),
        section(
            "At risk",
            &serving.at_risk,
            "Nothing is late or due within the next hours.",
            reader,
        ),
        vec![
            Part::Text(vec![bold("On duty")]),
            Part::Text(duty(&serving.duty)),
        ],
    ];
    sections.into_iter().flatten().collect()
}

/// A heading with its list, or with `nothing` where the list is empty. No dividers: four full
/// lists are all that a page holds.
fn section(heading: &str, all: &[About], nothing: &str, reader: Reader<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Text(vec![bold(heading)])];
    if all.is_empty() {
        parts.push(Part::Text(plain(nothing)));
    } else {
        parts.extend(list(all, reader));
    }
    parts
}

fn reader<'a>(scene: &HomeScene<'a>, side: Side) -> Reader<'a> {
    Reader {
        catalogue: scene.catalogue,
        platform: scene.platform,
        now: scene.now,
        side,
        open: false,
    }
}
