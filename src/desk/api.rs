//! What programs do through the REST interface: the same work as a person's, once, in one transaction.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::domain::answer::{Answer, PersonName, Wrong};
use crate::domain::approval::Verdict;
use crate::domain::ids::RequestId;
use crate::domain::people::PersonRef;
use crate::domain::plan::IfLate;
use crate::domain::press::StepPress;
use crate::domain::promise::Priority;
use crate::domain::request::{Intake, Refusal};
use crate::store::tokens::Token;
use crate::store::{self};

use super::file::Draft;
use super::forms::today;
use super::read::{self, Sight};
use super::{Desk, Undo, Work};

/// Whom a program means.
pub type Who = PersonRef;

/// The caller's own key of a call, so that repeating the call does not repeat the work.
#[derive(Clone, Debug)]
pub struct Once {
    pub key: String,
    /// Of everything that was sent: the same key with something else is a mistake of the caller's.
    pub fingerprint: String,
}

/// A request to be made.
#[derive(Clone, Debug)]
pub struct Ask {
    pub requester: Who,
    pub draft: Draft,
}

/// Something to be done to a request, in somebody's name.
#[derive(Clone, Debug)]
pub struct Act {
    pub number: String,
    pub by: Who,
    pub deed: Deed,
}

/// What can be done through the REST interface.
#[derive(Clone, Debug)]
pub enum Deed {
    Take,
    Assign {
        to: Who,
    },
    Ask {
        text: String,
    },
    Reply {
        text: String,
    },
    Wait,
    Hold {
        reason: String,
    },
    Snooze {
        reason: String,
        until: Millis,
    },
    /// Minutes of handling time.
    NoteTime {
        minutes: i32,
    },
    Resume,
    HandOver {
        service: String,
        note: Option<String>,
        /// It had come to the wrong team.
        wrong_door: bool,
    },
    Resolve {
        summary: Option<String>,
    },
    Cancel {
        reason: Option<String>,
    },
    Reopen {
        reason: Option<String>,
    },
    Rate {
        score: u8,
    },
    Comment {
        text: String,
    },
    RateIntake(Intake),
    /// It ends, and goes on in the request of that number.
    Merge {
        into: String,
    },
    /// A second request of the same requester is made of it.
    Split {
        service: String,
        subject: String,
        details: Option<String>,
    },
    /// Related to the request of that number, or no longer.
    Link {
        to: String,
        off: bool,
    },
    /// Somebody follows it, or no longer.
    SetWatcher {
        who: Who,
        on: bool,
    },
    Watch,
    Unwatch,
    /// A new time for the result, and why.
    Delay {
        to: Millis,
        reason: String,
    },
    Prioritise {
        to: Priority,
    },
    /// An approver's word.
    Verdict {
        verdict: Verdict,
        reason: Option<String>,
    },
    /// Somebody else decides in an approver's place.
    HandOn {
        to: Who,
    },
    /// Another day by which all of a plan is needed, and what then where that is too near.
    Move {
        to: Date,
        if_late: Option<IfLate>,
    },
    /// What becomes of the step of that key.
    Step {
        key: String,
        press: StepPress,
    },
}

/// Why nothing was done.
#[derive(Debug)]
pub enum No {
    /// These inputs are wrong, by their key in the form.
    Wrong(Vec<(String, Wrong)>),
    Refused {
        refusal: Refusal,
        /// Who was first, where that is why.
        by: Option<PersonName>,
    },
    NoSuchRequest,
    /// The other one that it names.
    NoSuchOther,
    /// The step that it names.
    NoSuchStep,
    /// The token may act in the requester's name only.
    AdminOnly,
    /// The key came before, with something else.
    KeyReused,
    Fault(super::Error),
}

impl From<store::Error> for No {
    fn from(error: store::Error) -> No {
        No::Fault(error.into())
    }
}

