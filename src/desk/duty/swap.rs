//! A colleague is asked to take a duty, perhaps for one of their own; with their yes both hold.

use crate::clock::Millis;
use crate::domain::answer::Answer;
use crate::domain::catalogue::{Answers, Team};
use crate::domain::ids::PostId;
use crate::domain::intent::{DutyTimer, Place, Sender, Timer, input};
use crate::domain::people::{Person, PersonRef};
use crate::domain::post::Whisper;
use crate::domain::request::Refusal;
use crate::domain::roster::{Change, Deviation, DutyPost, Objection, Roster, SwapFace};
use crate::store;
use crate::store::duty::{Swap, SwapState};

use super::super::forms::text;
use super::super::{Done, Work};
use super::roster;

/// A duty as the form's choices carry it: `IT|since|until|person`, the last three where there are any.
pub(super) struct Chosen<'t> {
    pub team: &'t Team,
    pub when: Option<(Millis, Millis)>,
    pub who: Option<&'t PersonRef>,
}

impl<'t> Chosen<'t> {
    fn read(text: &str, teams: &[&'t Team]) -> Option<Chosen<'t>> {
        let mut parts = text.splitn(4, '|');
        let key = parts.next()?;
        let team = teams.iter().find(|team| team.key == key)?;
        let mut time = || parts.next().and_then(|at| at.parse().ok());
        let (since, until): (Option<Millis>, Option<Millis>) = (time(), time());
        let who = parts.next();
        Some(Chosen {
            team,
            when: since.zip(until),
            who: who.and_then(|who| team.members().find(|m| m.to_string() == who)),
        })
    }

    pub fn written(&self) -> String {
        let (since, until) = match self.when {
            Some((since, until)) => (since.to_string(), until.to_string()),
            None => Default::default(),
        };
        let who = self.who.map(PersonRef::to_string).unwrap_or_default();
        format!("{}|{since}|{until}|{who}", self.team.key)
    }
}

impl Work<'_> {
    pub(super) async fn ask_swap(
        &mut self,
        teams: &[&Team],
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let chosen = |key: &str| {
            let text = text(values, key)?;
            Chosen::read(&text, teams)
        };
        let (Some(mine), Some(offer)) = (chosen(input::WHICH), chosen(input::OFFER)) else {
            return self
                .wrong(input::WHICH, Refusal::Roster(Objection::Changed))
                .await;
        };
        let team = mine.team;
        let (Some(given), Some(other)) = (mine.when, offer.who) else {
            return self
                .wrong(input::OFFER, Refusal::Roster(Objection::Changed))
                .await;
        };
        // What is offered in return has to be a duty of the same team.
        if offer.team.key != team.key {
            return self
                .wrong(input::OFFER, Refusal::Roster(Objection::OtherTeam))
                .await;
        }
        let Some(asked) = self.known(Some(other)).await? else {
            return self.wrong(input::OFFER, Refusal::NoSuchPerson).await;
        };
        let swap = Swap {
            id: 0,
            team: team.key.clone(),
            asker: person.id,
            asked: asked.id,
            given,
            taken: offer.when,
            state: SwapState::Asked,
            asked_at: self.now,
        };
        if swap.taken == Some(given) {
            return self
                .wrong(input::OFFER, Refusal::Roster(Objection::SameTime))
                .await;
        }
        let roster = roster(self.tx, team, self.now).await?;
        if !self.holds(team, &roster, &swap, person, &asked) {
            return self
                .wrong(input::WHICH, Refusal::Roster(Objection::Changed))
                .await;
        }
        let id = store::duty::add_swap(self.tx, &swap).await?;
        let face = SwapFace::Asked;
        let post = DutyPost::Swap { swap: id, face };
        let Some(post) = self.tell_person(team, &asked, post).await? else {
            return self.wrong(input::OFFER, Refusal::NoSuchPerson).await;
        };
        let timer = Timer::Duty {
            team: team.key.clone(),
            kind: DutyTimer::Unanswered { swap: id, post },
        };
        store::timers::set(self.tx, &timer, swap.over_at()).await?;
        Ok(Answer::Done)
    }

    /// There is no more time to answer: whoever asked hears so, and whoever was asked reads it where they were.
    pub(super) async fn unanswered(&mut self, team: &Team, id: i64, post: PostId) -> Done<()> {
        let swap = store::duty::swap(self.tx, id).await?;
        let Some(swap) = swap.filter(|swap| swap.state == SwapState::Asked) else {
            return Ok(());
        };
        if let Some(post) = store::posts::get(self.tx, post).await? {
            self.sync(&post, None).await?;
        }
        if let Some(asker) = store::people::get(self.tx, swap.asker).await? {
            let face = SwapFace::Asker;
            self.tell_person(team, &asker, DutyPost::Swap { swap: id, face })
                .await?;
        }
        Ok(())
    }

    /// Whether both are still on duty when the swap says so, and it is not over.
    fn holds(
        &self,
        team: &Team,
        roster: &Roster<'_>,
        swap: &Swap,
        asker: &Person,
        asked: &Person,
    ) -> bool {
        let duty = |person: &Person, (since, until): (Millis, Millis)| {
            let since = since.max(self.now);
            let member = team.member(person).filter(|_| since < until);
            member.is_some_and(|m| roster.duties(m, since, until) == [(since, until)])
        };
        duty(asker, swap.given)
            && swap.taken.is_none_or(|taken| duty(asked, taken))
            && team.member(asked).is_some()
    }

    /// Yes or no, by whoever was asked.
    pub(in crate::desk) async fn answer_swap(
        &mut self,
        id: i64,
        yes: bool,
        on: &Place,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        match self.decide_swap(id, yes, person).await? {
            Ok(()) => {
                let pressed = store::posts::at(self.tx, &on.channel, &on.ts).await?;
                if let Some(post) = pressed {
                    self.sync(&post, None).await?;
                }
            }
            Err(refusal) => {
                self.whisper(by, Some(on), Whisper::refused(refusal))
                    .await?;
            }
        }
        Ok(Answer::Done)
    }

    async fn decide_swap(
        &mut self,
        id: i64,
        yes: bool,
        person: &Person,
    ) -> Done<Result<(), Refusal>> {
        let swap = store::duty::swap(self.tx, id).await?;
        let Some(swap) = swap.filter(|swap| swap.asked == person.id) else {
            return Ok(Err(Refusal::Roster(Objection::NotYours)));
        };
        let asker = store::people::get(self.tx, swap.asker).await?;
        let (Some(asker), Some(team)) = (asker, self.catalogue.team(&swap.team)) else {
            return Ok(Err(Refusal::Roster(Objection::Changed)));
        };
        if swap.state != SwapState::Asked {
            return Ok(Err(Refusal::Roster(Objection::Answered)));
        }
        if swap.over_at() <= self.now {
            return Ok(Err(Refusal::Roster(Objection::Unanswered)));
        }
        if yes {
            let roster = roster(self.tx, team, self.now).await?;
            let members = team.member(&asker).zip(team.member(person));
            let Some((one, other)) =
                members.filter(|_| self.holds(team, &roster, &swap, &asker, person))
            else {
                return Ok(Err(Refusal::Roster(Objection::Changed)));
            };
            self.exchange(team, &swap, one, other, person).await?;
        }
        store::duty::settle_swap(self.tx, id, yes).await?;
        let face = |face| DutyPost::Swap { swap: id, face };
        self.tell_person(team, &asker, face(SwapFace::Asker))
            .await?;
        if yes {
            self.tell_team(team, face(SwapFace::Team)).await?;
            self.roster_changed(team).await?;
        }
        Ok(Ok(()))
    }

    async fn exchange(
        &mut self,
        team: &Team,
        swap: &Swap,
        asker: &PersonRef,
        asked: &PersonRef,
        by: &Person,
    ) -> Done<()> {
        // While both are on duty, both stay so.
        let both = swap.taken.unwrap_or((swap.given.1, swap.given.1));
        let given = without(swap.given, both).map(|time| (time, asked, asker));
        let taken = swap.taken.into_iter();
        let taken = taken.flat_map(|taken| without(taken, swap.given));
        let taken = taken.map(|time| (time, asker, asked));
        for ((since, until), who, of) in given.chain(taken) {
            let change = Change {
                id: 0,
                since,
                until,
                what: Deviation::Instead {
                    who: who.clone(),
                    of: Some(of.clone()),
                },
            };
            store::duty::add_change(self.tx, &team.key, &change, by.id, self.now).await?;
        }
        Ok(())
    }
}

/// What of `time` lies before and after `other`.
fn without(
    time: (Millis, Millis),
    other: (Millis, Millis),
) -> impl Iterator<Item = (Millis, Millis)> {
    let before = (time.0, time.1.min(other.0));
    let after = (time.0.max(other.1), time.1);
    [before, after]
        .into_iter()
        .filter(|(since, until)| since < until)
}
