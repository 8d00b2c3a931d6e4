//! Answers to typed words. They go out at once and beside the outbox: whoever typed can type again.

use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinHandle;

use crate::desk::Result;
use crate::domain::answer::{Answer, Seed};
use crate::domain::catalogue::Answer as Field;
use crate::domain::ids::Account;
use crate::domain::intent::{FormKind, input};
use crate::domain::talk::plain;
use crate::platform::failure::SendError;
use crate::platform::teams::parse::ReplyTo;
use crate::platform::teams::seen::{ConversationKind, Seen};
use crate::platform::teams::{card, card_form};
use crate::view;
use crate::view::face::Message;
use crate::view::words::knowledge::{ANNOUNCE, WRITE};
use crate::view::words::refusal::refusal;

use super::TeamsDoor;

/// An answer that is there sooner needs no sign that it is coming.
const SOON: Duration = Duration::from_millis(700);
/// Teams shows for so long that somebody is typing.
const SHOWN: Duration = Duration::from_secs(3);
/// How often a conversation that takes no more at the moment is tried, and how long it is waited for at most.
const TRIES: usize = 3;
const LONGEST: Duration = Duration::from_secs(10);

/// Shows that we are at work, until it is dropped.
pub(super) struct Working(Option<JoinHandle<()>>);

impl Drop for Working {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}

/// Where an answer is said.
enum Place {
    Chat(String),
    /// For one of the people of this conversation alone.
    Aside(String),
    /// A chat that may have to be opened.
    Unknown,
}

impl TeamsDoor {
    /// Shows in somebody's chat that their answer takes a while, if it does. The answer waits for nothing of it.
    pub(super) fn working(&self, reply: &ReplyTo, seen: &Seen) -> Working {
        let here = &seen.conversation;
        let typed = matches!(reply, ReplyTo::Person { .. });
        if !typed || here.kind != ConversationKind::Personal {
            return Working(None);
        }
        let (teams, here) = (self.teams.clone(), here.clone());
        Working(Some(tokio::spawn(async move {
            tokio::time::sleep(SOON).await;
            loop {
                let shown = teams.client.typing(&here.service_url, &here.id);
                if shown.await.is_err() {
                    return;
                }
                tokio::time::sleep(SHOWN).await;
            }
        })))
    }

    /// A message to whoever typed a word: in their chat with us, or where they used a slash command.
    pub(super) async fn tell(
        &self,
        account: Account,
        aside: bool,
        seen: &Seen,
        answer: Answer,
        working: Working,
    ) -> Result<()> {
        let message = match answer {
            Answer::Say(say) => {
                let now = self.desk.clock.now();
                let face = view::say(&say, &self.desk.catalogue, account.platform, now);
                let (face, mut readers) = self.delivery.named(face, &account).await?;
                readers.once = self.once();
                card::message(&face, &readers)
            }
            Answer::Open(seed) => self.launch(&seed),
            Answer::Refused(why) => {
                card::message(&Message::line(refusal(&why, None)), &self.readers())
            }
            _ => return Ok(()),
        };
        self.say(account, aside, seen, message, working);
        Ok(())
    }

    /// Sends a message without anybody waiting for it.
    pub(super) fn say(
        &self,
        account: Account,
        aside: bool,
        seen: &Seen,
        message: Value,
        working: Working,
    ) {
        let here = &seen.conversation;
        let place = match here.kind {
            ConversationKind::Personal => Place::Chat(here.id.clone()),
            _ if aside => Place::Aside(here.id.clone()),
            _ => Place::Unknown,
        };
        let door = self.clone();
        tokio::spawn(async move {
            let said = door.send(&account, place, &message).await;
            drop(working);
            if let Err(error) = said {
                tracing::warn!(why = error.why(), "an answer could not be sent");
            }
        });
    }

    async fn send(
        &self,
        account: &Account,
        place: Place,
        message: &Value,
    ) -> std::result::Result<(), SendError> {
        let chat = match place {
            Place::Chat(chat) => Some(chat),
            Place::Aside(there) => match self.teams.aside(&there, account, message).await {
                Ok(()) => return Ok(()),
                // A preview: where it does not work, their chat does.
                Err(error) => {
                    tracing::debug!(why = error.why(), "nothing can be said to one person there");
                    None
                }
            },
            Place::Unknown => None,
        };
        let chat = match chat {
            Some(chat) => chat,
            None => match self.desk.chat_with(account).await.unwrap_or_default() {
                Some(chat) => chat,
                None => self.teams.open_chat(account).await?,
            },
        };
        for _ in 1..TRIES {
            match self.teams.say(&chat, message).await {
                // What was refused for now did not happen.
                Err(SendError::Retry { after, .. }) => {
                    tokio::time::sleep(after.unwrap_or(SHOWN).min(LONGEST)).await;
                }
                other => return other,
            }
        }
        self.teams.say(&chat, message).await
    }

    fn launch(&self, seed: &Seed) -> Value {
        let words = match &seed.form {
            FormKind::Article(_) => Some(WRITE),
            FormKind::Announce => Some(ANNOUNCE),
            _ => None,
        };
        if let Some(words) = words {
            let text = plain(words);
            return card_form::launch(seed, &text, &self.reader.seal, &self.readers());
        }
        let subject = match seed.values.get(input::SUBJECT) {
            Some(Field::Text(subject)) => Some(subject.as_str()),
            _ => None,
        };
        let text = view::words::launch::launch(subject);
        card_form::launch(seed, &text, &self.reader.seal, &self.readers())
    }
}
