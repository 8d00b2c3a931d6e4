//! The jobs on Slack that are no posts: files, home pages, words for one person, and what has to be found out.

use reqwest::Body;

use crate::clock::Millis;
use crate::domain::ids::{Account, FileId, PersonId, Platform, PostId, RequestId};
use crate::domain::intent::{Learned, Old, Place};
use crate::domain::post::{Lost, Whisper};
use crate::fail::{self, Point};
use crate::platform::slack::errors::SendError;
use crate::platform::slack::me::Me;
use crate::platform::slack::render;
use crate::platform::slack::text;
use crate::store;

use super::draw;
use super::errand::{Errand, PARENT, Step, Stop};
use super::files::whole;
use super::gates::Method;
use super::scenery;
use super::slack::SlackSide;

/// A home page's next refresh waits so long, so that a burst of changes is one refresh.
const HOME_PACE: Millis = 2_000;

impl Errand<'_, SlackSide> {
    pub(super) async fn file(&mut self, file: FileId, post: PostId) -> Step<()> {
        let Some(carried) = self.carried(file).await? else {
            return Ok(());
        };
        let attachment = &carried.attachment;
        let mut tx = self.desk.store.read().await?;
        let Some(post) = store::posts::get(&mut tx, post).await? else {
            return Ok(());
        };
        let note = format!("file:{file}:{}", post.id);
        let uploaded = store::notes::get(&mut tx, &note).await?;
        drop(tx);
        let channel = self.channel(&post).await?;
        let thread = self.thread(&post).await?;
        let id = match uploaded {
            Some(id) => {
                let client = &self.side.client;
                // On record means that it may be shown already: an answer may have been lost.
                let there = client
                    .file_shared_in(&id, &channel, thread.as_deref())
                    .await?;
                if there {
                    return Ok(());
                }
                id
            }
            None => {
                let Some(content) = self.fetched(file, &carried, &post).await? else {
                    return Ok(());
                };
                let size = content.content_length().or(Some(attachment.size));
                let (length, body) = match size.filter(|size| *size > 0) {
                    Some(size) => (size, Body::wrap_stream(content.bytes_stream())),
                    // Slack wants to know how long it is before it comes.
                    None => match whole(content).await? {
                        Some(all) => (all.len() as u64, Body::from(all)),
                        None => return self.lose(file, &post, Lost::Gone).await,
                    },
                };
                let client = &self.side.client;
                let id = client.upload(&attachment.name, length, body).await?;
                fail::reach(Point::Uploaded).await;
                // On record before it is shown, so that it is not shown twice.
                self.desk.keep(note, id.clone()).await?;
                id
            }
        };
        fail::reach(Point::Sending).await;
        self.still_ours().await?;
        self.begins();
        let client = &self.side.client;
        let shared = client.share(&id, &channel, thread.as_deref(), &attachment.name);
        let shared = shared.await;
        fail::reach(Point::Answered).await;
        Ok(shared?)
    }

    pub(super) async fn home(&mut self, person: PersonId) -> Step<()> {
        let (user, home) = {
            let mut tx = self.desk.store.read().await?;
            let person = store::people::get(&mut tx, person).await?;
            let Some(person) = person else { return Ok(()) };
            let Some(user) = person.on(Platform::Slack).map(str::to_owned) else {
                return Ok(());
            };
            (
                user,
                scenery::home(&mut tx, self.desk, &person, Platform::Slack).await?,
            )
        };
        self.open_gate(Method::Home)?;
        let done = self
            .side
            .client
            .publish_home(&user, &render::home(&home))
            .await;
        self.gated(Method::Home, done)?;
        self.pace = HOME_PACE;
        Ok(())
    }

    pub(super) async fn whisper(
        &mut self,
        to: &Account,
        at: Option<&Place>,
        word: &Whisper,
    ) -> Step<()> {
        // It cannot be looked up whether they saw it: rather lost than said twice.
        if self.entry.unsure {
            return Ok(());
        }
        let face = {
            let mut tx = self.desk.store.read().await?;
            draw::whisper(&mut tx, word, to.platform).await?
        };
        // Pressed on a home page, there is no channel to speak in: then in direct messages.
        let place = at.filter(|p| p.channel.id != to.user);
        let Some(place) = place else {
            let channel = self.direct(to.clone()).await?;
            self.begins();
            self.side
                .client
                .say(&channel, &render::message(&face))
                .await?;
            return Ok(());
        };
        let message = render::message(&face);
        let thread = place.thread.as_deref();
        let said = self
            .side
            .client
            .ephemeral(&place.channel.id, &to.user, thread, &message)
            .await;
        match said {
            // They are not there any more: nobody is waiting for the word.
            Err(SendError::Misconfigured { why }) if why == "user_not_in_channel" => Ok(()),
            other => Ok(other?),
        }
    }

    pub(super) async fn profile(&mut self, account: &Account) -> Step<()> {
        let me = self.me()?;
        let profile = match self.side.client.user(&account.user, &me).await {
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

    pub(super) async fn email(&mut self, email: &str) -> Step<()> {
        let me = self.me()?;
        match self.side.client.user_by_email(email, &me).await? {
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

    pub(super) async fn ticketed(&mut self, at: &Place, by: &Account) -> Step<()> {
        let found = self
            .side
            .client
            .message_at(&at.channel.id, &at.ts, at.thread.as_deref())
            .await?;
        match found {
            Some(message) => {
                for message in self.unaddressed(vec![message])? {
                    let by = by.clone();
                    self.learned(Learned::Ticketed { by, message }).await?;
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The earlier messages of the thread that a request was made from.
    pub(super) async fn earlier(&mut self, request: RequestId, at: &Place) -> Step<()> {
        let root = at.thread.as_deref().unwrap_or(&at.ts);
        let messages = match self.side.client.thread(&at.channel.id, root).await {
            // A shortcut works where we cannot read: what it was about came with the form.
            Err(SendError::Misconfigured { why })
                if ["not_in_channel", "channel_not_found"].contains(&why.as_str()) =>
            {
                return Ok(());
            }
            // It was deleted meanwhile.
            Err(SendError::Gone { .. }) => return Ok(()),
            messages => messages?,
        };
        let messages = self.unaddressed(messages)?;
        self.learned(Learned::Thread { request, messages }).await
    }

    /// As events are read: that somebody wrote to us is not what they wrote.
    fn unaddressed(&self, mut messages: Vec<Old>) -> Step<Vec<Old>> {
        let me = self.me()?;
        for message in &mut messages {
            message.text = text::without(std::mem::take(&mut message.text), &me.bot_user);
        }
        Ok(messages)
    }

    fn me(&self) -> Step<Me> {
        let identity = self.side.identity.get();
        identity
            .map(|i| i.me.clone())
            .ok_or(Stop::Wait(PARENT, "Slack has not told yet who we are"))
    }
}
