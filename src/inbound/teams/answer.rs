//! The desk's answer in Teams' terms: the HTTP response of an invoke, or a message to whoever typed a word.

use serde_json::{Value, json};

use crate::desk::Result;
use crate::domain::answer::Answer;
use crate::domain::ids::Account;
use crate::domain::intent::{Inbound, Intent, Place, Sender};
use crate::domain::talk::Text;
use crate::platform::teams::card;
use crate::platform::teams::me;
use crate::platform::teams::parse::{Received, ReplyTo};
use crate::platform::teams::text_out;
use crate::view::readers::Readers;
use crate::view::words::refusal::refusal;

use super::TeamsDoor;

/// A sentence in the place of a card.
const LONGEST: usize = 1_000;

impl TeamsDoor {
    /// Takes in what was received and returns the response's body; the commit comes first.
    ///
    /// # Errors
    /// The store's: nothing happened.
    pub(super) async fn answer(&self, received: Received) -> Result<Option<Value>> {
        let Received {
            inbound,
            reply,
            seen,
            drawn,
        } = received;
        self.teams.saw(&seen).await?;
        if let (Some(drawn), Some(inbound)) = (&drawn, inbound.first()) {
            self.arrived(drawn, inbound).await?;
        }
        if let ReplyTo::Look { message, viewer } = reply {
            let place = me::channel(&seen.conversation.id);
            let shown = self.delivery.shown(&place, &message, &viewer).await?;
            return Ok(Some(shown.map_or_else(nothing, |(face, readers)| {
                self.card_in_place(&face, readers)
            })));
        }
        let working = self.working(&reply, &seen);
        let mut last = None;
        for mut inbound in inbound {
            self.resolve(&mut inbound, &seen.conversation.id).await;
            let asked = Asked::of(&inbound);
            let answer = self.desk.handle(inbound).await?;
            last = Some((asked, answer));
        }
        self.teams.in_zone(&seen).await?;
        let Some((asked, answer)) = last else {
            return Ok(None);
        };
        match reply {
            ReplyTo::Nobody | ReplyTo::Look { .. } => {
                if let (Answer::Refused(why), Some((key, by, on))) = (answer, asked.pressed) {
                    self.desk.refuse(key, by, on, why).await?;
                }
                Ok(None)
            }
            ReplyTo::Person { account, aside } => {
                self.tell(account, aside, &seen, answer, working).await?;
                Ok(None)
            }
            ReplyTo::Form {
                account,
                message,
                submitted,
            } => {
                let asked = (message, submitted, asked.by);
                self.form_in_chat(account, &seen, asked, answer).await?;
                Ok(None)
            }
            ReplyTo::Card { message } => self.in_place(message, asked, answer).await.map(Some),
            ReplyTo::Dialog { submitted } => self.dialog(submitted, asked.by, answer).await,
            ReplyTo::Options => Ok(Some(self.options(answer))),
            ReplyTo::Found => Ok(Some(self.found(answer))),
        }
    }

    /// Somebody pressed a button of a message: so it is there, whatever became of the answer to our sending it.
    async fn arrived(&self, drawn: &str, inbound: &Inbound) -> Result<()> {
        let entry = drawn.split_once('.').and_then(|(id, _)| id.parse().ok());
        match (entry, &inbound.intent) {
            (Some(entry), Intent::Press { on, .. }) => self.desk.arrived(entry, on).await,
            _ => Ok(()),
        }
    }

    /// The card as it is now, in the place of the one that was pressed.
    async fn in_place(
        &self,
        message: Option<String>,
        asked: Asked,
        answer: Answer,
    ) -> Result<Value> {
        if let Answer::Refused(why) = answer {
            return Ok(word_in_place(&refusal(&why, None), &self.readers()));
        }
        let shown = match (asked.pressed, message) {
            (Some((_, by, on)), Some(message)) => {
                let viewer: &Account = &by.account;
                self.delivery.shown(&on.channel, &message, viewer).await?
            }
            _ => None,
        };
        Ok(match shown {
            Some((face, readers)) => self.card_in_place(&face, readers),
            None => word_in_place(&Text::new(), &self.readers()),
        })
    }

    fn card_in_place(&self, face: &crate::view::face::Message, mut readers: Readers) -> Value {
        readers.once = self.once();
        json!({
            "statusCode": 200,
            "type": card::CARD,
            "value": card::card(face, &readers),
        })
    }

    pub(super) fn readers(&self) -> Readers {
        Readers::at_desk(&self.desk.catalogue.desk.time_zone)
    }

    /// Unlike any other: what is pressed or submitted with it counts once.
    pub(super) fn once(&self) -> String {
        format!("{:016x}", rand::random::<u64>())
    }
}

fn word_in_place(text: &Text, readers: &Readers) -> Value {
    json!({
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": text_out::flat(text, readers, LONGEST),
    })
}

/// There is nothing newer: what is shown stays.
fn nothing() -> Value {
    json!({
        "statusCode": 400,
        "type": "application/vnd.microsoft.error",
        "value": { "code": "NotFound", "message": "There is nothing to be shown anew." },
    })
}

/// What is left of the question once the desk has it.
struct Asked {
    by: Option<Sender>,
    pressed: Option<(String, Sender, Place)>,
}

impl Asked {
    fn of(inbound: &Inbound) -> Asked {
        let pressed = match (&inbound.intent, &inbound.by) {
            (Intent::Press { on, .. }, Some(by)) => {
                Some((inbound.key.clone(), by.clone(), on.clone()))
            }
            _ => None,
        };
        Asked {
            by: inbound.by.clone(),
            pressed,
        }
    }
}
