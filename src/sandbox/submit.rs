//! Filling in the modal on top, and sending or closing it.

use serde_json::{Value, json};

use super::ack::{Ack, Missing, Submitted};
use super::click::{changed, chosen};
use super::elements::{self, Found};
use super::form::{self, Typed};
use super::payloads::Place;
use super::person::Person;
use super::reading::shown;
use super::state::World;

impl Person {
    /// The field called `label` of the modal on top.
    fn field(&self, label: &str) -> Result<Found, Missing> {
        let modal = self.modal().ok_or(Missing("no modal is open".into()))?;
        let there = || {
            Missing(format!(
                "no field {label:?} in {:?}; there are {:?}",
                modal.title(),
                modal.labels()
            ))
        };
        modal.found(label).ok_or_else(there)
    }

    /// Types into a field (text, number, e-mail, URL; a date as `YYYY-MM-DD`, a time as `HH:mm`); "" empties it.
    pub async fn fill(&self, label: &str, text: &str) -> Result<Option<Ack>, Missing> {
        self.choose_many(label, &[text]).await
    }

    /// Chooses one option, person or channel by what it reads. External selects are asked first.
    pub async fn pick(&self, label: &str, option: &str) -> Result<Option<Ack>, Missing> {
        self.choose_many(label, &[option]).await
    }

    /// Chooses several options, people or channels, or ticks boxes; none empties the field.
    /// Returns the bot's answer where the field tells changes at once.
    pub async fn choose_many(&self, label: &str, wanted: &[&str]) -> Result<Option<Ack>, Missing> {
        let found = self.field(label)?;
        let modal = self.modal().map(|m| m.view).unwrap_or_default();
        let offered = self
            .offered(&found, wanted, || Place::View(modal.clone()))
            .await;
        let state = self.hub.look(|w| chosen(w, &found, wanted, &offered))?;
        self.put(&found, state).await
    }

    /// Puts files (name and bytes) into a file field.
    pub async fn upload(
        &self,
        label: &str,
        files: &[(&str, &[u8])],
    ) -> Result<Option<Ack>, Missing> {
        let found = self.field(label)?;
        let state = self.hub.look(|w| {
            let ids: Vec<String> = files
                .iter()
                .map(|(name, bytes)| w.add_file(&self.id, name, bytes, None))
                .collect();
            form::holding(found.kind(), json!(w.file_objects(&ids)))
        });
        self.put(
            &found,
            state.ok_or(Missing(format!("{label:?} takes no files")))?,
        )
        .await
    }

    /// Puts a value into a field; the bot is told where the field tells changes at once.
    pub(super) async fn put(&self, found: &Found, state: Value) -> Result<Option<Ack>, Missing> {
        let payload = self.hub.look(|w| {
            let id = w
                .top_view(&self.id)
                .map(|v| v.id.clone())
                .unwrap_or_default();
            if let Some(view) = w.views.get_mut(&id) {
                view.typed.insert(found.key(), state.clone());
            }
            let view = w.views.get(&id).filter(|_| found.dispatches()).cloned()?;
            let action = changed(w, found, &state);
            let wire = w.view_wire(&view, true);
            Some(w.view_actions(&self.id, wire, action))
        });
        match payload {
            Some(payload) => Ok(Some(self.deliver("interaction", payload).await)),
            None => Ok(None),
        }
    }

