//! What is done to a roster in chat, and what is told of it.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::super::ids::PersonId;
use super::Written;

/// What can be done to a roster by a button and its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyDeed {
    /// A colleague is asked to take a duty.
    Swap,
    /// Somebody is away for some days.
    Away,
    /// Somebody is on duty for a time, in place of somebody or of everybody.
    StandIn,
    /// A shift is added.
    Shift,
    /// Something that was set in chat no longer holds.
    Undo,
    /// A note to the next.
    Note,
}

impl DutyDeed {
    pub const ALL: [DutyDeed; 6] = [
        DutyDeed::Swap,
        DutyDeed::Away,
        DutyDeed::StandIn,
        DutyDeed::Note,
        DutyDeed::Shift,
        DutyDeed::Undo,
    ];
}

/// Why a roster stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objection {
    /// Only who serves in the team says who is on duty there.
    NotYours,
    /// A duty of another team.
    OtherTeam,
    /// Who is on duty has changed since.
    Changed,
    /// Yes or no was said to it before.
    Answered,
    /// Nobody answered while there was time.
    Unanswered,
    /// Both are on duty at the very same time.
    SameTime,
    /// The configuration has the team's shifts: they are changed there.
    InConfiguration,
}

/// What is wrong with an input of a roster's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    NoSuchTime,
    NoSuchHours,
    NoSuchZone,
    /// Somebody has to be chosen.
    Nobody,
    /// Whoever begins is none of those who share it.
    NotAmong,
    /// It ends before it begins.
    EndsBefore,
}

/// Something that was done, as it was then. People as the configuration names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    Away {
        who: String,
        since: Millis,
        until: Millis,
    },
    Instead {
        who: String,
        of: Option<String>,
        since: Millis,
        until: Millis,
    },
    Shift(Written),
}

/// A message about a roster: what it is drawn from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyPost {
    /// To the team: who is on duty from when until when.
    Today {
        team: String,
        since: Millis,
        until: Millis,
    },
    /// To the team: somebody did this, or `undone`, took it back.
    Changed {
        team: String,
        by: PersonId,
        news: News,
        undone: bool,
    },
    /// A row of `duty_swaps`.
    Swap { swap: i64, face: SwapFace },
    /// Whoever goes off duty then is asked for a note.
    AskNote { team: String, until: Millis },
    /// A row of `duty_notes`, to who comes.
    Note { note: i64 },
}

/// To whom a swap is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapFace {
    /// Who is to decide.
    Asked,
    /// Who asked: what came of it.
    Asker,
    /// The team, once it is agreed.
    Team,
}
