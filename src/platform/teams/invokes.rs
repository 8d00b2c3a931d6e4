//! Presses, dialogs and the message extension: activities whose HTTP response is the answer.

use serde_json::{Map, Value};

use crate::domain::catalogue::Answers;
use crate::domain::intent::{FormKind, Intent, NewRequest, Origin, ViewRef};
use crate::domain::press::Press;
use crate::domain::talk::flat;

use super::entered::entered;
use super::html;
use super::me;
use super::parse::{
    Delivery, Malformed, Reader, ReplyTo, Seen, Submitted, channel_of, need, place, received, seen,
    sender, text,
};
use super::wire::Activity;

/// Commands of the message extension, as the manifest names them.
pub mod command {
    pub const NEW_REQUEST: &str = "newRequest";
    pub const TURN_INTO_REQUEST: &str = "turnIntoRequest";
    pub const MY_REQUESTS: &str = "myRequests";
}

/// Keys of what travels hidden in a card.
pub mod hidden {
    pub const PRESS: &str = "press";
    pub const VALUE: &str = "value";
    /// Counts once, however often it comes.
    pub const ONCE: &str = "once";
    pub const FORM: &str = "form";
    pub const SEAL: &str = "seal";
    /// The form is to follow what was chosen in it.
    pub const FOLLOW: &str = "follow";
    /// Opens the form with what is filled in.
    pub const OPEN: &str = "open";
}

/// One invoke under way.
struct Invoke<'a> {
    reader: &'a Reader,
    activity: &'a Activity,
    seen: Seen,
    id: &'a str,
}

pub fn invoke(reader: &Reader, activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let null = Value::Null;
    let value = activity.value.as_ref().unwrap_or(&null);
    let invoke = Invoke {
        reader,
        activity,
        seen,
        id: activity.id.as_deref().unwrap_or_default(),
    };
    match activity.name.as_deref().unwrap_or_default() {
        "adaptiveCard/action" => {
            let action = value.get("action").unwrap_or(&null);
            if text(value, "trigger") == Some("automatic") {
                return Ok(Delivery::Ignored("refresh"));
            }
            invoke.card(action.get("data").unwrap_or(&null))
        }
        "task/fetch" => invoke.fetch(value.get("data").unwrap_or(&null)),
        "task/submit" => invoke.submit(value.get("data").unwrap_or(&null)),
        "composeExtension/fetchTask" => invoke.extension(value),
        "composeExtension/submitAction" => invoke.submit(value.get("data").unwrap_or(&null)),
        "composeExtension/query" => invoke.query(value),
        "application/search" => invoke.search(value),
        _ => Ok(Delivery::NotImplemented),
    }
}

/// What clients too old for [`hidden`] presses send: the same data, as a message.
pub fn submitted_as_message(reader: &Reader, activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let null = Value::Null;
    let invoke = Invoke {
        reader,
        activity,
        seen,
        id: activity.id.as_deref().unwrap_or_default(),
    };
    let data = activity.value.as_ref().unwrap_or(&null);
    match press(data) {
        Some(press) if !press.opens() => invoke.pressed(press, data, ReplyTo::Nobody),
        _ => Ok(Delivery::Ignored("message value")),
    }
}

