//! Carrying out the outbox's jobs on Slack.

use std::sync::OnceLock;

use serde_json::Value;

use crate::clock::Millis;
use crate::desk::{Desk, Effect, Result};
use crate::domain::ids::{Account, FileId, PersonId, Platform, PostId};
use crate::domain::intent::{Inbound, Intent, Learned, Place};
use crate::domain::post::{Job, Post, PostKind, Thread, Whisper};
use crate::platform::slack::client::Client;
use crate::platform::slack::errors::SendError;
use crate::platform::slack::me::Me;
use crate::platform::slack::render;
use crate::store;
use crate::store::outbox::{Entry, Outcome};

use super::draw::{self, Drawn};
use super::gates::{Gates, Method};
use super::{Report, retry, scenery};

/// About one message a second in one channel.
const PACE: Millis = 1_000;
/// A child waits for its parent's place so long.
const PARENT: Millis = 2_000;
/// The marks are looked for from a little before a post was wanted: clocks differ.
const MINUTE: Millis = 60_000;
/// A form's or page's next refresh waits so long, so that a burst of changes is one refresh.
const HOME_PACE: Millis = 2_000;

/// Slack as delivery sees it.
#[derive(Debug)]
pub struct SlackSide {
    pub client: Client,
    /// Who we are; empty until `auth.test` has answered.
    pub identity: OnceLock<Identity>,
    gates: Gates,
}

#[derive(Clone, Debug)]
pub struct Identity {
    pub me: Me,
    /// The workspace's address, for links.
    pub url: Option<String>,
}

impl SlackSide {
    pub fn new(client: Client) -> SlackSide {
        SlackSide {
            client,
            identity: OnceLock::new(),
            gates: Gates::default(),
        }
    }

    /// A link to a message.
    pub fn link(&self, channel: &str, ts: &str) -> Option<String> {
        let url = self.identity.get()?.url.as_deref()?;
        let base = url.trim_end_matches('/');
        Some(format!(
            "{base}/archives/{channel}/p{}",
            ts.replace('.', "")
        ))
    }
}

/// One job under way.
struct Errand<'a> {
    desk: &'a Desk,
    slack: &'a SlackSide,
    entry: &'a Entry,
    effects: Vec<Effect>,
    pace: Millis,
}

/// Why a job ends before it is done.
enum Stop {
    Store(crate::desk::Error),
    Send(SendError),
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

impl From<crate::desk::Error> for Stop {
    fn from(error: crate::desk::Error) -> Stop {
        Stop::Store(error)
    }
}

type Step<T> = std::result::Result<T, Stop>;

/// Carries out a job; what came of it is for the caller to record.
///
/// # Errors
/// The store's only: what Slack says is in the report.
pub(super) async fn carry_out(desk: &Desk, slack: &SlackSide, entry: &Entry) -> Result<Report> {
    let mut errand = Errand {
        desk,
        slack,
        entry,
        effects: Vec::new(),
        pace: 0,
    };
    let stop = errand.run().await.err();
    let now = desk.clock.now();
    let outcome = match stop {
        None => Outcome::Sent,
        Some(Stop::Store(error)) => return Err(error),
        Some(Stop::Wait(millis, why)) => Outcome::Later {
            at: now + millis,
            unsure: entry.unsure,
            error: why.to_owned(),
        },
        Some(Stop::Dead(why)) => Outcome::Dead {
            unsure: entry.unsure,
            error: why,
        },
        Some(Stop::Send(error)) => errand.failed(error, now),
    };
    Ok(Report {
        outcome,
        pace: errand.pace,
        effects: errand.effects,
    })
}

impl Errand<'_> {
    async fn run(&mut self) -> Step<()> {
        match &self.entry.job {
            Job::Post(post) => self.post(*post).await,
            Job::File { file, post } => self.file(*file, *post).await,
            Job::Home(person) => self.home(*person).await,
            Job::Whisper { to, at, word } => self.whisper(to, at.as_ref(), word).await,
            Job::Profile(account) => self.profile(account).await,
            Job::Email { email, .. } => self.email(email).await,
            Job::Ticketed { at, by } => self.ticketed(at, by).await,
            Job::Thread { request, at } => {
                let root = at.thread.as_deref().unwrap_or(&at.ts);
                let messages = self.slack.client.thread(&at.channel.id, root).await?;
                self.learned(Learned::Thread {
                    request: *request,
                    messages,
                })
                .await
            }
        }
    }

