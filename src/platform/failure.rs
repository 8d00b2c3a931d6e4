//! What a failed call of a platform means for whoever made it.

use std::time::Duration;

/// What to do next. `why` is the platform's code or one of ours: never a token, never what people wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It did not happen; it can, later.
    #[error("try again: {why}")]
    Retry {
        after: Option<Duration>,
        why: String,
    },
    /// It may or may not have happened: look before doing it again.
    #[error("outcome unknown: {why}")]
    Unsure { why: String },
    /// What it was meant for is no longer there.
    #[error("gone: {why}")]
    Gone { why: String },
    /// The platform will never accept it: a bug of ours.
    #[error("refused: {why}")]
    Refused { why: String },
    /// An admin has to change something on the platform or in our configuration.
    #[error("misconfigured: {why}")]
    Misconfigured { why: String },
    /// The token is no longer good.
    #[error("no longer installed: {why}")]
    Dead { why: String },
}

impl SendError {
    pub fn why(&self) -> &str {
        match self {
            SendError::Retry { why, .. }
            | SendError::Unsure { why }
            | SendError::Gone { why }
            | SendError::Refused { why }
            | SendError::Misconfigured { why }
            | SendError::Dead { why } => why,
        }
    }
}
