//! What somebody does at the page, told to the same handles that tests use.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::ack::{Ack, Missing};
use super::super::hub::Hub;
use super::super::messages::Post;
use super::super::person::Person;
use super::super::state::World;
use super::press::{self, Values, Where};
use super::screen::open_to;
use super::tools::{self, Kind, Leap};

/// Somebody and what they do.
#[derive(Debug, Deserialize)]
pub struct Deed {
    #[serde(rename = "as")]
    person: String,
    #[serde(flatten)]
    act: Act,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Act {
    Say {
        channel: String,
        thread: Option<String>,
        text: String,
        files: Vec<String>,
    },
    Command {
        channel: String,
        text: String,
    },
    Shortcut {
        callback: String,
    },
    MessageShortcut {
        callback: String,
        channel: String,
        ts: String,
    },
    React {
        channel: String,
        ts: String,
        emoji: String,
    },
    Edit {
        channel: String,
        ts: String,
        text: String,
    },
    Delete {
        channel: String,
        ts: String,
    },
    Dismiss {
        ts: String,
    },
    Join {
        channel: String,
    },
    Home,
    Press {
        at: Where,
        block: String,
        action: String,
        value: Value,
        /// What stands in the fields around it, if it stands in a modal.
        #[serde(default)]
        values: Values,
    },
    Options {
        at: Where,
        block: String,
        action: String,
        typed: String,
    },
    Put {
        values: Values,
        block: String,
        action: String,
    },
    Submit {
        values: Values,
    },
    Close {
        whole: bool,
    },
    Fault {
        kind: Kind,
        on: bool,
    },
    Clock {
        leap: Leap,
    },
    Resend {
        number: usize,
    },
    /// Steps of the guided tour that are done, by the names that the page gives them.
    Tour {
        done: Vec<String>,
    },
}

/// Does it. What the page has to know at once is the answer; everything else comes over `live`.
pub async fn act(State(hub): State<Arc<Hub>>, Json(deed): Json<Deed>) -> Response {
    let Some(id) = hub.peek(|w| w.find_user(&deed.person).map(|u| u.id.clone())) else {
        return failed(&format!("nobody is called {:?}", deed.person));
    };
    let person = Person {
        hub: Arc::clone(&hub),
        id,
    };
    match done(&hub, &person, deed.act).await {
        Ok(answer) => Json(answer).into_response(),
        Err(why) => failed(&why),
    }
}

fn failed(why: &str) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "error": why }))).into_response()
}

fn fine() -> Value {
    json!({})
}

/// What Slack tells people whose app did not answer.
fn heard(ack: &Ack) -> Result<Value, String> {
    match ack.status {
        _ if ack.ok() => Ok(fine()),
        None => Err("the app did not answer in time".into()),
        Some(status) => Err(format!("the app answered with an error ({status})")),
    }
}

fn missing(missing: Missing) -> String {
    missing.0
}

async fn done(hub: &Arc<Hub>, person: &Person, act: Act) -> Result<Value, String> {
    match act {
        Act::Say {
            channel,
            thread,
            text,
            files,
        } => {
            may_talk(hub, person, &channel)?;
            say(person, &channel, thread, &text, files).await;
            Ok(fine())
        }
        Act::Command { channel, text } => {
            may_talk(hub, person, &channel)?;
            heard(&person.command_in(&channel, &text).await)
        }
        Act::Shortcut { callback } => heard(&person.shortcut(&callback).await),
        Act::MessageShortcut {
            callback,
            channel,
            ts,
        } => {
            let ack = person.message_shortcut(&callback, &channel, &ts).await;
            heard(&ack.map_err(missing)?)
        }
        Act::React { channel, ts, emoji } => {
            let mine = hub.peek(|w| reacted(w, &person.id, &channel, &ts, &emoji));
            let done = if mine {
                person.unreacts(&channel, &ts, &emoji).await
            } else {
                person.reacts(&channel, &ts, &emoji).await
            };
            done.map(|()| fine()).map_err(missing)
        }
        Act::Edit { channel, ts, text } => {
            let done = person.edits(&channel, &ts, &text).await;
            done.map(|()| fine()).map_err(missing)
        }
        Act::Delete { channel, ts } => {
            let done = person.deletes(&channel, &ts).await;
            done.map(|()| fine()).map_err(missing)
        }
        Act::Dismiss { ts } => {
            hub.look(|w| w.ephemerals.retain(|e| e.ts != ts || e.user != person.id));
            Ok(fine())
        }
        Act::Join { channel } => {
            if !hub.peek(|w| {
                w.channels
                    .get(&channel)
                    .is_some_and(|c| open_to(c, &person.id))
            }) {
                return Err("there is no such channel for you".into());
            }
            person.joins(&channel).await;
            Ok(fine())
        }
        Act::Home => {
            person.opens_home().await;
            Ok(fine())
        }
        Act::Press {
            at,
            block,
            action,
            value,
            values,
        } => {
            hub.look(|w| press::fill(w, &person.id, values));
            heard(&press::press(hub, person, at, (block, action), value).await?)
        }
        Act::Options {
            at,
            block,
            action,
            typed,
        } => press::options(hub, person, at, (block, action), &typed).await,
        Act::Put {
            values,
            block,
            action,
        } => press::put(hub, person, values, (block, action)).await,
        Act::Submit { values } => Ok(press::submit(hub, person, values).await),
        Act::Close { whole } => {
            person.closes_modal(whole).await;
            Ok(fine())
        }
        Act::Fault { kind, on } => {
            tools::fault(hub, kind, on);
            Ok(fine())
        }
        Act::Clock { leap } => {
            let zone = hub.peek(|w| w.user(&person.id).map(|u| u.zone.clone()));
            tools::leap(hub, leap, &zone.unwrap_or_default()).map(|()| fine())
        }
        Act::Resend { number } => tools::resend(hub, number).await.map(|()| fine()),
        Act::Tour { done } => {
            hub.look(|w| w.tour = done);
            Ok(fine())
        }
    }
}

fn may_talk(hub: &Hub, person: &Person, channel: &str) -> Result<(), String> {
    let may = hub.peek(|w| {
        let channel = w.channels.get(channel);
        channel.is_some_and(|c| !c.archived && c.members.contains(&person.id))
    });
    may.then_some(())
        .ok_or_else(|| "you are not in this channel".into())
}

async fn say(
    person: &Person,
    channel: &str,
    thread: Option<String>,
    text: &str,
    files: Vec<String>,
) {
    let say = |w: &mut World| {
        let post: Post = person.post(w, channel, text, thread.as_deref());
        let hers = |id: &String| w.files.get(id).is_some_and(|f| f.user == person.id);
        let files: Vec<String> = files.into_iter().filter(hers).collect();
        if files.is_empty() {
            w.say(channel, post)
        } else {
            w.say_with_files(channel, post, &files)
        }
    };
    // Not waited for: a person may go on writing while the bot has trouble.
    person.hub.act(say);
}

fn reacted(world: &World, user: &str, channel: &str, ts: &str, emoji: &str) -> bool {
    let post = world.post(channel, ts);
    let of = post.and_then(|p| p.reactions.iter().find(|(name, _)| name == emoji));
    of.is_some_and(|(_, users)| users.iter().any(|u| u == user))
}
