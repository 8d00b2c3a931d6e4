//! What digests tell: counted, and named.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::catalogue::{Catalogue, DigestKind, Team};
use crate::domain::digest::{Before, Figures, OwnFigures, Span, Week};
use crate::domain::people::Person;
use crate::store::behind::Of;
use crate::store::{self, Result, Tx};

use super::read;

/// A digest names this many of the oldest, and of what is due next.
const NAMED: i64 = 5;

/// What a digest of `span` tells of a team.
pub async fn figures(
    tx: &mut Tx,
    catalogue: &Catalogue,
    team: &str,
    span: Span,
    now: Millis,
) -> Result<Figures> {
    let counts = store::figures::of_team(tx, team, span.since, span.until).await?;
    let queue = store::requests::queue(tx, team, NAMED).await?;
    let next = store::behind::next(tx, Of::Team(team), NAMED).await?;
    let week = match span.kind {
        DigestKind::Daily => None,
        DigestKind::Weekly => Some(Box::new(week(tx, team, &span).await?)),
    };
    Ok(Figures {
        team: team.to_owned(),
        opened: counts.opened,
        resolved: counts.resolved,
        open: counts.open,
        unassigned: counts.unassigned,
        waiting: store::behind::in_state(tx, team, "waiting").await?,
        on_hold: store::behind::in_state(tx, team, "on_hold").await?,
        oldest: read::about(tx, catalogue, &queue).await?,
        next: read::about(tx, catalogue, &next).await?,
        duty: match catalogue.team(team) {
            Some(team) => on_duty(tx, catalogue, team, now).await?,
            None => Vec::new(),
        },
        ratings: counts.ratings,
        rating_sum: counts.rating_sum,
        week,
        span,
    })
}

/// Who is on duty in `team` for the rest of the day, in turn; nobody where it has no roster.
async fn on_duty(
    tx: &mut Tx,
    catalogue: &Catalogue,
    team: &Team,
    now: Millis,
) -> Result<Vec<String>> {
    let zone = team.zone(&catalogue.desk);
    let Some(until) = end_of_day(zone, now) else {
        return Ok(Vec::new());
    };
    let mut names: Vec<String> = Vec::new();
    for (people, ..) in super::duty::today(tx, team, now, until).await? {
        for name in people {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
}

fn end_of_day(zone: &TimeZone, now: Millis) -> Option<Millis> {
    let here = Timestamp::from_millisecond(now)
        .ok()?
        .to_zoned(zone.clone());
    let end = here.tomorrow().ok()?.start_of_day().ok()?;
    Some(end.timestamp().as_millisecond())
}

async fn week(tx: &mut Tx, team: &str, span: &Span) -> Result<Week> {
    let (since, until) = (span.before(), span.since);
    let counts = store::figures::of_team(tx, team, since, until).await?;
    Ok(Week {
        measures: store::measures::of_team(tx, team, span.since, span.until).await?,
        before: Before {
            opened: counts.opened,
            resolved: counts.resolved,
            ratings: counts.ratings,
            rating_sum: counts.rating_sum,
            measures: store::measures::of_team(tx, team, since, until).await?,
        },
    })
}

/// What a digest of `span` tells of the work of one person.
pub async fn own_figures(
    tx: &mut Tx,
    catalogue: &Catalogue,
    person: &Person,
    span: Span,
) -> Result<OwnFigures> {
    let of = Of::Person(person.id);
    let mine = store::requests::assigned_to(tx, person.id, NAMED).await?;
    let next = store::behind::next(tx, of, NAMED).await?;
    let states = store::behind::states(tx, person.id).await?;
    let in_state = |name: &str| {
        states
            .iter()
            .find(|(s, _)| s == name)
            .map_or(0, |(_, n)| *n)
    };
    let mut unassigned = 0;
    for team in catalogue.teams.iter().filter(|t| t.served_by(person)) {
        unassigned += store::figures::open(tx, &team.key).await?.1;
    }
    Ok(OwnFigures {
        resolved: store::behind::resolved_by(tx, person.id, span.since, span.until).await?,
        open: states.iter().map(|(_, n)| n).sum(),
        waiting: in_state("waiting"),
        on_hold: in_state("on_hold"),
        oldest: read::about(tx, catalogue, &mine).await?,
        next: read::about(tx, catalogue, &next).await?,
        unassigned,
        span,
    })
}
