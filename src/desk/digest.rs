//! Digests: of teams in their channels, of people in their own chats, at any time to whoever asks, and what is behind
//! each of their lines.

use futures_util::FutureExt;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::answer::{Answer, Listed, Say, Seed};
use crate::domain::catalogue::{Catalogue, DigestKind, DigestPlan, Team};
use crate::domain::digest::{self, Before, Behind, Figures, OwnFigures, Period, Span, Week, Whose};
use crate::domain::ids::{Channel, PersonId, Platform};
use crate::domain::intent::{FormKind, Sender, Timer};
use crate::domain::people::Person;
use crate::domain::post::{PostData, PostKind, Target, Thread, Whisper};
use crate::domain::request::Refusal;
use crate::store::behind::Of;
use crate::store::{self, Result, Tx};

use super::{Desk, Done, Undo, Work, forms, read};

/// A digest names this many of the oldest, and of what is due next.
const NAMED: i64 = 5;
/// So many are shown behind a line.
const MOST_BEHIND: i64 = 20;
const DAY: Millis = 24 * 60 * 60 * 1000;
const WEEK: Millis = 7 * DAY;

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

/// Up to now, for who asks.
fn until_now(kind: DigestKind, now: Millis) -> Span {
    let length = match kind {
        DigestKind::Daily => DAY,
        DigestKind::Weekly => WEEK,
    };
    Span {
        kind,
        since: now - length,
        until: now,
        before: None,
    }
}

