//! Modals and Home tabs: triggers, stacks of three, hashes.

use serde_json::{Value, json};

use super::elements;
use super::form::{self, Typed};
use super::limits;
use super::names::{APP, BOT, TEAM};
use super::refusal::Refusal;
use super::state::World;

/// A trigger lives this long, milliseconds.
const TRIGGER_LIFE: i64 = 3000;
/// Modals on top of each other.
const STACK: usize = 3;

/// Leave to open one modal for somebody.
pub struct Trigger {
    pub user: String,
    pub at: i64,
    pub used: bool,
}

/// An open modal.
#[derive(Clone, Debug)]
pub struct View {
    pub id: String,
    /// As the bot gave it, ids completed.
    pub given: Value,
    pub hash: String,
    pub root: String,
    pub previous: Option<String>,
    pub typed: Typed,
}

/// A published Home tab.
pub struct Home {
    pub id: String,
    pub given: Value,
    pub hash: String,
}

impl View {
    pub fn blocks(&self) -> Vec<Value> {
        self.given["blocks"].as_array().cloned().unwrap_or_default()
    }
}

impl World {
    /// A fresh trigger of `user`.
    pub fn trigger(&mut self, user: &str) -> String {
        let id = format!("{}.{TEAM}.{:016x}", self.id("1"), rand::random::<u64>());
        self.triggers.insert(
            id.clone(),
            Trigger {
                user: user.into(),
                at: self.now(),
                used: false,
            },
        );
        id
    }

    /// Whose trigger it is; uses it up.
    fn spend(&mut self, trigger: &str) -> Result<String, Refusal> {
        let now = self.now();
        let trigger = self.triggers.get_mut(trigger).ok_or("invalid_trigger_id")?;
        if trigger.used {
            return Err("exchanged_trigger_id".into());
        }
        if now - trigger.at > TRIGGER_LIFE {
            return Err("expired_trigger_id".into());
        }
        trigger.used = true;
        Ok(trigger.user.clone())
    }

    /// A view as the bot gave it, checked, watched for pings and with its ids completed.
    fn checked(
        &mut self,
        mut view: Value,
        kind: &str,
        own: Option<&str>,
    ) -> Result<Value, Refusal> {
        if limits::too_large(&view) {
            return Err("view_too_large".into());
        }
        let wrong = limits::view(&view, kind);
        if !wrong.is_empty() {
            return Err(Refusal::because("invalid_arguments", &wrong));
        }
        let external = view["external_id"].as_str().filter(|id| !id.is_empty());
        let taken =
            |v: &View| Some(v.id.as_str()) != own && v.given["external_id"].as_str() == external;
        if external.is_some() && self.views.values().any(taken) {
            return Err("duplicate_external_id".into());
        }
        self.watch(kind, "", &view);
        elements::complete(&mut view["blocks"], self);
        Ok(view)
    }

    fn hash(&self) -> String {
        format!("{}.{:08x}", self.now() / 1000, rand::random::<u32>())
    }

    /// `views.open`: a new stack.
    pub fn open_view(&mut self, trigger: &str, view: Value) -> Result<View, Refusal> {
        let view = self.checked(view, "modal", None)?;
        let user = self.spend(trigger)?;
        for old in self.stacks.remove(&user).unwrap_or_default() {
            self.views.remove(&old);
        }
        Ok(self.stack(&user, view))
    }

    /// `views.push`: on top of what the trigger's user has open.
    pub fn push_view(&mut self, trigger: &str, view: Value) -> Result<View, Refusal> {
        let view = self.checked(view, "modal", None)?;
        let user = self.spend(trigger)?;
        if self.stacks.get(&user).is_none_or(Vec::is_empty) {
            return Err("not_found".into());
        }
        self.push_onto(&user, view)
    }

    /// A checked view on top of an open one, by method or by `response_action: push`.
    fn push_onto(&mut self, user: &str, view: Value) -> Result<View, Refusal> {
        if self.stacks.get(user).map_or(0, Vec::len) >= STACK {
            return Err("push_limit_reached".into());
        }
        Ok(self.stack(user, view))
    }

    /// `response_action: push`.
    pub fn push_answer(&mut self, user: &str, view: Value) -> Result<View, Refusal> {
        let view = self.checked(view, "modal", None)?;
        self.push_onto(user, view)
    }

    fn stack(&mut self, user: &str, given: Value) -> View {
        let id = self.id("V");
        let hash = self.hash();
        let stack = self.stacks.entry(user.into()).or_default();
        let view = View {
            id: id.clone(),
            given,
            hash,
            root: stack.first().unwrap_or(&id).clone(),
            previous: stack.last().cloned(),
            typed: Typed::new(),
        };
        stack.push(id.clone());
        self.views.insert(id, view.clone());
        view
    }

