//! What somebody is to a request: the ground of every permission.

use super::super::catalogue::Catalogue;
use super::super::people::Person;
use super::Request;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub requester: bool,
    /// May act for the team: its agent, its lead, or an admin.
    pub agent: bool,
    /// Has to approve it, or had to.
    pub approver: bool,
    pub stranger: bool,
}

impl Standing {
    /// What `person` is to `request`, by what the catalogue says of its team.
    pub fn of(person: &Person, request: &Request, catalogue: &Catalogue) -> Standing {
        Standing {
            requester: request.requester == person.id,
            agent: catalogue.is_admin(person)
                || catalogue
                    .team(&request.team)
                    .is_some_and(|t| t.served_by(person)),
            approver: approves(person, request),
            stranger: person.stranger,
        }
    }
}

/// Has a say in the approval that is waited for, or in the last one.
fn approves(person: &Person, request: &Request) -> bool {
    let approval = request.last_approval();
    approval.is_some_and(|a| a.place(person.id).is_some())
}
