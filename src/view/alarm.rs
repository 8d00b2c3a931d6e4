//! What may go wrong, to those who can do something about it, with what can be done in one tap.

use crate::domain::post::Side;
use crate::domain::press::{Later, Press};
use crate::domain::promise::{self, Calendar};
use crate::domain::request::{Alarm, Fact, Standing, Status};
use crate::domain::talk::{Span, Text, plain};

use super::face::{Control, Message, Part};
use super::scene::{Scene, Told};
use super::words::digest::length;
use super::words::promise::duration;
use super::words::sentence::{bold, join, lines, sentence, words};
use super::words::state::state;
use super::words::time::age;

/// The alarm that `told` tells; without buttons once there is nothing to worry about, or others have it (`moved`).
pub fn alarm(scene: &Scene<'_>, told: &Told<'_>, moved: bool) -> Option<Message> {
    let Fact::Alarmed { alarm, due, .. } = told.fact else {
        return None;
    };
    let request = scene.request;
    if moved || !stands(scene, *alarm) {
        return Some(Message::line(over(scene, *alarm, *due, moved)));
    }
    let title = sentence("{} {}", [bold(&request.number), words(&request.subject)]);
    let whose = (*alarm != Alarm::Unassigned).then(|| whose(scene));
    let what = join([what(scene, told, *alarm, *due)].into_iter().chain(whose));
    let mut parts = vec![
        Part::Text(lines([title, what.clone()])),
        Part::Actions(deeds(scene, *alarm)),
        Part::Actions(later(scene)),
        Part::Small(small(scene)),
    ];
    if let Some(url) = &scene.link {
        parts.push(Part::Small(vec![Span::Link {
            url: url.clone(),
            label: "Open its thread".to_owned(),
        }]));
    }
    let mut summary = sentence("{}: ", [words(&request.number)]);
    summary.extend(what);
    Some(Message { summary, parts })
}

/// There is nothing to worry about any more: how it is now instead.
fn over(scene: &Scene<'_>, alarm: Alarm, due: Option<i64>, moved: bool) -> Text {
    let request = scene.request;
    let title = sentence(
        "{} {}: this warning is over.",
        [words(&request.number), words(&request.subject)],
    );
    if moved {
        let now = sentence("It is with {} now.", [words(scene.team_name())]);
        return join([title, now]);
    }
    if !request.status.is_open() || request.status.stops_the_clock() {
        let now = sentence("{}.", [words(state(request.status.name(), Side::Team))]);
        return join([title, now]);
    }
    let present = match alarm {
        Alarm::Answer | Alarm::Urgent => request.promise.first_response_due,
        Alarm::Result | Alarm::Unassigned | Alarm::Silent => request.promise.resolution_due,
    };
    let new = present.filter(|new| due.is_some_and(|due| due < *new));
    let new = new.map(|at| sentence("The new time is {}.", [Span::When(at)]));
    join([title].into_iter().chain(new).chain([whose(scene)]))
}

/// Whether it is still so.
fn stands(scene: &Scene<'_>, alarm: Alarm) -> bool {
    let request = scene.request;
    let goes = request.status.is_open() && !request.status.stops_the_clock();
    match alarm {
        Alarm::Answer => {
            goes && request.first_response_at.is_none() && request.watch.first_steps > 0
        }
        Alarm::Result => goes && request.watch.steps > 0,
        // After a snooze it is new again, and nobody has been told anything of that yet.
        Alarm::Unassigned => matches!(request.status, Status::New) && request.watch.idle_steps > 0,
        Alarm::Urgent => request.status.is_open() && request.first_response_at.is_none(),
        Alarm::Silent => request.status.is_open() && request.watch.idle_steps > 0,
    }
}

