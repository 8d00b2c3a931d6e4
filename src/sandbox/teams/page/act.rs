//! What somebody does at the page.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::cards::CARD;
use super::super::files::CONSENT;
use super::super::member::Member;
use super::super::tenant::Hub;
use super::super::world::{Posted, World};
use super::super::writing::Draft;

/// Somebody, where they are, and what they do.
#[derive(Debug, Deserialize)]
pub struct Deed {
    #[serde(rename = "as")]
    person: String,
    conversation: String,
    #[serde(flatten)]
    act: Act,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Act {
    Say {
        root: Option<String>,
        quoted: Option<String>,
        text: String,
        /// A result of the message extension, put into the message.
        card: Option<Value>,
        /// As `upload` answered.
        files: Vec<Value>,
    },
    Edit {
        message: String,
        text: String,
    },
    Delete {
        message: String,
    },
    React {
        message: String,
        kind: String,
    },
    /// What the client asks of the bot; its answer is the client's to read.
    Invoke {
        message: Option<String>,
        name: Name,
        value: Value,
    },
    /// What a button of a message sends that is answered with nothing.
    Value {
        message: String,
        value: Value,
    },
    /// Whether the bot may put a file among theirs.
    Consent {
        message: String,
        accept: bool,
    },
    /// A command of the message extension, in the compose box or on a message.
    Command {
        command: String,
        message: Option<String>,
    },
}

/// The invokes of a client.
#[derive(Clone, Copy, Debug, Deserialize)]
enum Name {
    #[serde(rename = "adaptiveCard/action")]
    Action,
    #[serde(rename = "task/fetch")]
    Fetch,
    #[serde(rename = "task/submit")]
    Submit,
    #[serde(rename = "composeExtension/submitAction")]
    SubmitAction,
    #[serde(rename = "composeExtension/query")]
    Query,
    #[serde(rename = "application/search")]
    Search,
}

impl Name {
    fn wire(self) -> &'static str {
        match self {
            Name::Action => "adaptiveCard/action",
            Name::Fetch => "task/fetch",
            Name::Submit => "task/submit",
            Name::SubmitAction => "composeExtension/submitAction",
            Name::Query => "composeExtension/query",
            Name::Search => "application/search",
        }
    }
}

/// Does it. What the page has to know at once is the answer; everything else comes over `live`.
pub async fn act(State(hub): State<Arc<Hub>>, Json(deed): Json<Deed>) -> Response {
    let Some(aad) = hub.peek(|w| w.find(&deed.person).map(|u| u.aad.clone())) else {
        return failed(&format!("nobody is called {:?}", deed.person));
    };
    let there = hub.peek(|w| {
        let found = w.conversations.get(&deed.conversation);
        found.is_some_and(|c| c.members.contains(&aad))
    });
    if !there {
        return failed("you are not in this conversation");
    }
    let member = Member { hub, aad };
    match done(&member, &deed.conversation, deed.act).await {
        Ok(answer) => Json(answer).into_response(),
        Err(why) => failed(&why),
    }
}

fn failed(why: &str) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "error": why }))).into_response()
}

async fn done(member: &Member, conversation: &str, act: Act) -> Result<Value, String> {
    match act {
        Act::Say {
            root,
            quoted,
            text,
            card,
            files,
        } => {
            let draft = Draft {
                text: &text,
                root: root.as_deref(),
                quoted: quoted.as_deref(),
                ..Draft::default()
            };
            let card = card.map(|card| json!({ "contentType": CARD, "content": card }));
            let attached: Vec<Value> = card.into_iter().chain(files).collect();
            let (_, status) = member.write(conversation, draft, &attached).await;
            heard(status)
        }
        Act::Edit { message, text } => {
            own(member, conversation, &message)?;
            heard(member.edits(conversation, &message, &text).await)
        }
        Act::Delete { message } => {
            own(member, conversation, &message)?;
            heard(member.deletes(conversation, &message).await)
        }
        Act::React { message, kind } => {
            found(&member.hub, conversation, &message)?;
            heard(member.toggles(conversation, &message, &kind).await)
        }
        Act::Invoke {
            message,
            name,
            value,
        } => Ok(member
            .asks(conversation, message.as_deref(), name.wire(), value)
            .await),
        Act::Value { message, value } => {
            found(&member.hub, conversation, &message)?;
            let root = member.hub.peek(|w| w.root_of(conversation, &message));
            let status = member
                .sends_value(conversation, root.as_deref(), &message, value)
                .await;
            heard(status)
        }
        Act::Consent { message, accept } => {
            let asks = found(&member.hub, conversation, &message)?;
            let asks = asks.activity["attachments"][0]["contentType"] == CONSENT;
            if !asks || conversation != member.chat() {
                return Err("nothing is asked there".into());
            }
            heard(member.answers_file(&message, accept).await)
        }
        Act::Command { command, message } => {
            let mut value = json!({ "commandId": command, "commandContext": "compose" });
            if let Some(message) = &message {
                let posted = found(&member.hub, conversation, message)?;
                value["commandContext"] = json!("message");
                value["messagePayload"] = member.hub.peek(|w| payload(w, &posted));
            }
            let name = "composeExtension/fetchTask";
            Ok(member
                .asks(conversation, message.as_deref(), name, value)
                .await)
        }
    }
}

fn heard(status: u16) -> Result<Value, String> {
    match status {
        200..300 => Ok(json!({})),
        0 => Err("the app did not answer in time".into()),
        _ => Err(format!("the app answered with an error ({status})")),
    }
}

fn found(hub: &Hub, conversation: &str, message: &str) -> Result<Posted, String> {
    let posted = hub.peek(|w| {
        let mut posts = w.conversations.get(conversation)?.posts.iter();
        posts.find(|p| p.id == message && !p.deleted).cloned()
    });
    posted.ok_or_else(|| "that message is not there any more".into())
}

fn own(member: &Member, conversation: &str, message: &str) -> Result<(), String> {
    let posted = found(&member.hub, conversation, message)?;
    let own = posted.by.as_deref() == Some(&member.aad);
    own.then_some(())
        .ok_or_else(|| "that message is somebody else's".into())
}

/// A message as Microsoft Graph describes it, as far as an app is told.
fn payload(world: &World, posted: &Posted) -> Value {
    let attachments = posted.activity["attachments"].as_array();
    let html = attachments.into_iter().flatten();
    let html = html.filter(|a| a["contentType"] == "text/html");
    let content = html.map(|a| &a["content"]).next();
    let content = content.unwrap_or(&posted.activity["text"]);
    let user = posted.by.as_deref().and_then(|aad| world.user(aad));
    let from = match user {
        Some(user) => json!({ "user": { "id": user.aad, "displayName": user.name } }),
        None => json!({ "application": { "displayName": world.sight.manifest["name"]["short"] } }),
    };
    json!({
        "id": posted.id, "replyToId": posted.root, "messageType": "message",
        "createdDateTime": posted.activity["timestamp"], "from": from,
        "body": { "contentType": "html", "content": content },
    })
}
