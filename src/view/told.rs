//! What happened, in one sentence for each side. What the cards show already is not said again.

use crate::clock::Millis;
use crate::domain::ids::PersonId;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::promise::Tell;
use crate::domain::request::{Alarm, Fact, LinkKind, Request, Status};
use crate::domain::talk::{Span, Text, plain};

use super::cut;
use super::face::{Control, Message, Part};
use super::plan_told;
use super::poll::scale;
use super::scene::{Scene, Told};
use super::words::approval;
use super::words::promised::{self, Moved};
use super::words::sentence::{join, lines, sentence, with, words};
use super::words::{links, moved, tools};

/// Parts of a message that a reason may take: as much as can be typed, and more.
const MOST_PARTS: usize = 4;
const DAY: Millis = 24 * 60 * 60 * 1000;

/// The words for `side`'s thread; none where there is nothing to say there.
pub fn told(scene: &Scene<'_>, told: &Told<'_>, side: Side) -> Option<Message> {
    let text = match side {
        // Where the whole of a plan is talked about, which step it is.
        Side::Requester if scene.request.parent().is_some() => lines([
            sentence(
                "{} {}:",
                [words(&scene.request.number), words(&scene.request.subject)],
            ),
            to_requester(scene, told)?,
        ]),
        Side::Requester => to_requester(scene, told)?,
        Side::Team => to_team(scene, told)?,
    };
    let (parts, _) = cut::parts(&text, MOST_PARTS);
    let mut message = Message::line(text);
    message.parts = parts.into_iter().map(Part::Text).collect();
    if matches!(told.fact, Fact::Reminded) && reviewed(scene.request) {
        message.parts.push(Part::Actions(scale(scene.request)));
    }
    if side == Side::Requester && sent_back(scene, told) {
        let change = Control::primary("Change and send again", Press::OpenRevise(scene.request.id));
        message.parts.push(Part::Actions(vec![change]));
    }
    Some(message)
}

