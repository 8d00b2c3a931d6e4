//! A new request finds its agent by the team's rule; one that is urgent finds who is on duty while the team is closed.

use crate::domain::catalogue::Team;
use crate::domain::people::{Person, PersonRef};
use crate::domain::promise::is_open;
use crate::domain::request::{Action, Request, Status};
use crate::domain::roster::{Assign, Roster, in_turn};
use crate::store;

use super::super::act::Outcome;
use super::super::{Done, Work};
use super::roster;

impl Work<'_> {
    /// What a team's rules make of a request that is new to it. Where it has none, nothing is looked at.
    pub(in crate::desk) async fn begin_duty(&mut self, request: Request) -> Done<Request> {
        let team = self.catalogue.team(&request.team);
        let mut request = request;
        if let Some(team) = team
            && let Some(rule) = team.assign
            && matches!(request.status, Status::New)
        {
            let roster = roster(self.tx, team, self.now).await?;
            if let Some((written, person)) = self.whose(team, rule, &roster, &request).await? {
                let action = Action::Assign { to: person.id };
                if let Outcome::Done(assigned) = self.act(request.id, None, &action).await? {
                    store::duty::set_turn(self.tx, &team.key, &written).await?;
                    request = *assigned;
                }
            }
        }
        self.page(request).await
    }

    /// Calls who is on duty where it is urgent enough, nobody has answered, and the team is closed; a team without hours
    /// is while nobody is on duty.
    pub(in crate::desk) async fn page(&mut self, request: Request) -> Done<Request> {
        let team = self.catalogue.team(&request.team);
        let team = team.filter(|t| t.page.is_some_and(|from| request.priority >= from));
        let works = matches!(request.status, Status::New | Status::InProgress { .. });
        let owed = works && request.first_response_at.is_none();
        let Some(team) = team.filter(|_| owed) else {
            return Ok(request);
        };
        let closed = match &team.calendar {
            Some(calendar) => !is_open(Some(calendar), self.now),
            None => {
                let roster = roster(self.tx, team, self.now).await?;
                roster.on_duty(self.now).is_empty()
            }
        };
        if closed && let Outcome::Done(paged) = self.act(request.id, None, &Action::Page).await? {
            return Ok(*paged);
        }
        Ok(request)
    }

    /// Who is on duty now, as far as we have met them.
    pub(in crate::desk) async fn who_is_on_duty(
        &mut self,
        team: Option<&Team>,
    ) -> Done<Vec<Person>> {
        let Some(team) = team else { return Ok(vec![]) };
        let roster = roster(self.tx, team, self.now).await?;
        let mut people = Vec::new();
        for person in roster.on_duty(self.now) {
            people.extend(self.known(Some(&person)).await?);
        }
        Ok(people)
    }

    /// Who gets it, if anybody is there for it. Nobody serves themselves.
    async fn whose(
        &mut self,
        team: &Team,
        rule: Assign,
        roster: &Roster<'_>,
        request: &Request,
    ) -> Done<Option<(PersonRef, Person)>> {
        let candidates = match rule {
            Assign::Duty => roster.on_duty(self.now),
            Assign::Turns | Assign::LeastOpen => {
                let away: Vec<&PersonRef> = roster.away(self.now).collect();
                let there = agents(team).filter(|person| !away.contains(person));
                there.cloned().collect()
            }
        };
        let last = store::duty::last_turn(self.tx, &team.key).await?;
        let mut best: Option<(i64, PersonRef, Person)> = None;
        for written in in_turn(candidates, last.as_deref()) {
            let person = self.known(Some(&written)).await?;
            let Some(person) = person.filter(|p| p.id != request.requester) else {
                continue;
            };
            if rule != Assign::LeastOpen {
                return Ok(Some((written, person)));
            }
            let open = store::duty::open_of(self.tx, person.id).await?;
            if best.as_ref().is_none_or(|(least, ..)| open < *least) {
                best = Some((open, written, person));
            }
        }
        Ok(best.map(|(_, written, person)| (written, person)))
    }
}

/// Among whom work is shared: the agents; the lead where there are none.
fn agents(team: &Team) -> impl Iterator<Item = &PersonRef> {
    let lead = team.lead.iter().filter(|_| team.agents.is_empty());
    team.agents.iter().chain(lead)
}
