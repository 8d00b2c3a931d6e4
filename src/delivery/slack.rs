//! Slack as delivery sees it.

use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Millis;
use crate::domain::ids::{Account, Platform};
use crate::domain::post::{Job, Post};
use crate::platform::slack::client::{Client, TIME_OUT};
use crate::platform::slack::errors::SendError;
use crate::platform::slack::me::Me;
use crate::platform::slack::render;
use crate::view::face::Message;
use crate::view::readers::Readers;

use super::chat::{Chat, Found};
use super::errand::{Errand, Step};
use super::gates::Gates;

/// A mark is looked for at least as far back as this before its post was wanted: clocks differ.
const CLOCKS_DIFFER: Millis = 6 * 60_000;

/// Slack, and who we are there.
#[derive(Debug)]
pub struct SlackSide {
    pub client: Client,
    /// Who we are; empty until `auth.test` has answered.
    pub identity: OnceLock<Identity>,
    gates: Gates,
    /// Slack does not take our token: nothing is sent until it does.
    revoked: AtomicBool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
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
            revoked: AtomicBool::new(false),
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

impl Chat for SlackSide {
    const PLATFORM: Platform = Platform::Slack;
    /// About one message a second in one channel.
    const PACE: Millis = 1_000;
    const UNDER_WAY: Millis = TIME_OUT.as_millis() as Millis;
    const LOOKS: bool = true;

    fn gates(&self) -> &Gates {
        &self.gates
    }

    fn revoked(&self) -> &AtomicBool {
        &self.revoked
    }

    async fn ask_token(&self) -> Result<(), SendError> {
        self.client.who_am_i().await.map(|_| ())
    }

    fn render(&self, face: &Message, _: &Readers) -> Value {
        render::message(face)
    }

    async fn post(
        &self,
        channel: &str,
        thread: Option<&str>,
        message: &Value,
        post: &Post,
    ) -> Result<String, SendError> {
        self.client.post(channel, thread, message, post.id).await
    }

    async fn update(&self, channel: &str, ts: &str, message: &Value) -> Result<(), SendError> {
        self.client.update(channel, ts, message).await
    }

    async fn delete(&self, channel: &str, ts: &str) -> Result<(), SendError> {
        self.client.delete(channel, ts).await
    }

    async fn find(
        &self,
        channel: &str,
        thread: Option<&str>,
        post: &Post,
    ) -> Result<Found, SendError> {
        let since = post.created_at - CLOCKS_DIFFER;
        let found = self
            .client
            .find_mark(channel, thread, post.id, since)
            .await?;
        Ok(found.map_or(Found::Nowhere, Found::At))
    }

    async fn open_direct(&self, account: &Account) -> Result<String, SendError> {
        self.client.open_dm(&account.user).await
    }

    async fn is_private(&self, channel: &str) -> Result<bool, SendError> {
        Ok(self.client.channel_info(channel).await?.is_private)
    }

    async fn job(errand: &mut Errand<'_, Self>, job: &Job) -> Step<()> {
        match job {
            Job::Post(post) => errand.post(*post).await,
            Job::File { file, post } => errand.file(*file, *post).await,
            // Only Teams asks before it takes a file.
            Job::HandFile { .. } => Ok(()),
            Job::Home(person) => errand.home(*person).await,
            Job::Whisper { to, at, word } => errand.whisper(to, at.as_ref(), word).await,
            Job::Profile(account) => errand.profile(account).await,
            Job::Email { email, .. } => errand.email(email).await,
            Job::Ticketed { at, by } => errand.ticketed(at, by).await,
            Job::Thread { request, at } => errand.earlier(*request, at).await,
        }
    }
}
