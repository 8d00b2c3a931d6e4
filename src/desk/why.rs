//! "Why is this here?", from what is on record.

use crate::domain::answer::Say;
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::PersonId;
use crate::domain::people::Person;
use crate::domain::post::Side;
use crate::domain::request::{Fact, Refusal, Request, Standing};
use crate::domain::routing::WhyHere;
use crate::store::{self, Tx};

use super::read;

/// Lines of a history that are read for it: more than anybody ever moved a request.
const MOST_READ: i64 = 500;

/// `/desk why NUMBER`, asked by `person`: those in the request may know.
pub(super) async fn asked(
    tx: &mut Tx,
    catalogue: &Catalogue,
    number: &str,
    person: &Person,
) -> store::Result<Say> {
    if number.is_empty() {
        return Ok(Say::WhyUsage);
    }
    let Some(request) = store::requests::by_number(tx, number).await? else {
        return Ok(Say::Refused(Refusal::NoSuchRequest));
    };
    let standing = Standing::of(person, &request, catalogue);
    if !standing.requester && !standing.agent {
        return Ok(Say::Refused(Refusal::NotInvolved));
    }
    let why = here(tx, catalogue, &request, person).await?;
    Ok(Say::Why(Box::new(why)))
}

/// Why `request` is where it is, for `person`, who is in it.
pub(super) async fn here(
    tx: &mut Tx,
    catalogue: &Catalogue,
    request: &Request,
    person: &Person,
) -> store::Result<WhyHere> {
    let events = store::events::after(tx, request.id, 0, MOST_READ).await?;
    let intake = store::routing::intake(tx, request.id).await?;
    let mut named: Vec<PersonId> = events.iter().filter_map(|event| event.by).collect();
    for event in &events {
        if let Fact::Routed(routed) = &event.fact {
            named.extend(routed.assignee.iter().chain(&routed.watchers));
        }
    }
    let people = read::people(tx, &named).await?;
    let side = match Standing::of(person, request, catalogue).agent {
        true => Side::Team,
        false => Side::Requester,
    };
    let service = intake.map(|intake| intake.service);
    let history = events.iter().map(|event| (&event.fact, event.by, event.at));
    Ok(WhyHere::of(
        request, service, history, &people, side, catalogue,
    ))
}
