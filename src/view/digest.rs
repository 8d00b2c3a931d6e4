//! Digests: a team's, in its channel or to its lead, and a person's own.

use crate::clock::Millis;
use crate::domain::answer::About;
use crate::domain::catalogue::{Catalogue, DigestKind};
use crate::domain::digest::{Behind, Figures, Line, OwnFigures, Span as Period, Week, Whose};
use crate::domain::ids::{Platform, TeamKey};
use crate::domain::measure::Turn;
use crate::domain::post::Side;
use crate::domain::press::Press;
use crate::domain::roster::DutyDeed;
use crate::domain::talk::{Text, plain};

use super::digest_week::week;
use super::face::{Control, Message, Part};
use super::listing::{Reader, list};
use super::scene::team_name;
use super::words::digest as said;
use super::words::sentence::{bold, sentence, words};

/// So many of those open longest are named in a weekly one.
const OLDEST_OF_A_WEEK: usize = 3;

/// Who reads a digest, where and when.
#[derive(Clone, Copy)]
pub struct Looks<'a> {
    pub catalogue: &'a Catalogue,
    pub platform: Platform,
    pub now: Millis,
    /// Others read along: subjects of private requests are not shown.
    pub open: bool,
}

impl<'a> Looks<'a> {
    fn reader(self) -> Reader<'a> {
        Reader {
            catalogue: self.catalogue,
            platform: self.platform,
            now: self.now,
            side: Side::Team,
            open: self.open,
        }
    }
}

/// What happened in the digest's period, and what is open now. Each line has a button that shows what is behind it. A
/// weekly one names fewer requests besides: with a button for each line a card of Teams has no room for more.
pub fn digest(figures: &Figures, looks: Looks<'_>) -> Message {
    let team = team_name(looks.catalogue, &figures.team);
    let title = match figures.span.kind {
        DigestKind::Daily => format!("{team}: daily digest"),
        DigestKind::Weekly => format!("{team}: weekly digest"),
    };
    let mut parts = vec![
        Part::Header(title),
        Part::Small(said::period(figures.span.since, figures.span.until)),
    ];
    let whose = TeamKey::new(&figures.team).map(Whose::Team);
    let before = figures.week.as_deref().map(|week| &week.before);
    let mut facts = vec![
        fact(Line::Opened, figures.opened, before.map(|b| b.opened)),
        fact(Line::Resolved, figures.resolved, before.map(|b| b.resolved)),
        fact(Line::Open, figures.open, None),
        fact(Line::Unassigned, figures.unassigned, None),
        ("Satisfaction".to_owned(), satisfaction(figures)),
    ];
    let weekly = figures
        .week
        .as_ref()
        .map(|of_week| week(of_week, looks.catalogue));
    let (measured, went) = weekly.unwrap_or_default();
    facts.extend(measured);
    parts.push(Part::Facts(facts));
    parts.extend(of_now(figures, whose));
    if let Some(of_week) = &figures.week {
        parts.extend(of_the_week(of_week, &figures.span, whose));
        parts.extend(went);
        parts.extend(of_turns(of_week, &figures.span, whose));
    } else {
        parts.extend(on_duty(figures));
        parts.extend(named(said::line(Line::Next), &figures.next, looks));
    }
    let oldest = match figures.span.kind {
        DigestKind::Daily => figures.oldest.as_slice(),
        DigestKind::Weekly => &figures.oldest[..figures.oldest.len().min(OLDEST_OF_A_WEEK)],
    };
    parts.extend(named("Open longest", oldest, looks));
    Message {
        summary: sentence(
            "{}: {} opened, {} resolved, {} still open",
            [
                words(team),
                words(figures.opened.to_string()),
                words(figures.resolved.to_string()),
                words(figures.open.to_string()),
            ],
        ),
        parts,
    }
}

/// Behind what happened, and behind what is so now.
fn of_now(figures: &Figures, whose: Option<Whose>) -> Vec<Part> {
    let mut then = Buttons::of(&figures.span, whose);
    then.add(Line::Opened, figures.opened);
    then.add(Line::Resolved, figures.resolved);
    if figures.ratings > 0 {
        then.all(Line::Unhappy);
    }
    if figures.resolved > 0 {
        then.all(Line::Unrated);
    }
    let mut now = Buttons::of(&figures.span, whose);
    now.add(Line::Open, figures.open);
    now.add(Line::Unassigned, figures.unassigned);
    if !figures.next.is_empty() {
        now.all(Line::Next);
    }
    now.add(Line::Waiting, figures.waiting);
    now.add(Line::OnHold, figures.on_hold);
    then.part().into_iter().chain(now.part()).collect()
}

/// Behind what was measured.
fn of_the_week(week: &Week, span: &Period, whose: Option<Whose>) -> Option<Part> {
    let sums = &week.measures.sums;
    let mut lines = Buttons::of(span, whose);
    lines.add(Line::LateAnswers, sums.answers_promised - sums.answers_kept);
    lines.add(Line::LateResults, sums.results_promised - sums.results_kept);
    lines.add(Line::MoreTouches, sums.touched - sums.first_touch);
    lines.add(Line::Asked, sums.results - sums.single);
    lines.add(Line::Reopened, sums.reopened);
    if sums.answers > 0 {
        lines.all(Line::SlowAnswers);
    }
    if sums.results > 0 {
        lines.all(Line::SlowResults);
    }
    lines.part()
}

