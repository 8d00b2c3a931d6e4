//! What is said of approvals, on cards and in threads.

use crate::domain::approval::{
    Approval, Approver, Decided, Matter, OnExpiry, Outcome, Rule, Sooner, Verdict,
};
use crate::domain::ids::PersonId;
use crate::domain::post::Side;
use crate::domain::request::Request;
use crate::domain::talk::{Span, Text, plain};

use super::super::scene::{Scene, team_name};
use super::plan::day;
use super::sentence::{join, lines, sentence, with, words};

/// `Lea`, `Lea and Max`, `Lea, Max and Kim`.
pub fn names(scene: &Scene<'_>, people: &[PersonId]) -> Text {
    match people {
        [] => plain("nobody"),
        [one] => vec![scene.named(*one)],
        [others @ .., last] => {
            let others = others.iter().map(|p| vec![scene.named(*p)]);
            with(" and ", [with(", ", others), vec![scene.named(*last)]])
        }
    }
}

/// What is waited for, to the team.
pub fn waits(scene: &Scene<'_>, approval: &Approval) -> Text {
    if approval.changes.is_some() {
        return sentence(
            "It waits for changes by {}, whose answers were sent back.",
            [scene.named(scene.request.requester)],
        );
    }
    let mut text = plain("It waits for the approval of ");
    text.extend(names(scene, &approval.asked()));
    text.push(words("."));
    lines([
        join([text, counts(approval)]),
        matter(scene, &approval.matter),
    ])
}

/// Whose word is awaited, and until when, to the requester; or what is to be changed.
pub fn awaited(scene: &Scene<'_>, approval: &Approval) -> Text {
    if let Some(text) = changes_wanted(scene) {
        return text;
    }
    let (first, ends) = match (&approval.matter, approval.on_expiry) {
        (Matter::Request, OnExpiry::Decline) => (
            "Before anybody works on this it has to be approved. We have asked ",
            "If nobody decides by {}, it ends, and you may ask again.",
        ),
        (Matter::Request, OnExpiry::Approve) => (
            "Before anybody works on this it has to be approved. We have asked ",
            "If nobody decides by {}, it goes on.",
        ),
        (Matter::Wish(_), OnExpiry::Decline) => (
            "Some of this is wanted sooner than usual, and those teams have to agree. We have asked ",
            "Without an answer by {} that counts as a no.",
        ),
        (Matter::Wish(_), OnExpiry::Approve) => (
            "Some of this is wanted sooner than usual, and those teams have to agree. We have asked ",
            "Without an answer by {} that counts as a yes.",
        ),
    };
    let mut text = plain(first);
    text.extend(names(scene, &approval.asked()));
    text.push(words("."));
    let until = sentence(ends, [Span::When(approval.expires_at)]);
    lines([
        join([text, counts(approval), until]),
        matter(scene, &approval.matter),
    ])
}

/// What it is, where it is not the request itself.
pub fn matter(scene: &Scene<'_>, matter: &Matter) -> Text {
    match matter {
        Matter::Request => Text::new(),
        Matter::Wish(steps) => lines(steps.iter().map(|step| sooner(scene, step))),
    }
}

/// Whether what that team does is for this approver to decide: they serve there, or stand for somebody who does.
pub fn answers_for(scene: &Scene<'_>, mine: &Approver, team: &str) -> bool {
    let Some(team) = scene.catalogue.team(team) else {
        return false;
    };
    let mut people = mine.stands_for().filter_map(|id| scene.people.get(&id));
    people.any(|person| team.served_by(person))
}

/// The same as far as it is this approver's to decide; all of it, where none of it is their team's.
pub fn theirs(scene: &Scene<'_>, matter: &Matter, mine: &Approver) -> Text {
    let Matter::Wish(steps) = matter else {
        return Text::new();
    };
    let own = steps.iter().filter(|s| answers_for(scene, mine, &s.team));
    let own: Vec<&Sooner> = own.collect();
    let shown = if own.is_empty() {
        steps.iter().collect()
    } else {
        own
    };
    lines(shown.into_iter().map(|step| sooner(scene, step)))
}

/// `Contract (Recruiting) by Mon 23 Nov: less time than usual (5 days).`
fn sooner(scene: &Scene<'_>, step: &Sooner) -> Text {
    sentence(
        "{} ({}) by {}: less time than usual ({}).",
        [
            words(&step.name),
            words(team_name(scene.catalogue, &step.team)),
            words(day(step.by)),
            words(days(step.lead)),
        ],
    )
}

