//! The desk's answer in Teams' terms: the HTTP response of an invoke, or a message to whoever typed a word.

use serde_json::{Value, json};

use crate::desk::Result;
use crate::domain::answer::{About, Answer, Say, Seed, Wrong};
use crate::domain::catalogue::{Answer as Field, Answers};
use crate::domain::ids::{Account, Platform};
use crate::domain::intent::{Inbound, Intent, Place, Sender, input};
use crate::domain::talk::Text;
use crate::platform::teams::card;
use crate::platform::teams::card_form::{self, Dialog};
use crate::platform::teams::parse::{ConversationKind, Received, ReplyTo, Submitted};
use crate::view;
use crate::view::readers::Readers;
use crate::view::words::refusal::refusal;

use super::TeamsDoor;

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
        let mut last = None;
        for mut inbound in inbound {
            self.resolve(&mut inbound, &seen.conversation.id).await;
            let asked = Asked::of(&inbound);
            let answer = self.desk.handle(inbound).await?;
            last = Some((asked, answer));
        }
        let Some((asked, answer)) = last else {
            return Ok(None);
        };
        match reply {
            ReplyTo::Nobody => {
                if let (Answer::Refused(why), Some((key, by, on))) = (answer, asked.pressed) {
                    self.desk.refuse(key, by, on, why).await?;
                }
                Ok(None)
            }
            ReplyTo::Person(account) => {
                let here = &seen.conversation;
                let chat = (here.kind == ConversationKind::Personal).then(|| here.id.clone());
                self.tell(account, chat, answer).await?;
                Ok(None)
            }
            ReplyTo::Card { message } => self.in_place(message, asked, answer).await.map(Some),
            ReplyTo::Dialog { submitted } => self.dialog(submitted, asked, answer).await,
            ReplyTo::Options => Ok(Some(self.options(answer))),
            ReplyTo::Found { words } => Ok(Some(self.found(answer, &words))),
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

    /// A message to whoever typed a word, in their chat with us. It cannot be looked up whether it arrived, and it
    /// can be asked for again: it is said at most once.
    async fn tell(&self, account: Account, chat: Option<String>, answer: Answer) -> Result<()> {
        let message = match answer {
            Answer::Say(say) => {
                let now = self.desk.clock.now();
                let face = view::say(&say, &self.desk.catalogue, Platform::Teams, now);
                let (face, mut readers) = self.delivery.named(face, Platform::Teams).await?;
                readers.once = self.once();
                card::message(&face, &readers)
            }
            Answer::Open(seed) => self.launch(&seed),
            Answer::Refused(why) => {
                let face = view::face::Message::line(refusal(&why, None));
                card::message(&face, &self.readers())
            }
            _ => return Ok(()),
        };
        let door = self.clone();
        tokio::spawn(async move { door.send(account, chat, message).await });
        Ok(())
    }

    async fn send(self, account: Account, chat: Option<String>, message: Value) {
        let known = match chat {
            Some(chat) => Ok(Some(chat)),
            None => self.desk.chat_with(&account).await,
        };
        let chat = match known {
            Ok(chat) => chat,
            Err(error) => {
                tracing::warn!(%error, "an answer could not be sent");
                return;
            }
        };
        let sent = async {
            let chat = match chat {
                Some(chat) => chat,
                None => self.teams.open_chat(&account).await?,
            };
            self.teams.say(&chat, &message).await
        };
        if let Err(error) = sent.await {
            tracing::warn!(why = error.why(), "an answer could not be sent");
        }
    }

    fn launch(&self, seed: &Seed) -> Value {
        let subject = match seed.values.get(input::SUBJECT) {
            Some(Field::Text(subject)) => Some(subject.as_str()),
            _ => None,
        };
        let text = card_form::launch_text(subject);
        let seal = &self.reader.seal;
        card_form::launch(seed, "Open the form", &text, seal, &self.readers())
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
        let place = asked.pressed.map(|(_, _, on)| on.channel);
        let shown = match (place, message) {
            (Some(channel), Some(message)) => self.delivery.shown(&channel, &message).await?,
            _ => None,
        };
        Ok(match shown {
            Some((face, mut readers)) => {
                readers.once = self.once();
                json!({
                    "statusCode": 200,
                    "type": card::CARD,
                    "value": card::card(&face, &readers),
                })
            }
            None => word_in_place(&Text::new(), &self.readers()),
        })
    }

    /// The next dialog, a word, or nothing: then the dialog closes.
    async fn dialog(
        &self,
        submitted: Option<Box<Submitted>>,
        asked: Asked,
        answer: Answer,
    ) -> Result<Option<Value>> {
        Ok(match answer {
            Answer::Open(seed) | Answer::Replace(seed) | Answer::Show { seed, .. } => {
                // The same form counts once, also where it had to be shown again.
                let once = submitted.map_or_else(|| self.once(), |s| s.once);
                Some(self.form(&seed, &[], once))
            }
            Answer::Wrong(wrong) => match (submitted, asked.by) {
                (Some(submitted), Some(by)) => self.wrong(*submitted, &by, &wrong).await?,
                _ => None,
            },
            Answer::Refused(why) => Some(card_form::word(&refusal(&why, None), &self.readers())),
            Answer::Done | Answer::Say(_) | Answer::Options { .. } => None,
        })
    }

    async fn wrong(
        &self,
        submitted: Submitted,
        by: &Sender,
        wrong: &[(String, Wrong)],
    ) -> Result<Option<Value>> {
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
        Ok(Some(match again {
            Some(seed) => self.form(&seed, &words, submitted.once),
            // It went away meanwhile: what is wrong is all that can be said.
            None => {
                let words: Vec<String> = words.into_iter().map(|(_, words)| words).collect();
                let text = crate::domain::talk::plain(words.join(" "));
                card_form::word(&text, &self.readers())
            }
        }))
    }

    fn form(&self, seed: &Seed, wrong: &[(String, String)], once: String) -> Value {
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
        let values: &Answers = &seed.values;
        card_form::dialog(&form, values, &with)
    }

    fn options(&self, answer: Answer) -> Value {
        let found = match answer {
            Answer::Options { form, input, typed } => {
                view::options(&form, &input, &typed, &self.desk.catalogue)
            }
            _ => vec![],
        };
        let results: Vec<Value> = found
            .into_iter()
            .map(|(value, title)| json!({ "title": title, "value": value }))
            .collect();
        json!({
            "type": "application/vnd.microsoft.search.searchResponse",
            "value": { "results": results },
        })
    }

    /// My requests, as the message extension lists them.
    fn found(&self, answer: Answer, words: &str) -> Value {
        let mine = match answer {
            Answer::Say(Say::Mine(mine)) => mine,
            _ => vec![],
        };
        let wanted = words.to_lowercase();
        let matching = mine.iter().filter(|about| {
            let line = format!("{} {}", about.number, about.subject).to_lowercase();
            wanted.split_whitespace().all(|w| line.contains(w))
        });
        let attachments: Vec<Value> = matching.map(|about| self.listed(about)).collect();
        json!({ "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": attachments,
        } })
    }

    fn listed(&self, about: &About) -> Value {
        let now = self.desk.clock.now();
        let say = Say::Mine(vec![About {
            link: None,
            ..about.clone()
        }]);
        let face = view::say(&say, &self.desk.catalogue, Platform::Teams, now);
        let title = format!("{} {}", about.number, about.subject);
        json!({
            "contentType": card::CARD,
            "content": card::card(&face, &self.readers()),
            "preview": {
                "contentType": "application/vnd.microsoft.card.thumbnail",
                "content": { "title": title, "text": about.service },
            },
        })
    }

    fn readers(&self) -> Readers {
        Readers::at_desk(&self.desk.catalogue.desk.time_zone)
    }

    /// Unlike any other: what is pressed or submitted with it counts once.
    fn once(&self) -> String {
        format!("{:016x}", rand::random::<u64>())
    }
}

fn word_in_place(text: &Text, readers: &Readers) -> Value {
    json!({
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": crate::platform::teams::text_out::flat(text, readers, 1_000),
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