/// What was not approved cannot be reopened, and is asked for again.
fn again(scene: &Scene<'_>, reopen: &'static str, anew: &'static str) -> &'static str {
    if scene.request.unapproved() {
        anew
    } else {
        reopen
    }
}

/// It was sent back to the requester, and still is.
fn sent_back(scene: &Scene<'_>, told: &Told<'_>) -> bool {
    let changes = scene.request.approval().and_then(|a| a.changes.as_ref());
    changes.is_some()
        && matches!(
            told.fact,
            Fact::ApprovalGiven { .. } | Fact::ApprovalReminded { .. }
        )
}

fn to_requester(scene: &Scene<'_>, told: &Told<'_>) -> Option<Text> {
    let by = || who(scene, told.by);
    Some(match told.fact {
        Fact::Taken => sentence("{} is on it.", [by()]),
        Fact::Assigned { to } => sentence("{} is on it.", [scene.person(*to)]),
        Fact::Waiting => sentence(
            "{} waits for an answer from you. Please write it here; until then the clock is paused.",
            [by()],
        ),
        Fact::Held { reason } => sentence(
            "{} had to put this on hold: {}\nThe clock is paused until work goes on, and we tell you here when it does.",
            [by(), words(reason)],
        ),
        Fact::Snoozed { reason, until } => tools::snoozed(by(), reason, *until),
        Fact::Woken { .. } => {
            let whose = scene.request.assignee().map(|a| scene.named(a));
            join([tools::woken(whose), due(scene)])
        }
        Fact::Resumed => join([sentence("{} is working on it again.", [by()]), due(scene)]),
        Fact::HandedOver {
            from,
            to,
            service,
            wrong_door,
            private,
            ..
        } => {
            let private = private.then(moved::private_now);
            let moved = moved::moved(scene, from, to, service, *wrong_door);
            join([moved].into_iter().chain(private))
        }
        Fact::Cancelled { .. } if told.by == Some(scene.request.requester) => plain(again(
            scene,
            "You cancelled this. If you need it after all, use Reopen on its card.",
            "You cancelled this. If you need it after all, use Ask again on its card.",
        )),
        Fact::Merged { into } => links::merged(by(), into),
        Fact::Linked {
            how: LinkKind::Merged,
            number,
        } => links::took_in(by(), number),
        Fact::Linked {
            how: LinkKind::SplitInto,
            number,
        } => links::split(by(), number),
        Fact::Cancelled { reason } => {
            let what = match reason {
                Some(reason) => sentence(
                    "{} closed this as not a request: {}\n",
                    [by(), words(reason)],
                ),
                None => sentence("{} closed this as not a request. ", [by()]),
            };
            let help = plain(again(
                scene,
                "If that is wrong, use Reopen on the card of this request.",
                "If that is wrong, use Ask again on the card of this request.",
            ));
            with("", [what, help])
        }
        Fact::Reopened { .. } if told.by == Some(scene.request.requester) => join([
            plain("Thank you for telling us. It is open again, and the team can see why."),
            on_it(scene),
        ]),
        Fact::Reopened { reason } => match reason {
            Some(reason) => sentence("{} opened this again: {}", [by(), words(reason)]),
            None => sentence(
                "{} opened this again: there is something left to do.",
                [by()],
            ),
        },
        Fact::Reminded => reminder(scene),
        Fact::Alarmed {
            alarm,
            tell: Tell::Requester,
            due,
        } => match due {
            Some(due) => promised::late(scene, told, *alarm == Alarm::Answer, *due),
            None => promised::unanswered(scene),
        },
        Fact::Delayed {
            what,
            from,
            to,
            why,
        } => promised::put_off(by(), *what, *from, *to, why),
        Fact::Prioritised { .. } | Fact::Retargeted { .. } => changed(scene, told),
        Fact::Planned { news } => plan_told::told(scene, by(), news)?,
        Fact::ApprovalGiven {
            verdict,
            reason,
            outcome,
        } => approval::given(scene, told.by?, *verdict, reason.as_deref(), *outcome)?,
        Fact::ApprovalExpired { outcome } => approval::expired(scene, *outcome),
        Fact::ApprovalReminded { of } if of.is_empty() => approval::changes_wanted(scene)?,
        Fact::Closed => plain(
            "Nothing more was said, so this is closed. If it comes back, use Ask again on its card.",
        ),
        // Cards, the poll and the copies of what was written say these.
        Fact::Filed
        | Fact::ApprovalSought { .. }
        | Fact::ApprovalDelegated { .. }
        | Fact::ApprovalReminded { .. }
        | Fact::ApprovalWithdrawn
        | Fact::Revised
        | Fact::Routed(_)
        | Fact::Alarmed { .. }
        | Fact::Asked
        | Fact::Replied
        | Fact::Answered
        | Fact::Resolved { .. }
        | Fact::Summarised
        | Fact::Rated { .. }
        | Fact::Unrated
        | Fact::Commented { .. }
        | Fact::IntakeRated { .. }
        | Fact::Handled { .. }
        | Fact::Linked { .. }
        | Fact::Unlinked { .. }
        | Fact::WatcherAdded { .. }
        | Fact::WatcherRemoved { .. }
        | Fact::Watched
        | Fact::Unwatched => return None,
    })
}

fn to_team(scene: &Scene<'_>, told: &Told<'_>) -> Option<Text> {
    let by = || who(scene, told.by);
    Some(match told.fact {
        Fact::Taken => sentence("{} took it.", [by()]),
        Fact::Assigned { to } if told.by == Some(*to) => sentence("{} took it.", [by()]),
        Fact::Assigned { to } => sentence(
            "{}, this one is for you: {} assigned it to you.",
            [scene.person(*to), by()],
        ),
        Fact::Waiting => sentence("{} waits for the requester. The clock is paused.", [by()]),
        Fact::Held { reason } => sentence(
            "{} put it on hold: {}\nThe clock is paused.",
            [by(), words(reason)],
        ),
        Fact::Snoozed { reason, until } => tools::snoozed_by(by(), reason, *until),
        Fact::Woken { reason } => {
            let whose = scene.request.assignee().map(|a| scene.person(a));
            tools::woken_for(whose, reason)
        }
        Fact::Resumed => sentence("{} goes on with it. The clock runs again.", [by()]),
        Fact::HandedOver {
            from,
            to,
            service,
            note,
            wrong_door,
            ..
        } => lines([
            moved::handed_over(scene, by(), from, to, service, *wrong_door),
            note.as_ref().map_or_else(Text::new, plain),
        ]),
        Fact::Merged { into } => links::merged_by(by(), into),
        Fact::Linked {
            how: LinkKind::Merged,
            number,
        } => links::took_in_by(by(), number),
        Fact::Linked {
            how: LinkKind::SplitInto,
            number,
        } => links::split_by(by(), number),
        Fact::Cancelled { reason } => match reason {
            Some(reason) => sentence("{} cancelled it: {}", [by(), words(reason)]),
            None => sentence("{} cancelled it.", [by()]),
        },
        Fact::Reopened { reason } => reopened(scene, told, reason.as_deref()),
        Fact::Commented { text } => sentence("{} on how it went: {}", [by(), words(text)]),
        Fact::Alarmed {
            tell: Tell::Requester,
            due: Some(_),
            ..
        } => promised::late_to_team(scene),
        Fact::Delayed { what, to, why, .. } => promised::put_off_by(by(), *what, *to, why),
        Fact::Prioritised { .. } | Fact::Retargeted { .. } => changed(scene, told),
        Fact::Planned { news } => plan_told::told(scene, by(), news)?,
        Fact::ApprovalGiven {
            verdict,
            reason,
            outcome,
        } => approval::given_to_team(scene, by(), *verdict, reason.as_deref(), *outcome)?,
        Fact::ApprovalExpired { outcome } => approval::expired_to_team(scene, *outcome),
        Fact::Revised => sentence(
            "{} changed the answers, and it is with whoever has to approve it again.",
            [by()],
        ),
        Fact::Closed => plain("Closed: the requester had nothing to add."),
        Fact::Filed
        | Fact::ApprovalSought { .. }
        | Fact::ApprovalDelegated { .. }
        | Fact::ApprovalReminded { .. }
        | Fact::ApprovalWithdrawn
        | Fact::Routed(_)
        | Fact::Alarmed { .. }
        | Fact::Asked
        | Fact::Replied
        | Fact::Answered
        | Fact::Resolved { .. }
        | Fact::Summarised
        | Fact::Rated { .. }
        | Fact::Unrated
        | Fact::IntakeRated { .. }
        | Fact::Handled { .. }
        | Fact::Linked { .. }
        | Fact::Unlinked { .. }
        | Fact::WatcherAdded { .. }
        | Fact::WatcherRemoved { .. }
        | Fact::Watched
        | Fact::Unwatched
        | Fact::Reminded => return None,
    })
}

/// Other targets: what was due before is in the fact, what is due now in the request.
fn changed(scene: &Scene<'_>, told: &Told<'_>) -> Text {
    let (what, first, result) = match told.fact {
        Fact::Retargeted {
            from,
            to,
            first_response_due: first,
            resolution_due: result,
        } => (promised::retargeted(scene, from, to), first, result),
        Fact::Prioritised {
            from,
            to,
            first_response_due: first,
            resolution_due: result,
        } => {
            let by = who(scene, told.by);
            (promised::prioritised(by, *from, *to), first, result)
        }
        _ => return Text::new(),
    };
    let clock = &scene.request.promise;
    let moved = |before: &Option<Millis>, now: Option<Millis>| Moved {
        before: *before,
        now,
    };
    let first = moved(first, clock.first_response_due);
    let result = moved(result, clock.resolution_due);
    lines([what, promised::means(scene, &first, &result)])
}

/// The assignee is mentioned: it is theirs again.
fn reopened(scene: &Scene<'_>, told: &Told<'_>, reason: Option<&str>) -> Text {
    let by = who(scene, told.by);
    let whose = scene.request.assignee().filter(|a| told.by != Some(*a));
    let what = match reason {
        Some(reason) => sentence("{} reopened it: {}", [by, words(reason)]),
        None if told.by == Some(scene.request.requester) => {
            sentence("{} says that it is not solved.", [by])
        }
        None => sentence("{} reopened it.", [by]),
    };
    match whose {
        Some(assignee) => lines([
            what,
            sentence("{}, it is with you again.", [scene.person(assignee)]),
        ]),
        None => what,
    }
}

fn on_it(scene: &Scene<'_>) -> Text {
    scene.request.assignee().map_or_else(Text::new, |assignee| {
        sentence("{} is on it.", [scene.person(assignee)])
    })
}

/// The promise after the clock stood, while that is still ahead.
fn due(scene: &Scene<'_>) -> Text {
    let request = scene.request;
    let due = request.promise.resolution_due;
    due.filter(|due| request.status.is_open() && *due > scene.now)
        .map_or_else(Text::new, |due| {
            sentence("You have the result by {}.", [Span::When(due)])
        })
}

fn reminder(scene: &Scene<'_>) -> Text {
    let ask = plain("How was it? One tap is enough, and it helps the team to get better.");
    let days = Millis::from(scene.catalogue.desk.close_after_days);
    match &scene.request.status {
        Status::Resolved(resolution) => {
            let closes = Span::When(resolution.at + days * DAY);
            let number = words(&scene.request.number);
            join([
                ask,
                sentence("If we hear nothing, {} closes {}.", [number, closes]),
            ])
        }
        _ => ask,
    }
}

fn reviewed(request: &Request) -> bool {
    request.status.resolution().is_some()
}

fn who(scene: &Scene<'_>, by: Option<PersonId>) -> Span {
    by.map_or_else(|| words("The desk"), |by| scene.named(by))
}
