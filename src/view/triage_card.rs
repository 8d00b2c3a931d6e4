//! The team's living card: what is asked, by whom, by when, and everything that can be done.

use crate::domain::approval::Outcome;
use crate::domain::catalogue::Service;
use crate::domain::ids::ServiceKey;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::request::{LinkKind, Request, Resolution, Status};
use crate::domain::routing::doors;
use crate::domain::talk::{Span, Text, plain};

use super::face::{Control, Menu, Message, Part};
use super::scene::{Scene, team_name};
use super::words::review::{intake, score};
use super::words::sentence::{bold, join, lines, sentence, words};
use super::words::{approval, duty, links, routing, state, time, tools};
use super::{answers, cut, due, plan_card};

/// More of a reason than this is read where it was told.
const MOST_REASON: usize = 500;
/// Parts of the card that a summary may take.
const MOST_SUMMARY: usize = 4;

/// The card as it is now.
pub fn triage_card(scene: &Scene<'_>) -> Message {
    let request = scene.request;
    let title = format!("{} {}", request.number, request.subject);
    let state = approval::state(request, Side::Team);
    let (answered, whole) = answers::facts(scene.service(), &request.answers);
    let mut parts = vec![Part::Header(title.clone()), Part::Text(vec![bold(state)])];
    let outcome = outcome(scene).into_iter();
    parts.extend(outcome.filter(|t| !t.is_empty()).map(Part::Text));
    parts.push(Part::Facts(facts(scene)));
    if !answered.is_empty() {
        parts.push(Part::Facts(answered));
    }
    parts.extend(missing(scene).map(Part::Text));
    parts.extend(plan_card::parts(scene));
    parts.extend(plan_card::wanted(scene));
    parts.extend(plan_card::decisions(scene));
    parts.push(Part::Small(small(scene)));
    let mut buttons = buttons(request, !whole);
    buttons.extend(plan_card::mover(scene));
    if !buttons.is_empty() {
        parts.push(Part::Actions(buttons));
    }
    parts.extend(wrong_door(scene));
    Message {
        summary: sentence(
            "{}, from {}: {}",
            [words(title), scene.named(request.requester), words(state)],
        ),
        parts,
    }
}

/// What is left in the old team's channel: where the request went.
pub fn triage_card_moved(scene: &Scene<'_>) -> Message {
    Message::line(sentence(
        "{} went to {}.",
        [words(&scene.request.number), words(scene.team_name())],
    ))
}

/// What came of it, or why it stands.
fn outcome(scene: &Scene<'_>) -> Vec<Text> {
    match &scene.request.status {
        Status::New | Status::InProgress { .. } | Status::Waiting { .. } => vec![],
        Status::AwaitingApproval { approval, .. } => vec![approval::waits(scene, approval)],
        Status::OnHold { reason, until, .. } => {
            vec![tools::rests(&cut::short(reason, MOST_REASON).0, *until)]
        }
        Status::Resolved(resolution) | Status::Closed { resolution, .. } => {
            let summary = match &resolution.summary {
                Some(summary) => cut::parts(&plain(summary), MOST_SUMMARY).0,
                None => vec![plain("The summary is still missing.")],
            };
            let review = lines([rated(scene), judged(scene)]);
            summary.into_iter().chain([review]).collect()
        }
        Status::Cancelled { by, reason, .. } => {
            if let Some(decided) = unapproved(scene) {
                return vec![decided];
            }
            let by = scene.named(*by);
            vec![match reason {
                Some(reason) => {
                    sentence("By {}: {}", [by, words(cut::short(reason, MOST_REASON).0)])
                }
                None => sentence("By {}.", [by]),
            }]
        }
    }
}

/// Why it ended, where nobody approved it.
fn unapproved(scene: &Scene<'_>) -> Option<Text> {
    let decided = scene.request.decided.as_ref();
    let decided =
        decided.filter(|d| scene.request.unapproved() && d.outcome != Outcome::Withdrawn)?;
    let how = plain(approval::outcome(scene.request, decided));
    Some(lines([how, approval::said(scene, &decided.approval)]))
}

fn rated(scene: &Scene<'_>) -> Text {
    let request = scene.request;
    let rating = request.rating.map(|rating| {
        sentence(
            "{} rated {}.",
            [scene.named(request.requester), words(score(rating))],
        )
    });
    let comment = request
        .rating_comment
        .as_ref()
        .map(|comment| sentence("“{}”", [words(comment)]));
    join(rating.into_iter().chain(comment))
}

fn judged(scene: &Scene<'_>) -> Text {
    scene.request.intake.map_or_else(Text::new, |given| {
        sentence("How it came in: {}.", [words(intake(given))])
    })
}

