//! What goes on record of a plan, and is told.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that happened to a plan. Steps are named as they were called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Of the whole, which was none before: it has a plan now, for that day.
    Begun { to: Date },
    /// Of the whole: it is needed by another day.
    Needed {
        from: Option<Date>,
        to: Date,
        moved: Vec<Moved>,
    },
    /// Of a step's request: it has to be done on another day, or what it asks for says another day by which all of it is
    /// needed.
    Due {
        from: Date,
        to: Date,
        /// That day, where its form asks for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whole: Option<Date>,
    },
    /// Of the whole: its result is promised for the end of its last step once more. That is another day by now, or its
    /// clock had stood.
    Promised,
    /// A step became a request.
    Opened { step: String, number: String },
    /// A step is late, and so is what waits for it.
    Late {
        step: String,
        team: String,
        number: String,
        due: Date,
        blocks: Vec<Blocked>,
    },
    /// A step's team does not do it.
    Stopped { step: String, team: String },
    /// The whole goes on without a step.
    Skipped { step: String },
    /// A step is asked for once more.
    Again { step: String },
    /// The lead of a step's team agreed to be quicker.
    Agreed { step: String, team: String },
}

/// A step with its dates before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub step: String,
    pub team: String,
    pub from: Date,
    pub to: Date,
}

/// A step that waits for a late one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    pub step: String,
    pub team: String,
}
