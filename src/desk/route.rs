//! Who gets a request: what a rule says of one that is filed, and what is kept of one that is moved.

use std::borrow::Cow;

use crate::domain::catalogue::Service;
use crate::domain::ids::{Channel, PersonId};
use crate::domain::people::{Person, PersonRef};
use crate::domain::promise::Priority;
use crate::domain::request::{Action, Fact, Request, Routed, Status};
use crate::domain::routing::{Asked, Because, Rule, route};
use crate::store;
use crate::store::routing::{Intake, Misroute};

use super::act::Outcome;
use super::file::Checked;
use super::{Done, Work};

/// Nobody has more open requests before it is known who they are.
const MOST_LATE: i64 = 20;
/// Of a request that nobody has looked at yet.
const MOST_EVENTS: i64 = 100;

/// The rule that applies to something that is about to be filed, and why.
pub(super) struct Ruled<'a> {
    rule: &'a Rule,
    because: Vec<Because>,
    /// As it was asked.
    intake: Intake,
}

/// What rules made of something that is about to be filed.
pub(super) enum Routing<'a> {
    /// There are no rules.
    None,
    /// None of them applies.
    Left(Intake),
    By(Ruled<'a>),
}

/// Whom a rule gives a request to.
#[derive(Default)]
pub(super) struct Given {
    assignee: Option<Person>,
    watchers: Vec<Person>,
}

impl Given {
    /// What goes on record; `from` is the service's team.
    fn told(&self, ruled: &Ruled<'_>, from: &str, priority: Option<Priority>) -> Routed {
        Routed {
            rule: ruled.rule.name.clone(),
            because: ruled.because.clone(),
            from: from.to_owned(),
            to: ruled.intake.team.clone(),
            assignee: self.assignee.as_ref().map(|person| person.id),
            priority,
            watchers: self.watchers.iter().map(|person| person.id).collect(),
        }
    }
}

