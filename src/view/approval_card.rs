//! An approver's living card: what they decide on, with everything that was answered. Nobody else sees it.

use crate::domain::approval::{Approval, Approver, Matter, Sooner};
use crate::domain::ids::PersonId;
use crate::domain::plan::Step;
use crate::domain::press::Press;
use crate::domain::promise::Priority;
use crate::domain::request::Fact;
use crate::domain::talk::{Span, Text, plain};

use super::answers;
use super::face::{Control, Message, Part};
use super::scene::{Scene, Told};
use super::words::approval as said;
use super::words::sentence::{bold, join, lines, sentence, words};
use super::words::{state, time};

/// The card as `reader` sees it now. Its answers go once there is nothing left to decide.
pub fn approval_card(scene: &Scene<'_>, reader: PersonId) -> Message {
    let request = scene.request;
    let title = format!("{} {}", request.number, request.subject);
    let Some((approval, mine)) = place(scene, reader) else {
        return elsewhere(scene, reader);
    };
    let asks = request.approval().is_some() && approval.asks(reader);
    let asked = sentence(
        "{} asks for this, and it needs your approval.",
        [scene.named(request.requester)],
    );
    let (head, what) = if asks {
        ("Your approval", lines([asked, instead(scene, mine)]))
    } else {
        ("Approval", standing(scene, approval, mine))
    };
    let mut parts = vec![
        Part::Header(title.clone()),
        Part::Text(lines([vec![bold(head)], what.clone()])),
    ];
    let matter = if asks {
        said::theirs(scene, &approval.matter, mine)
    } else {
        said::matter(scene, &approval.matter)
    };
    parts.extend((!matter.is_empty()).then_some(Part::Text(matter)));
    let words_so_far = said::said(scene, approval);
    parts.extend((!words_so_far.is_empty()).then_some(Part::Text(words_so_far)));
    if asks {
        parts.extend(said::remark(scene, approval).map(Part::Text));
        parts.push(Part::Facts(facts(scene)));
        let (answered, whole) = match &approval.matter {
            Matter::Request => answers::facts(scene.service(), &request.answers),
            Matter::Wish(wished) => (of_steps(scene, wished, mine), true),
        };
        if !answered.is_empty() {
            parts.push(Part::Facts(answered));
        }
        parts.push(Part::Small(small(approval)));
        parts.push(Part::Actions(buttons(scene, !whole)));
    }
    let mut summary = sentence("{}: ", [words(title)]);
    summary.extend(what);
    Message { summary, parts }
}

/// What a team is to do sooner than usual, to those who answer for that team. What else was said of the whole is not
/// theirs.
fn of_steps(scene: &Scene<'_>, wished: &[Sooner], mine: &Approver) -> Vec<(String, Text)> {
    let theirs = |step: &&Step| {
        wished.iter().any(|w| w.step == step.key) && said::answers_for(scene, mine, &step.team)
    };
    let steps = scene.plan.iter().filter(theirs);
    let facts = steps.flat_map(|step| {
        let service = scene.catalogue.service(&step.service);
        let (facts, _) = answers::facts(service, &step.answers);
        let of = move |(label, text)| (format!("{}: {label}", step.name), text);
        facts.into_iter().map(of)
    });
    facts.collect()
}

/// It still waits for `reader`, or has changed; settled once they have nothing to decide any more.
pub fn approval_nudge(scene: &Scene<'_>, told: &Told<'_>, reader: PersonId) -> Message {
    let request = scene.request;
    let asks = request.approval().is_some_and(|a| a.asks(reader));
    let about = || [words(&request.number), words(&request.subject)];
    if !asks {
        let Some((approval, mine)) = place(scene, reader) else {
            return elsewhere(scene, reader);
        };
        let title = sentence("{} {}:", about());
        return Message::line(join([title, standing(scene, approval, mine)]));
    }
    let what = match told.fact {
        Fact::Revised => sentence(
            "{} has changed the answers of {} {}. Your card shows them.",
            {
                let [number, subject] = about();
                [scene.named(request.requester), number, subject]
            },
        ),
        Fact::ApprovalSought { .. } => sentence("{} {} needs your approval once more.", about()),
        _ => sentence("{} {} still waits for your approval.", about()),
    };
    let until = request.approval().map_or_else(Text::new, expiry);
    let mut message = Message::line(join([what, until]));
    let whole = request.approval().is_some_and(|a| a.matter.is_wish());
    message.parts.push(Part::Actions(buttons(scene, !whole)));
    message
}