    /// What Slack's refusal means for the job.
    fn failed(&mut self, error: SendError, now: Millis) -> Outcome {
        let wait = retry::wait(self.entry.attempts + 1, self.entry.id);
        let why = error.why().to_owned();
        match error {
            SendError::Retry { after, .. } => {
                let asked = after.map_or(0, |d| d.as_millis() as Millis);
                let at = now + if asked > 0 { asked } else { wait };
                Outcome::Later {
                    at,
                    unsure: self.entry.unsure,
                    error: why,
                }
            }
            // An ephemeral word cannot be looked up: rather lost than said twice.
            SendError::Unsure { .. } if matches!(self.entry.job, Job::Whisper { .. }) => {
                Outcome::Sent
            }
            SendError::Unsure { .. } => Outcome::Later {
                at: now + wait,
                unsure: true,
                error: why,
            },
            // Everything waits until an admin has mended it; nothing is lost.
            SendError::Dead { .. } => {
                self.effects.push(Effect::Revoked);
                Outcome::Later {
                    at: now + wait.max(60_000),
                    unsure: self.entry.unsure,
                    error: why,
                }
            }
            SendError::Gone { .. }
            | SendError::Refused { .. }
            | SendError::Misconfigured { .. } => Outcome::Dead {
                unsure: self.entry.unsure,
                error: why,
            },
        }
    }

    /// Brings a post to the present state.
    async fn post(&mut self, id: PostId) -> Step<()> {
        let (post, drawn) = {
            let mut tx = self.desk.store.read().await?;
            let Some(post) = store::posts::get(&mut tx, id).await? else {
                return Ok(());
            };
            let drawn = draw::post(&mut tx, self.desk, self.slack, &post).await?;
            (post, drawn)
        };
        let channel = self.channel(&post).await?;
        let thread = self.thread(&post).await?;
        let message = match drawn {
            Drawn::Nothing => return Ok(()),
            Drawn::Deleted => return self.delete(&post, &channel, thread.as_deref()).await,
            Drawn::Message(face) => render::message(&face),
        };
        if let (Some(request), true) = (post.request, post.side == crate::domain::post::Side::Team)
        {
            self.keep_private(request, &post, &channel).await?;
        }
        match self.place(&post, &channel, thread.as_deref()).await? {
            Some(ts) => self.update(&post, &channel, &ts, &message).await,
            None => {
                let sent = self
                    .slack
                    .client
                    .post(&channel, thread.as_deref(), &message, post.id);
                let ts = sent.await?;
                self.pace = PACE;
                self.effects.push(Effect::Posted {
                    post: post.id,
                    channel,
                    ts,
                });
                Ok(())
            }
        }
    }

    /// Where the post is: on record, or found by its mark after a send whose fate is unknown.
    async fn place(
        &mut self,
        post: &Post,
        channel: &str,
        thread: Option<&str>,
    ) -> Step<Option<String>> {
        if let Some(ts) = &post.ts {
            return Ok(Some(ts.clone()));
        }
        if !self.entry.unsure {
            return Ok(None);
        }
        let found = self
            .slack
            .client
            .find_mark(channel, thread, post.id, post.created_at - MINUTE)
            .await?;
        if let Some(ts) = &found {
            self.effects.push(Effect::Posted {
                post: post.id,
                channel: channel.to_owned(),
                ts: ts.clone(),
            });
        }
        Ok(found)
    }

    async fn update(&mut self, post: &Post, channel: &str, ts: &str, message: &Value) -> Step<()> {
        self.open_gate(Method::Update)?;
        match self.slack.client.update(channel, ts, message).await {
            Err(SendError::Gone { why }) => {
                // Somebody deleted it. A card is put up anew, where everybody sees it; the rest was
                // read once and may stay away.
                let card = matches!(
                    post.kind,
                    PostKind::RequesterCard | PostKind::TriageCard | PostKind::WatchCard
                );
                if card && !post.retired {
                    self.effects.push(Effect::Gone(post.id));
                    return Err(Stop::Wait(0, "it was deleted; it is put up anew"));
                }
                tracing::info!(post = %post.id, %why, "a message of ours is no longer there");
                Ok(())
            }
            other => Ok(self.gated(Method::Update, other)?),
        }
    }

    async fn delete(&mut self, post: &Post, channel: &str, thread: Option<&str>) -> Step<()> {
        if let Some(ts) = self.place(post, channel, thread).await? {
            self.open_gate(Method::Delete)?;
            let done = self.slack.client.delete(channel, &ts).await;
            self.gated(Method::Delete, done)?;
        }
        Ok(())
    }

