//! What a post without a request is about.

use serde::{Deserialize, Serialize};

use super::super::digest::Span;
use super::super::ids::{AnnouncementId, ArticleId, StepId};
use super::super::intent::NewRequest;
use super::super::roster::DutyPost;

/// What a post without a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostData {
    Digest {
        team: String,
        span: Span,
    },
    /// Of whoever it goes to.
    OwnDigest {
        span: Span,
    },
    Offer(Offer),
    /// Whether they serve in a team.
    Welcome {
        agent: bool,
    },
    Home,
    Step {
        step: StepId,
        about: StepPost,
        /// What it was drawn from last: it is drawn anew where that is another now.
        #[serde(default)]
        shown: String,
    },
    Stopped {
        /// Whose channel it is; none: of no team in the configuration.
        team: Option<String>,
        channel: String,
        /// The platform's own word for it.
        why: String,
    },
    Duty(DutyPost),
    Announcement(AnnouncementId),
}

/// What a team is told of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPost {
    /// Its team: that it will come, and when. Earlier versions asked a lead to be quicker by a message of this kind.
    #[serde(alias = "hurry")]
    Notice,
    /// Whoever serves the whole: its team does not do it.
    Stopped,
    /// Its team: that it is late, and who waits for it.
    Late,
    /// The team of a step that waits for it: that it is late.
    Blocked(StepId),
    /// Its team, while it is not open: that its dates are others now.
    Moved {
        start: jiff::civil::Date,
        due: jiff::civil::Date,
    },
}

/// An offer to make a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub why: OfferReason,
    pub start: NewRequest,
    /// The article that made it unnecessary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<ArticleId>,
    /// The request that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Became>,
}

/// What an offer became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// The request of that number.
    Request(String),
    /// A private one: an offer may stand where anybody reads it.
    Private,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferReason {
    /// They wrote to us.
    Direct,
    /// They mentioned us.
    Mention,
    /// Somebody put the ticket emoji on their message.
    Ticket,
    /// They wrote under a request that is over.
    Over,
}
