//! How a request comes to be.

use jiff::civil::Date;

use crate::clock::Millis;

use super::super::catalogue::{Answers, Catalogue, Service};
use super::super::ids::{PersonId, RequestId};
use super::super::promise::{Grounds, Priority};
use super::{CameBy, Link, PromiseClock, Request, Source, Status, Touch, Watch, watch};

/// What has been asked, checked, before it has a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    pub subject: String,
    pub priority: Priority,
    /// From what the priority comes; None: it was chosen.
    pub grounds: Option<Grounds>,
    pub answers: Answers,
    pub needed_by: Option<Date>,
    pub requester: PersonId,
    /// Who logged it, where that was not the requester.
    pub on_behalf_by: Option<PersonId>,
    /// How it reached them.
    pub came_by: Option<CameBy>,
    pub channel: Source,
    /// The request of which it is a part.
    pub from: Option<Link>,
    /// Nothing of it is for others, whatever its service says.
    pub private: bool,
}

/// The new request, with its promise made: due times count from `now`.
pub fn file(
    filed: Filed,
    service: &Service,
    catalogue: &Catalogue,
    id: RequestId,
    number: String,
    now: Millis,
) -> Request {
    let calendar = catalogue
        .team(&service.team)
        .and_then(|t| t.calendar.as_ref());
    let targets = service.promises.at(filed.priority);
    let mut request = Request {
        id,
        number,
        team: service.team.clone(),
        service: service.key.clone(),
        subject: filed.subject,
        priority: filed.priority,
        grounds: filed.grounds,
        status: Status::New,
        private: service.private || filed.private,
        channel: filed.channel,
        requester: filed.requester,
        on_behalf_by: filed.on_behalf_by.filter(|by| *by != filed.requester),
        came_by: filed.came_by,
        answers: filed.answers,
        needed_by: filed.needed_by,
        promise: PromiseClock::begin(now, targets, calendar),
        watch: Watch::begin(now),
        created_at: now,
        first_response_at: None,
        rating: None,
        rating_comment: None,
        intake: None,
        plan: None,
        decided: None,
        links: filed.from.into_iter().collect(),
        handled: 0,
        touch: Some(Touch::None),
        version: 1,
    };
    request.watch.next = watch::next_look(&request, catalogue, now);
    request
}
