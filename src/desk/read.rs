//! Reads: what faces, lists and digests are drawn from.

use std::collections::BTreeMap;

use crate::domain::answer::{About, PersonName};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{PersonId, RequestId};
use crate::domain::people::Person;
use crate::domain::plan::{Step, put_away};
use crate::domain::request::Request;
use crate::store::{self, Result, Tx};

/// A request with everybody in it.
#[derive(Clone, Debug)]
pub struct Sight {
    pub request: Request,
    pub people: BTreeMap<PersonId, Person>,
    /// The steps of the plan that it is part of.
    pub plan: Vec<Step>,
}

/// The request as it is now, with the people that it and `also` name.
pub async fn sight(tx: &mut Tx, id: RequestId, also: &[Option<PersonId>]) -> Result<Option<Sight>> {
    let Some(request) = store::requests::get(tx, id).await? else {
        return Ok(None);
    };
    let mut ids = named_in(&request);
    ids.extend(also.iter().flatten());
    let plan = plan(tx, &request).await?;
    ids.extend(plan.iter().filter_map(|s| s.made.as_ref()?.assignee));
    let people = people(tx, &ids).await?;
    Ok(Some(Sight {
        request,
        people,
        plan,
    }))
}

/// The steps of the plan that `request` is part of.
pub(super) async fn plan(tx: &mut Tx, request: &Request) -> Result<Vec<Step>> {
    let whole = match request.parent() {
        Some(number) => store::requests::by_number(tx, number).await?,
        None => request.is_whole().then(|| request.clone()),
    };
    let Some(whole) = whole else {
        return Ok(vec![]);
    };
    let mut steps = store::steps::of(tx, whole.id).await?;
    if !whole.status.is_open() {
        put_away(&mut steps);
    }
    Ok(steps)
}

/// Everybody in a request.
pub(super) fn named_in(request: &Request) -> Vec<PersonId> {
    let mut ids = vec![request.requester];
    ids.extend(request.on_behalf_by);
    ids.extend(request.assignee());
    if let crate::domain::request::Status::Cancelled { by, .. } = &request.status {
        ids.push(*by);
    }
    let last = request.decided.as_ref().map(|d| &d.approval);
    ids.extend(
        request
            .approval()
            .or(last)
            .into_iter()
            .flat_map(|a| a.people()),
    );
    ids
}

/// These people, by id.
pub async fn people(tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Person>> {
    store::people::all(tx, &ids.iter().copied().collect()).await
}

/// Requests in one line each.
pub async fn about(tx: &mut Tx, catalogue: &Catalogue, requests: &[Request]) -> Result<Vec<About>> {
    let ids: Vec<PersonId> = requests
        .iter()
        .flat_map(|r| [Some(r.requester), r.assignee()])
        .flatten()
        .collect();
    let people = people(tx, &ids).await?;
    let name = |id: PersonId| {
        people.get(&id).map(|p| PersonName {
            id,
            name: p.name.clone(),
            accounts: p.accounts.clone(),
        })
    };
    Ok(requests
        .iter()
        .map(|r| About {
            id: r.id,
            number: r.number.clone(),
            subject: r.subject.clone(),
            team: catalogue.team(&r.team).map_or(&r.team, |t| &t.name).clone(),
            service: catalogue
                .service(&r.service)
                .map_or(&r.service, |s| &s.name)
                .clone(),
            status: r.status.name(),
            assignee: r.assignee().and_then(name),
            requester: name(r.requester),
            first_response_due: r
                .promise
                .first_response_due
                .filter(|_| r.first_response_at.is_none()),
            resolution_due: r.promise.resolution_due,
            created_at: r.created_at,
            rating: r.rating,
            private: r.private,
            link: None,
        })
        .collect())
}
