//! The requester's living card: where their request stands, what was promised, what comes next.

use crate::clock::Millis;
use crate::domain::approval::Outcome;
use crate::domain::ids::PersonId;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::promise::{Priority, SHOWN_PLACES, is_open, next_opening};
use crate::domain::request::{Request, Resolution, Status};
use crate::domain::roster::Assign;
use crate::domain::talk::{Span, Text, flat, plain};

use super::announcement::news;
use super::article::beside;
use super::face::{Control, Message, Part};
use super::scene::Scene;
use super::words::approval as approval_words;
use super::words::sentence::{bold, join, lines, sentence, words};
use super::words::{links, state, time};
use super::{cut, due, plan_card};

/// More of a reason than this is read where it was told.
const MOST_REASON: usize = 500;
const DAY: Millis = 24 * 60 * 60 * 1000;

/// The card as it is now.
pub fn requester_card(scene: &Scene<'_>) -> Message {
    let request = scene.request;
    let title = format!("{} {}", request.number, request.subject);
    let state = approval_words::state(request, Side::Requester);
    let mut parts = vec![
        Part::Header(title.clone()),
        Part::Text(lines([vec![bold(state)], next(scene), sorry(scene)])),
        Part::Facts(facts(scene)),
    ];
    let news = scene.news.iter().map(|a| news(a, scene.catalogue));
    parts.extend(news.map(Part::Text));
    parts.extend(plan_card::parts(scene));
    parts.extend(plan_card::wanted(scene));
    parts.extend(expects(scene).map(Part::Text));
    parts.extend(beside(&scene.articles));
    parts.extend(small(scene).map(Part::Small));
    let mut buttons = buttons(request);
    buttons.splice(0..0, plan_card::mover(scene));
    if !buttons.is_empty() {
        parts.push(Part::Actions(buttons));
    }
    Message {
        summary: sentence("{}: {}", [words(title), words(state)]),
        parts,
    }
}

/// What is left where the card was before it moved: nothing of the request's content.
pub fn requester_card_moved(scene: &Scene<'_>) -> Message {
    Message::line(sentence(
        "{} goes on in direct messages, where only the people involved can read it.",
        [words(&scene.request.number)],
    ))
}

/// What happens now, and what the requester can do about it.
fn next(scene: &Scene<'_>) -> Text {
    match &scene.request.status {
        Status::New => join([received(scene), opening(scene), called(scene)]),
        // Theirs by the team's rule, and nobody is there now.
        Status::InProgress { assignee } if closed(scene) => join([
            sentence("{} has it.", [scene.person(*assignee)]),
            opening(scene),
            called(scene),
        ]),
        Status::InProgress { assignee } => join([
            sentence(
                "{} is working on it. You will hear the result here.",
                [scene.person(*assignee)],
            ),
            called(scene),
        ]),
        Status::Waiting { assignee, .. } => sentence(
            if scene.platform.threads_in_chats() {
                "{} needs an answer from you to go on. Please write it in this thread, or ask there what is meant."
            } else {
                "{} needs an answer from you to go on. Please write it here, or ask what is meant."
            },
            [scene.person(*assignee)],
        ),
        Status::AwaitingApproval { approval, .. } => approval_words::awaited(scene, approval),
        Status::OnHold {
            reason,
            until: Some(until),
            ..
        } => sentence(
            "This has to pause until {}: {}\nThen it goes on by itself, and we tell you here.",
            [Span::When(*until), words(cut::short(reason, MOST_REASON).0)],
        ),
        Status::OnHold { reason, .. } => sentence(
            "This has to pause: {}\nWe tell you here as soon as work goes on.",
            [words(cut::short(reason, MOST_REASON).0)],
        ),
        Status::Resolved(resolution) => solved(scene, resolution),
        Status::Closed { .. } => {
            plain("This is done. If it comes back, Ask again starts a new request from this one.")
        }
        Status::Cancelled { by, reason, .. } => match scene.request.merged_into() {
            Some(into) => links::goes_on(into),
            None => cancelled(scene, *by, reason.as_deref()),
        },
    }
}

/// Who is late says so first.
fn sorry(scene: &Scene<'_>) -> Text {
    if due::late(scene) {
        plain("We are late with this, and we are sorry.")
    } else {
        Text::new()
    }
}

fn received(scene: &Scene<'_>) -> Text {
    sentence(
        "{} has your request. You will hear here who takes it.",
        [words(scene.team_name())],
    )
}

/// Nobody has answered yet, the team is closed, and its rule looks at nobody's hours: whoever takes it then is there.
fn closed(scene: &Scene<'_>) -> bool {
    let calendar = scene.team().and_then(|t| t.calendar.as_ref());
    let rule = scene.team().and_then(|t| t.assign);
    matches!(rule, Some(Assign::Turns | Assign::LeastOpen))
        && scene.request.first_response_at.is_none()
        && !is_open(calendar, scene.now)
}

/// Out of hours: when the team is back, so that nobody waits in vain.
fn opening(scene: &Scene<'_>) -> Text {
    let calendar = scene.team().and_then(|t| t.calendar.as_ref());
    if is_open(calendar, scene.now) {
        return Text::new();
    }
    next_opening(calendar, scene.now).map_or_else(Text::new, |at| {
        sentence("They are back {}.", [Span::When(at)])
    })
}

/// Somebody was called, and the team is not back since; one without hours never is.
fn called(scene: &Scene<'_>) -> Text {
    let calendar = scene.team().and_then(|t| t.calendar.as_ref());
    let back = calendar.is_some() && is_open(calendar, scene.now);
    if !scene.called || back {
        return Text::new();
    }
    plain("It is urgent, so we called somebody at once.")
}