impl Desk {
    /// Sets the timers of all digests of the configuration, of all that people wish for, and of all rosters. One that came due while
    /// the desk was down keeps its time and fires at once; one whose schedule changed moves.
    ///
    /// # Errors
    /// The store's.
    pub async fn schedule_digests(&self) -> super::Result<()> {
        let done: Done<()> = self
            .work(|mut work| async move { work.schedule_digests().await }.boxed())
            .await;
        match done {
            Err(Undo::Fault(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// A team's digest as of now: of the team that works in `channel`, else of their own.
    pub(super) async fn digest_now(
        &self,
        tx: &mut Tx,
        channel: Option<Channel>,
        kind: DigestKind,
        person: &Person,
    ) -> super::Result<Say> {
        let team = channel
            .and_then(|c| self.catalogue.team_working_in(&c))
            .or_else(|| self.catalogue.teams.iter().find(|t| t.served_by(person)));
        let Some(team) = team.filter(|t| may_see(&self.catalogue, t, person)) else {
            return Ok(Say::NoTeam);
        };
        let span = until_now(kind, self.clock.now());
        let figures = figures(tx, &self.catalogue, &team.key, span, self.clock.now()).await?;
        Ok(Say::Digest(Box::new(figures)))
    }

    /// Their own digest as of now.
    pub(super) async fn own_digest_now(&self, tx: &mut Tx, person: &Person) -> super::Result<Say> {
        if !forms::serves(&self.catalogue, person) {
            return Ok(Say::NoTeam);
        }
        let wish = store::wishes::of(tx, person.id).await?;
        let kind = wish.map(|(_, kind)| kind);
        let span = until_now(kind.unwrap_or(DigestKind::Daily), self.clock.now());
        let figures = own_figures(tx, &self.catalogue, person, span).await?;
        Ok(Say::OwnDigest {
            figures: Box::new(figures),
            wish: kind,
        })
    }

    /// The requests behind a line of a digest, to those whom it is for.
    pub(super) async fn behind(
        &self,
        tx: &mut Tx,
        behind: Behind,
        platform: Platform,
        person: &Person,
    ) -> super::Result<std::result::Result<Seed, Refusal>> {
        let of = match &behind.whose {
            Whose::Mine => Of::Person(person.id),
            Whose::Team(key) => {
                let team = self.catalogue.team(key.as_str());
                if !team.is_some_and(|team| may_see(&self.catalogue, team, person)) {
                    return Ok(Err(Refusal::NotYourTeam));
                }
                Of::Team(key.as_str())
            }
        };
        let between = (behind.since, behind.until);
        let mut found = store::behind::line(tx, behind.line, of, between, MOST_BEHIND + 1).await?;
        let most = usize::try_from(MOST_BEHIND).unwrap_or(0);
        let more = found.len() > most;
        found.truncate(most);
        Ok(Ok(Seed {
            agent: true,
            listed: Some(Box::new(Listed {
                behind,
                platform,
                all: read::about(tx, &self.catalogue, &found).await?,
                more,
            })),
            ..Seed::new(FormKind::Show)
        }))
    }
}

fn may_see(catalogue: &Catalogue, team: &Team, person: &Person) -> bool {
    catalogue.is_admin(person) || team.served_by(person)
}

impl Work<'_> {
    async fn schedule_digests(&mut self) -> Done<()> {
        for team in &self.catalogue.teams {
            for plan in &team.digests {
                let timer = Timer::Digest {
                    team: team.key.clone(),
                    kind: plan.kind,
                };
                let set = store::timers::due_at(self.tx, &timer).await?;
                if set.is_some_and(|at| at <= self.now) {
                    continue;
                }
                let zone = team.zone(&self.catalogue.desk);
                self.next_digest(&timer, plan, zone, self.now).await?;
            }
            super::duty::schedule(self.tx, self.catalogue, team, self.now).await?;
        }
        for (person, kind) in store::wishes::all(self.tx).await? {
            let timer = Timer::OwnDigest { person, kind };
            if store::timers::due_at(self.tx, &timer).await?.is_none() {
                let zone = self.zone_of(person).await?;
                let plan = digest::own_plan(kind);
                self.next_digest(&timer, &plan, &zone, self.now).await?;
            }
        }
        Ok(())
    }

    async fn next_digest(
        &mut self,
        timer: &Timer,
        plan: &DigestPlan,
        zone: &TimeZone,
        after: Millis,
    ) -> Done<()> {
        if let Some(at) = digest::next_due(&plan.cron, zone, after) {
            store::timers::set(self.tx, timer, at).await?;
        }
        Ok(())
    }

    /// The period that ends at `due_at`, if nobody told of it so far; and the timer of the next.
    async fn period(
        &mut self,
        whose: &str,
        plan: &DigestPlan,
        timer: &Timer,
        zone: &TimeZone,
        due_at: Millis,
    ) -> Done<Option<Span>> {
        self.next_digest(timer, plan, zone, self.now.max(due_at))
            .await?;
        let Some(period) = digest::period(whose, plan, zone, due_at) else {
            return Ok(None);
        };
        let Period {
            key, start, before, ..
        } = period;
        // Once a period, whatever happens to the timer.
        if !store::inbox::claim(self.tx, &format!("digest:{key}"), self.now).await? {
            return Ok(None);
        }
        Ok(Some(Span {
            kind: plan.kind,
            since: start,
            until: due_at,
            before: Some(before),
        }))
    }

    /// A team's digest is due.
    pub(super) async fn digest_due(
        &mut self,
        team: &str,
        kind: DigestKind,
        timer: &Timer,
        due_at: Millis,
    ) -> Done<()> {
        // Gone from the configuration: then its timer ends here.
        let Some(team) = self.catalogue.team(team) else {
            return Ok(());
        };
        let Some(plan) = team.digests.iter().find(|d| d.kind == kind) else {
            return Ok(());
        };
        let zone = team.zone(&self.catalogue.desk);
        let span = self.period(&team.key, plan, timer, zone, due_at).await?;
        let (Some(span), Some(channel)) = (span, self.catalogue.desk_channel(team)) else {
            return Ok(());
        };
        let to = Target {
            platform: channel.platform,
            channel: Some(channel.id.clone()),
            person: None,
            thread: Thread::None,
        };
        self.team_digest(&team.key, span, &to).await
    }

    async fn team_digest(&mut self, team: &str, span: Span, to: &Target) -> Done<()> {
        let figures = figures(self.tx, self.catalogue, team, span.clone(), self.now).await?;
        if figures.silent() {
            return Ok(());
        }
        let data = PostData::Digest {
            team: team.to_owned(),
            span,
        };
        self.free_post(PostKind::Digest, to, &data).await
    }

    /// A digest of somebody's own is due: of the teams that they lead, and of what is with them.
    pub(super) async fn own_digest_due(
        &mut self,
        person: PersonId,
        kind: DigestKind,
        timer: &Timer,
        due_at: Millis,
    ) -> Done<()> {
        let wish = store::wishes::of(self.tx, person).await?;
        let known = store::people::get(self.tx, person).await?;
        // They wish for another, or for none: then its timer ends here.
        let (Some((platform, wished)), Some(person)) = (wish, known) else {
            return Ok(());
        };
        if wished != kind {
            return Ok(());
        }
        let zone = self.zone_of(person.id).await?;
        let plan = digest::own_plan(kind);
        let whose = format!("@{}", person.id);
        let span = self.period(&whose, &plan, timer, &zone, due_at).await?;
        let Some(span) = span.filter(|_| forms::serves(self.catalogue, &person)) else {
            return Ok(());
        };
        let Some(to) = super::outgoing::direct(&person, Some(platform)) else {
            return Ok(());
        };
        for team in self.catalogue.teams.iter().filter(|t| t.led_by(&person)) {
            self.team_digest(&team.key, span.clone(), &to).await?;
        }
        let own = own_figures(self.tx, self.catalogue, &person, span.clone()).await?;
        if own.silent() {
            return Ok(());
        }
        let data = PostData::OwnDigest { span };
        self.free_post(PostKind::Digest, &to, &data).await
    }

    /// What they wish for from now on; None: nothing. False: they serve in no team.
    async fn wish(
        &mut self,
        platform: Platform,
        person: &Person,
        kind: Option<DigestKind>,
    ) -> Done<bool> {
        if !forms::serves(self.catalogue, person) {
            return Ok(false);
        }
        store::wishes::set(self.tx, person.id, platform, kind).await?;
        let zone = self.zone_of(person.id).await?;
        for each in [DigestKind::Daily, DigestKind::Weekly] {
            let timer = Timer::OwnDigest {
                person: person.id,
                kind: each,
            };
            if kind == Some(each) {
                let plan = digest::own_plan(each);
                self.next_digest(&timer, &plan, &zone, self.now).await?;
            } else {
                store::timers::stop(self.tx, &timer).await?;
            }
        }
        Ok(true)
    }

    /// By a word.
    pub(super) async fn wished(
        &mut self,
        by: &Sender,
        person: &Person,
        kind: Option<DigestKind>,
    ) -> Done<Answer> {
        let done = self.wish(by.account.platform, person, kind).await?;
        Ok(Answer::Say(if done {
            Say::DigestWished(kind)
        } else {
            Say::NoTeam
        }))
    }

    /// By a button.
    pub(super) async fn wished_by_button(
        &mut self,
        by: &Sender,
        person: &Person,
        kind: Option<DigestKind>,
        on: &crate::domain::intent::Place,
    ) -> Done<Answer> {
        let done = self.wish(by.account.platform, person, kind).await?;
        let word = if done {
            Whisper::DigestWished { kind }
        } else {
            Whisper::refused(Refusal::NotYourTeam)
        };
        self.whisper(by, Some(on), word).await?;
        Ok(Answer::Done)
    }

    /// The clocks that somebody lives by, as far as a platform told.
    async fn zone_of(&mut self, person: PersonId) -> Done<TimeZone> {
        let name = store::people::zone(self.tx, person).await?;
        let own = name.and_then(|name| TimeZone::get(&name).ok());
        Ok(own.unwrap_or_else(|| self.catalogue.desk.time_zone.clone()))
    }
}
