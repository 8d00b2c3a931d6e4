//! What delivery needs of a platform: the same work on each, in the platform's own way.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use crate::clock::Millis;
use crate::domain::ids::{Account, Channel, Platform};
use crate::domain::post::{Job, Post};
use crate::platform::failure::SendError;
use crate::view::face::Message;
use crate::view::readers::Readers;

use super::errand::{Errand, Step};
use super::gates::Gates;
use super::slack::SlackSide;
use super::teams::TeamsSide;

/// The platforms that are on.
#[derive(Clone, Debug, Default)]
pub struct Chats {
    pub slack: Option<Arc<SlackSide>>,
    pub teams: Option<Arc<TeamsSide>>,
}

impl Chats {
    /// A link to a message, where the platform has such.
    pub fn link(&self, channel: &Channel, ts: &str) -> Option<String> {
        match channel.platform {
            Platform::Slack => self.slack.as_ref()?.link(&channel.id, ts),
            Platform::Teams => self.teams.as_ref()?.link(&channel.id, ts),
        }
    }
}

/// What came of looking for a message whose sending has an unknown outcome.
pub(super) enum Found {
    At(String),
    Nowhere,
    /// The platform does not let us look.
    Unknowable,
}

/// A platform, as delivery works with it.
pub(super) trait Chat: Sized + Send + Sync + 'static {
    const PLATFORM: Platform;
    /// How long a conversation rests after a message.
    const PACE: Millis;
    /// After a call of unknown fate nothing is looked up before the call would have been given up anyway: the
    /// platform may still be at work on it.
    const UNDER_WAY: Millis;
    /// A message of unknown fate can be looked for.
    const LOOKS: bool;

    fn gates(&self) -> &Gates;

    /// The platform does not take our token: nothing is sent until it does.
    fn revoked(&self) -> &AtomicBool;

    /// Asks whether it takes our token again.
    fn ask_token(&self) -> impl Future<Output = Result<(), SendError>> + Send;

    /// A face in the platform's own terms.
    fn render(&self, face: &Message, readers: &Readers) -> Value;

    fn post(
        &self,
        channel: &str,
        thread: Option<&str>,
        message: &Value,
        post: &Post,
    ) -> impl Future<Output = Result<String, SendError>> + Send;

    fn update(
        &self,
        channel: &str,
        ts: &str,
        message: &Value,
    ) -> impl Future<Output = Result<(), SendError>> + Send;

    fn delete(&self, channel: &str, ts: &str)
    -> impl Future<Output = Result<(), SendError>> + Send;

    /// Looks for a message of ours by its mark.
    fn find(
        &self,
        channel: &str,
        thread: Option<&str>,
        post: &Post,
    ) -> impl Future<Output = Result<Found, SendError>> + Send;

    /// A person's direct messages with us.
    fn open_direct(
        &self,
        account: &Account,
    ) -> impl Future<Output = Result<String, SendError>> + Send;

    /// Whether only its members can read a channel.
    fn is_private(&self, channel: &str) -> impl Future<Output = Result<bool, SendError>> + Send;

    /// The jobs that are no posts.
    fn job(errand: &mut Errand<'_, Self>, job: &Job) -> impl Future<Output = Step<()>> + Send;
}
