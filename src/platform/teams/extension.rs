//! The message extension, and lists that come as somebody types.

use serde_json::Value;

use crate::domain::intent::{DeskWord, FormKind, Intent, NewRequest, Origin};
use crate::domain::talk::{Span, flat, plain};

use super::html;
use super::invokes::{Invoke, command};
use super::me;
use super::parse::{Delivery, Malformed, ReplyTo, text};
use super::seen::{channel_of, place};

impl Invoke<'_> {
    /// A command of the message extension opens the form.
    pub(super) fn extension(self, value: &Value) -> Result<Delivery, Malformed> {
        let reply = ReplyTo::Dialog { submitted: None };
        match text(value, "commandId").unwrap_or_default() {
            command::NEW_REQUEST => self.asked(Intent::NewRequest(NewRequest::default()), reply),
            command::TURN_INTO_REQUEST => {
                let wish = self.about_message(value.get("messagePayload"));
                self.asked(Intent::NewRequest(wish), reply)
            }
            _ => Ok(Delivery::NotImplemented),
        }
    }

    /// The message that the command was chosen on, as Microsoft Graph describes it.
    fn about_message(&self, payload: Option<&Value>) -> NewRequest {
        let Some(payload) = payload else {
            return NewRequest::default();
        };
        let body = payload.get("body");
        let content = body.and_then(|b| text(b, "content")).unwrap_or_default();
        let read = match body.and_then(|b| text(b, "contentType")) {
            Some("html") => html::read(content, |_, name| Some(Span::Plain(format!("@{name}")))),
            _ => html::Read {
                text: plain(content),
                quoted: None,
            },
        };
        let user = payload.get("from").and_then(|f| f.get("user"));
        let author = user.and_then(|u| text(u, "id"));
        let origin = text(payload, "id").map(|id| Origin {
            place: place(
                &self.seen,
                id,
                text(payload, "replyToId").map(str::to_owned),
            ),
            author: author.map(|id| me::teams(id.to_ascii_lowercase())),
            // The command works in conversations that we are not in.
            present: false,
            direct: false,
        });
        NewRequest {
            text: flat(&read.text),
            channel: Some(channel_of(&self.seen)),
            origin,
            again: None,
        }
    }

    pub(super) fn query(self, value: &Value) -> Result<Delivery, Malformed> {
        let parameters = value.get("parameters").and_then(Value::as_array);
        let typed = parameters.into_iter().flatten().find_map(|p| {
            let first = text(p, "name") == Some("initialRun");
            text(p, "value").filter(|_| !first)
        });
        let words = typed.unwrap_or_default().to_owned();
        match text(value, "commandId").unwrap_or_default() {
            command::MY_REQUESTS => {
                let intent = Intent::Desk(DeskWord::Find(words));
                self.asked(intent, ReplyTo::Found)
            }
            _ => Ok(Delivery::NotImplemented),
        }
    }

    /// What is typed into a long list. The data set's name holds the form and the input.
    pub(super) fn search(self, value: &Value) -> Result<Delivery, Malformed> {
        let dataset = text(value, "dataset").unwrap_or_default();
        let Some((input, form)) = dataset.split_once('|') else {
            return Ok(Delivery::Ignored("application/search"));
        };
        let Ok(form) = serde_json::from_str::<FormKind>(form) else {
            return Ok(Delivery::Ignored("application/search"));
        };
        let intent = Intent::Options {
            form,
            input: input.to_owned(),
            typed: text(value, "queryText").unwrap_or_default().to_owned(),
        };
        self.asked(intent, ReplyTo::Options)
    }
}
