//! The desk's answer in Slack's terms: inside the acknowledgement where Slack allows it, by the
//! trigger where a form has to open.

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use crate::delivery::{Chats, link_answer};
use crate::desk::Result;
use crate::domain::answer::{Answer, Seed, Wrong};
use crate::domain::catalogue::Answer as Field;
use crate::domain::ids::Platform;
use crate::domain::intent::{Inbound, Intent, Place, Sender, ViewRef, input};
use crate::platform::slack::errors::SendError;
use crate::platform::slack::parse::{Received, ReplyTo};
use crate::platform::slack::render;
use crate::view;

use super::SlackDoor;

/// Slack's three seconds, less what the way takes.
const MOST_WAIT: Duration = Duration::from_millis(2_500);

impl SlackDoor {
    /// Takes in what was received and returns the acknowledgement's body; the commit comes first.
    ///
    /// # Errors
    /// The store's: nothing happened.
    pub(super) async fn answer(&self, received: Received) -> Result<Option<Value>> {
        let Received {
            inbound,
            trigger,
            reply,
        } = received;
        let service = submitted_service(&inbound);
        let pressed = pressed(&inbound);
        let mut answer = self.desk.handle(inbound).await?;
        let chats = Chats {
            slack: Some(self.slack.clone()),
            teams: None,
        };
        link_answer(&self.desk, &chats, &mut answer).await?;
        let catalogue = &self.desk.catalogue;
        let now = self.desk.clock.now();
        Ok(match answer {
            Answer::Done => None,
            Answer::Open(seed) => self.open(trigger, &seed, &reply).await,
            Answer::Show { view, seed } => {
                self.show(&view, &seed).await;
                None
            }
            Answer::Replace(seed) => {
                let form = view::form(&seed, catalogue, now);
                Some(render::replace(&render::form(&form)))
            }
            Answer::Wrong(wrong) => {
                let service = service.and_then(|s| catalogue.service(&s));
                let words: Vec<(String, String)> = wrong
                    .iter()
                    .map(|(key, why): &(String, Wrong)| {
                        (key.clone(), view::words::wrong::wrong(why, key, service))
                    })
                    .collect();
                Some(render::errors(&words))
            }
            Answer::Options { form, input, typed } => {
                let found = view::options(&form, &input, &typed, catalogue);
                Some(render::options(&found))
            }
            Answer::Choices(found) => Some(render::options(&found)),
            Answer::Say(say) => {
                let face = view::say(&say, catalogue, Platform::Slack, now);
                Some(render::ephemeral(&face))
            }
            Answer::Refused(refusal) => {
                if let Some((key, by, on)) = pressed {
                    self.desk.refuse(key, by, on, refusal).await?;
                }
                None
            }
        })
    }

    /// Opens a form with the trigger, which lives three seconds and works once. Where it came too
    /// late, whoever typed a command is told to try again.
    async fn open(&self, trigger: Option<String>, seed: &Seed, reply: &ReplyTo) -> Option<Value> {
        let trigger = trigger?;
        let form = view::form(seed, &self.desk.catalogue, self.desk.clock.now());
        let form = render::form(&form);
        let client = &self.slack.client;
        let opening = async {
            match reply {
                // A trigger from inside a modal can only put another one on top.
                ReplyTo::View { .. } => client.push_view(&trigger, &form).await,
                _ => client.open_view(&trigger, &form).await,
            }
        };
        let why = match timeout(MOST_WAIT, opening).await {
            Ok(Ok(_)) => return None,
            Ok(Err(error)) => error,
            Err(_) => SendError::Unsure {
                why: "too_slow".to_owned(),
            },
        };
        tracing::warn!(why = why.why(), "a form could not be opened");
        match reply {
            ReplyTo::Command { .. } => {
                Some(render::ephemeral(&view::words::trouble::form_did_not_open()))
            }
            _ => None,
        }
    }

    /// Draws an open form anew. One that was closed, or changed meanwhile, stays as it is.
    async fn show(&self, view: &ViewRef, seed: &Seed) {
        let form = view::form(seed, &self.desk.catalogue, self.desk.clock.now());
        let form = render::form(&form);
        let update = self
            .slack
            .client
            .update_view(&view.id, view.hash.as_deref(), &form);
        match timeout(MOST_WAIT, update).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(why = error.why(), "a form could not be updated"),
            Err(_) => tracing::warn!("a form could not be updated in time"),
        }
    }
}

/// Who pressed what where, for telling them why not.
fn pressed(inbound: &Inbound) -> Option<(String, Sender, Place)> {
    match (&inbound.intent, &inbound.by) {
        (Intent::Press { on, .. }, Some(by)) => Some((inbound.key.clone(), by.clone(), on.clone())),
        _ => None,
    }
}

/// Whose form was submitted, for the words beneath its inputs.
fn submitted_service(inbound: &Inbound) -> Option<String> {
    match &inbound.intent {
        Intent::Submit { values, .. } => match values.get(input::SERVICE) {
            Some(Field::Text(key)) => Some(key.clone()),
            _ => None,
        },
        _ => None,
    }
}
