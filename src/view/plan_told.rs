//! What happened to a plan, told where its whole or a step of it is talked about.

use jiff::civil::Date;

use crate::domain::plan::{Blocked, Moved, News};
use crate::domain::talk::{Span, Text, plain};

use super::scene::{Scene, team_name};
use super::words::plan::{day, steps, waiting};
use super::words::sentence::{join, lines, sentence, words};
use super::words::time;

/// The words; none where the cards say it.
pub(super) fn told(scene: &Scene<'_>, by: Span, news: &News) -> Option<Text> {
    Some(match news {
        News::Needed { from, to, moved } => needed(scene, by, *from, *to, moved),
        News::Begun { to } => sentence(
            "{} asked the other teams for their parts: all of it is planned for {}. The card shows every step.",
            [by, words(time::date(*to))],
        ),
        News::Due { from, to, whole } => due(*from, *to, *whole),
        News::Late {
            step,
            team,
            number,
            due,
            blocks,
        } => late(scene, [step, team, number], day(*due), blocks),
        News::Skipped { step } => sentence("{} goes on without {}.", [by, words(step)]),
        News::Promised
        | News::Opened { .. }
        | News::Stopped { .. }
        | News::Again { .. }
        | News::Agreed { .. } => return None,
    })
}

/// To the team of a step that is open.
fn due(from: Date, to: Date, whole: Option<Date>) -> Text {
    let whole =
        whole.map(|day| sentence("All of it is needed by {} now.", [words(time::date(day))]));
    let own = [words(day(to)), words(day(from))];
    match whole {
        Some(whole) if from == to => whole,
        Some(whole) => join([
            whole,
            sentence("This has to be done by {} instead of {}.", own),
        ]),
        None => sentence(
            "All of it is needed by another day: this has to be done by {} instead of {}.",
            own,
        ),
    }
}

/// Old and new, step by step.
fn needed(scene: &Scene<'_>, by: Span, from: Option<Date>, to: Date, moved: &[Moved]) -> Text {
    let same = from == Some(to);
    let to = words(time::date(to));
    let what = match from {
        Some(_) if same => sentence(
            "{} planned this anew. It is needed by {}, as before.",
            [by, to],
        ),
        Some(from) => sentence(
            "{} moved the day that this is needed by: {} instead of {}.",
            [by, to, words(time::date(from))],
        ),
        None => sentence("{} says that this is needed by {}.", [by, to]),
    };
    if moved.is_empty() && same {
        return what;
    }
    if moved.is_empty() {
        return join([what, plain("No step moves with it.")]);
    }
    let steps = moved.iter().map(|m| {
        sentence(
            "{} ({}): by {} instead of {}",
            [
                words(&m.step),
                words(team_name(scene.catalogue, &m.team)),
                words(day(m.to)),
                words(day(m.from)),
            ],
        )
    });
    lines([what].into_iter().chain(steps))
}

fn late(
    scene: &Scene<'_>,
    [step, team, number]: [&String; 3],
    due: String,
    blocks: &[Blocked],
) -> Text {
    let blocks = blocks.iter().map(|b| (b.step.as_str(), b.team.as_str()));
    join([
        sentence(
            "{} is late with {} ({}): it was due {}.",
            [
                words(team_name(scene.catalogue, team)),
                words(step),
                words(number),
                words(due),
            ],
        ),
        plain(waiting(&steps(blocks, scene.catalogue))),
    ])
}
