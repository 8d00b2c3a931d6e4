//! Trouble on order: what goes wrong, with which method, how often.

use std::time::Duration;

/// A kind of trouble.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// HTTP 429 with `Retry-After` in seconds; nothing is applied.
    Throttle(u64),
    /// HTTP 500; `applied` says whether the call took effect all the same.
    ServerError { applied: bool },
    /// `ok:false` with this error.
    Error { name: String, applied: bool },
    /// The call takes effect, then the connection is dropped without a byte of answer.
    LoseAnswer,
    /// The connection is dropped, and nothing applied.
    Reset,
    /// No answer ever, and nothing applied.
    HangBefore,
    /// No answer ever, but the call took effect.
    HangAfter,
    /// The call is as usual, after this much real time.
    Slow(Duration),
}

/// Trouble for the next calls of a method.
#[derive(Clone, Debug)]
pub struct Fault {
    method: String,
    channel: Option<String>,
    trouble: Trouble,
    left: usize,
}

impl Fault {
    /// Once, for the next call of `method` (`*`: of any method; `response_url` counts as one).
    pub fn new(method: &str, trouble: Trouble) -> Fault {
        Fault {
            method: method.into(),
            channel: None,
            trouble,
            left: 1,
        }
    }

    /// For the next `times` calls.
    pub fn times(self, times: usize) -> Fault {
        Fault {
            left: times,
            ..self
        }
    }

    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// Only for calls that name this channel.
    pub fn in_channel(self, channel: &str) -> Fault {
        Fault {
            channel: Some(channel.into()),
            ..self
        }
    }
}

/// The trouble that waits for this call, used up by asking.
pub fn next(faults: &mut Vec<Fault>, method: &str, channel: Option<&str>) -> Option<Trouble> {
    let meant = |f: &Fault| {
        (f.method == "*" || f.method == method)
            && (f.channel.is_none() || f.channel.as_deref() == channel)
    };
    let index = faults.iter().position(|f| f.left > 0 && meant(f))?;
    let fault = &mut faults[index];
    fault.left -= 1;
    let trouble = fault.trouble.clone();
    if fault.left == 0 {
        faults.remove(index);
    }
    Some(trouble)
}
