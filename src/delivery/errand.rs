//! Carrying out one job of the outbox on its platform.

use std::sync::atomic::Ordering;

use crate::clock::Millis;
use crate::desk::{self, Desk, Effect};
use crate::domain::ids::Channel;
use crate::domain::intent::{Inbound, Intent, Learned};
use crate::domain::post::Job;
use crate::platform::failure::SendError;
use crate::store;
use crate::store::outbox::{Entry, Lease, Outcome};

use super::chat::{Chat, Chats};
use super::gates::Method;
use super::{LEASE, Report, retry};

/// A child waits for its parent's place so long.
pub(super) const PARENT: Millis = 2_000;
/// How often a platform is asked whether it knows our token again.
const ASK_AGAIN: Millis = 30_000;
/// What cannot be drawn is tried again so many times, and then given up: the rest of the conversation waits behind it.
const TRIES: i64 = 5;
/// How long a job waits for a database that does not answer.
const DATABASE: Millis = 2_000;

/// One job under way.
pub(super) struct Errand<'a, S> {
    pub desk: &'a Desk,
    /// The platform that it is for.
    pub side: &'a S,
    pub chats: &'a Chats,
    pub lease: &'a Lease,
    pub entry: &'a Entry,
    pub effects: Vec<Effect>,
    pub pace: Millis,
    /// What goes out may have gone out in another job: it is looked for first.
    pub doubtful: bool,
    /// Something was said, or may have been: until then a failure leaves nothing behind.
    pub begun: bool,
}

/// Why a job ends before it is done.
pub(super) enum Stop {
    Store(desk::Error),
    Send(SendError),
    /// The lane is somebody else's by now: what came of it is theirs to record.
    Lost,
    /// Not now: nothing was sent.
    Wait(Millis, &'static str),
    /// Never, as things are.
    Dead(String),
}

impl From<SendError> for Stop {
    fn from(error: SendError) -> Stop {
        Stop::Send(error)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Stop {
        Stop::Store(error.into())
    }
}

impl From<desk::Error> for Stop {
    fn from(error: desk::Error) -> Stop {
        Stop::Store(error)
    }
}

pub(super) type Step<T> = std::result::Result<T, Stop>;

/// Carries out a job; what came of it is for the caller to record. None: the lane was lost.
pub(super) async fn carry_out<S: Chat>(
    desk: &Desk,
    side: &S,
    chats: &Chats,
    lease: &Lease,
    entry: &Entry,
) -> Option<Report> {
    let mut errand = Errand {
        desk,
        side,
        chats,
        lease,
        entry,
        effects: Vec::new(),
        pace: 0,
        doubtful: false,
        begun: false,
    };
    let stop = errand.run().await.err();
    let now = desk.clock.now();
    let outcome = match stop {
        None => Outcome::Sent,
        Some(Stop::Lost) => return None,
        Some(Stop::Store(error)) => errand.unread(&error, now),
        Some(Stop::Wait(millis, why)) => Outcome::Later {
            at: now + millis,
            unsure: entry.unsure,
            tried: false,
            error: why.to_owned(),
        },
        Some(Stop::Dead(why)) => Outcome::Dead {
            unsure: entry.unsure,
            error: why,
        },
        Some(Stop::Send(error)) => errand.failed(error, now),
    };
    Some(Report {
        outcome,
        pace: errand.pace,
        effects: errand.effects,
    })
}

impl<S: Chat> Errand<'_, S> {
    async fn run(&mut self) -> Step<()> {
        self.token_is_good().await?;
        match &self.entry.job {
            Job::Post(post) => self.post(*post).await,
            job => S::job(self, job).await,
        }
    }

    /// Once the platform has refused our token, it is asked now and then whether it takes it again; until
    /// then everything waits.
    async fn token_is_good(&mut self) -> Step<()> {
        if !self.side.revoked().load(Ordering::Relaxed) {
            return Ok(());
        }
        self.open_gate(Method::Auth)?;
        self.side
            .gates()
            .close(Method::Auth, self.desk.clock.now() + ASK_AGAIN);
        match self.side.ask_token().await {
            Ok(_) => {
                tracing::info!(platform = %S::PLATFORM, "our token is taken again");
                self.side.revoked().store(false, Ordering::Relaxed);
                self.effects.push(Effect::Restored(S::PLATFORM));
                Ok(())
            }
            Err(_) => Err(Stop::Wait(ASK_AGAIN, "our token is not taken")),
        }
    }

