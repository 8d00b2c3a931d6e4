//! Pressing and choosing: in messages, in the Home tab, in a modal that is not submitted yet.

use serde_json::{Value, json};

use super::ack::{Ack, Missing};
use super::elements::{self, Found};
use super::form;
use super::payloads::Place;
use super::person::Person;
use super::reading::shown;
use super::state::World;

/// What is pressed, and what it carries: nothing for a button, a chosen option for a menu.
struct Press {
    found: Found,
    value: Value,
}

impl Person {
    /// Presses the button that reads `label`, or chooses the option of a menu that does. Confirmations are accepted.
    pub async fn click(&self, channel: &str, ts: &str, label: &str) -> Result<Ack, Missing> {
        let payload = self.hub.look(|w| {
            self.sees(w, channel, ts)?;
            let blocks = w
                .post(channel, ts)
                .map(|p| p.blocks.clone())
                .unwrap_or_default();
            let action = pressed(w, &blocks, label)?;
            Ok(w.message_actions(&self.id, channel, ts, action))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// Chooses in a menu of a message: a person in a user menu, an option in an external one, and so on.
    pub async fn choose(
        &self,
        channel: &str,
        ts: &str,
        menu: &str,
        wanted: &[&str],
    ) -> Result<Ack, Missing> {
        let found = self.hub.look(|w| {
            self.sees(w, channel, ts)?;
            let blocks = w
                .post(channel, ts)
                .map(|p| p.blocks.clone())
                .unwrap_or_default();
            elements::all(&blocks)
                .into_iter()
                .find(|f| f.is_called(menu))
                .ok_or_else(|| absent(menu, &blocks))
        })?;
        let place = || Place::Message(channel.into(), ts.into());
        let offered = self.offered(&found, wanted, place).await;
        let payload = self.hub.look(|w| {
            let value = chosen(w, &found, wanted, &offered)?;
            let action = action(w, &Press { found, value });
            Ok(w.message_actions(&self.id, channel, ts, action))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// Presses a button of the newest message that only she saw and that has it.
    pub async fn click_ephemeral(&self, label: &str) -> Result<Ack, Missing> {
        let payload = self.hub.look(|w| {
            let hers: Vec<_> = w
                .ephemerals
                .iter()
                .rev()
                .filter(|e| e.user == self.id)
                .cloned()
                .collect();
            for whisper in hers {
                if let Ok(action) = pressed(w, &whisper.blocks, label) {
                    return Ok(w.ephemeral_actions(&whisper, action));
                }
            }
            Err(Missing(format!(
                "no [{label}] in what only {} saw",
                self.id
            )))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// Presses a button of her Home tab, or chooses an option there.
    pub async fn click_home(&self, label: &str) -> Result<Ack, Missing> {
        let payload = self.hub.look(|w| {
            let view = w
                .home_wire(&self.id)
                .ok_or(Missing("no Home tab published".into()))?;
            let action = pressed(
                w,
                view["blocks"]
                    .as_array()
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                label,
            )?;
            Ok(w.view_actions(&self.id, view, action))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// Presses a button inside the modal on top.
    pub async fn click_modal(&self, label: &str) -> Result<Ack, Missing> {
        let payload = self.hub.look(|w| {
            let view = w
                .top_view(&self.id)
                .cloned()
                .ok_or(Missing("no modal is open".into()))?;
            let action = pressed(w, &view.blocks(), label)?;
            let wire = w.view_wire(&view, true);
            Ok(w.view_actions(&self.id, wire, action))
        })?;
        Ok(self.deliver("interaction", payload).await)
    }

    /// What an external select offers for the wanted texts; nothing is asked for other elements.
    pub(super) async fn offered(
        &self,
        found: &Found,
        wanted: &[&str],
        place: impl Fn() -> Place,
    ) -> Vec<Value> {
        let mut offered = Vec::new();
        if !found.kind().ends_with("external_select") {
            return offered;
        }
        for text in wanted {
            let payload = self
                .hub
                .look(|w| w.suggestion(&self.id, found, text, place()));
            offered.extend(elements::options(
                &self.deliver("options", payload).await.json(),
            ));
        }
        offered
    }
}

fn absent(label: &str, blocks: &[Value]) -> Missing {
    let there: Vec<String> = elements::all(blocks)
        .into_iter()
        .flat_map(|f| f.names)
        .collect();
    Missing(format!("no {label:?}; there are {there:?}"))
}

/// The action of the button that reads `label`, or of the menu that has such an option.
fn pressed(world: &mut World, blocks: &[Value], label: &str) -> Result<Value, Missing> {
    let all = elements::all(blocks);
    if let Some(found) = all
        .iter()
        .find(|f| f.kind() == "button" && f.is_called(label))
    {
        return Ok(action(
            world,
            &Press {
                found: found.clone(),
                value: json!({}),
            },
        ));
    }
    let menu = |f: &&Found| matches!(f.kind(), "overflow" | "static_select" | "radio_buttons");
    for found in all.iter().filter(menu) {
        if let Some(option) = elements::option(&found.element, label) {
            let value = json!({ "selected_option": option });
            return Ok(action(
                world,
                &Press {
                    found: found.clone(),
                    value,
                },
            ));
        }
    }
    Err(absent(label, blocks))
}

/// The entry of `actions[]`.
fn action(world: &mut World, press: &Press) -> Value {
    let (block, id) = press.found.key();
    let element = &press.found.element;
    let mut action = press.value.clone();
    action["type"] = element["type"].clone();
    action["block_id"] = json!(block);
    action["action_id"] = json!(id);
    action["action_ts"] = json!(world.stamp());
    for name in ["text", "value", "url", "style"] {
        if press.found.kind() == "button" && !element[name].is_null() {
            action[name] = element[name].clone();
        }
    }
    action
}

/// The action that a field's new value sends.
pub fn changed(world: &mut World, found: &Found, state: &Value) -> Value {
    action(
        world,
        &Press {
            found: found.clone(),
            value: state.clone(),
        },
    )
}

/// The state value that holds what is wanted. `offered` are options that came from the bot.
pub fn chosen(
    world: &World,
    found: &Found,
    wanted: &[&str],
    offered: &[Value],
) -> Result<Value, Missing> {
    let first = wanted.first().copied().unwrap_or_default();
    let option = |text: &&str| {
        let known = elements::option(&found.element, text);
        let from_bot = || offered.iter().find(|o| shown(&o["text"]) == *text).cloned();
        let all: Vec<String> = elements::options(&found.element)
            .iter()
            .chain(offered)
            .map(|o| shown(&o["text"]))
            .collect();
        known
            .or_else(from_bot)
            .ok_or_else(|| Missing(format!("no option {text:?}; there are {all:?}")))
    };
    let user = |name: &&str| {
        let id = world.find_user(name).map(|u| json!(u.id));
        id.ok_or_else(|| Missing(format!("no user {name:?}")))
    };
    let channel = |name: &&str| {
        let id = world.find_channel(name).map(|c| json!(c.id));
        id.ok_or_else(|| Missing(format!("no channel {name:?}")))
    };
    let nothing = wanted.is_empty() || first.is_empty();
    let list = |one: &dyn Fn(&&str) -> Result<Value, Missing>| {
        wanted
            .iter()
            .map(one)
            .collect::<Result<Vec<_>, _>>()
            .map(Value::from)
    };
    let value = match found.kind() {
        "multi_static_select" | "multi_external_select" | "checkboxes" => list(&option)?,
        "multi_users_select" => list(&user)?,
        "multi_channels_select" | "multi_conversations_select" => list(&channel)?,
        _ if nothing => Value::Null,
        "static_select" | "external_select" | "radio_buttons" => option(&first)?,
        "overflow" => return Ok(json!({ "selected_option": option(&first)? })),
        "users_select" => user(&first)?,
        "channels_select" | "conversations_select" => channel(&first)?,
        "datetimepicker" => json!(
            first
                .parse::<i64>()
                .map_err(|_| Missing(format!("{first:?} is no unix time")))?
        ),
        "rich_text_input" => json!({ "type": "rich_text", "elements": [
            { "type": "rich_text_section", "elements": [{ "type": "text", "text": first }] },
        ] }),
        _ => json!(first),
    };
    form::holding(found.kind(), value)
        .ok_or_else(|| Missing(format!("a {} holds nothing", found.kind())))
}