fn facts(scene: &Scene<'_>) -> Vec<(String, Text)> {
    let request = scene.request;
    let assignee = match request.assignee() {
        Some(assignee) => vec![scene.named(assignee)],
        None => plain("nobody yet"),
    };
    let mut facts = vec![
        ("From".to_owned(), vec![scene.person(request.requester)]),
        ("Service".to_owned(), plain(scene.service_name())),
        ("Priority".to_owned(), plain(priority(request))),
        ("Assigned to".to_owned(), assignee),
    ];
    let duty = scene.duty.as_ref().and_then(duty::there);
    facts.extend(duty.map(|there| ("On duty".to_owned(), there)));
    facts.extend(due::facts(scene, Side::Team));
    if let Some(date) = request.needed_by {
        facts.push(("Needed by".to_owned(), plain(time::date(date))));
    }
    for kind in LinkKind::ALL {
        let numbers: Vec<&str> = request.linked(kind).collect();
        if !numbers.is_empty() {
            let label = links::label(kind).to_owned();
            facts.push((label, plain(numbers.join(", "))));
        }
    }
    if request.handled > 0 {
        let handled = tools::minutes(request.handled);
        facts.push(("Handling time".to_owned(), plain(handled)));
    }
    facts.extend(plan_card::facts(scene));
    if let Some(by) = request.on_behalf_by {
        facts.push(("Asked on their behalf by".to_owned(), vec![scene.named(by)]));
    }
    if let Some(came_by) = request.came_by {
        let came_by = tools::came_by(came_by);
        facts.push(("Came in by".to_owned(), plain(came_by)));
    }
    facts
}

/// With what it follows from, where nobody chose it.
fn priority(request: &Request) -> String {
    let priority = state::priority(request.priority);
    match request.grounds {
        Some(grounds) => format!(
            "{priority} ({}; {})",
            state::impact(grounds.impact).to_lowercase(),
            state::urgency(grounds.urgency).to_lowercase()
        ),
        None => priority.to_owned(),
    }
}

/// Required answers that nobody gave: asked elsewhere, or by emoji.
fn missing(scene: &Scene<'_>) -> Option<Text> {
    let request = scene.request;
    let missing = answers::missing(scene.service()?, &request.answers);
    // While it waits for an approval nobody can ask.
    let asks = request.status.is_open() && request.approval().is_none();
    (asks && !missing.is_empty()).then(|| {
        let missing: Vec<String> = missing.iter().map(|label| format!("“{label}”")).collect();
        sentence(
            "Still missing: {}\nUse Ask to get it from the requester.",
            [words(missing.join(", "))],
        )
    })
}

/// What leaves this thread and what does not, said where it is written.
fn small(scene: &Scene<'_>) -> Text {
    let reach = if scene.request.status.is_open() {
        "What you write in this thread stays within the team. To reach {}, use Reply, or start your text with >>"
    } else {
        "What you write in this thread stays within the team. To reach {}, start your text with >>"
    };
    let thread = sentence(reach, [scene.named(scene.request.requester)]);
    let private = scene
        .request
        .private
        .then(|| plain("Private: please do not share it outside this channel."));
    let link = scene.link.as_ref().map(|url| {
        vec![Span::Link {
            url: url.clone(),
            label: "Where it was asked".to_owned(),
        }]
    });
    lines([thread].into_iter().chain(private).chain(link))
}

/// Another team in one tap, the likeliest first.
fn wrong_door(scene: &Scene<'_>) -> Option<Part> {
    let id = scene.request.id;
    let doors = doors(scene.catalogue, scene.request);
    let to = |service: &&Service| {
        let label = routing::door(&team_name(scene.catalogue, &service.team), &service.name);
        let press = Press::WrongDoor(id, ServiceKey::new(&service.key)?);
        Some(Control::button(&label, press))
    };
    let mut choices: Vec<Control> = doors.iter().take(Menu::MOST - 1).filter_map(to).collect();
    if choices.is_empty() {
        return None;
    }
    choices.push(Control::button("Another service", Press::OpenWrongTeam(id)));
    Some(Part::Menu(Menu {
        label: "Wrong team?".to_owned(),
        choices,
    }))
}

fn buttons(request: &Request, cut: bool) -> Vec<Control> {
    let id = request.id;
    let mut buttons = match &request.status {
        Status::Closed { resolution, .. } => article(request, resolution).into_iter().collect(),
        Status::Cancelled { .. } if request.unapproved() => vec![],
        Status::Cancelled { .. } => vec![Control::button("Reopen", Press::OpenReopen(id))],
        Status::Resolved(resolution) => {
            let add = Control::primary("Add summary", Press::OpenResolve(id));
            let reopen = Control::button("Reopen", Press::OpenReopen(id));
            let add = resolution.summary.is_none().then_some(add);
            let article = article(request, resolution);
            add.into_iter().chain(article).chain([reopen]).collect()
        }
        Status::AwaitingApproval { .. } => waiting(request),
        _ => serving(request),
    };
    if cut {
        buttons.push(Control::button("Details", Press::Details(id)));
    }
    buttons
}

/// What was done may be of use to others, once it is written down.
fn article(request: &Request, resolution: &Resolution) -> Option<Control> {
    let made = Control::button("Make an article", Press::MakeArticle(request.id));
    resolution.summary.is_some().then_some(made)
}

/// Nobody works on it before it is approved.
fn waiting(request: &Request) -> Vec<Control> {
    let id = request.id;
    vec![
        Control::button("Reply", Press::OpenReply(id)),
        Control::button("Assign", Press::OpenAssign(id)),
        Control::button("More", Press::OpenMore(id)),
    ]
}

fn serving(request: &Request) -> Vec<Control> {
    let id = request.id;
    let take = match request.assignee() {
        None => Control::primary("Take it", Press::Take(id)),
        Some(_) => Control::button("Take it", Press::Take(id)),
    };
    vec![
        take,
        Control::button("Assign", Press::OpenAssign(id)),
        Control::button("Ask", Press::OpenAsk(id)),
        Control::button("Resolve", Press::OpenResolve(id)),
        Control::button("More", Press::OpenMore(id)),
        Control::button("Reply", Press::OpenReply(id)),
    ]
}
