//! What Slack sends when somebody submits the new-request form: the form as Frontdesk draws it, wrapped and
//! signed as Slack does it. Every candidate gets the same.

use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use frontdesk::domain::answer::Seed;
use frontdesk::domain::catalogue::Catalogue;
use frontdesk::domain::intent::{FormKind, NewRequestForm};
use frontdesk::platform::slack::render;
use frontdesk::view;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use url::form_urlencoded::byte_serialize;

use crate::SECRET;

/// People who ask.
pub const PEOPLE: u64 = 5_000;
const SERVICE: &str = "laptop";
/// What is different in each request; letters only, so that they look the same once they are encoded.
const HOLES: [&str; 4] = ["ZzViewzZ", "ZzUserzZ", "ZzSubjectzZ", "ZzTriggerzZ"];

/// The catalogue of the product's example configuration.
pub fn catalogue(config: &Path) -> anyhow::Result<Catalogue> {
    let config = frontdesk::config::load(Some(config), &|_| None)
        .map_err(|e| anyhow::anyhow!("{e}"))
        .context("the example configuration")?;
    Ok(config.catalogue)
}

/// Makes one submission after the other, no two alike.
pub struct Submissions {
    /// The encoded body between the holes, and which hole follows.
    parts: Vec<(Vec<u8>, Option<usize>)>,
    key: Hmac<Sha256>,
    run: u64,
    count: u64,
    random: u64,
    body: Vec<u8>,
}

impl Submissions {
    /// `run` tells the requests of one server apart where several generators send to it.
    pub fn new(catalogue: &Catalogue, run: u64) -> anyhow::Result<Submissions> {
        let payload = payload(catalogue)?.to_string();
        let encoded: String = byte_serialize(payload.as_bytes()).collect();
        let mut rest = format!("payload={encoded}");
        let mut parts = Vec::new();
        while let Some((at, hole)) = next_hole(&rest) {
            let after = rest.split_off(at + HOLES[hole].len());
            rest.truncate(at);
            parts.push((rest.into_bytes(), Some(hole)));
            rest = after;
        }
        parts.push((rest.into_bytes(), None));
        Ok(Submissions {
            parts,
            key: Hmac::new_from_slice(SECRET.as_bytes())?,
            run,
            count: 0,
            random: 0x9e37_79b9_7f4a_7c15,
            body: Vec::new(),
        })
    }

    /// Leaves out `count` requests that were sent before.
    pub fn skip(&mut self, count: u64) {
        self.count += count;
    }

    /// Writes the next request into `out`, head and body.
    #[expect(clippy::disallowed_methods, reason = "a signature has the time of day")]
    pub fn next(&mut self, out: &mut Vec<u8>) {
        self.count += 1;
        let (run, count) = (self.run, self.count);
        // xorshift: who asks has no pattern, as in life.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let user = self.random % PEOPLE;
        self.body.clear();
        let body = &mut self.body;
        for (text, hole) in &self.parts {
            body.extend_from_slice(text);
            // Writing into memory cannot fail. Slack's ids rise with time.
            let _ = match hole {
                Some(0) => write!(body, "V{run:03}{count:08}"),
                Some(1) => write!(body, "U{user:08}"),
                Some(2) => write!(body, "Screen+is+black+{run}-{count}"),
                Some(3) => write!(body, "{run:03}{count:08}.1337.{:016x}", self.random),
                _ => Ok(()),
            };
        }
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_secs());
        let mut mac = self.key.clone();
        mac.update(format!("v0:{now}:").as_bytes());
        mac.update(body);
        out.clear();
        let _ = write!(
            out,
            "POST /slack/events HTTP/1.1\r\nhost: desk.acme.example\r\nuser-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n\
             accept-encoding: gzip,deflate\r\naccept: application/json,*/*\r\nx-slack-signature: v0={}\r\n\
             x-slack-request-timestamp: {now}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
            hex::encode(mac.finalize().into_bytes()),
            body.len()
        );
        out.extend_from_slice(body);
    }
}

fn next_hole(text: &str) -> Option<(usize, usize)> {
    let found = HOLES.iter().enumerate();
    found
        .filter_map(|(hole, name)| Some((text.find(name)?, hole)))
        .min()
}

/// The whole `view_submission`, the view with its blocks included, as Slack sends it.
fn payload(catalogue: &Catalogue) -> anyhow::Result<Value> {
    let form = NewRequestForm {
        service: Some(SERVICE.to_owned()),
        ..NewRequestForm::default()
    };
    let seed = Seed::new(FormKind::NewRequest(form));
    let mut view = render::form(&view::form(&seed, catalogue, 0));
    let values = entered(&view)?;
    for (key, value) in [
        ("id", json!(HOLES[0])),
        ("team_id", json!("T0BENCH")),
        ("state", json!({ "values": values })),
        ("hash", json!("1763769600.Zz1aBcDe")),
        ("previous_view_id", Value::Null),
        ("root_view_id", json!(HOLES[0])),
        ("app_id", json!("A0BENCH")),
        ("external_id", json!("")),
        ("app_installed_team_id", json!("T0BENCH")),
        ("bot_id", json!("B0BOT")),
        ("clear_on_close", json!(false)),
        ("notify_on_close", json!(false)),
    ] {
        view[key] = value;
    }
    Ok(json!({
        "type": "view_submission",
        "team": { "id": "T0BENCH", "domain": "acme" },
        "user": { "id": HOLES[1], "username": "someone", "name": "someone", "team_id": "T0BENCH" },
        "api_app_id": "A0BENCH",
        "token": "deprecated",
        "trigger_id": HOLES[3],
        "view": view,
        "response_urls": [],
        "is_enterprise_install": false,
        "enterprise": null,
    }))
}

/// The state of every input: what has to be filled in is, the rest is empty.
fn entered(view: &Value) -> anyhow::Result<Value> {
    let mut values = Map::new();
    for block in view["blocks"].as_array().into_iter().flatten() {
        let (block_id, element) = (&block["block_id"], &block["element"]);
        let (Some(block_id), Some(action), Some(kind)) = (
            block_id.as_str(),
            element["action_id"].as_str(),
            element["type"].as_str(),
        ) else {
            continue;
        };
        let answer = match block_id.trim_start_matches("in:") {
            "subject" => json!({ "type": kind, "value": HOLES[2] }),
            "f.asset" => json!({ "type": kind, "value": "AB-1234" }),
            "service" => picked(kind, "Laptop trouble", SERVICE),
            "f.kind" => picked(kind, "Screen", "Screen"),
            _ if kind.ends_with("select") => json!({ "type": kind, "selected_option": null }),
            "needed_by" => json!({ "type": kind, "selected_date": null }),
            _ if kind == "file_input" => json!({ "type": kind, "files": [] }),
            _ => json!({ "type": kind, "value": null }),
        };
        values.insert(block_id.to_owned(), json!({ action: answer }));
    }
    anyhow::ensure!(values.len() >= 4, "the form has lost its inputs: {view}");
    Ok(Value::Object(values))
}

fn picked(kind: &str, label: &str, value: &str) -> Value {
    json!({ "type": kind, "selected_option": { "text": { "type": "plain_text", "text": label, "emoji": true }, "value": value } })
}
