//! Teams as delivery sees it.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::Url;

use crate::clock::Millis;
use crate::desk::Desk;
use crate::domain::ids::{Account, Platform};
use crate::domain::post::{Job, Post};
use crate::platform::failure::SendError;
use crate::platform::teams::card;
use crate::platform::teams::client::{Client, TIME_OUT};
use crate::platform::teams::client_people::is_private;
use crate::platform::teams::me;
use crate::platform::teams::seen::{Conversation, ConversationKind};
use crate::view::face::Message;
use crate::view::readers::Readers;

use super::chat::{Chat, Found};
use super::errand::{Errand, Step};
use super::gates::Gates;

/// So long.
const LEFT_ALONE: Millis = 60_000;

/// Teams, and where everything is there.
#[derive(Debug)]
pub struct TeamsSide {
    pub client: Client,
    /// Where to send before anything came in.
    service_url: String,
    gates: Gates,
    revoked: AtomicBool,
    pub(super) desk: Desk,
    /// What is on record, so that it is written only when it changes.
    pub(super) known: Mutex<HashMap<String, Conversation>>,
    /// What is on record of people: by the id that only we have for them their own, and their zones.
    pub(super) people: Mutex<HashMap<String, String>>,
    /// Conversations that took nothing from us, why, and until when they are not tried again.
    closed: Mutex<HashMap<String, (Millis, String)>>,
}

impl TeamsSide {
    /// `service_url`: where to send for a conversation that nothing came from.
    pub fn new(client: Client, service_url: &Url, desk: Desk) -> TeamsSide {
        TeamsSide {
            client,
            service_url: service_url.to_string(),
            gates: Gates::default(),
            revoked: AtomicBool::new(false),
            desk,
            known: Mutex::default(),
            people: Mutex::default(),
            closed: Mutex::default(),
        }
    }