fn what(scene: &Scene<'_>, told: &Told<'_>, alarm: Alarm, due: Option<i64>) -> Text {
    let since = scene.request.watch.since.unwrap_or(told.at);
    let long = || words(age(told.at - since));
    match (alarm, due) {
        (Alarm::Answer, Some(due)) if due <= told.at => {
            sentence("The first answer was due {}.", [Span::When(due)])
        }
        (Alarm::Answer, Some(due)) => sentence(
            "The first answer is due {}, in {}.",
            [Span::When(due), words(ahead(scene, told.at, due))],
        ),
        (Alarm::Result, Some(due)) if due <= told.at => {
            sentence("The result was due {}.", [Span::When(due)])
        }
        (Alarm::Result, Some(due)) => sentence(
            "The result is due {}, in {}.",
            [Span::When(due), words(ahead(scene, told.at, due))],
        ),
        (Alarm::Urgent, Some(due)) => sentence(
            "It is urgent, and the team is closed. The first answer is due {}.",
            [Span::When(due)],
        ),
        (Alarm::Urgent, None) => plain("It is urgent, and the team is closed."),
        (Alarm::Unassigned, _) => sentence("Nobody has taken it for {}.", [long()]),
        _ => match scene.request.status {
            Status::Waiting { .. } => sentence(
                "{} has not answered for {}.",
                [scene.named(scene.request.requester), long()],
            ),
            Status::OnHold { .. } => sentence("It has been on hold for {}.", [long()]),
            _ => sentence(
                "{} has heard nothing for {}.",
                [scene.named(scene.request.requester), long()],
            ),
        },
    }
}

/// `30 min`, `3 h of working time`.
fn ahead(scene: &Scene<'_>, from: i64, due: i64) -> String {
    let calendar = calendar(scene);
    let left = promise::between(calendar, from, due);
    match calendar {
        Some(_) if left < due - from => format!("{} of working time", length(left)),
        _ => age(left),
    }
}

fn whose(scene: &Scene<'_>) -> Text {
    let serves = |id| {
        let person = scene.people.get(&id);
        person.is_none_or(|p| Standing::of(p, scene.request, scene.catalogue).agent)
    };
    match scene.request.assignee() {
        Some(assignee) if !serves(assignee) => sentence(
            "It is with {}, who does not serve this team any more: it needs somebody else.",
            [scene.named(assignee)],
        ),
        Some(assignee) => sentence("It is with {}.", [scene.named(assignee)]),
        None => plain("Nobody has it."),
    }
}

fn deeds(scene: &Scene<'_>, alarm: Alarm) -> Vec<Control> {
    let id = scene.request.id;
    let reply = Control::button("Reply", Press::OpenReply(id));
    let ask = Control::button("Ask", Press::OpenAsk(id));
    let resolve = Control::button("Resolve", Press::OpenResolve(id));
    let assign = Control::button("Assign", Press::OpenAssign(id));
    match (&scene.request.status, alarm) {
        (Status::New, _) => vec![Control::primary("Take it", Press::Take(id)), assign, reply],
        (Status::OnHold { .. }, _) => {
            vec![Control::primary("Go on", Press::GoOn(id)), reply, assign]
        }
        (_, Alarm::Answer | Alarm::Urgent) => vec![reply, ask, assign],
        _ => vec![resolve, ask, reply, assign],
    }
}

/// New times, each given in one tap.
fn later(scene: &Scene<'_>) -> Vec<Control> {
    let id = scene.request.id;
    let working = calendar(scene).is_some();
    let give = |later: Later| {
        let label = format!("In {}", duration(later.span(), working));
        Control::button(&label, Press::Later(id, later))
    };
    let other = Control::button("Other time", Press::OpenDelay(id));
    Later::ALL.into_iter().map(give).chain([other]).collect()
}

fn small(scene: &Scene<'_>) -> Text {
    sentence(
        "A new time goes to {} at once; with Other time you can say why.",
        [scene.named(scene.request.requester)],
    )
}

fn calendar<'a>(scene: &Scene<'a>) -> Option<&'a Calendar> {
    let team = scene.catalogue.team(&scene.request.team)?;
    team.calendar.as_ref()
}