fn days(days: u32) -> String {
    match days {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    }
}

/// How many it takes, where there are several.
pub fn counts(approval: &Approval) -> Text {
    let all = approval.approvers.len();
    if all < 2 {
        return Text::new();
    }
    let yes = approval
        .approvers
        .iter()
        .filter_map(|a| a.said.as_ref())
        .filter(|s| s.verdict == Verdict::Approved)
        .count();
    let so_far = match yes {
        0 => "nobody has so far".to_owned(),
        1 => "one has so far".to_owned(),
        n => format!("{n} have so far"),
    };
    let everybody = match all {
        2 => "Both".to_owned(),
        n => format!("All {n}"),
    };
    plain(match approval.rule {
        Rule::Any => format!("One of {all} is enough."),
        Rule::All => format!("{everybody} have to approve; {so_far}."),
        Rule::Majority => format!("More than half of {all} have to approve; {so_far}."),
        Rule::Sequence => {
            format!("{everybody} have to approve, one after the other; {so_far}.")
        }
    })
}

/// Everybody's word so far, a line each; nobody who said nothing.
pub fn said(scene: &Scene<'_>, approval: &Approval) -> Text {
    let line = |approver: &Approver| {
        let said = approver.said.as_ref()?;
        let template = match said.verdict {
            Verdict::Approved => "{} approved.",
            Verdict::Declined => "{} declined.",
            Verdict::Changes => "{} asked for changes.",
        };
        let who = sentence(template, [scene.named(approver.person)]);
        Some(join([who, quoted(said.reason.as_deref())]))
    };
    lines(approval.approvers.iter().filter_map(line))
}

/// What the requester said to whoever wanted it changed.
pub fn remark(scene: &Scene<'_>, approval: &Approval) -> Option<Text> {
    let remark = approval.remark.as_deref()?;
    let who = sentence("{} writes:", [scene.named(scene.request.requester)]);
    Some(join([who, quoted(Some(remark))]))
}

/// How it ended, in one sentence for the team and the approvers.
pub fn outcome(request: &Request, decided: &Decided) -> &'static str {
    match decided.outcome {
        Outcome::Approved => "This is approved.",
        Outcome::Declined => "This is declined.",
        Outcome::Expired if decided.approval.changes.is_some() => {
            "The changes that were asked for did not come in time, so this is not approved."
        }
        Outcome::Expired => "Nobody decided in time, so this is not approved.",
        Outcome::Withdrawn if decided.approval.matter.is_wish() && request.status.is_open() => {
            "It need not be quicker any more, so nothing is left to approve."
        }
        Outcome::Withdrawn => "The request was cancelled, so nothing is left to approve.",
    }
}

/// The state of a request on its cards: one that was not approved says so.
pub fn state(request: &Request, side: Side) -> &str {
    let withdrawn = |d: &Decided| d.outcome == Outcome::Withdrawn;
    match &request.decided {
        Some(decided) if request.unapproved() && !withdrawn(decided) => "Not approved",
        _ => super::state::state(request.status.name(), side),
    }
}

/// An approver's word, to the requester.
pub fn given(
    scene: &Scene<'_>,
    by: PersonId,
    verdict: Verdict,
    reason: Option<&str>,
    outcome: Option<Outcome>,
) -> Option<Text> {
    let who = scene.named(by);
    let because = || reason.map_or_else(Text::new, |r| sentence("{}", [words(r)]));
    let last = last(scene);
    let matter_of = |a: &Approval| a.matter.is_wish().then(|| matter(scene, &a.matter));
    let wish = last.and_then(matter_of);
    let refused = |all: Text| match last.and_then(|a| Some((a, a.place(by)?))) {
        Some((approval, place)) => theirs(scene, &approval.matter, &approval.approvers[place]),
        None => all,
    };
    Some(match (outcome, wish) {
        (Some(Outcome::Approved), None) => join([
            sentence("{} approved this.", [who]),
            quoted(reason),
            sentence(
                "It is with {} now, and the clock runs.",
                [words(scene.team_name())],
            ),
        ]),
        (Some(Outcome::Approved), Some(what)) => lines([
            join([
                sentence("{} agreed, and with that everybody who was asked.", [who]),
                quoted(reason),
            ]),
            what,
        ]),
        (Some(_), Some(what)) => lines([
            sentence("{} cannot agree to this:", [who]),
            refused(what),
            join([plain("The reason:"), because()]),
            sentence("{} decides how it goes on.", [words(scene.team_name())]),
        ]),
        (Some(_), None) => lines([
            sentence("{} declined this, so it ends here. The reason:", [who]),
            because(),
            plain(
                "If something changes, use Ask again on its card: it starts a new request from this one.",
            ),
        ]),
        (None, wish) if verdict == Verdict::Changes => lines([
            sentence(
                "{} would like this changed before it can be approved:",
                [who],
            ),
            because(),
            plain(match wish {
                None => "Use Change and send again: your answers are filled in already.",
                Some(_) => {
                    "Move the date on the card of your request, or use Change and send again."
                }
            }),
        ]),
        (None, _) => return None,
    })
}

