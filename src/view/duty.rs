//! Messages about who is on duty.

use crate::clock::Millis;
use crate::domain::press::Press;
use crate::domain::roster::{DutyDeed, News, SwapFace};
use crate::domain::talk::{Span, Text, plain};

use super::face::{Control, Message, Part};
use super::words::duty::{Names, all, news};
use super::words::sentence::{bold, join, lines, sentence, with, words};

/// What a message about a roster is drawn from.
#[derive(Debug)]
pub enum DutyScene<'a> {
    /// Names, from when, and until when unless that is weeks away.
    Today {
        team: &'a str,
        stretches: &'a [(Vec<String>, Millis, Option<Millis>)],
    },
    Changed {
        team: &'a str,
        by: Span,
        news: &'a News,
        names: &'a Names,
        undone: bool,
    },
    Swap(SwapScene<'a>),
    AskNote {
        team: &'a str,
        until: Millis,
    },
    Note {
        team: &'a str,
        author: Span,
        text: &'a str,
        at: Millis,
    },
}

/// A swap, to one of those whom it is shown.
#[derive(Debug)]
pub struct SwapScene<'a> {
    pub id: i64,
    pub face: SwapFace,
    pub team: &'a str,
    pub asker: Span,
    pub asked: Span,
    pub given: (Millis, Millis),
    pub taken: Option<(Millis, Millis)>,
    /// None: it is still to be answered, or nobody did.
    pub accepted: Option<bool>,
    /// It can be answered no more.
    pub over: bool,
}

/// The message as it is now.
pub fn duty(scene: &DutyScene<'_>) -> Message {
    match scene {
        DutyScene::Today { team, stretches } => today(team, stretches),
        DutyScene::Changed {
            team,
            by,
            news: what,
            names,
            undone,
        } => {
            let said = if *undone {
                sentence(
                    "Roster of {}: {} took this back.",
                    [words(*team), by.clone()],
                )
            } else {
                sentence("Roster of {}, by {}.", [words(*team), by.clone()])
            };
            Message::line(lines([said, news(what, names)]))
        }
        DutyScene::Swap(swap) => swapped(swap),
        DutyScene::AskNote { team, until } => ask_note(team, *until),
        DutyScene::Note {
            team,
            author,
            text,
            at,
        } => {
            let title = sentence(
                "A note for your duty in {}, from {} ({}):",
                [words(*team), author.clone(), Span::When(*at)],
            );
            Message {
                summary: title.clone(),
                parts: vec![Part::Text(title), Part::Text(plain(*text))],
            }
        }
    }
}

fn today(team: &str, stretches: &[(Vec<String>, Millis, Option<Millis>)]) -> Message {
    let line = |(people, since, until): &(Vec<String>, Millis, Option<Millis>)| {
        let people = words(all(people));
        match until {
            Some(until) => sentence(
                "{}: {} to {}",
                [people, Span::When(*since), Span::When(*until)],
            ),
            None => sentence("{}: from {} on", [people, Span::When(*since)]),
        }
    };
    let names = with(", then ", stretches.iter().map(|(who, ..)| plain(all(who))));
    let title = sentence("On duty today for {}", [words(team)]);
    let mut summary = title.clone();
    summary.push(words(": "));
    summary.extend(names);
    Message {
        summary,
        parts: vec![
            Part::Text(vec![bold(format!("On duty today for {team}"))]),
            Part::Text(lines(stretches.iter().map(line))),
        ],
    }
}

fn ask_note(team: &str, until: Millis) -> Message {
    let text = sentence(
        "Your duty for {} ends {}. Is there something that the next one should know?",
        [words(team), Span::When(until)],
    );
    let note = Control::button("Leave a note", Press::OpenDuty(DutyDeed::Note));
    Message {
        summary: text.clone(),
        parts: vec![Part::Text(text), Part::Actions(vec![note])],
    }
}

fn swapped(swap: &SwapScene<'_>) -> Message {
    let (asker, asked) = (swap.asker.clone(), swap.asked.clone());
    let team = words(swap.team);
    let (from, to) = times(swap.given);
    let back = swap.taken.map(times);
    let what = match (swap.face, swap.accepted) {
        (SwapFace::Asked, _) => sentence(
            "{} asks you to take their duty for {}: {} to {}.",
            [asker.clone(), team, from, to],
        ),
        (SwapFace::Asker, Some(false)) => sentence(
            "{} cannot take your duty for {}: {} to {}. It stays yours.",
            [asked, team, from, to],
        ),
        (SwapFace::Asker, None) => sentence(
            "{} did not answer whether they take your duty for {}: {} to {}. It stays yours.",
            [asked, team, from, to],
        ),
        (SwapFace::Asker, Some(true)) => sentence(
            "{} takes your duty for {}: {} to {}.",
            [asked, team, from, to],
        ),
        (SwapFace::Team, _) => sentence(
            "Roster of {}: {} takes over from {}: {} to {}.",
            [team, asked, asker.clone(), from, to],
        ),
    };
    let back = back.map(|(from, to)| match swap.face {
        SwapFace::Asked => sentence("In return they take yours: {} to {}.", [from, to]),
        SwapFace::Asker if swap.accepted != Some(true) => Text::new(),
        SwapFace::Asker => sentence("You take theirs: {} to {}.", [from, to]),
        SwapFace::Team => sentence("In return {} is on duty {} to {}.", [asker, from, to]),
    });
    let answered = match (swap.face, swap.accepted) {
        (SwapFace::Asked, Some(true)) => plain("You agreed."),
        (SwapFace::Asked, Some(false)) => plain("You said no: nothing changes."),
        (SwapFace::Asked, None) if swap.over => {
            plain("That time has come without an answer: nothing changes.")
        }
        _ => Text::new(),
    };
    let text = join([what].into_iter().chain(back).chain([answered]));
    let mut message = Message::line(text);
    if swap.face == SwapFace::Asked && swap.accepted.is_none() && !swap.over {
        message.parts.push(Part::Actions(vec![
            Control::primary("I take it", Press::AnswerSwap(swap.id, true)),
            Control::button("I cannot", Press::AnswerSwap(swap.id, false)),
        ]));
    }
    message
}

fn times((since, until): (Millis, Millis)) -> (Span, Span) {
    (Span::When(since), Span::When(until))
}

/// What those who serve can do about a roster.
pub(super) fn deeds() -> Vec<Control> {
    let label = |deed| match deed {
        DutyDeed::Swap => "Swap",
        DutyDeed::Away => "Away",
        DutyDeed::StandIn => "Stand in",
        DutyDeed::Note => "Leave a note",
        DutyDeed::Shift => "Add shift",
        DutyDeed::Undo => "Take back",
    };
    let control = |deed| Control::button(label(deed), Press::OpenDuty(deed));
    DutyDeed::ALL.into_iter().map(control).collect()
}
