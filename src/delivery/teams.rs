//! Teams as delivery sees it.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::clock::Millis;
use crate::desk::{Desk, Result};
use crate::domain::ids::{Account, Platform};
use crate::domain::post::{Job, Post};
use crate::platform::failure::SendError;
use crate::platform::teams::card;
use crate::platform::teams::client::{Client, TIME_OUT};
use crate::platform::teams::client_files::is_private;
use crate::platform::teams::me;
use crate::platform::teams::seen::{Conversation, ConversationKind, Seen};
use crate::view::face::Message;
use crate::view::readers::Readers;

use super::chat::{Chat, Found};
use super::errand::{Errand, Step};
use super::gates::Gates;

/// Notes of this kind: where a conversation is reached, and who is who.
const NOTES: &str = "teams";
/// Where to send before anything came in: Microsoft passes it on to the right region.
const ANYWHERE: &str = "https://smba.trafficmanager.net/teams/";

/// Teams, and where everything is there.
#[derive(Debug)]
pub struct TeamsSide {
    pub client: Client,
    gates: Gates,
    revoked: AtomicBool,
    desk: Desk,
    /// What is on record, so that it is written only when it changes.
    known: Mutex<HashMap<String, Conversation>>,
    /// What is on record of people: by the id that only we have for them their own, and their zones.
    people: Mutex<HashMap<String, String>>,
}

impl TeamsSide {
    pub fn new(client: Client, desk: Desk) -> TeamsSide {
        TeamsSide {
            client,
            gates: Gates::default(),
            revoked: AtomicBool::new(false),
            desk,
            known: Mutex::default(),
            people: Mutex::default(),
        }
    }

    /// Keeps where a conversation is reached, and by which ids its people are known.
    ///
    /// # Errors
    /// The store's.
    pub async fn saw(&self, seen: &Seen) -> Result<()> {
        let told = seen.conversation.clone();
        let conversation = match self.conversation(&told.id).await? {
            Some(before) => told.remembering(&before),
            None => told,
        };
        if self.look(&conversation.id).as_ref() != Some(&conversation) {
            let text = serde_json::to_string(&conversation).unwrap_or_default();
            self.desk.keep(note(&conversation.id), text.clone()).await?;
            // Any of them will do for whoever has no chat with us yet.
            self.desk.keep(note("anywhere"), text).await?;
            self.lock().insert(conversation.id.clone(), conversation);
        }
        self.saw_person(seen).await
    }

    async fn saw_person(&self, seen: &Seen) -> Result<()> {
        let Some((account, own)) = &seen.person else {
            return Ok(());
        };
        if self.people().get(own) != Some(&account.user) {
            self.desk.keep(note(own), account.user.clone()).await?;
            self.people().insert(own.clone(), account.user.clone());
        }
        Ok(())
    }

    /// In which zone somebody is, as what they use tells with each activity.
    ///
    /// # Errors
    /// The store's.
    pub async fn in_zone(&self, seen: &Seen) -> Result<()> {
        let (Some((account, _)), Some(zone)) = (&seen.person, &seen.zone) else {
            return Ok(());
        };
        let told = format!("zone:{}", account.user);
        if self.people().get(&told) != Some(zone)
            && self.desk.in_zone(account.clone(), zone.clone()).await?
        {
            self.people().insert(told, zone.clone());
        }
        Ok(())
    }

    /// Where a conversation is reached. None: nothing ever came from there.
    ///
    /// # Errors
    /// The store's.
    pub async fn conversation(&self, id: &str) -> Result<Option<Conversation>> {
        if let Some(known) = self.look(id) {
            return Ok(Some(known));
        }
        let kept = self.desk.kept(note(id)).await?;
        let found: Option<Conversation> = kept.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(found) = &found {
            self.lock().insert(id.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// A conversation that we have heard from, whichever.
    ///
    /// # Errors
    /// The store's.
    pub async fn anywhere(&self) -> Result<Option<Conversation>> {
        let kept = self.desk.kept(note("anywhere")).await?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The account of somebody known by the id that only we have for them.
    ///
    /// # Errors
    /// The store's.
    pub async fn account(&self, own: &str) -> Result<Option<String>> {
        self.desk.kept(note(own)).await
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

    /// Where to send for a conversation: as it said itself, else as others near it did.
    pub(super) async fn service(&self, id: &str) -> std::result::Result<String, SendError> {
        let found = match self.conversation(id).await {
            Ok(Some(found)) => Some(found),
            Ok(None) => self.anywhere().await.unwrap_or_default(),
            Err(_) => None,
        };
        Ok(found.map_or_else(|| ANYWHERE.to_owned(), |c| c.service_url))
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

    pub(super) async fn kind(&self, channel: &str) -> ConversationKind {
        match self.conversation(channel).await {
            Ok(Some(known)) => known.kind,
            _ if channel.starts_with("19:") => ConversationKind::Channel,
            _ => ConversationKind::Personal,
        }
    }

    fn look(&self, id: &str) -> Option<Conversation> {
        self.lock().get(id).cloned()
    }

    fn people(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Conversation>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note(of: &str) -> String {
    format!("{NOTES}:{of}")
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
        let service = self.service(channel).await?;
        let address = self.address(channel, thread).await;
        self.client.send(&service, &address, message).await
    }

    async fn update(
        &self,
        channel: &str,
        ts: &str,
        message: &Value,
    ) -> std::result::Result<(), SendError> {
        let service = self.service(channel).await?;
        self.client.update(&service, channel, ts, message).await
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