impl Invoke<'_> {
    /// A button that acts at once, or a form that stands in a message.
    fn card(self, data: &Value) -> Result<Delivery, Malformed> {
        let reply = ReplyTo::Card {
            message: self.activity.reply_to_id.clone(),
        };
        match press(data) {
            Some(press) => self.pressed(press, data, reply),
            None => Ok(Delivery::Ignored("action")),
        }
    }

    fn pressed(self, press: Press, data: &Value, reply: ReplyTo) -> Result<Delivery, Malformed> {
        let Some((account, _)) = self.seen.person.clone() else {
            return Ok(Delivery::Ignored("nobody"));
        };
        let message = self.activity.reply_to_id.as_deref().unwrap_or_default();
        let on = place(&self.seen, message, self.thread());
        let (name, value) = press.to_wire();
        // Teams says the same again with a new id half a minute later.
        let key = match text(data, hidden::ONCE) {
            Some(once) => format!("teams:act:{once}:{}:{name}:{value}", account.user),
            None => format!("teams:act:{}:{name}:{value}", self.id),
        };
        let by = Some(sender(&account, self.activity));
        let intent = Intent::Press { press, on };
        let mut delivery = received(key, by, intent, reply, self.seen);
        if let Delivery::Received(received) = &mut delivery {
            received.drawn = text(data, hidden::ONCE).map(str::to_owned);
        }
        Ok(delivery)
    }

    /// A button that opens a dialog.
    fn fetch(self, data: &Value) -> Result<Delivery, Malformed> {
        let reply = ReplyTo::Dialog { submitted: None };
        if data.get(hidden::OPEN).is_some() {
            let Some(form) = self.sealed(data) else {
                return Ok(Delivery::Ignored("form"));
            };
            let values = filled(data);
            let intent = Intent::Open { form, values };
            return self.asked(intent, reply);
        }
        match press(data) {
            Some(press) => self.pressed(press, data, reply),
            None => Ok(Delivery::Ignored("task/fetch")),
        }
    }

    fn submit(self, data: &Value) -> Result<Delivery, Malformed> {
        let Some((account, _)) = self.seen.person.clone() else {
            return Ok(Delivery::Ignored("nobody"));
        };
        let Some(form) = self.sealed(data) else {
            return Ok(Delivery::Ignored("form"));
        };
        let mut values = filled(data);
        values.extend(data.as_object().map(entered).unwrap_or_default());
        let once = text(data, hidden::ONCE).unwrap_or(self.id).to_owned();
        let reply = ReplyTo::Dialog {
            submitted: Some(Box::new(Submitted {
                form: form.clone(),
                values: values.clone(),
                once: once.clone(),
            })),
        };
        if data.get(hidden::FOLLOW).is_some() {
            // What is shown next is answered at once: there is no view to be updated.
            let view = ViewRef {
                id: once,
                hash: None,
            };
            return self.asked(Intent::Follow { form, values, view }, reply);
        }
        let key = format!("teams:form:{once}:{}", account.user);
        let by = Some(sender(&account, self.activity));
        let intent = Intent::Submit {
            form,
            values,
            files: vec![],
        };
        Ok(received(key, by, intent, reply, self.seen))
    }

    /// A command of the message extension opens the form.
    fn extension(self, value: &Value) -> Result<Delivery, Malformed> {
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
            Some("html") => html::read(content, |_, name| {
                Some(crate::domain::talk::Span::Plain(format!("@{name}")))
            }),
            _ => html::Read {
                text: crate::domain::talk::plain(content),
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

    fn query(self, value: &Value) -> Result<Delivery, Malformed> {
        let parameters = value.get("parameters").and_then(Value::as_array);
        let typed = parameters.into_iter().flatten().find_map(|p| {
            let first = text(p, "name") == Some("initialRun");
            text(p, "value").filter(|_| !first)
        });
        let words = typed.unwrap_or_default().to_owned();
        match text(value, "commandId").unwrap_or_default() {
            command::MY_REQUESTS => {
                let intent = Intent::Desk(crate::domain::intent::DeskWord::Mine);
                self.asked(intent, ReplyTo::Found { words })
            }
            _ => Ok(Delivery::NotImplemented),
        }
    }

    /// What is typed into a long list. The data set's name holds the form and the input.
    fn search(self, value: &Value) -> Result<Delivery, Malformed> {
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

    /// Only asked: its key is never counted.
    fn asked(self, intent: Intent, reply: ReplyTo) -> Result<Delivery, Malformed> {
        let (account, _) = need(self.seen.person.clone(), "from")?;
        let by = Some(sender(&account, self.activity));
        let key = format!("teams:ask:{}", self.id);
        Ok(received(key, by, intent, reply, self.seen))
    }

    fn sealed(&self, data: &Value) -> Option<FormKind> {
        let form = text(data, hidden::FORM)?;
        self.reader.seal.open(form, text(data, hidden::SEAL)?)
    }

    fn thread(&self) -> Option<String> {
        let conversation = self.activity.conversation.as_ref()?;
        me::root(conversation.id.as_deref()?).map(str::to_owned)
    }
}

/// What was filled in where the inputs are not shown.
fn filled(data: &Value) -> Answers {
    let kept = data.get(hidden::OPEN).cloned();
    kept.and_then(|kept| serde_json::from_value(kept).ok())
        .unwrap_or_default()
}

fn press(data: &Value) -> Option<Press> {
    let data: &Map<String, Value> = data.as_object()?;
    let name = data.get(hidden::PRESS)?.as_str()?;
    let value = data.get(hidden::VALUE)?.as_str()?;
    Press::from_wire(name, value)
}