    /// The channel; a person's direct messages are opened the first time.
    async fn channel(&mut self, post: &Post) -> Step<String> {
        if let Some(channel) = &post.to.channel {
            return Ok(channel.clone());
        }
        let Some(person) = post.to.person else {
            return Err(Stop::Dead("it has no place to go to".to_owned()));
        };
        let mut tx = self.desk.store.read().await?;
        let person = store::people::get(&mut tx, person).await?;
        let user = person.as_ref().and_then(|p| p.on(Platform::Slack));
        let Some(user) = user else {
            return Err(Stop::Dead("they have no Slack account".to_owned()));
        };
        let account = Account::slack(user);
        if let Some(channel) = store::people::dm(&mut tx, &account).await? {
            return Ok(channel);
        }
        drop(tx);
        self.direct(account).await
    }

    async fn direct(&mut self, account: Account) -> Step<String> {
        let channel = self.slack.client.open_dm(&account.user).await?;
        self.effects.push(Effect::Direct {
            account,
            channel: channel.clone(),
        });
        Ok(channel)
    }

    /// The thread's `ts`; a parent of ours goes out before its children.
    async fn thread(&self, post: &Post) -> Step<Option<String>> {
        match &post.to.thread {
            Thread::None => Ok(None),
            Thread::Ts(ts) => Ok(Some(ts.clone())),
            Thread::Post(id) => {
                let mut tx = self.desk.store.read().await?;
                let parent = store::posts::get(&mut tx, *id).await?;
                match parent.and_then(|p| p.ts) {
                    Some(ts) => Ok(Some(ts)),
                    // Waiting for it would hold up everything else in that channel.
                    None if store::outbox::is_dead(&mut tx, &Job::Post(*id).key()).await? => Err(
                        Stop::Dead("the card that it belongs under could not be sent".to_owned()),
                    ),
                    None => Err(Stop::Wait(PARENT, "its thread is not there yet")),
                }
            }
        }
    }

    /// A private request shows nothing in a channel that anybody can read.
    async fn keep_private(
        &self,
        request: crate::domain::ids::RequestId,
        post: &Post,
        channel: &str,
    ) -> Step<()> {
        let mut tx = self.desk.store.read().await?;
        let private = store::requests::get(&mut tx, request)
            .await?
            .is_some_and(|r| r.private);
        drop(tx);
        if !private || post.to.channel.is_none() {
            return Ok(());
        }
        if self.slack.client.channel_info(channel).await?.is_private {
            return Ok(());
        }
        Err(Stop::Dead(
            "a private request must not be shown in an open channel: make the team's channel private".to_owned(),
        ))
    }

    async fn file(&mut self, file: FileId, post: PostId) -> Step<()> {
        let mut tx = self.desk.store.read().await?;
        let Some((_, attachment)) = store::messages::file(&mut tx, file).await? else {
            return Ok(());
        };
        let Some(post) = store::posts::get(&mut tx, post).await? else {
            return Ok(());
        };
        let note = format!("file:{file}:{}", post.id);
        let uploaded = store::notes::get(&mut tx, &note).await?;
        drop(tx);
        if attachment.url.is_empty() {
            return self.cannot_carry(file, &post).await;
        }
        let channel = self.channel(&post).await?;
        let thread = self.thread(&post).await?;
        let client = &self.slack.client;
        let id = match uploaded {
            Some(id) => {
                let there = client
                    .file_shared_in(&id, &channel, thread.as_deref())
                    .await?;
                if there {
                    return Ok(());
                }
                id
            }
            None => {
                let content = match client.download(&attachment.url).await {
                    Err(SendError::Gone { .. }) => return self.cannot_carry(file, &post).await,
                    content => content?,
                };
                let length = content.content_length().unwrap_or(attachment.size);
                let body = reqwest::Body::wrap_stream(content.bytes_stream());
                let id = client.upload(&attachment.name, length, body).await?;
                // On record before it is shown, so that it is not shown twice.
                self.desk.keep(note, id.clone()).await?;
                id
            }
        };
        client
            .share(&id, &channel, thread.as_deref(), &attachment.name)
            .await?;
        self.pace = PACE;
        Ok(())
    }

    /// Slack no longer has the file, or never let us have it: the copy says so, so that nobody waits
    /// for it.
    async fn cannot_carry(&mut self, file: FileId, post: &Post) -> Step<()> {
        let why = "not to be had".to_owned();
        self.desk.keep(draw::missing_file(file), why).await?;
        self.effects.push(Effect::Redraw(post.id));
        Ok(())
    }

