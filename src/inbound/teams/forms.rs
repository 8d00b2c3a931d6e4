//! Forms: as dialogs, and where none opens as cards in somebody's chat.

use serde_json::Value;

use crate::desk::Result;
use crate::domain::answer::{Answer, Seed, Wrong};
use crate::domain::catalogue::Answer as Field;
use crate::domain::ids::Account;
use crate::domain::intent::{Sender, input};
use crate::domain::talk::{Text, plain};
use crate::platform::failure::SendError;
use crate::platform::teams::card_form::{self, Dialog};
use crate::platform::teams::parse::{ReplyTo, Submitted};
use crate::platform::teams::seen::Seen;
use crate::platform::teams::{card, seen::ConversationKind};
use crate::view;
use crate::view::face::Message;
use crate::view::readers::Readers;
use crate::view::words::launch::sent;
use crate::view::words::refusal::refusal;

use super::TeamsDoor;

/// What is shown next.
enum Next {
    Form {
        seed: Box<Seed>,
        wrong: Vec<(String, String)>,
        once: String,
    },
    Word(Text),
    /// It is done.
    Nothing,
}

impl TeamsDoor {
    /// The next dialog, a word, or nothing: then the dialog closes.
    pub(super) async fn dialog(
        &self,
        submitted: Option<Box<Submitted>>,
        by: Option<Sender>,
        answer: Answer,
    ) -> Result<Option<Value>> {
        Ok(match self.next(submitted, by, answer).await? {
            Next::Form { seed, wrong, once } => {
                let drawn = self.drawn(&seed, &wrong, once, card_form::dialog);
                Some(drawn)
            }
            Next::Word(text) => Some(card_form::word(&text, &self.readers())),
            Next::Nothing => None,
        })
    }

    /// The same as a message, in the place of the form that was submitted; so that nobody sends that one again.
    pub(super) async fn form_in_chat(
        &self,
        account: Account,
        seen: &Seen,
        (message, submitted, by): (Option<String>, Option<Box<Submitted>>, Option<Sender>),
        answer: Answer,
    ) -> Result<()> {
        let drawn = match self.next(submitted, by, answer).await? {
            Next::Form { seed, wrong, once } => self.drawn(&seed, &wrong, once, card_form::message),
            Next::Word(text) => card::message(&Message::line(text), &self.readers()),
            Next::Nothing => card::message(&Message::line(sent()), &self.readers()),
        };
        let here = &seen.conversation;
        let old = message.filter(|_| here.kind == ConversationKind::Personal);
        if let Some(old) = old {
            let (service, id) = (&here.service_url, &here.id);
            let client = &self.teams.client;
            match client.update(service, id, &old, &drawn).await {
                Ok(()) => return Ok(()),
                Err(SendError::Gone { .. }) => {}
                Err(error) => tracing::debug!(why = error.why(), "a form could not be replaced"),
            }
        }
        let working = self.working(&ReplyTo::Nobody, seen);
        self.say(account, false, seen, drawn, working);
        Ok(())
    }

    async fn next(
        &self,
        submitted: Option<Box<Submitted>>,
        by: Option<Sender>,
        answer: Answer,
    ) -> Result<Next> {
        Ok(match answer {
            Answer::Open(seed) | Answer::Replace(seed) | Answer::Show { seed, .. } => Next::Form {
                seed,
                wrong: vec![],
                // The same form counts once, also where it had to be shown again.
                once: submitted.map_or_else(|| self.once(), |s| s.once),
            },
            Answer::Wrong(wrong) => match (submitted, by) {
                (Some(submitted), Some(by)) => self.wrong(*submitted, &by, &wrong).await?,
                _ => Next::Nothing,
            },
            Answer::Refused(why) => Next::Word(refusal(&why, None)),
            Answer::Done | Answer::Say(_) | Answer::Options { .. } | Answer::Choices(_) => {
                Next::Nothing
            }
        })
    }

    async fn wrong(
        &self,
        submitted: Submitted,
        by: &Sender,
        wrong: &[(String, Wrong)],
    ) -> Result<Next> {
        let catalogue = &self.desk.catalogue;
        let service = match submitted.values.get(input::SERVICE) {
            Some(Field::Text(key)) => catalogue.service(key),
            _ => None,
        };
        let words: Vec<(String, String)> = wrong
            .iter()
            .map(|(key, why)| (key.clone(), view::words::wrong::wrong(why, key, service)))
            .collect();
        let again = self
            .desk
            .again(submitted.form, submitted.values, by)
            .await?;
        Ok(match again {
            Some(seed) => Next::Form {
                seed: Box::new(seed),
                wrong: words,
                once: submitted.once,
            },
            // It went away meanwhile: what is wrong is all that can be said.
            None => {
                let words: Vec<String> = words.into_iter().map(|(_, words)| words).collect();
                Next::Word(plain(words.join(" ")))
            }
        })
    }

    fn drawn(
        &self,
        seed: &Seed,
        wrong: &[(String, String)],
        once: String,
        draw: impl Fn(&view::face::Form, &crate::domain::catalogue::Answers, &Dialog<'_>) -> Value,
    ) -> Value {
        let form = view::form(seed, &self.desk.catalogue, self.desk.clock.now());
        let readers = Readers {
            once,
            ..self.readers()
        };
        let with = Dialog {
            seal: &self.reader.seal,
            readers: &readers,
            wrong,
        };
        draw(&form, &seed.values, &with)
    }
}
