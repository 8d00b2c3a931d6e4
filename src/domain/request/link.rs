//! Requests that belong together: merged, split, related.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::{Action, Actor, Decision, Fact, Notice, Refusal, Request, Standing, Status};

/// Another request that this one belongs together with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    /// `IT-42`
    pub number: String,
}

/// How two requests belong together. Each kind has one that the other request has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Related,
    /// This one ended: it goes on there.
    MergedInto,
    /// That one ended and goes on here: its requester hears everything that this one's does.
    Merged,
    SplitFrom,
    SplitInto,
}

impl LinkKind {
    pub const ALL: [LinkKind; 5] = [
        LinkKind::Related,
        LinkKind::MergedInto,
        LinkKind::Merged,
        LinkKind::SplitFrom,
        LinkKind::SplitInto,
    ];
}

/// The other request that an action names, and what whoever acts is to it.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    pub request: &'a Request,
    pub standing: Standing,
}

impl Request {
    /// The number of the request in which this one goes on.
    pub fn merged_into(&self) -> Option<&str> {
        self.linked(LinkKind::MergedInto).next()
    }

    /// The numbers of the requests that are linked in this way.
    pub fn linked(&self, kind: LinkKind) -> impl Iterator<Item = &str> {
        let links = self.links.iter().filter(move |link| link.kind == kind);
        links.map(|link| link.number.as_str())
    }
}

impl Change<'_> {
    fn other(&self) -> Result<Other<'_>, Refusal> {
        let other = self.context.other.ok_or(Refusal::NoSuchRequest)?;
        if other.request.id == self.request.id {
            return Err(Refusal::Itself);
        }
        Ok(other)
    }

    /// It is the same as another one: it ends here and goes on there. What only one requester may read does not come
    /// to the eyes of another by this, nor to an open channel.
    pub fn merge(&self) -> Result<Decision, Refusal> {
        let by = self.me()?;
        self.still_open()?;
        let other = self.other()?;
        if !other.standing.agent {
            return Err(Refusal::NotYourTeam);
        }
        if !other.request.status.is_open() {
            return Err(Refusal::OtherOver);
        }
        if self.request.private && !other.request.private {
            return Err(Refusal::StaysPrivate);
        }
        // Whoever asked for what was merged into this one would go along.
        let shared =
            !self.request.private && self.request.linked(LinkKind::Merged).next().is_some();
        let same = other.request.requester == self.request.requester && !shared;
        if other.request.private && !same {
            return Err(Refusal::OthersPrivate);
        }
        let into = other.request.number.clone();
        let status = Status::Cancelled {
            assignee: self.request.assignee(),
            by,
            at: self.context.now,
            reason: None,
        };
        let link = Link {
            kind: LinkKind::MergedInto,
            number: into.clone(),
        };
        let told = [Notice::TellRequester, Notice::TellTeam];
        let mut decision = self.to(status, Fact::Merged { into }, &told);
        decision.next.links.push(link);
        self.withdraw_approval(&mut decision.next);
        Ok(decision)
    }

    /// Notes the other request here.
    pub fn link(&self, kind: LinkKind) -> Result<Decision, Refusal> {
        let other = self.other()?;
        // Nobody learns of a private request by linking to it.
        let hidden = other.request.private && !other.standing.agent;
        let chosen = kind == LinkKind::Related && !matches!(self.actor, Actor::Desk);
        if hidden && chosen {
            return Err(Refusal::NotYourTeam);
        }
        let number = other.request.number.clone();
        let link = Link {
            kind,
            number: number.clone(),
        };
        if self.request.links.contains(&link) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Linked { how: kind, number });
        if matches!(kind, LinkKind::Merged | LinkKind::SplitInto) {
            let told = [Notice::TellRequester, Notice::TellTeam];
            decision.notices.extend(told);
        }
        decision.next.links.push(link);
        Ok(decision)
    }

    /// Takes a link away: that it is related, or that it was merged here and is not any more.
    pub fn unlink(&self) -> Result<Decision, Refusal> {
        let number = &self.other()?.request.number;
        let loose = |link: &Link| {
            matches!(link.kind, LinkKind::Related | LinkKind::Merged) && link.number == *number
        };
        if !self.request.links.iter().any(loose) {
            return Ok(self.nothing());
        }
        let mut decision = self.noted(Fact::Unlinked {
            number: number.clone(),
        });
        decision.next.links.retain(|link| !loose(link));
        Ok(decision)
    }
}

/// What is opened again goes on by itself.
pub(super) fn settle(action: &Action, decision: &mut Decision) {
    if matches!(action, Action::Reopen { .. }) {
        for link in &mut decision.next.links {
            if link.kind == LinkKind::MergedInto {
                link.kind = LinkKind::Related;
            }
        }
    }
}
