//! What the forms about rosters choose from.

use crate::domain::answer::{DutyChoice, DutySeed, Seed};
use crate::domain::catalogue::{Answers, Team};
use crate::domain::intent::FormKind;
use crate::domain::people::{Person, PersonRef};
use crate::domain::request::Refusal;
use crate::domain::roster::{DutyDeed, News, Objection, Roster};
use crate::store::{self, Tx};

use super::super::{Desk, Result};
use super::read::Names;
use super::set::news;
use super::swap::Chosen;
use super::{HORIZON, roster};

/// Duties of one person that a swap can be about.
const MOST_DUTIES: usize = 10;
/// As much as one list of a form holds.
const MOST_CHOICES: usize = 100;

impl Desk {
    /// A form about a roster, with what it chooses from.
    pub(in crate::desk) async fn duty_form(
        &self,
        tx: &mut Tx,
        deed: DutyDeed,
        values: Answers,
        person: &Person,
    ) -> Result<std::result::Result<Seed, Refusal>> {
        let teams: Vec<&Team> = self.catalogue.teams_of(person).collect();
        if teams.is_empty() {
            return Ok(Err(Refusal::Roster(Objection::NotYours)));
        }
        let people: Vec<&PersonRef> = teams.iter().flat_map(|team| team.members()).collect();
        let names = Names::of(tx, &people).await?;
        let mut seed = DutySeed {
            teams: teams
                .iter()
                .map(|t| (t.key.clone(), t.name.clone()))
                .collect(),
            ..DutySeed::default()
        };
        for person in people {
            let choice = (person.to_string(), names.one(person));
            if !seed.people.contains(&choice) {
                seed.people.push(choice);
            }
        }
        for team in teams {
            match deed {
                DutyDeed::Swap => {
                    let roster = roster(tx, team, self.clock.now()).await?;
                    self.swaps(&mut seed, team, &roster, &names, person);
                }
                DutyDeed::Undo => self.taken_back(tx, &mut seed, team).await?,
                DutyDeed::Away | DutyDeed::StandIn | DutyDeed::Shift | DutyDeed::Note => {}
            }
        }
        // Each list has its limit; what lies furthest ahead is left out.
        seed.mine.truncate(MOST_CHOICES);
        seed.offers.truncate(MOST_CHOICES);
        seed.set.truncate(MOST_CHOICES);
        Ok(Ok(Seed {
            values,
            agent: true,
            duty: Some(Box::new(seed)),
            ..Seed::new(FormKind::Duty(deed))
        }))
    }

    /// Duties of whoever asks, and what their colleagues could take or give for one.
    fn swaps(
        &self,
        seed: &mut DutySeed,
        team: &Team,
        roster: &Roster<'_>,
        names: &Names,
        asker: &Person,
    ) {
        let now = self.clock.now();
        let Some(me) = team.member(asker) else { return };
        let zone = team.zone(&self.catalogue.desk);
        let duties = |person: &PersonRef| {
            let all = roster.duties(person, now, now + HORIZON).into_iter();
            all.take(MOST_DUTIES)
        };
        let choice = |who: &PersonRef, when: Option<(i64, i64)>| {
            let chosen = Chosen {
                team,
                when,
                who: team.members().find(|member| *member == who),
            };
            DutyChoice {
                value: chosen.written(),
                who: names.one(who),
                when: when.map(|(since, until)| (since, until, zone.clone())),
            }
        };
        let before = seed.mine.len();
        seed.mine
            .extend(duties(me).map(|when| choice(me, Some(when))));
        if seed.mine.len() == before {
            return;
        }
        let others = || team.members().filter(|member| *member != me);
        seed.offers
            .extend(others().map(|other| choice(other, None)));
        for other in others() {
            let theirs = duties(other).map(|when| choice(other, Some(when)));
            seed.offers.extend(theirs);
        }
    }

    /// What was set in chat and holds, or will.
    async fn taken_back(&self, tx: &mut Tx, seed: &mut DutySeed, team: &Team) -> Result<()> {
        let key = &team.key;
        for change in store::duty::changes(tx, key, self.clock.now()).await? {
            let value = format!("{key}|change|{}", change.id);
            seed.set.push((value, news(&change), zone_of(self, team)));
        }
        for (id, shift) in store::duty::shifts(tx, key).await? {
            let value = format!("{key}|shift|{id}");
            let shift = News::Shift(shift.written());
            seed.set.push((value, shift, zone_of(self, team)));
        }
        Ok(())
    }
}

fn zone_of(desk: &Desk, team: &Team) -> jiff::tz::TimeZone {
    team.zone(&desk.catalogue.desk).clone()
}