/// The same, to the team.
pub fn given_to_team(
    scene: &Scene<'_>,
    by: Span,
    verdict: Verdict,
    reason: Option<&str>,
    decided: Option<Outcome>,
) -> Option<Text> {
    let wish = last(scene).is_some_and(|a| a.matter.is_wish());
    let who = match verdict {
        Verdict::Approved => sentence("{} approved it.", [by]),
        Verdict::Declined => sentence("{} declined it.", [by]),
        Verdict::Changes => sentence(
            "{} sent it back to {} to be changed.",
            [by, scene.named(scene.request.requester)],
        ),
    };
    let then = match decided {
        Some(Outcome::Approved) if wish => plain("The clock runs again."),
        Some(Outcome::Approved) => plain("Work can begin, and the clock runs."),
        Some(_) if scene.request.status.is_open() => plain("Please decide how it goes on."),
        Some(_) => plain("So it ends here."),
        None if verdict == Verdict::Changes => Text::new(),
        None => return None,
    };
    Some(join([who, quoted(reason), then]))
}

fn quoted(reason: Option<&str>) -> Text {
    reason.map_or_else(Text::new, |r| sentence("“{}”", [words(r)]))
}

/// Nobody decided in time, to the requester.
pub fn expired(scene: &Scene<'_>, outcome: Outcome) -> Text {
    let Some(approval) = last(scene) else {
        return Text::new();
    };
    if outcome == Outcome::Approved {
        return sentence(
            "Nobody said no in time, and here that counts as a yes: it is with {} now.",
            [words(scene.team_name())],
        );
    }
    if approval.matter.is_wish() {
        return lines([
            plain("Not everybody has agreed to this in time:"),
            matter(scene, &approval.matter),
            sentence("{} decides how it goes on.", [words(scene.team_name())]),
        ]);
    }
    let again = plain(
        "You may ask again: use Ask again on its card, and it starts a new request from this one.",
    );
    if approval.changes.is_some() {
        let what =
            plain("The changes that were asked for did not come in time, so this ends here.");
        return lines([what, again]);
    }
    let mut what = plain("Nobody has approved this in time, so it ends here. We waited for ");
    what.extend(names(scene, &approval.asked()));
    what.push(words("."));
    lines([what, again])
}

/// The same, to the team.
pub fn expired_to_team(scene: &Scene<'_>, outcome: Outcome) -> Text {
    match outcome {
        Outcome::Approved => plain(
            "Nobody answered in time, which counts as a yes here. Work can begin, and the clock runs.",
        ),
        _ if scene.request.status.is_open() => {
            plain("Not everybody agreed in time. Please decide how it goes on.")
        }
        _ => plain("Nobody approved it in time, so it ends here. The requester was told."),
    }
}

/// To the requester: the changes are still to come.
pub fn changes_wanted(scene: &Scene<'_>) -> Option<Text> {
    let approval = scene.request.approval()?;
    let changes = approval.changes.as_ref()?;
    Some(lines([
        sentence(
            "{} would like this changed before it can be approved:",
            [scene.named(changes.by)],
        ),
        sentence("{}", [words(&changes.reason)]),
        sentence(
            "Without changes it ends {}.",
            [Span::When(approval.expires_at)],
        ),
    ]))
}

/// The approval that is waited for, or the last one.
pub fn last<'a>(scene: &Scene<'a>) -> Option<&'a Approval> {
    let decided = scene.request.decided.as_ref().map(|d| &d.approval);
    scene.request.approval().or(decided)
}