fn solved(scene: &Scene<'_>, resolution: &Resolution) -> Text {
    let days = Millis::from(scene.catalogue.desk.close_after_days);
    sentence(
        if scene.platform.threads_in_chats() {
            "{} says that this is solved. In this thread you can read what was done, rate it, or tell us that it is not solved. If we hear nothing, it closes {}."
        } else {
            "{} says that this is solved. Below you can read what was done, rate it, or tell us that it is not solved. If we hear nothing, it closes {}."
        },
        [
            scene.person(resolution.by),
            Span::When(resolution.at + days * DAY),
        ],
    )
}

fn cancelled(scene: &Scene<'_>, by: PersonId, reason: Option<&str>) -> Text {
    let decided = scene.request.decided.as_ref();
    let outcome = decided.filter(|_| scene.request.unapproved());
    let outcome = outcome.map(|d| d.outcome);
    match outcome {
        Some(Outcome::Expired) => return approval_words::expired(scene, Outcome::Expired),
        Some(Outcome::Declined) => {
            return sentence(
                "{} declined this: {}\nIf something changes, ask again.",
                [
                    scene.person(by),
                    words(cut::short(reason.unwrap_or_default(), MOST_REASON).0),
                ],
            );
        }
        _ => {}
    }
    // What was not approved begins anew instead.
    let (theirs, ours) = if outcome.is_some() {
        (
            "You cancelled this. If you need it after all, ask again.",
            "If that is wrong, ask again.",
        )
    } else {
        (
            "You cancelled this. If you need it after all, reopen it.",
            "If that is wrong, reopen it.",
        )
    };
    if by == scene.request.requester {
        return plain(theirs);
    }
    let by = scene.person(by);
    match reason {
        Some(reason) => lines([
            sentence(
                "{} closed this as not a request: {}",
                [by, words(cut::short(reason, MOST_REASON).0)],
            ),
            plain(ours),
        ]),
        None => join([
            sentence("{} closed this as not a request.", [by]),
            plain(ours),
        ]),
    }
}

fn facts(scene: &Scene<'_>) -> Vec<(String, Text)> {
    let request = scene.request;
    let mut facts = vec![("Service".to_owned(), plain(scene.service_name()))];
    facts.push(("With".to_owned(), with(scene)));
    facts.extend(
        scene
            .ahead
            .map(|n| ("In the queue".to_owned(), plain(place(n)))),
    );
    facts.extend(due::facts(scene, Side::Requester));
    if request.priority != Priority::Normal {
        let priority = state::priority(request.priority);
        facts.push(("Priority".to_owned(), plain(priority)));
    }
    if let Some(date) = request.needed_by {
        facts.push(("Needed by".to_owned(), plain(time::date(date))));
    }
    if let Some(by) = request.on_behalf_by {
        facts.push(("Asked for you by".to_owned(), vec![scene.named(by)]));
    }
    facts
}

/// The place in the queue. Far behind its head it is enough to know that there are others.
fn place(ahead: usize) -> String {
    match ahead {
        0 => "yours is next".to_owned(),
        1 => "1 request before yours".to_owned(),
        2..=SHOWN_PLACES => format!("{ahead} requests before yours"),
        _ => format!("more than {SHOWN_PLACES} requests before yours"),
    }
}

/// Who serves: a person of the team once somebody has it.
fn with(scene: &Scene<'_>) -> Text {
    let team = words(scene.team_name());
    match scene.request.assignee() {
        Some(assignee) => sentence("{} ({})", [scene.named(assignee), team]),
        None => vec![team],
    }
}

/// What the team expects, while that still helps; that it is nothing is worth knowing too.
fn expects(scene: &Scene<'_>) -> Option<Text> {
    let request = scene.request;
    let needs = scene.service().and_then(|s| s.needs.as_deref());
    match (needs, &request.status) {
        (_, status) if !status.is_open() => None,
        (Some(needs), _) => Some(sentence(
            "What helps {}: {}",
            [words(scene.team_name()), words(needs)],
        )),
        // They are asked for something above.
        (None, Status::Waiting { .. }) => None,
        (None, Status::AwaitingApproval { approval, .. }) if approval.changes.is_some() => None,
        (None, _) => Some(plain("You do not have to do anything now.")),
    }
}

fn small(scene: &Scene<'_>) -> Option<Text> {
    let write = scene.request.status.is_open().then(|| {
        sentence(
            if scene.platform.threads_in_chats() {
                "What you write in this thread reaches {}."
            } else {
                "To write to {}, reply to this message."
            },
            [words(scene.team_name())],
        )
    });
    let vision = scene.team().and_then(|t| t.vision.as_deref());
    let text = lines(write.into_iter().chain(vision.map(plain)));
    (!flat(&text).is_empty()).then_some(text)
}

fn buttons(request: &Request) -> Vec<Control> {
    let id = request.id;
    let mut buttons = vec![];
    match request.status {
        Status::Closed { .. } => buttons.push(Control::button("Ask again", Press::Again(id))),
        Status::Cancelled { .. } if request.unapproved() => {
            buttons.push(Control::button("Ask again", Press::Again(id)));
        }
        Status::AwaitingApproval { ref approval, .. } if approval.changes.is_some() => {
            let change = "Change and send again";
            buttons.push(Control::primary(change, Press::OpenRevise(id)));
        }
        Status::Cancelled { .. } => {
            buttons.push(Control::button("Reopen", Press::OpenReopen(id)));
        }
        _ => {}
    }
    if !request.answers.is_empty() {
        buttons.push(Control::button("Details", Press::Details(id)));
    }
    if request.status.is_open() {
        buttons.push(Control::button("Add a watcher", Press::OpenWatchers(id)));
        buttons.push(Control::button("Cancel request", Press::OpenCancel(id)));
    }
    buttons
}