    async fn home(&mut self, person: PersonId) -> Step<()> {
        let (user, home) = {
            let mut tx = self.desk.store.read().await?;
            let person = store::people::get(&mut tx, person).await?;
            let Some(person) = person else { return Ok(()) };
            let Some(user) = person.on(Platform::Slack).map(str::to_owned) else {
                return Ok(());
            };
            (user, scenery::home(&mut tx, self.desk, &person).await?)
        };
        self.open_gate(Method::Home)?;
        let done = self
            .slack
            .client
            .publish_home(&user, &render::home(&home))
            .await;
        self.gated(Method::Home, done)?;
        self.pace = HOME_PACE;
        Ok(())
    }

    async fn whisper(&mut self, to: &Account, at: Option<&Place>, word: &Whisper) -> Step<()> {
        let face = {
            let mut tx = self.desk.store.read().await?;
            draw::whisper(&mut tx, word).await?
        };
        // Pressed on a home page, there is no channel to speak in: then in direct messages.
        let place = at.filter(|p| p.channel.id != to.user);
        let Some(place) = place else {
            let channel = self.direct(to.clone()).await?;
            self.slack
                .client
                .say(&channel, &render::message(&face))
                .await?;
            return Ok(());
        };
        let message = render::message(&face);
        let thread = place.thread.as_deref();
        let said = self
            .slack
            .client
            .ephemeral(&place.channel.id, &to.user, thread, &message)
            .await;
        match said {
            // They are not there any more: nobody is waiting for the word.
            Err(SendError::Misconfigured { why }) if why == "user_not_in_channel" => Ok(()),
            other => Ok(other?),
        }
    }

    async fn profile(&mut self, account: &Account) -> Step<()> {
        let me = self.me()?;
        let profile = match self.slack.client.user(&account.user, &me).await {
            Ok(profile) => Some(profile),
            Err(SendError::Gone { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        self.learned(Learned::Profile {
            account: account.clone(),
            profile,
        })
        .await
    }

    async fn email(&mut self, email: &str) -> Step<()> {
        let me = self.me()?;
        match self.slack.client.user_by_email(email, &me).await? {
            Some((user, profile)) => {
                let account = Account::slack(user);
                let learned = Learned::Email {
                    email: email.to_owned(),
                    account,
                    profile,
                };
                self.learned(learned).await
            }
            None => {
                tracing::warn!(
                    "an e-mail address of the configuration belongs to nobody on Slack; see `frontdesk check`"
                );
                Ok(())
            }
        }
    }

    async fn ticketed(&mut self, at: &Place, by: &Account) -> Step<()> {
        let found = self
            .slack
            .client
            .message_at(&at.channel.id, &at.ts, at.thread.as_deref())
            .await?;
        match found {
            Some(message) => {
                self.learned(Learned::Ticketed {
                    by: by.clone(),
                    message,
                })
                .await
            }
            None => Ok(()),
        }
    }

    /// What was found out comes in like anything else; once, whatever happens to this job.
    async fn learned(&self, learned: Learned) -> Step<()> {
        let key = format!("learned:{}:{}", self.entry.id, self.entry.wanted);
        let inbound = Inbound {
            key,
            by: None,
            intent: Intent::Learned(learned),
        };
        self.desk.handle(inbound).await?;
        Ok(())
    }

    fn me(&self) -> Step<Me> {
        let identity = self.slack.identity.get();
        identity
            .map(|i| i.me.clone())
            .ok_or(Stop::Wait(PARENT, "Slack has not told yet who we are"))
    }

    /// A method that Slack has closed for a while is not called meanwhile.
    fn open_gate(&self, method: Method) -> Step<()> {
        match self.slack.gates.closed_for(method, self.desk.clock.now()) {
            Some(millis) => Err(Stop::Wait(millis, "ratelimited")),
            None => Ok(()),
        }
    }

    /// Remembers a method's `Retry-After` for everybody who would call it.
    fn gated<T>(
        &self,
        method: Method,
        done: std::result::Result<T, SendError>,
    ) -> std::result::Result<T, SendError> {
        if let Err(SendError::Retry {
            after: Some(after), ..
        }) = &done
        {
            let until = self.desk.clock.now() + after.as_millis() as Millis;
            self.slack.gates.close(method, until);
        }
        done
    }
}