    /// `views.update` and `response_action: update`. What was typed stays where block and action ids stay.
    pub fn update_view(
        &mut self,
        id: &str,
        view: Value,
        hash: Option<&str>,
    ) -> Result<View, Refusal> {
        let old = self.views.get(id).ok_or("not_found")?;
        if hash.is_some_and(|h| h != old.hash) {
            return Err("hash_conflict".into());
        }
        let given = self.checked(view, "modal", Some(id))?;
        let hash = self.hash();
        let view = self.views.get_mut(id).ok_or("not_found")?;
        view.given = given;
        view.hash = hash;
        let kept = elements::all(&view.blocks());
        view.typed
            .retain(|key, _| kept.iter().any(|f| f.key() == *key));
        Ok(view.clone())
    }

    /// The id of an open view, by its own or its external id.
    pub fn view_named(
        &self,
        id: Option<String>,
        external: Option<String>,
    ) -> Result<String, Refusal> {
        if let Some(id) = id {
            return Ok(id);
        }
        let external = external
            .ok_or_else(|| Refusal::because("invalid_arguments", &["missing view_id".into()]))?;
        let named = |v: &&View| v.given["external_id"].as_str() == Some(&external);
        self.views
            .values()
            .find(named)
            .map(|v| v.id.clone())
            .ok_or_else(|| "not_found".into())
    }

    /// `views.publish`.
    pub fn publish(
        &mut self,
        user: &str,
        view: Value,
        hash: Option<&str>,
    ) -> Result<Value, Refusal> {
        if !self.options.home_tab {
            return Err("not_enabled".into());
        }
        if self.user(user).is_none_or(|u| u.bot) {
            return Err(Refusal::because(
                "invalid_arguments",
                &["invalid user_id".into()],
            ));
        }
        let view = self.checked(view, "home", None)?;
        if hash.is_some_and(|h| self.homes.get(user).is_some_and(|home| home.hash != h)) {
            return Err("hash_conflict".into());
        }
        let id = self
            .homes
            .get(user)
            .map(|h| h.id.clone())
            .unwrap_or_else(|| self.id("V"));
        let hash = self.hash();
        self.homes.insert(
            user.into(),
            Home {
                id,
                given: view,
                hash,
            },
        );
        Ok(self.home_wire(user).unwrap_or_default())
    }

    /// A view as payloads and answers carry it.
    pub fn view_wire(&self, view: &View, inputs: bool) -> Value {
        let values = form::values(&view.blocks(), &view.typed, inputs);
        wire(
            &view.id,
            &view.given,
            &view.hash,
            values,
            &view.root,
            view.previous.as_deref(),
        )
    }

    pub fn home_wire(&self, user: &str) -> Option<Value> {
        let home = self.homes.get(user)?;
        let blocks = home.given["blocks"].as_array().cloned().unwrap_or_default();
        let values = form::values(&blocks, &Typed::new(), true);
        Some(wire(
            &home.id,
            &home.given,
            &home.hash,
            values,
            &home.id,
            None,
        ))
    }

    /// The modal that somebody sees.
    pub fn top_view(&self, user: &str) -> Option<&View> {
        self.views.get(self.stacks.get(user)?.last()?)
    }

    /// Closes the top modal; the one below, if any, shows again.
    pub fn close_top(&mut self, user: &str) {
        if let Some(id) = self.stacks.get_mut(user).and_then(Vec::pop) {
            self.views.remove(&id);
        }
    }

    /// Closes all of somebody's modals.
    pub fn close_all(&mut self, user: &str) {
        for id in self.stacks.remove(user).unwrap_or_default() {
            self.views.remove(&id);
        }
    }
}

fn wire(
    id: &str,
    given: &Value,
    hash: &str,
    values: Value,
    root: &str,
    previous: Option<&str>,
) -> Value {
    let text = |name: &str| given[name].as_str().unwrap_or_default();
    let flag = |name: &str| given[name].as_bool().unwrap_or_default();
    json!({
        "id": id, "team_id": TEAM, "app_id": APP, "app_installed_team_id": TEAM, "bot_id": BOT, "type": given["type"],
        "callback_id": text("callback_id"), "private_metadata": text("private_metadata"), "hash": hash,
        "state": { "values": values }, "blocks": given["blocks"], "title": given["title"], "submit": given["submit"],
        "close": given["close"], "root_view_id": root, "previous_view_id": previous,
        "external_id": text("external_id"), "clear_on_close": flag("clear_on_close"),
        "notify_on_close": flag("notify_on_close"),
    })
}
