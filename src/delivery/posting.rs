//! A post of ours: put up, brought up to date, taken away.

use serde_json::Value;

use crate::desk::Effect;
use crate::domain::ids::{Account, Channel, PostId, RequestId};
use crate::domain::post::{Job, OPEN_CHANNEL, Post, Side, Thread};
use crate::fail::{self, Point};
use crate::platform::failure::SendError;
use crate::store;

use super::chat::{Chat, Found};
use super::draw::{self, Drawn};
use super::errand::{Errand, PARENT, Step, Stop};
use super::gates::Method;
use super::naming;

/// Why a post is given up whose sending has an unknown outcome, on a platform that does not let us look.
pub(super) const UNKNOWABLE: &str = "it may have arrived, and nobody but people can see: look there, and send it again if it is missing";

/// What is to become of a post, ready for its platform.
enum Ready {
    Message(Value),
    Deleted,
}

impl<S: Chat> Errand<'_, S> {
    /// Brings a post to the present state.
    pub(super) async fn post(&mut self, id: PostId) -> Step<()> {
        let (post, drawn) = {
            let mut tx = self.desk.store.read().await?;
            let Some(post) = store::posts::get(&mut tx, id).await? else {
                return Ok(());
            };
            let drawn = match draw::post(&mut tx, self.desk, self.chats, &post).await? {
                Drawn::Message(face) => {
                    let catalogue = &self.desk.catalogue;
                    let (face, mut readers) =
                        naming::message(&mut tx, face, S::PLATFORM, catalogue).await?;
                    readers.once = format!("{}.{}", self.entry.id, self.entry.wanted);
                    let reader = naming::reader(&mut tx, &post.to).await?;
                    readers.zone = naming::zone(&mut tx, reader, catalogue).await?;
                    readers.each = reader.is_none() && post.kind.lives() && !post.retired;
                    Ready::Message(self.side.render(&face, &readers))
                }
                Drawn::Deleted => Ready::Deleted,
                Drawn::Nothing => return Ok(()),
            };
            (post, drawn)
        };
        let channel = self.channel(&post).await?;
        let thread = self.thread(&post).await?;
        let message = match drawn {
            Ready::Deleted => return self.delete(&post, &channel, thread.as_deref()).await,
            Ready::Message(message) => message,
        };
        if let (Some(request), true) = (post.request, post.side == Side::Team) {
            self.keep_private(request, &post, &channel).await?;
        }
        match self.place(&post, &channel, thread.as_deref()).await? {
            Some(ts) => self.update(&post, &channel, &ts, &message).await,
            None => {
                fail::reach(Point::Sending).await;
                self.still_ours().await?;
                self.begins();
                let sent = self.side.post(&channel, thread.as_deref(), &message, &post);
                let sent = sent.await;
                fail::reach(Point::Answered).await;
                let ts = sent?;
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
        if !self.entry.unsure && !self.doubtful {
            return Ok(None);
        }
        let found = match self.side.find(channel, thread, post).await? {
            Found::At(ts) => Some(ts),
            Found::Nowhere => None,
            // It may be there, and nobody but people can see. Rather lost than said twice, until somebody says so.
            Found::Unknowable if !self.entry.unsure || self.is_sent_again() => None,
            Found::Unknowable => return Err(Stop::Dead(UNKNOWABLE.to_owned())),
        };
        if let Some(ts) = &found {
            self.effects.push(Effect::Posted {
                post: post.id,
                channel: channel.to_owned(),
                ts: ts.clone(),
            });
        }
        Ok(found)
    }

    /// It died because nobody could know whether it had arrived, and an operator has it sent all the same.
    pub(super) fn is_sent_again(&self) -> bool {
        self.entry.attempts == 0 && self.entry.error.as_deref() == Some(UNKNOWABLE)
    }

    async fn update(&mut self, post: &Post, channel: &str, ts: &str, message: &Value) -> Step<()> {
        self.open_gate(Method::Update)?;
        match self.side.update(channel, ts, message).await {
            Err(SendError::Gone { why }) => {
                // Somebody deleted it. A card is put up anew, where everybody sees it; the rest was
                // read once and may stay away.
                if post.kind.lives() && !post.retired {
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
            let done = self.side.delete(channel, &ts).await;
            self.gated(Method::Delete, done)?;
        }
        Ok(())
    }

    /// The channel; a person's direct messages are opened the first time.
    pub(super) async fn channel(&mut self, post: &Post) -> Step<String> {
        if let Some(channel) = &post.to.channel {
            return Ok(channel.clone());
        }
        let Some(person) = post.to.person else {
            return Err(Stop::Dead("it has no place to go to".to_owned()));
        };
        let mut tx = self.desk.store.read().await?;
        let person = store::people::get(&mut tx, person).await?;
        let user = person.as_ref().and_then(|p| p.on(S::PLATFORM));
        let Some(user) = user else {
            // They became one with another record since the post was read: it is theirs now.
            let now = store::posts::get(&mut tx, post.id).await?;
            if now.is_some_and(|now| now.to.person != post.to.person) {
                return Err(Stop::Wait(1, "its reader's record was merged"));
            }
            return Err(Stop::Dead(format!(
                "they have no account on {}",
                S::PLATFORM
            )));
        };
        let account = Account {
            platform: S::PLATFORM,
            user: user.to_owned(),
        };
        if let Some(channel) = store::people::dm(&mut tx, &account).await? {
            return Ok(channel);
        }
        drop(tx);
        self.direct(account).await
    }

    pub(super) async fn direct(&mut self, account: Account) -> Step<String> {
        let channel = self.side.open_direct(&account).await?;
        self.effects.push(Effect::Direct {
            account,
            channel: channel.clone(),
        });
        Ok(channel)
    }

    /// The thread's `ts`; a parent of ours goes out before its children.
    pub(super) async fn thread(&mut self, post: &Post) -> Step<Option<String>> {
        let parent = match &post.to.thread {
            Thread::None => return Ok(None),
            Thread::Ts(ts) => return Ok(Some(ts.clone())),
            Thread::Post(parent) => *parent,
        };
        let key = Job::Post(parent).key();
        let mut tx = self.desk.store.read().await?;
        // Asked in this order, so that a parent sent in between is not taken for lost.
        let waits = store::outbox::waits(&mut tx, &key).await?;
        let died = store::outbox::died(&mut tx, &self.entry.lane, &key).await?;
        if let Some(ts) = store::posts::get(&mut tx, parent).await?.and_then(|p| p.ts) {
            return Ok(Some(ts));
        }
        let unsure = match &waits {
            Some((id, _)) => store::outbox::get(&mut tx, *id)
                .await?
                .is_some_and(|e| e.unsure),
            None => false,
        };
        drop(tx);
        match waits {
            // It may be there, and cannot be looked for: whether it goes again is not ours to say.
            Some((id, lane))
                if lane == self.entry.lane && id > self.entry.id && unsure && !S::LOOKS =>
            {
                Err(Stop::Dead(
                    "nobody knows whether the message that it belongs under arrived".to_owned(),
                ))
            }
            // Behind us, it would wait for us as we for it: it goes first, here and now.
            Some((id, lane)) if lane == self.entry.lane && id > self.entry.id => {
                self.doubtful = true;
                Box::pin(self.post(parent)).await?;
                Err(Stop::Wait(0, "its thread had to begin first"))
            }
            Some(_) => Err(Stop::Wait(PARENT, "its thread is not there yet")),
            // Waiting would hold up the whole conversation for ever. It goes once its parent does.
            None if died => Err(Stop::Dead(
                "the message that it belongs under could not be sent".to_owned(),
            )),
            // Somebody deleted it, and nothing has put it up anew so far.
            None => {
                self.doubtful = true;
                Box::pin(self.post(parent)).await?;
                Err(Stop::Wait(0, "its thread had to begin again"))
            }
        }
    }

    /// A private request shows nothing in a channel that anybody can read.
    async fn keep_private(&mut self, request: RequestId, post: &Post, channel: &str) -> Step<()> {
        let mut tx = self.desk.store.read().await?;
        let private = store::requests::get(&mut tx, request)
            .await?
            .is_some_and(|r| r.private);
        drop(tx);
        if !private || post.to.channel.is_none() {
            return Ok(());
        }
        if self.side.is_private(channel).await? {
            return Ok(());
        }
        // What has gone on to another team leaves nothing to mend where it was.
        if !post.retired {
            let channel = Channel {
                platform: S::PLATFORM,
                id: channel.to_owned(),
            };
            let why = OPEN_CHANNEL.to_owned();
            self.effects.push(Effect::Stopped { channel, why });
        }
        Err(Stop::Dead(OPEN_CHANNEL.to_owned()))
    }
}
