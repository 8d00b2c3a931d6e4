//! Buttons, menus and fields, found by their block and action ids as the page shows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::ack::{Ack, Submitted};
use super::super::click::changed;
use super::super::elements::{self, Found};
use super::super::form;
use super::super::hub::Hub;
use super::super::payloads::Place;
use super::super::person::Person;
use super::super::state::World;

/// Where an element stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    Message { channel: String, ts: String },
    Whisper { ts: String },
    Home,
    View,
}

/// What stands in the fields of the modal on top: by block, by action.
pub type Values = BTreeMap<String, BTreeMap<String, Value>>;

type Key = (String, String);

const GONE: &str = "that is not there any more";

fn found(blocks: &[Value], key: &Key) -> Option<Found> {
    elements::all(blocks).into_iter().find(|f| f.key() == *key)
}

fn blocks_of(view: &Value) -> &[Value] {
    view["blocks"].as_array().map_or(&[], Vec::as_slice)
}

/// Presses a button or chooses in a menu.
pub async fn press(
    hub: &Arc<Hub>,
    person: &Person,
    at: Where,
    key: Key,
    value: Value,
) -> Result<Ack, String> {
    let payload = hub.look(|w| pressed(w, person, at, &key, value));
    Ok(person.deliver("interaction", payload?).await)
}

fn pressed(
    world: &mut World,
    person: &Person,
    at: Where,
    key: &Key,
    value: Value,
) -> Result<Value, String> {
    let chosen = |found: &Found| match found.kind() {
        "button" => json!({}),
        "overflow" => json!({ "selected_option": value }),
        kind => form::holding(kind, value.clone()).unwrap_or_default(),
    };
    let me = &person.id;
    match at {
        Where::Message { channel, ts } => {
            person.sees(world, &channel, &ts).map_err(|m| m.0)?;
            let blocks = world.post(&channel, &ts).map(|p| p.blocks.clone());
            let found = found(&blocks.unwrap_or_default(), key).ok_or(GONE)?;
            let action = changed(world, &found, &chosen(&found));
            Ok(world.message_actions(me, &channel, &ts, action))
        }
        Where::Whisper { ts } => {
            let whisper = world
                .ephemerals
                .iter()
                .find(|e| e.ts == ts && e.user == *me);
            let whisper = whisper.cloned().ok_or(GONE)?;
            let found = found(&whisper.blocks, key).ok_or(GONE)?;
            let action = changed(world, &found, &chosen(&found));
            Ok(world.ephemeral_actions(&whisper, action))
        }
        Where::Home => {
            let view = world.home_wire(me).ok_or(GONE)?;
            // Published anew its blocks have other ids, and whoever looks at it may not have it yet: the action is the same.
            let blocks = blocks_of(&view);
            let same = |f: &Found| f.key().1 == key.1;
            let anew = || elements::all(blocks).into_iter().find(same);
            let found = found(blocks, key).or_else(anew).ok_or(GONE)?;
            let action = changed(world, &found, &chosen(&found));
            Ok(world.view_actions(me, view, action))
        }
        Where::View => {
            let view = world.top_view(me).cloned().ok_or(GONE)?;
            let found = found(&view.blocks(), key).ok_or(GONE)?;
            let action = changed(world, &found, &chosen(&found));
            let wire = world.view_wire(&view, true);
            Ok(world.view_actions(me, wire, action))
        }
    }
}

/// What an external select offers for what is typed: Slack's own answer object.
pub async fn options(
    hub: &Arc<Hub>,
    person: &Person,
    at: Where,
    key: Key,
    typed: &str,
) -> Result<Value, String> {
    let payload = hub.look(|w| {
        let (blocks, place) = match at {
            Where::Message { channel, ts } => {
                person.sees(w, &channel, &ts).map_err(|m| m.0)?;
                let post = w.post(&channel, &ts).ok_or(GONE)?;
                (post.blocks.clone(), Place::Message(channel, ts))
            }
            _ => {
                let view = w.top_view(&person.id).cloned().ok_or(GONE)?;
                (view.blocks(), Place::View(w.view_wire(&view, true)))
            }
        };
        let found = found(&blocks, &key).ok_or(GONE)?;
        Ok::<_, String>(w.suggestion(&person.id, &found, typed, place))
    })?;
    let ack = person.deliver("options", payload).await;
    if ack.ok() {
        Ok(ack.json())
    } else {
        Err("the list could not be loaded".into())
    }
}

/// Puts everything that the page's fields hold into the modal on top.
pub fn fill(world: &mut World, user: &str, values: Values) {
    let Some(view) = world.top_view(user).cloned() else {
        return;
    };
    for found in elements::all(&view.blocks()) {
        let (block, action) = found.key();
        let Some(value) = values.get(&block).and_then(|b| b.get(&action)) else {
            continue;
        };
        let value = if found.kind() == "file_input" {
            let ids: Vec<String> = serde_json::from_value(value.clone()).unwrap_or_default();
            json!(world.file_objects(&ids))
        } else {
            value.clone()
        };
        let held = form::holding(found.kind(), value);
        if let (Some(held), Some(view)) = (held, world.views.get_mut(&view.id)) {
            view.typed.insert((block, action), held);
        }
    }
}

/// A field that tells changes at once has changed.
pub async fn put(
    hub: &Arc<Hub>,
    person: &Person,
    values: Values,
    key: Key,
) -> Result<Value, String> {
    let (found, state) = hub.look(|w| {
        fill(w, &person.id, values);
        let view = w.top_view(&person.id).ok_or(GONE)?;
        let found = found(&view.blocks(), &key).ok_or(GONE)?;
        let state = form::current(&found, &view.typed).ok_or(GONE)?;
        Ok::<_, String>((found, state))
    })?;
    let ack = person.put(&found, state).await.map_err(|m| m.0)?;
    match ack {
        Some(ack) if !ack.ok() => Err("the app did not answer".into()),
        _ => Ok(json!({})),
    }
}

/// Submits the modal on top. Errors are named by the label of their field.
pub async fn submit(hub: &Arc<Hub>, person: &Person, values: Values) -> Value {
    hub.look(|w| fill(w, &person.id, values));
    match person.submit().await {
        Submitted::Closed | Submitted::Cleared | Submitted::NoModal => json!({ "done": "closed" }),
        Submitted::Updated | Submitted::Pushed => json!({ "done": "changed" }),
        Submitted::Errors(errors) => {
            let errors: BTreeMap<String, String> = errors.into_iter().collect();
            json!({ "done": "errors", "errors": errors })
        }
        Submitted::Incomplete(labels) => json!({ "done": "incomplete", "labels": labels }),
        Submitted::Failed(_) => json!({ "done": "failed" }),
    }
}