impl From<Undo> for No {
    fn from(undo: Undo) -> No {
        match undo {
            Undo::Fault(error) => error.into(),
            Undo::Answer(answer) => match *answer {
                Answer::Wrong(wrong) => No::Wrong(wrong),
                // Only forms end their work with another, and no form is open here.
                _ => No::Fault(store::Error::Panicked.into()),
            },
        }
    }
}

pub(super) type Sure<T> = Result<T, No>;

/// What is on record of a key.
#[derive(Serialize, Deserialize)]
struct Noted {
    fingerprint: String,
    request: RequestId,
}

impl Desk {
    /// Makes a request as if `ask.requester` had filled in the form. The second value tells whether it is
    /// new, or the one that the same key made before.
    ///
    /// # Errors
    /// What is wrong with it; then nothing happened.
    pub async fn file_by_api(
        &self,
        token: &Token,
        once: Option<Once>,
        ask: Ask,
    ) -> Sure<(Sight, bool)> {
        let key = inbox_key(token, once);
        self.once(key, move |work| work.file_by_api(ask.clone()).boxed())
            .await
    }

    /// Does something to a request with the standing of the person named.
    ///
    /// # Errors
    /// Why not; then nothing happened.
    pub async fn act_by_api(&self, token: &Token, once: Option<Once>, act: Act) -> Sure<Sight> {
        let key = inbox_key(token, once);
        let scope = token.scope;
        let done = self
            .once(key, move |work| work.act_by_api(scope, act.clone()).boxed())
            .await?;
        Ok(done.0)
    }

    /// Checks everything that was asked for, and stores nothing.
    ///
    /// # Errors
    /// Every wrong input.
    pub fn check(&self, draft: &Draft) -> Result<(), Vec<(String, Wrong)>> {
        let today = today(&self.catalogue, self.clock.now());
        draft.check(&self.catalogue, today).map(|_| ())
    }

    /// Runs `work` in one transaction, unless its key came before: then what it made is looked up.
    async fn once<F>(&self, once: Option<Once>, work: F) -> Sure<(Sight, bool)>
    where
        F: for<'w, 't> Fn(&'w mut Work<'t>) -> BoxFuture<'w, Sure<RequestId>>
            + Send
            + Sync
            + 'static,
    {
        let work = Arc::new(work);
        self.work(move |mut under_way| {
            let (once, work) = (once.clone(), work.clone());
            async move { under_way.once(once, &*work).await }.boxed()
        })
        .await
    }
}

/// Two programs may use the same key without meaning the same call.
fn inbox_key(token: &Token, once: Option<Once>) -> Option<Once> {
    once.map(|once| Once {
        key: format!("api:{}:{}", token.id, once.key),
        ..once
    })
}

impl Work<'_> {
    async fn once<F>(&mut self, once: Option<Once>, work: &F) -> Sure<(Sight, bool)>
    where
        F: for<'w, 't> Fn(&'w mut Work<'t>) -> BoxFuture<'w, Sure<RequestId>> + Sync,
    {
        if let Some(once) = &once
            && !store::inbox::claim(self.tx, &once.key, self.now).await?
        {
            let noted = store::inbox::noted(self.tx, &once.key).await?;
            let noted: Option<Noted> = noted.and_then(|n| serde_json::from_str(&n).ok());
            return match noted {
                Some(noted) if noted.fingerprint == once.fingerprint => {
                    Ok((self.sight(noted.request).await?, false))
                }
                _ => Err(No::KeyReused),
            };
        }
        let request = work(self).await?;
        if let Some(once) = once {
            let noted = Noted {
                fingerprint: once.fingerprint,
                request,
            };
            let note = serde_json::to_string(&noted).unwrap_or_default();
            store::inbox::note(self.tx, &once.key, &note).await?;
        }
        Ok((self.sight(request).await?, true))
    }

    async fn sight(&mut self, request: RequestId) -> Sure<Sight> {
        read::sight(self.tx, request, &[])
            .await?
            .ok_or(No::NoSuchRequest)
    }
}