/// Behind where the time went; the sentence about the bottleneck is one of them.
fn of_turns(week: &Week, span: &Period, whose: Option<Whose>) -> Option<Part> {
    let sums = &week.measures.sums;
    let mut lines = Buttons::of(span, whose);
    for turn in Turn::ALL {
        if sums.spent.at(turn) > 0 {
            lines.all(Line::Spent(turn));
        }
    }
    if sums.reviews > 0 {
        lines.all(Line::LongReviews);
    }
    lines.part()
}

/// Who is there today, and what those who serve do about it.
fn on_duty(figures: &Figures) -> Vec<Part> {
    if figures.duty.is_empty() {
        return Vec::new();
    }
    let names = sentence(
        "{} {}",
        [bold("On duty today:"), words(figures.duty.join(", "))],
    );
    let deeds = [
        ("Swap a duty", DutyDeed::Swap),
        ("Stand in", DutyDeed::StandIn),
    ];
    let button = |(label, deed)| Control::button(label, Press::OpenDuty(deed));
    vec![
        Part::Text(names),
        Part::Actions(deeds.into_iter().map(button).collect()),
    ]
}

/// What is with one person. `wish`: how often it comes by itself, where that can be changed here.
pub fn own_digest(
    figures: &OwnFigures,
    wish: Option<Option<DigestKind>>,
    looks: Looks<'_>,
) -> Message {
    let title = match figures.span.kind {
        DigestKind::Daily => "Your daily digest",
        DigestKind::Weekly => "Your weekly digest",
    };
    let mut lines = Buttons::of(&figures.span, Some(Whose::Mine));
    let counts = [
        (Line::Resolved, figures.resolved),
        (Line::Open, figures.open),
        (Line::Waiting, figures.waiting),
        (Line::OnHold, figures.on_hold),
    ];
    let mut facts = Vec::new();
    for (line, count) in counts {
        facts.push(fact(line, count, None));
        lines.add(line, count);
    }
    facts.push((
        "Unassigned in your teams".to_owned(),
        plain(figures.unassigned.to_string()),
    ));
    lines.add(Line::Unassigned, figures.unassigned);
    if !figures.next.is_empty() {
        lines.all(Line::Next);
    }
    let mut parts = vec![
        Part::Header(title.to_owned()),
        Part::Small(said::period(figures.span.since, figures.span.until)),
        Part::Facts(facts),
    ];
    parts.extend(lines.part());
    parts.extend(named(said::line(Line::Next), &figures.next, looks));
    parts.extend(named("With you longest", &figures.oldest, looks));
    if let Some(wish) = wish {
        parts.push(Part::Actions(wishes(wish)));
    }
    Message {
        summary: sentence(
            "{}: {} with you, {} resolved",
            [
                words(title),
                words(figures.open.to_string()),
                words(figures.resolved.to_string()),
            ],
        ),
        parts,
    }
}

/// Buttons for what is not so yet.
pub(super) fn wishes(now: Option<DigestKind>) -> Vec<Control> {
    [
        ("Send it to me daily", Some(DigestKind::Daily)),
        ("Send it to me weekly", Some(DigestKind::Weekly)),
        ("No digest for me", None),
    ]
    .into_iter()
    .filter(|(_, kind)| *kind != now)
    .map(|(label, kind)| Control::button(label, Press::WishDigest(kind)))
    .collect()
}

fn named(heading: &str, all: &[About], looks: Looks<'_>) -> Vec<Part> {
    if all.is_empty() {
        return Vec::new();
    }
    let heading = Part::Text(vec![bold(heading)]);
    std::iter::once(heading)
        .chain(list(all, looks.reader()))
        .collect()
}

fn fact(line: Line, count: i64, before: Option<i64>) -> (String, Text) {
    let before = before.map(|before| before.to_string());
    (
        said::line(line).to_owned(),
        said::beside(count.to_string(), before),
    )
}

fn satisfaction(figures: &Figures) -> Text {
    let now = said::satisfaction(figures.ratings, figures.rating_sum);
    let before = figures.week.as_ref().map(|week| &week.before);
    let before = before.and_then(|b| said::satisfaction(b.ratings, b.rating_sum));
    said::beside(now.unwrap_or_else(|| "no answers".to_owned()), before)
}

/// What can be looked behind.
struct Buttons<'a> {
    span: &'a Period,
    /// None: nothing can.
    whose: Option<Whose>,
    all: Vec<Control>,
}

impl<'a> Buttons<'a> {
    fn of(span: &'a Period, whose: Option<Whose>) -> Buttons<'a> {
        Buttons {
            span,
            whose,
            all: Vec::new(),
        }
    }

    /// Where it counts anything.
    fn add(&mut self, line: Line, count: i64) {
        if count > 0 {
            self.push(line, format!("{}: {count}", said::line(line)));
        }
    }

    /// Without a number.
    fn all(&mut self, line: Line) {
        self.push(line, said::line(line).to_owned());
    }

    fn push(&mut self, line: Line, label: String) {
        if let Some(whose) = self.whose {
            let behind = Behind {
                line,
                whose,
                since: self.span.since,
                until: self.span.until,
            };
            self.all
                .push(Control::button(&label, Press::Behind(behind)));
        }
    }

    fn part(self) -> Option<Part> {
        (!self.all.is_empty()).then_some(Part::Actions(self.all))
    }
}