    /// Says something in a chat at once, without the outbox.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn say(&self, chat: &str, message: &Value) -> std::result::Result<(), SendError> {
        let service = self.service(chat).await?;
        self.client.send(&service, chat, message).await.map(|_| ())
    }

    /// Says something in a conversation that only `to` sees, at once and without the outbox.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn aside(
        &self,
        conversation: &str,
        to: &Account,
        message: &Value,
    ) -> std::result::Result<(), SendError> {
        let service = self.service(conversation).await?;
        self.client
            .aside(&service, conversation, &to.user, message)
            .await
    }

    /// The chat with somebody who has never written to us there.
    ///
    /// # Errors
    /// As the connector says.
    pub async fn open_chat(&self, account: &Account) -> std::result::Result<String, SendError> {
        self.open_direct(account).await
    }

    /// A link to a message of a channel; chats have none that others could open.
    pub fn link(&self, channel: &str, ts: &str) -> Option<String> {
        if !channel.starts_with("19:") {
            return None;
        }
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let mut link = format!(
            "https://teams.microsoft.com/l/message/{}/{}?tenantId={}&parentMessageId={}",
            encoded(channel),
            encoded(ts),
            self.client.me.tenant,
            encoded(ts)
        );
        if let Some(team) = self.look(channel).and_then(|c| c.team) {
            link.push_str(&format!("&groupId={}", encoded(&team)));
        }
        Some(link)
    }

    /// A conversation that takes nothing from us is left alone for a while, or until something comes from there.
    ///
    /// # Errors
    /// What it said when it was tried last.
    fn may_send(&self, channel: &str) -> std::result::Result<(), SendError> {
        let now = self.desk.clock.now();
        match self.closed().get(me::base(channel)) {
            Some((until, why)) if *until > now => {
                Err(SendError::Misconfigured { why: why.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Keeps that a conversation took nothing from us, if that is so.
    fn noted<T>(
        &self,
        channel: &str,
        done: std::result::Result<T, SendError>,
    ) -> std::result::Result<T, SendError> {
        if let Err(SendError::Misconfigured { why }) = &done {
            let until = self.desk.clock.now() + LEFT_ALONE;
            let channel = me::base(channel).to_owned();
            self.closed().insert(channel, (until, why.clone()));
        }
        done
    }

    /// A conversation is tried again.
    pub(super) fn open(&self, channel: &str) {
        self.closed().remove(channel);
    }

    fn closed(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Millis, String)>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where to send for a conversation: as it said itself, else as others near it did.
    pub(super) async fn service(&self, id: &str) -> std::result::Result<String, SendError> {
        let found = match self.conversation(id).await {
            Ok(Some(found)) => Some(found),
            Ok(None) => self.anywhere().await.unwrap_or_default(),
            Err(_) => None,
        };
        Ok(found.map_or_else(|| self.service_url.clone(), |c| c.service_url))
    }

    /// The thread is part of the address, in channels; chats have none.
    async fn address(&self, channel: &str, thread: Option<&str>) -> String {
        match (self.kind(channel).await, thread) {
            (ConversationKind::Channel, Some(thread)) => {
                format!("{};messageid={thread}", me::base(channel))
            }
            _ => me::base(channel).to_owned(),
        }
    }
}

impl Chat for TeamsSide {
    const PLATFORM: Platform = Platform::Teams;
    /// Sixty messages in half a minute of one conversation.
    const PACE: Millis = 500;
    const UNDER_WAY: Millis = TIME_OUT.as_millis() as Millis;
    const LOOKS: bool = false;

    fn gates(&self) -> &Gates {
        &self.gates
    }

    fn revoked(&self) -> &AtomicBool {
        &self.revoked
    }

    async fn ask_token(&self) -> std::result::Result<(), SendError> {
        self.client.who_am_i().await
    }

    fn render(&self, face: &Message, readers: &Readers) -> Value {
        card::message(face, readers)
    }

    async fn post(
        &self,
        channel: &str,
        thread: Option<&str>,
        message: &Value,
        _: &Post,
    ) -> std::result::Result<String, SendError> {
        self.may_send(channel)?;
        let service = self.service(channel).await?;
        let address = self.address(channel, thread).await;
        let sent = self.client.send(&service, &address, message).await;
        self.noted(channel, sent)
    }

    async fn update(
        &self,
        channel: &str,
        ts: &str,
        message: &Value,
    ) -> std::result::Result<(), SendError> {
        self.may_send(channel)?;
        let service = self.service(channel).await?;
        let updated = self.client.update(&service, channel, ts, message).await;
        self.noted(channel, updated)
    }

    async fn delete(&self, channel: &str, ts: &str) -> std::result::Result<(), SendError> {
        let service = self.service(channel).await?;
        self.client.delete(&service, channel, ts).await
    }

    async fn find(
        &self,
        _: &str,
        _: Option<&str>,
        _: &Post,
    ) -> std::result::Result<Found, SendError> {
        Ok(Found::Unknowable)
    }

    async fn open_direct(&self, account: &Account) -> std::result::Result<String, SendError> {
        let service = self.service("").await?;
        self.client.open_chat(&service, &account.user).await
    }

    /// A standard channel is open to everybody in its team, and many may join that. Where nothing ever came from there is
    /// no team to ask about: then nothing is shown before something does.
    async fn is_private(&self, channel: &str) -> std::result::Result<bool, SendError> {
        let known = self.conversation(channel).await.unwrap_or_default();
        let Some(known) = known else { return Ok(false) };
        match (known.openness, known.within) {
            (Some(openness), _) => Ok(is_private(&openness)),
            (None, Some(team)) => {
                let service = &known.service_url;
                self.client.is_private(service, &team, channel).await
            }
            (None, None) => Ok(false),
        }
    }

    async fn job(errand: &mut Errand<'_, Self>, job: &Job) -> Step<()> {
        match job {
            Job::Post(post) => errand.post(*post).await,
            Job::File { file, post } => errand.file(*file, *post).await,
            Job::HandFile {
                file,
                post,
                asked,
                grant,
            } => errand.hand_file(*file, *post, asked, grant).await,
            Job::Whisper { to, word, .. } => errand.whisper(to, word).await,
            Job::Profile(account) => errand.profile(account).await,
            Job::Email { email, .. } => errand.email(email).await,
            // There are no such pages, and nothing that was written before can be fetched.
            Job::Home(_) | Job::Ticketed { .. } | Job::Thread { .. } => Ok(()),
        }
    }
}
