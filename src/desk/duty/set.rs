//! Forms about rosters: who is away, who stands in, shifts, and what is taken back.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::{Answer as Value, Answers, Team};
use crate::domain::intent::{Sender, input};
use crate::domain::people::{Person, PersonRef};
use crate::domain::request::Refusal;
use crate::domain::roster::{
    self, Change, Deviation, DutyDeed, DutyPost, News, Objection, Shift, Slip, Turn,
};
use crate::store;

use super::super::forms::text;
use super::super::{Done, Work, answer};
use super::dates::{Wrongs, monday, period, wrong};

impl Work<'_> {
    /// A form about a roster was submitted.
    pub(in crate::desk) async fn duty_submitted(
        &mut self,
        deed: DutyDeed,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let catalogue = self.catalogue;
        let teams: Vec<&Team> = catalogue.teams_of(person).collect();
        let named = text(values, input::TEAM);
        let team = match &named {
            Some(key) => teams.iter().find(|team| team.key == *key),
            None => teams.first(),
        };
        let Some(team) = team.copied() else {
            return self
                .wrong(input::TEAM, Refusal::Roster(Objection::NotYours))
                .await;
        };
        match deed {
            DutyDeed::Away => self.away(&teams, values, person).await,
            DutyDeed::StandIn => self.stand_in(team, values, person).await,
            DutyDeed::Shift => self.shift(team, values, person).await,
            DutyDeed::Undo => self.undo(&teams, values, person).await,
            DutyDeed::Swap => self.ask_swap(&teams, values, person).await,
            DutyDeed::Note => self.leave_note(team, values, person).await,
        }
    }

    /// Whoever is away is so in every team that they share with whoever says so.
    async fn away(&mut self, teams: &[&Team], values: &Answers, by: &Person) -> Done<Answer> {
        let who = self.named(values, by).await?;
        let theirs = teams
            .iter()
            .filter_map(|team| Some((*team, team.member(&who)?)));
        let theirs: Vec<(&Team, &PersonRef)> = theirs.collect();
        if theirs.is_empty() {
            return self.wrong(input::PERSON, Refusal::NotAnAgent).await;
        }
        for (team, who) in theirs {
            let zone = team.zone(&self.catalogue.desk);
            let (since, until) = match period(values, zone, self.now) {
                Ok(period) => period,
                Err(wrongs) => return answer(Answer::Wrong(wrongs)),
            };
            let what = Deviation::Away(who.clone());
            self.change(team, what, (since, until), by).await?;
        }
        Ok(Answer::Done)
    }

    async fn stand_in(&mut self, team: &Team, values: &Answers, by: &Person) -> Done<Answer> {
        let who = self.named(values, by).await?;
        let Some(who) = team.member(&who) else {
            return self.wrong(input::PERSON, Refusal::NotAnAgent).await;
        };
        let of = match text(values, input::INSTEAD) {
            // Of another team: nobody is meant then, and least of all everybody.
            Some(of) => match named_in(team, &of) {
                None => return self.wrong(input::INSTEAD, Refusal::NotAnAgent).await,
                of => of,
            },
            None => None,
        };
        if of == Some(who) {
            return self.wrong(input::INSTEAD, Refusal::NoSuchPerson).await;
        }
        let zone = team.zone(&self.catalogue.desk);
        let period = match period(values, zone, self.now) {
            Ok(period) => period,
            Err(wrongs) => return answer(Answer::Wrong(wrongs)),
        };
        let (who, of) = (who.clone(), of.cloned());
        self.change(team, Deviation::Instead { who, of }, period, by)
            .await?;
        Ok(Answer::Done)
    }

    /// Puts it on record, and tells the team.
    async fn change(
        &mut self,
        team: &Team,
        what: Deviation,
        (since, until): (i64, i64),
        by: &Person,
    ) -> Done<()> {
        let change = Change {
            id: 0,
            since,
            until,
            what,
        };
        store::duty::add_change(self.tx, &team.key, &change, by.id, self.now).await?;
        self.told(team, by, news(&change), false).await
    }

    async fn told(&mut self, team: &Team, by: &Person, news: News, undone: bool) -> Done<()> {
        let post = DutyPost::Changed {
            team: team.key.clone(),
            by: by.id,
            news,
            undone,
        };
        self.tell_team(team, post).await?;
        self.roster_changed(team).await
    }

    async fn shift(&mut self, team: &Team, values: &Answers, by: &Person) -> Done<Answer> {
        if !team.roster.shifts.is_empty() {
            return self
                .wrong(input::PEOPLE, Refusal::Roster(Objection::InConfiguration))
                .await;
        }
        let shift = match self.read_shift(team, values) {
            Ok(shift) => shift,
            Err(wrongs) => return answer(Answer::Wrong(wrongs)),
        };
        store::duty::add_shift(self.tx, &team.key, &shift, by.id, self.now).await?;
        self.told(team, by, News::Shift(shift.written()), false)
            .await?;
        Ok(Answer::Done)
    }

    fn read_shift(&self, team: &Team, values: &Answers) -> Result<Shift, Wrongs> {
        let many = |key: &str| match values.get(key) {
            Some(Value::Many(many)) => many.as_slice(),
            _ => &[],
        };
        let chosen = many(input::PEOPLE).iter();
        let people: Option<Vec<&PersonRef>> = chosen.map(|p| named_in(team, p)).collect();
        let Some(mut people) = people else {
            let wrongs = Wrong::Refused {
                refusal: Refusal::NotAnAgent,
                by: None,
            };
            return wrong(input::PEOPLE, wrongs);
        };
        if people.is_empty() {
            return wrong(input::PEOPLE, Wrong::Roster(Slip::Nobody));
        }
        if let Some(begins) = text(values, input::BEGINS) {
            match people.iter().position(|p| p.to_string() == begins) {
                Some(at) => people.rotate_left(at),
                None => return wrong(input::BEGINS, Wrong::Roster(Slip::NotAmong)),
            }
        }
        let people = people.into_iter().cloned().collect();
        let turn = text(values, input::TURN);
        let turn = turn.and_then(|name| Turn::ALL.into_iter().find(|t| t.as_str() == name));
        let days = many(input::DAYS).join(",");
        let days = Some(days).filter(|days| !days.is_empty());
        let hours = text(values, input::HOURS).map(|text| roster::hours(text.trim()));
        let hours = match hours {
            Some(Err(_)) => return wrong(input::HOURS, Wrong::Roster(Slip::NoSuchHours)),
            hours => hours.and_then(Result::ok),
        };
        let own = text(values, input::ZONE).map(|name| jiff::tz::TimeZone::get(name.trim()));
        let zone = match own {
            Some(Err(_)) => return wrong(input::ZONE, Wrong::Roster(Slip::NoSuchZone)),
            Some(Ok(own)) => own,
            None => team.zone(&self.catalogue.desk).clone(),
        };
        let first = match text(values, input::SINCE).map(|date| date.parse()) {
            Some(Err(_)) => return wrong(input::SINCE, Wrong::NoSuchDate),
            Some(Ok(first)) => first,
            None => monday(&zone, self.now),
        };
        Ok(Shift {
            people,
            turn: turn.unwrap_or(Turn::Together),
            first,
            days: days
                .and_then(|d| roster::days(&d).ok())
                .unwrap_or([true; 7]),
            hours,
            zone,
        })
    }

    async fn undo(&mut self, teams: &[&Team], values: &Answers, by: &Person) -> Done<Answer> {
        let chosen = text(values, input::WHICH).unwrap_or_default();
        let mut parts = chosen.split('|');
        let (key, kind, id) = (parts.next(), parts.next(), parts.next());
        let team = teams.iter().find(|team| Some(team.key.as_str()) == key);
        let id: Option<i64> = id.and_then(|id| id.parse().ok());
        let (Some(team), Some(id)) = (team, id) else {
            return self
                .wrong(input::WHICH, Refusal::Roster(Objection::Changed))
                .await;
        };
        let news = if kind == Some("shift") {
            let shifts = store::duty::shifts(self.tx, &team.key).await?;
            let shift = shifts.into_iter().find(|(found, _)| *found == id);
            store::duty::drop_shift(self.tx, &team.key, id).await?;
            shift.map(|(_, shift)| News::Shift(shift.written()))
        } else {
            let changes = store::duty::changes(self.tx, &team.key, self.now).await?;
            let change = changes.iter().find(|change| change.id == id);
            store::duty::drop_change(self.tx, &team.key, id).await?;
            change.map(news)
        };
        let Some(news) = news else {
            return self
                .wrong(input::WHICH, Refusal::Roster(Objection::Changed))
                .await;
        };
        self.told(team, by, news, true).await?;
        Ok(Answer::Done)
    }

    /// Whom the form names; whoever fills it in where it names nobody.
    async fn named(&mut self, values: &Answers, by: &Person) -> Done<Person> {
        let Some(Value::Person(account)) = values.get(input::PERSON) else {
            return Ok(by.clone());
        };
        let sender = Sender::of(account.clone());
        let (person, _) = store::people::meet(self.tx, &sender, self.now).await?;
        Ok(person)
    }
}

/// Whoever serves in `team` and is called so in the configuration.
fn named_in<'t>(team: &'t Team, written: &str) -> Option<&'t PersonRef> {
    team.members().find(|member| member.to_string() == written)
}

/// A change as it is told.
pub(super) fn news(change: &Change) -> News {
    let (since, until) = (change.since, change.until);
    match &change.what {
        Deviation::Away(who) => News::Away {
            who: who.to_string(),
            since,
            until,
        },
        Deviation::Instead { who, of } => News::Instead {
            who: who.to_string(),
            of: of.as_ref().map(PersonRef::to_string),
            since,
            until,
        },
    }
}