impl<'a> Work<'a> {
    /// Asks the rules who gets what `requester` asks for at `place`. What the rule says of its priority is in `checked`
    /// afterwards, what it says of the team in the service that comes back: the same one, served by that team.
    pub(super) fn route<'s>(
        &self,
        service: &'s Service,
        checked: &mut Checked,
        requester: &Person,
        place: Option<&Channel>,
    ) -> (Cow<'s, Service>, Routing<'a>) {
        let catalogue = self.catalogue;
        if catalogue.routes.is_empty() {
            return (Cow::Borrowed(service), Routing::None);
        }
        let belongs = catalogue.belongs(requester);
        let asked = Asked {
            service: &service.key,
            subject: &checked.subject,
            answers: &checked.answers,
            belongs: &belongs,
            place,
            at: self.now,
        };
        let mut intake = Intake {
            service: service.key.clone(),
            team: service.team.clone(),
            priority: None,
            place: place.cloned(),
        };
        let Some((rule, because)) = route(&catalogue.routes, &asked) else {
            return (Cow::Borrowed(service), Routing::Left(intake));
        };
        if let Some(priority) = rule.then.priority.filter(|p| *p != checked.priority) {
            intake.priority = Some(checked.priority);
            checked.priority = priority;
            checked.grounds = None;
        }
        intake.team = rule.then.team.clone().unwrap_or(intake.team);
        let served = match &rule.then.team {
            Some(team) if *team != service.team => Cow::Owned(Service {
                team: team.clone(),
                ..service.clone()
            }),
            _ => Cow::Borrowed(service),
        };
        let ruled = Ruled {
            rule,
            because,
            intake,
        };
        (served, Routing::By(ruled))
    }

    /// Puts on record what the rules made of `request`, which was just filed, and says whom they give it to.
    pub(super) async fn note_routing(
        &mut self,
        request: &Request,
        service: &Service,
        routing: Routing<'_>,
    ) -> Done<Given> {
        let ruled = match routing {
            Routing::None => return Ok(Given::default()),
            Routing::Left(intake) => {
                store::routing::add_intake(self.tx, request.id, &intake).await?;
                return Ok(Given::default());
            }
            Routing::By(ruled) => ruled,
        };
        store::routing::add_intake(self.tx, request.id, &ruled.intake).await?;
        let given = self.given(ruled.rule, request).await?;
        let priority = ruled.intake.priority.map(|_| request.priority);
        let routed = given.told(&ruled, &service.team, priority);
        let fact = Fact::Routed(routed);
        store::events::add(self.tx, request.id, self.now, None, &fact).await?;
        Ok(given)
    }

    /// Whom the rule names, as far as we have met them.
    async fn given(&mut self, rule: &Rule, request: &Request) -> Done<Given> {
        let mut given = Given::default();
        if let Some(named) = &rule.then.assignee {
            given.assignee = self.named_by(named).await?;
            if given.assignee.is_none() {
                tracing::warn!(
                    number = %request.number,
                    "whoever a rule names is not known here yet: the request is the team's"
                );
            }
        }
        for named in &rule.then.watchers {
            given.watchers.extend(self.named_by(named).await?);
        }
        Ok(given)
    }

    /// Those whom a rule names get it, and see it: once both cards are on their way.
    pub(super) async fn give(&mut self, request: Request, given: Given) -> Done<Request> {
        for person in &given.watchers {
            store::watchers::add(self.tx, request.id, person.id).await?;
            self.watch_card(&request, person).await?;
        }
        let Some(person) = given.assignee else {
            return Ok(request);
        };
        let action = Action::Assign { to: person.id };
        match self.act(request.id, None, &action).await? {
            Outcome::Done(next) => Ok(*next),
            Outcome::Refused(refusal) => {
                tracing::warn!(number = %request.number, ?refusal, "whoever a rule names cannot have it");
                Ok(request)
            }
        }
    }

    /// Somebody whom the configuration names, if we have met them.
    async fn named_by(&mut self, named: &PersonRef) -> Done<Option<Person>> {
        let person = match named {
            PersonRef::Email(email) => store::people::by_email(self.tx, email).await?,
            PersonRef::Account(account) => store::people::by_account(self.tx, account).await?,
        };
        Ok(person)
    }

    /// Who `person` is was not known when they asked: where another rule applies to what nobody has looked at since, it
    /// goes where it would have gone.
    pub(super) async fn route_late(&mut self, person: PersonId) -> Done<()> {
        let rules = &self.catalogue.routes;
        if rules.iter().all(|rule| rule.when.asked_by.is_empty()) {
            return Ok(());
        }
        let Some(person) = store::people::get(self.tx, person).await? else {
            return Ok(());
        };
        for request in store::requests::open_of(self.tx, person.id, MOST_LATE).await? {
            self.route_again(&request, &person).await?;
        }
        Ok(())
    }

    async fn route_again(&mut self, request: &Request, person: &Person) -> Done<()> {
        let catalogue = self.catalogue;
        let early = matches!(
            request.status,
            Status::New | Status::InProgress { .. } | Status::AwaitingApproval { .. }
        );
        if !early {
            return Ok(());
        }
        let intake = store::routing::intake(self.tx, request.id).await?;
        let service = catalogue.service(&request.service);
        // Without an intake it was asked when there were no rules; with another service somebody has moved it.
        let (Some(mut intake), Some(service)) = (intake, service) else {
            return Ok(());
        };
        if intake.service != request.service || intake.team != request.team {
            return Ok(());
        }
        let belongs = catalogue.belongs(person);
        let asked = Asked {
            service: &service.key,
            subject: &request.subject,
            answers: &request.answers,
            belongs: &belongs,
            place: intake.place.as_ref(),
            at: request.created_at,
        };
        let Some((rule, because)) = route(&catalogue.routes, &asked) else {
            return Ok(());
        };
        // What is known of people only adds to where they belong, so an earlier rule than before, or the same.
        let history = store::events::after(self.tx, request.id, 0, MOST_EVENTS).await?;
        let same = |fact: &Fact| matches!(fact, Fact::Routed(routed) if routed.rule == rule.name);
        if history.iter().any(|event| same(&event.fact)) {
            return Ok(());
        }
        // Whom the desk itself gave it to has not begun; where anybody has done something to it, it stays.
        let others = history.iter().filter_map(|event| event.by);
        let asked = [Some(request.requester), request.on_behalf_by];
        if request.status != Status::New && others.into_iter().any(|by| !asked.contains(&Some(by)))
        {
            return Ok(());
        }
        let as_asked = intake.priority.unwrap_or(request.priority);
        let priority = rule.then.priority.unwrap_or(as_asked);
        intake.priority = (priority != as_asked).then_some(as_asked);
        intake.team = rule.then.team.clone().unwrap_or(service.team.clone());
        store::routing::correct_intake(self.tx, request.id, &intake).await?;
        let given = self.given(rule, request).await?;
        let ruled = Ruled {
            rule,
            because,
            intake,
        };
        let changed = ruled.intake.priority.map(|_| priority);
        let routed = given.told(&ruled, &service.team, changed);
        let action = Action::Route { routed, priority };
        if let Outcome::Done(next) = self.act(request.id, None, &action).await? {
            self.give(*next, given).await?;
        }
        Ok(())
    }

    /// Keeps of a request that went to another service as what it was asked, and counts it where it had come to the
    /// wrong team.
    pub(super) async fn note_move(&mut self, before: &Request, fact: &Fact) -> Done<()> {
        let Fact::HandedOver {
            to,
            service,
            wrong_door,
            ..
        } = fact
        else {
            return Ok(());
        };
        let intake = Intake {
            service: before.service.clone(),
            team: before.team.clone(),
            priority: None,
            place: None,
        };
        store::routing::add_intake(self.tx, before.id, &intake).await?;
        if *wrong_door {
            let misroute = Misroute {
                request: before.id,
                team: &before.team,
                service: &before.service,
                to_team: to,
                to_service: service,
            };
            store::routing::add_misroute(self.tx, &misroute, self.now).await?;
        }
        Ok(())
    }
}