    /// Types into an external select and returns what it offers: (group label or "", option).
    pub async fn options(
        &self,
        label: &str,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Missing> {
        let found = self.field(label)?;
        let modal = self.modal().map(|m| m.view).unwrap_or_default();
        let payload = self
            .hub
            .look(|w| w.suggestion(&self.id, &found, typed, Place::View(modal)));
        let answer = self.deliver("options", payload).await.json();
        let texts = |of: &Value, group: &str| -> Vec<(String, String)> {
            let options = of["options"].as_array().into_iter().flatten();
            options
                .map(|o| (group.to_string(), shown(&o["text"])))
                .collect()
        };
        let groups = answer["option_groups"].as_array().into_iter().flatten();
        Ok(texts(&answer, "")
            .into_iter()
            .chain(groups.flat_map(|g| texts(g, &shown(&g["label"]))))
            .collect())
    }

    /// Presses the submit button. Slack's client looks over the fields first; then the bot decides.
    pub async fn submit(&self) -> Submitted {
        let Some((id, blocks, typed)) = self.hub.look(|w| {
            w.top_view(&self.id)
                .map(|v| (v.id.clone(), v.blocks(), v.typed.clone()))
        }) else {
            return Submitted::NoModal;
        };
        let wrong = incomplete(&blocks, &typed);
        if !wrong.is_empty() {
            return Submitted::Incomplete(wrong);
        }
        let payload = self
            .hub
            .look(|w| w.submission(&self.id))
            .unwrap_or_default();
        let ack = self.deliver("interaction", payload).await;
        if !ack.ok() {
            return Submitted::Failed(ack.status);
        }
        let outcome = self.hub.look(|w| self.answered(w, &id, &blocks, &ack.body));
        outcome.unwrap_or_else(|why| {
            let rule = format!("view_submission: {why}");
            self.hub.look(|w| w.violation(rule, ack.json()));
            Submitted::Failed(ack.status)
        })
    }

    /// Does what the answer to a submission says; `Err` for what Slack would not take.
    fn answered(
        &self,
        world: &mut World,
        id: &str,
        blocks: &[Value],
        body: &str,
    ) -> Result<Submitted, String> {
        if body.trim().is_empty() {
            world.close_view(&self.id, id);
            return Ok(Submitted::Closed);
        }
        let answer: Value = serde_json::from_str(body).map_err(|_| format!("not JSON: {body}"))?;
        match answer["response_action"].as_str() {
            Some("clear") => {
                world.close_all(&self.id);
                Ok(Submitted::Cleared)
            }
            Some("update") => {
                let updated = world.update_view(id, answer["view"].clone(), None);
                updated
                    .map(|_| Submitted::Updated)
                    .map_err(|r| r.body().to_string())
            }
            Some("push") => {
                let pushed = world.push_answer(&self.id, answer["view"].clone());
                pushed
                    .map(|_| Submitted::Pushed)
                    .map_err(|r| r.body().to_string())
            }
            Some("errors") => {
                let errors = answer["errors"]
                    .as_object()
                    .filter(|e| !e.is_empty())
                    .ok_or("errors without errors")?;
                let label = |block: &String| {
                    let input = blocks
                        .iter()
                        .find(|b| b["type"] == "input" && b["block_id"] == **block);
                    input
                        .map(|b| shown(&b["label"]))
                        .ok_or(format!("error for {block:?}, which is no input block"))
                };
                let told = errors.iter().map(|(block, text)| {
                    Ok((label(block)?, text.as_str().unwrap_or_default().into()))
                });
                told.collect::<Result<_, String>>().map(Submitted::Errors)
            }
            _ => Err(format!("unknown answer: {body}")),
        }
    }

    /// Closes the modal on top (Cancel), or all of them (the cross).
    pub async fn closes_modal(&self, whole: bool) -> Option<Ack> {
        let payload = self.hub.look(|w| {
            let payload = w.closing(&self.id, whole)?;
            if whole {
                w.close_all(&self.id)
            } else {
                w.close_top(&self.id)
            }
            Some(payload)
        })?;
        match payload["view"]["notify_on_close"] == true {
            true => Some(self.deliver("interaction", payload).await),
            false => None,
        }
    }
}

impl World {
    fn close_view(&mut self, user: &str, id: &str) {
        if let Some(stack) = self.stacks.get_mut(user) {
            stack.retain(|open| open != id);
        }
        self.views.remove(id);
    }
}

/// Labels of the fields that Slack's client itself refuses.
fn incomplete(blocks: &[Value], typed: &Typed) -> Vec<String> {
    let inputs = elements::all(blocks)
        .into_iter()
        .filter(|f| f.block["type"] == "input");
    let refused = inputs.filter(|found| {
        let state = form::current(found, typed).unwrap_or_default();
        if form::is_empty(&state) {
            return found.block["optional"] != true;
        }
        state["value"]
            .as_str()
            .is_some_and(|text| !acceptable(&found.element, text))
    });
    refused.map(|found| shown(&found.block["label"])).collect()
}

fn acceptable(element: &Value, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let bound = |name: &str| element[name].as_str().and_then(|b| b.parse::<f64>().ok());
    match element["type"].as_str() {
        Some("email_text_input") => text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        Some("url_text_input") => url::Url::parse(text).is_ok(),
        Some("number_input") => match text.parse::<f64>() {
            Ok(number) => {
                (element["is_decimal_allowed"] == true || number.fract() == 0.0)
                    && bound("min_value").is_none_or(|min| number >= min)
                    && bound("max_value").is_none_or(|max| number <= max)
            }
            Err(_) => false,
        },
        _ => {
            element["min_length"]
                .as_u64()
                .is_none_or(|min| length >= min)
                && element["max_length"]
                    .as_u64()
                    .is_none_or(|max| length <= max)
        }
    }
}
