//! The day's announcement, and hand-overs: once each, whatever happens to their timers.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::clock::Millis;
use crate::domain::catalogue::{Catalogue, Team};
use crate::domain::digest;
use crate::domain::intent::{DutyTimer, Timer};
use crate::domain::roster::{DutyPost, Roster};
use crate::store::{self, Tx};

use super::super::{Done, Work};
use super::{HORIZON, roster};

/// Somebody who went off duty so long ago may still be the one whom the next one follows.
const BEHIND: Millis = 14 * 24 * 60 * 60 * 1000;

/// Sets what is due next for the roster of `team`, or stops it. What is due already keeps its time, and fires at once.
pub(in crate::desk) async fn schedule(
    tx: &mut Tx,
    catalogue: &Catalogue,
    team: &Team,
    now: Millis,
) -> store::Result<()> {
    let roster = roster(tx, team, now - BEHIND).await?;
    let announced = announced(team, team.zone(&catalogue.desk), now);
    let announced = announced.filter(|_| !roster.is_empty());
    let asks = next_hand_over(team, &roster, now);
    // What was left to the next one reaches whoever that is.
    let notes = !store::duty::notes_waiting(tx, &team.key).await?.is_empty();
    let comes = notes.then(|| roster.next_change(now, now + HORIZON));
    let next = asks.into_iter().chain(comes.flatten()).min();
    for (kind, at) in [
        (DutyTimer::Announce, announced),
        (DutyTimer::HandOver, next),
    ] {
        let team = team.key.clone();
        let timer = Timer::Duty { team, kind };
        let set = store::timers::due_at(tx, &timer).await?;
        match at {
            _ if set.is_some_and(|due| due <= now) => {}
            Some(at) => store::timers::set(tx, &timer, at).await?,
            None if set.is_some() => store::timers::stop(tx, &timer).await?,
            None => {}
        }
    }
    Ok(())
}

/// The first time after `now` at which the team is told who is on duty.
fn announced(team: &Team, zone: &TimeZone, now: Millis) -> Option<Millis> {
    let at = team.roster.announce?;
    // The same timetable as the digests': it keeps to the clock on the wall.
    digest::next_due(&format!("{} {} * * *", at % 60, at / 60), zone, now)
}

/// When somebody is asked for a note next.
fn next_hand_over(team: &Team, roster: &Roster<'_>, now: Millis) -> Option<Millis> {
    if !team.roster.hand_over {
        return None;
    }
    let all = roster.hand_overs(now - BEHIND, now + HORIZON).into_iter();
    all.map(|h| h.asked_at).filter(|at| *at > now).min()
}

impl Work<'_> {
    pub(in crate::desk) async fn duty_timer(
        &mut self,
        team: &str,
        kind: DutyTimer,
        due_at: Millis,
    ) -> Done<()> {
        // Gone from the configuration: then its timers end here.
        let Some(team) = self.catalogue.team(team) else {
            return Ok(());
        };
        match kind {
            DutyTimer::Announce => self.announce(team, due_at).await?,
            DutyTimer::HandOver => self.hand_over(team).await?,
            DutyTimer::Unanswered { swap, post } => return self.unanswered(team, swap, post).await,
        }
        schedule(self.tx, self.catalogue, team, self.now).await?;
        Ok(())
    }

    /// Tells the team who is on duty today. What could not be told on its day is not told on the next.
    async fn announce(&mut self, team: &Team, due_at: Millis) -> Done<()> {
        let zone = team.zone(&self.catalogue.desk);
        let (mut since, mut until) = (due_at, announced(team, zone, due_at));
        while let Some(next) = until.filter(|next| *next <= self.now) {
            (since, until) = (next, announced(team, zone, next));
        }
        let (Some(until), today) = (until, date(zone, since)) else {
            return Ok(());
        };
        if today != date(zone, self.now) {
            return Ok(());
        }
        let roster = roster(self.tx, team, since).await?;
        // Where only somebody of tomorrow morning is before the next announcement, nobody is on duty today.
        let stretches = roster.stretches(since, until.min(midnight(zone, today)));
        if stretches.iter().all(|stretch| stretch.people.is_empty()) {
            return Ok(());
        }
        // Once a day, whatever happens to the timer.
        let once = format!("duty:{}/{today}", team.key);
        if !store::inbox::claim(self.tx, &once, self.now).await? {
            return Ok(());
        }
        let team_key = team.key.clone();
        let post = DutyPost::Today {
            team: team_key,
            since,
            until,
        };
        self.tell_team(team, post).await
    }

    /// Asks those who go for a note, and gives to those who come what was left.
    async fn hand_over(&mut self, team: &Team) -> Done<()> {
        let roster = roster(self.tx, team, self.now - BEHIND).await?;
        for hand_over in roster.hand_overs(self.now - BEHIND, self.now + HORIZON) {
            let asked = (hand_over.asked_at..hand_over.ends_at).contains(&self.now);
            if !asked || !team.roster.hand_over {
                continue;
            }
            for person in &hand_over.off {
                let ends = hand_over.ends_at;
                let once = format!("duty-note:{}/{ends}/{person}", team.key);
                let known = self.known(Some(person)).await?;
                if let Some(known) = known
                    && store::inbox::claim(self.tx, &once, self.now).await?
                {
                    let post = DutyPost::AskNote {
                        team: team.key.clone(),
                        until: ends,
                    };
                    self.tell_person(team, &known, post).await?;
                }
            }
        }
        self.hand_notes(team).await
    }
}

/// When the date on the team's wall ends.
fn midnight(zone: &TimeZone, today: Date) -> Millis {
    let next = today.saturating_add(Span::new().days(1));
    let start = next.to_zoned(zone.clone());
    start.map_or(Millis::MAX, |at| at.timestamp().as_millisecond())
}

/// The date on the team's wall.
fn date(zone: &TimeZone, at: Millis) -> Date {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    zone.to_datetime(at).date()
}
