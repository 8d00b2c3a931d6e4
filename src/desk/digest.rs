//! Digests: of teams in their channels, of people in their own chats, and at any time to whoever asks.

use futures_util::FutureExt;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::domain::answer::{Answer, Say};
use crate::domain::catalogue::{DigestKind, DigestPlan};
use crate::domain::digest::{self, Span};
use crate::domain::ids::{Channel, PersonId, Platform};
use crate::domain::intent::{Sender, Timer};
use crate::domain::people::Person;
use crate::domain::post::{PostData, PostKind, Target, Thread, Whisper};
use crate::domain::request::Refusal;
use crate::store::{self, Tx};

use super::behind::may_see;
use super::figures::{figures, own_figures};
use super::{Desk, Done, Undo, Work, forms};

const DAY: Millis = 24 * 60 * 60 * 1000;
const WEEK: Millis = 7 * DAY;

/// The note until when a digest has told.
fn told(whose: &str, kind: DigestKind) -> String {
    format!("digest.told:{whose}/{}", kind.as_str())
}

/// As [`told`] knows them.
fn own(person: PersonId) -> String {
    format!("@{person}")
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
                // New, or back after a time without it: that time is not told of.
                if set.is_none() {
                    store::notes::drop(self.tx, &told(&team.key, plan.kind)).await?;
                }
                let zone = team.zone(&self.catalogue.desk);
                self.next_digest(&timer, plan, zone, self.now).await?;
            }
            super::duty::schedule(self.tx, self.catalogue, team, self.now).await?;
        }
        for (person, kind) in store::wishes::all(self.tx).await? {
            let timer = Timer::OwnDigest { person, kind };
            let set = store::timers::due_at(self.tx, &timer).await?;
            if set.is_none_or(|at| at > self.now) {
                let zone = self.zone_of(person).await?;
                let plan = self.catalogue.desk.own_digest(kind);
                self.next_digest(&timer, plan, &zone, self.now).await?;
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

    /// The period that ends at `due_at`, if nobody told of it so far; and the timer of the next. Where several have ended,
    /// because nobody looked for a while, all of them as one. It begins where the last one that was told ended, whatever
    /// has become of the schedule or of the clocks meanwhile.
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
        let first = digest::period(whose, plan, zone, due_at);
        let latest = digest::latest(plan, zone, due_at, self.now);
        let latest = latest.and_then(|end| digest::period(whose, plan, zone, end));
        // By other clocks than it was set by it is not due yet: it comes with the next.
        let (Some(first), Some(latest)) = (first, latest) else {
            return Ok(None);
        };
        // Once a period, whatever happens to the timer.
        let key = format!("digest:{}", latest.key);
        if !store::inbox::claim(self.tx, &key, self.now).await? {
            return Ok(None);
        }
        let note = told(whose, plan.kind);
        let until = store::notes::get(self.tx, &note).await?;
        let until = until.and_then(|told| told.parse().ok());
        let since = until.filter(|told| *told < latest.end);
        let since = since.unwrap_or(first.start);
        store::notes::set(self.tx, &note, &latest.end.to_string()).await?;
        Ok(Some(Span {
            kind: plan.kind,
            since,
            until: latest.end,
            // One of another length is compared with one as long.
            before: (since == latest.start).then_some(latest.before),
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
        self.free_post(PostKind::Digest, to, &data).await?;
        Ok(())
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
        let plan = self.catalogue.desk.own_digest(kind);
        let whose = own(person.id);
        let span = self.period(&whose, plan, timer, &zone, due_at).await?;
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
        self.free_post(PostKind::Digest, &to, &data).await?;
        Ok(())
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
        let wished = store::wishes::of(self.tx, person.id).await?;
        let wished = wished.map(|(_, kind)| kind);
        store::wishes::set(self.tx, person.id, platform, kind).await?;
        let zone = self.zone_of(person.id).await?;
        for each in [DigestKind::Daily, DigestKind::Weekly] {
            let timer = Timer::OwnDigest {
                person: person.id,
                kind: each,
            };
            if wished != Some(each) {
                store::notes::drop(self.tx, &told(&own(person.id), each)).await?;
            }
            if kind == Some(each) {
                let plan = self.catalogue.desk.own_digest(each);
                self.next_digest(&timer, plan, &zone, self.now).await?;
            } else {
                store::timers::stop(self.tx, &timer).await?;
            }
        }
        Ok(true)
    }

    /// Two records became one: what either wished for comes to `person`.
    pub(super) async fn wish_follows(&mut self, person: PersonId) -> Done<()> {
        let Some((_, kind)) = store::wishes::of(self.tx, person).await? else {
            return Ok(());
        };
        let timer = Timer::OwnDigest { person, kind };
        if store::timers::due_at(self.tx, &timer).await?.is_none() {
            let zone = self.zone_of(person).await?;
            let plan = self.catalogue.desk.own_digest(kind);
            self.next_digest(&timer, plan, &zone, self.now).await?;
        }
        Ok(())
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
            let plan = kind.map(|kind| self.catalogue.desk.own_digest(kind));
            let cron = plan.map(|plan| plan.cron.clone());
            Whisper::DigestWished { kind, cron }
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