fn place<'a>(scene: &Scene<'a>, reader: PersonId) -> Option<(&'a Approval, &'a Approver)> {
    let approval = said::last(scene)?;
    let place = approval.place(reader)?;
    Some((approval, &approval.approvers[place]))
}

/// To somebody who has handed it on, or whom it no longer concerns: nothing of its content.
fn elsewhere(scene: &Scene<'_>, reader: PersonId) -> Message {
    let number = words(&scene.request.number);
    let mut approvers = said::last(scene).into_iter().flat_map(|a| &a.approvers);
    Message::line(
        match approvers.find(|a| a.stands_for().any(|p| p == reader)) {
            Some(instead) => sentence(
                "{}: you handed this on to {}, who decides now.",
                [number, scene.named(instead.person)],
            ),
            None => sentence("{}: others decide on this now.", [number]),
        },
    )
}

/// What has become of it, where it does not wait for this reader.
fn standing(scene: &Scene<'_>, approval: &Approval, mine: &Approver) -> Text {
    if let Some(decided) = &scene.request.decided {
        return plain(said::outcome(scene.request, decided));
    }
    if approval.changes.is_some() {
        return sentence(
            "{} has been asked to change it. You get it again then.",
            [scene.named(scene.request.requester)],
        );
    }
    match &mine.said {
        Some(_) => {
            let mut text = plain("Thank you. It still waits for ");
            text.extend(said::names(scene, &approval.asked()));
            text.push(words("."));
            text
        }
        None => plain("It is not your turn yet."),
    }
}

fn instead(scene: &Scene<'_>, mine: &Approver) -> Text {
    mine.instead_of.map_or_else(Text::new, |other| {
        sentence("{} handed this on to you.", [scene.named(other)])
    })
}

fn facts(scene: &Scene<'_>) -> Vec<(String, Text)> {
    let request = scene.request;
    let mut facts = vec![
        ("From".to_owned(), vec![scene.person(request.requester)]),
        ("Service".to_owned(), plain(scene.service_name())),
        ("Served by".to_owned(), plain(scene.team_name())),
    ];
    if request.priority != Priority::Normal {
        let priority = state::priority(request.priority);
        facts.push(("Priority".to_owned(), plain(priority)));
    }
    if let Some(date) = request.needed_by {
        facts.push(("Needed by".to_owned(), plain(time::date(date))));
    }
    if let Some(by) = request.on_behalf_by {
        facts.push(("Asked on their behalf by".to_owned(), vec![scene.named(by)]));
    }
    facts
}

fn small(approval: &Approval) -> Text {
    let seen = plain("Only those who are asked to approve see this card.");
    lines([join([said::counts(approval), expiry(approval)]), seen])
}

fn expiry(approval: &Approval) -> Text {
    use crate::domain::approval::OnExpiry;
    let until = [Span::When(approval.expires_at)];
    match approval.on_expiry {
        OnExpiry::Decline => sentence("Unanswered, it is declined {}.", until),
        OnExpiry::Approve => sentence("Unanswered, it is approved {}.", until),
    }
}

fn buttons(scene: &Scene<'_>, cut: bool) -> Vec<Control> {
    let id = scene.request.id;
    let mut buttons = vec![
        Control::primary("Approve", Press::Approve(id)),
        Control::button("Decline", Press::OpenDecline(id)),
        Control::button("Ask for changes", Press::OpenChanges(id)),
        Control::button("Hand on", Press::OpenDelegate(id)),
    ];
    if cut {
        buttons.push(Control::button("Details", Press::Details(id)));
    }
    buttons
}
