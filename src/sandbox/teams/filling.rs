//! What somebody fills in, and sends.

use serde_json::{Value, json};

use super::cards;
use super::dialog::{Dialog, Done};
use super::member::Member;
use super::world::ZONE;

impl Member {
    /// The dialog that is open.
    pub fn dialog(&self) -> Option<Dialog> {
        self.hub.look(|w| {
            w.dialogs.get(&self.aad).map(|open| Dialog {
                title: open.title.clone(),
                words: cards::words(&open.card, ZONE),
                card: open.card.clone(),
            })
        })
    }

    /// Types into an input of the dialog, by its label.
    ///
    /// # Errors
    /// When there is no such input, or no dialog.
    pub fn fill(&self, label: &str, value: impl Into<Value>) -> Result<(), String> {
        let value = value.into();
        self.hub.look(|w| {
            let open = w.dialogs.get_mut(&self.aad).ok_or("no dialog is open")?;
            open.fill(label, value)
        })
    }

    /// Chooses from a list of the dialog.
    ///
    /// # Errors
    /// When it is not offered.
    pub fn pick(&self, label: &str, title: &str) -> Result<(), String> {
        self.hub.look(|w| {
            let open = w.dialogs.get_mut(&self.aad).ok_or("no dialog is open")?;
            open.pick(label, title)
        })
    }

    /// Presses a button of the dialog.
    ///
    /// # Errors
    /// When the client does not let them: no such button, or something required is missing.
    pub async fn submit(&self, button: &str) -> Result<Done, String> {
        let value = self.submission(button)?;
        Ok(self.submits(value).await)
    }

    /// Presses the first button of the dialog, which is the one that it is there for.
    ///
    /// # Errors
    /// As [`Member::submit`].
    pub async fn sends(&self) -> Result<Done, String> {
        let first = self.dialog().map(|d| cards::buttons(&d.card));
        let first = first.and_then(|all| Some(all.first()?["title"].as_str()?.to_owned()));
        self.submit(&first.ok_or("no dialog is open")?).await
    }

    /// What the dialog would send.
    ///
    /// # Errors
    /// As [`Member::submit`].
    pub fn submission(&self, button: &str) -> Result<Value, String> {
        self.hub.look(|w| {
            let open = w.dialogs.get(&self.aad).ok_or("no dialog is open")?;
            open.sent(button)
        })
    }

    /// Sends what a dialog has sent, or would have.
    pub async fn submits(&self, data: Value) -> Done {
        let chat = self.chat();
        let (name, message) = self.hub.look(|w| {
            let open = w.dialogs.get(&self.aad);
            open.map_or(("task/submit", None), |o| (o.submit, o.message.clone()))
        });
        if let Some(message) = message {
            self.hub.look(|w| w.dialogs.remove(&self.aad));
            let status = self.sends_value(&chat, None, &message, data).await;
            assert_eq!(status, 200, "a form was not taken");
            return Done::Closed;
        }
        let value = json!({ "data": data, "context": { "theme": "default" } });
        let answered = self.invoke_at(&chat, None, None, name, value).await;
        self.answered(name, answered)
    }
}
