//! Presses, dialogs and the message extension: activities whose HTTP response is the answer.

use serde_json::{Map, Value};

use crate::domain::catalogue::Answers;
use crate::domain::ids::{FileId, PostId};
use crate::domain::intent::{FormKind, Intent, ViewRef};
use crate::domain::press::Press;

use super::card::LOOK;
use super::entered::entered;
use super::me;
use super::parse::{
    Delivery, Malformed, Reader, Received, ReplyTo, Submitted, need, received, text,
};
use super::seen::{Seen, place, seen, sender};
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

/// What a question about a file carries: which one, and the copy that names it.
pub mod consent {
    pub const FILE: &str = "file";
    pub const POST: &str = "post";
}

/// One invoke under way.
pub(super) struct Invoke<'a> {
    pub reader: &'a Reader,
    pub activity: &'a Activity,
    pub seen: Seen,
    pub id: &'a str,
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
            if text(action, "verb") == Some(LOOK) {
                return invoke.look();
            }
            invoke.card(action.get("data").unwrap_or(&null))
        }
        "task/fetch" => invoke.fetch(value.get("data").unwrap_or(&null)),
        "task/submit" | "composeExtension/submitAction" => {
            invoke.submit(value.get("data").unwrap_or(&null), ReplyTo::Nobody)
        }
        "composeExtension/fetchTask" => invoke.extension(value),
        "composeExtension/query" => invoke.query(value),
        "application/search" => invoke.search(value),
        "fileConsent/invoke" => invoke.file(value),
        _ => Ok(Delivery::NotImplemented),
    }
}

/// What comes where no dialog opens, or from clients that know no other buttons: the same data, as a message.
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
    let Some((account, _)) = invoke.seen.person.clone() else {
        return Ok(Delivery::Ignored("nobody"));
    };
    let form = ReplyTo::Form {
        account,
        message: None,
        submitted: None,
    };
    match press(data) {
        Some(press) if press.opens() => invoke.pressed(press, data, form),
        Some(press) => invoke.pressed(press, data, ReplyTo::Nobody),
        // Only what was drawn as a form has a mark of its own.
        None if data.get(hidden::ONCE).is_some() => invoke.submit(data, form),
        None if data.get(hidden::OPEN).is_some() => invoke.open(data, form),
        None => Ok(Delivery::Ignored("message value")),
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

    /// Somebody sees a card of ours: it may look different for them.
    fn look(self) -> Result<Delivery, Malformed> {
        let Some((viewer, _)) = self.seen.person.clone() else {
            return Ok(Delivery::Ignored("nobody"));
        };
        let message = self.activity.reply_to_id.clone().unwrap_or_default();
        Ok(Delivery::Received(Box::new(Received {
            inbound: vec![],
            reply: ReplyTo::Look { message, viewer },
            seen: self.seen,
            drawn: None,
        })))
    }

    /// Whether a file may be put among theirs.
    fn file(self, value: &Value) -> Result<Delivery, Malformed> {
        let context = value.get("context");
        let number = |key: &str| context.and_then(|c| c.get(key)?.as_i64());
        let (Some((account, _)), Some(file), Some(post)) = (
            self.seen.person.clone(),
            number(consent::FILE),
            number(consent::POST),
        ) else {
            return Ok(Delivery::Ignored("fileConsent"));
        };
        let accepted = text(value, "action") == Some("accept");
        let grant = value.get("uploadInfo").filter(|_| accepted);
        let message = self.activity.reply_to_id.as_deref().unwrap_or_default();
        let key = format!("teams:file:{}:{file}:{post}", account.user);
        let intent = Intent::FileAnswered {
            file: FileId(file),
            post: PostId(post),
            on: place(&self.seen, message, None),
            grant: grant.map(Value::to_string),
        };
        let by = Some(sender(&account, self.activity));
        Ok(received(key, by, intent, ReplyTo::Nobody, self.seen))
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
        match press(data) {
            Some(press) => self.pressed(press, data, reply),
            None if data.get(hidden::OPEN).is_some() => self.open(data, reply),
            None => Ok(Delivery::Ignored("task/fetch")),
        }
    }

    /// The button that was put up for typed words.
    fn open(self, data: &Value, reply: ReplyTo) -> Result<Delivery, Malformed> {
        let Some(form) = self.sealed(data) else {
            return Ok(Delivery::Ignored("form"));
        };
        let values = filled(data);
        self.asked(Intent::Open { form, values }, reply)
    }

    fn submit(self, data: &Value, reply: ReplyTo) -> Result<Delivery, Malformed> {
        let Some((account, _)) = self.seen.person.clone() else {
            return Ok(Delivery::Ignored("nobody"));
        };
        let Some(form) = self.sealed(data) else {
            return Ok(Delivery::Ignored("form"));
        };
        let mut values = filled(data);
        values.extend(data.as_object().map(entered).unwrap_or_default());
        let once = text(data, hidden::ONCE).unwrap_or(self.id).to_owned();
        let submitted = Some(Box::new(Submitted {
            form: form.clone(),
            values: values.clone(),
            once: once.clone(),
        }));
        let reply = match reply {
            ReplyTo::Form { account, .. } => ReplyTo::Form {
                account,
                message: self.activity.reply_to_id.clone(),
                submitted,
            },
            _ => ReplyTo::Dialog { submitted },
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

    /// Only asked: its key is never counted.
    pub(super) fn asked(self, intent: Intent, reply: ReplyTo) -> Result<Delivery, Malformed> {
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
