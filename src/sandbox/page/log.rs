//! The drawer: what went to the bot, what the bot asked for, and what it did wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::hub::Hub;
use super::super::record::{Call, Delivery};
use super::super::state::World;

/// How often the bot did what Slack does not take, or only suffers.
pub fn broken(world: &World) -> usize {
    let refused = world.calls.iter().filter(|c| !reasons(c).is_null());
    refused.count() + world.violations.len()
}

/// Which rules a call broke, as Slack lists them.
fn reasons(call: &Call) -> &Value {
    &call.answer["response_metadata"]["messages"]
}

/// Lines that the drawer shows of each sort, the newest.
const LINES: usize = 150;

pub fn lines(world: &World, parts: &mut BTreeMap<String, Value>) {
    for (index, call) in newest(&world.calls) {
        let number = world.forgotten.calls + index;
        parts.insert(format!("l:call:{number}"), called(world, number, call));
    }
    for (index, delivery) in newest(&world.deliveries) {
        let number = world.forgotten.deliveries + index;
        parts.insert(
            format!("l:delivery:{number}"),
            delivered(world, number, delivery),
        );
    }
    for (number, breach) in newest(&world.violations) {
        parts.insert(
            format!("l:rule:{number}"),
            json!({ "kind": "rule", "number": number, "what": breach.rule, "at": breach.at, "good": false }),
        );
    }
}

fn newest<T>(all: &[T]) -> impl Iterator<Item = (usize, &T)> {
    all.iter().enumerate().skip(all.len().saturating_sub(LINES))
}

/// Where it was, in words: behind the scenes everybody reads the names of all channels.
fn place(world: &World, channel: Option<&str>) -> Option<String> {
    let id = channel?;
    let direct = id.starts_with(['D', 'U']);
    let name = world.channels.get(id).map_or(id, |c| c.name.as_str());
    Some(if direct {
        "direct message".to_owned()
    } else {
        format!("#{name}")
    })
}

fn called(world: &World, number: usize, call: &Call) -> Value {
    json!({
        "kind": "call", "number": number, "at": call.at, "what": call.method, "outcome": call.outcome,
        "good": call.outcome == "ok", "place": place(world, call.channel.as_deref()), "why": reasons(call),
    })
}

/// The first of these that is a text.
fn first<'a>(places: &[&'a Value]) -> &'a Value {
    let found = places.iter().find(|v| v.is_string());
    found.copied().unwrap_or(&Value::Null)
}

fn delivered(world: &World, number: usize, delivery: &Delivery) -> Value {
    let payload = &delivery.payload;
    let name = match delivery.kind {
        "event" => &payload["event"]["type"],
        "command" => &payload["command"],
        _ => &payload["type"],
    };
    let retry = delivery
        .headers
        .iter()
        .find(|(name, _)| name == "x-slack-retry-num")
        .map(|(_, number)| number);
    let event = &payload["event"];
    let channel = first(&[
        &event["channel"],
        &event["item"]["channel"],
        &payload["channel_id"],
        &payload["channel"]["id"],
    ]);
    let who = first(&[&event["user"], &payload["user_id"], &payload["user"]["id"]]);
    let took = u64::try_from(delivery.latency.as_millis()).unwrap_or(u64::MAX);
    json!({
        "kind": "delivery", "number": number, "at": delivery.at, "what": name, "sort": delivery.kind, "retry": retry,
        "outcome": delivery.status.map_or("no answer".to_string(), |s| s.to_string()), "took": took,
        "place": place(world, channel.as_str()), "who": who.as_str(),
        "good": delivery.status.is_some_and(|s| s < 300),
    })
}

/// One line in full.
pub async fn record(
    State(hub): State<Arc<Hub>>,
    Path((kind, number)): Path<(String, usize)>,
) -> Result<Json<Value>, StatusCode> {
    let found = hub.peek(|w| match kind.as_str() {
        "call" => {
            let call = w.calls.get(number.checked_sub(w.forgotten.calls)?)?;
            Some(json!({ "sent": call.args, "answered": call.answer, "applied": call.applied }))
        }
        "delivery" => {
            let delivery = delivery(w, number)?;
            let headers: BTreeMap<&str, &str> = delivery
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let answer = serde_json::from_str(&delivery.answer);
            let answered = answer.unwrap_or_else(|_| json!(delivery.answer));
            Some(json!({ "headers": headers, "sent": delivery.payload, "answered": answered }))
        }
        "rule" => Some(json!({ "sent": w.violations.get(number)?.sent })),
        _ => None,
    });
    found.map(Json).ok_or(StatusCode::NOT_FOUND)
}

/// A delivery by its number, if it is remembered.
pub fn delivery(world: &World, number: usize) -> Option<&Delivery> {
    let index = number.checked_sub(world.forgotten.deliveries)?;
    world.deliveries.get(index)
}