    /// Looks once more, right before something that cannot be taken back, whether the lane is
    /// ours, for longer than the call can take. A successor that takes it for abandoned looks for
    /// what we sent only after we have given up.
    pub(super) async fn still_ours(&self) -> Step<()> {
        let mut tx = self.desk.store.read().await?;
        let until = store::outbox::held_until(&mut tx, self.lease).await?;
        drop(tx);
        // Now, and not before the answer came: a process may have stood still while it waited for it.
        let now = self.desk.clock.now();
        let kept = match until {
            Some(until) if until - now > S::UNDER_WAY => true,
            Some(_) => self.desk.renew(self.lease, LEASE).await?,
            None => false,
        };
        if kept { Ok(()) } else { Err(Stop::Lost) }
    }

    /// Right before something is said that cannot be taken back.
    pub(super) fn begins(&mut self) {
        self.begun = true;
        self.pace = S::PACE;
    }

    /// What a failure of the store means for the job.
    fn unread(&self, error: &desk::Error, now: Millis) -> Outcome {
        let unsure = self.entry.unsure || self.begun;
        let desk::Error::Store(cause) = error;
        let lasts = cause.lasts();
        // A row that cannot be read will not be readable later: the lane must not wait for it.
        let broken = matches!(cause, store::Error::Broken { .. });
        let error = error.to_string();
        if broken || (lasts && self.entry.attempts + 1 >= TRIES) {
            return Outcome::Dead { unsure, error };
        }
        let wait = match lasts {
            true => retry::wait(self.entry.attempts + 1, self.entry.id),
            false => DATABASE,
        };
        Outcome::Later {
            at: now + wait,
            unsure,
            tried: lasts,
            error,
        }
    }

    /// What the platform's refusal means for the job.
    fn failed(&mut self, error: SendError, now: Millis) -> Outcome {
        let wait = retry::wait(self.entry.attempts + 1, self.entry.id);
        let why = error.why().to_owned();
        let later = |at: Millis, unsure: bool, tried: bool| Outcome::Later {
            at,
            unsure,
            tried,
            error: why.clone(),
        };
        match &error {
            SendError::Retry { after, .. } => {
                let asked = after.map_or(0, |d| d.as_millis() as Millis);
                let at = now + if asked > 0 { asked } else { wait };
                later(at, self.entry.unsure, true)
            }
            // An ephemeral word cannot be looked up: rather lost than said twice.
            SendError::Unsure { .. } if matches!(self.entry.job, Job::Whisper { .. }) => {
                Outcome::Sent
            }
            SendError::Unsure { .. } => later(now + wait.max(S::UNDER_WAY), true, true),
            // Everything waits until an admin has mended it; nothing is lost.
            SendError::Dead { .. } => {
                self.side.revoked().store(true, Ordering::Relaxed);
                self.effects.push(Effect::Revoked(S::PLATFORM));
                later(now + ASK_AGAIN, self.entry.unsure, false)
            }
            SendError::Gone { .. }
            | SendError::Refused { .. }
            | SendError::Misconfigured { .. } => {
                if let (SendError::Misconfigured { .. }, Some(channel)) = (&error, self.lane_of()) {
                    let why = why.clone();
                    self.effects.push(Effect::Stopped { channel, why });
                }
                Outcome::Dead {
                    unsure: self.entry.unsure,
                    error: why,
                }
            }
        }
    }

    /// The channel that the job is for, where it is for one.
    fn lane_of(&self) -> Option<Channel> {
        let (platform, id) = self.entry.lane.split_once(':')?;
        let channel = Channel {
            platform: platform.parse().ok()?,
            id: id.to_owned(),
        };
        (!id.starts_with('@')).then_some(channel)
    }

    /// A method that the platform has closed for a while is not called meanwhile.
    pub(super) fn open_gate(&self, method: Method) -> Step<()> {
        match self.side.gates().closed_for(method, self.desk.clock.now()) {
            Some(millis) => Err(Stop::Wait(millis, "ratelimited")),
            None => Ok(()),
        }
    }

    /// Remembers a method's `Retry-After` for everybody who would call it.
    pub(super) fn gated<T>(
        &self,
        method: Method,
        done: std::result::Result<T, SendError>,
    ) -> std::result::Result<T, SendError> {
        if let Err(SendError::Retry {
            after: Some(after), ..
        }) = &done
        {
            let until = self.desk.clock.now() + after.as_millis() as Millis;
            self.side.gates().close(method, until);
        }
        done
    }

    /// What was found out comes in like anything else; once, whatever happens to this job.
    pub(super) async fn learned(&self, learned: Learned) -> Step<()> {
        let key = format!("learned:{}:{}", self.entry.id, self.entry.wanted);
        let inbound = Inbound {
            key,
            by: None,
            intent: Intent::Learned(learned),
        };
        self.desk.handle(inbound).await?;
        Ok(())
    }
}
