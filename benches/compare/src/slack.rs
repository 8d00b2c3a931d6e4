//! Slack's Web API, as far as delivery calls it: every call succeeds at once, or waits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use serde_json::{Value, json};
use url::form_urlencoded;

/// A running stand-in. It takes calls until the program ends.
#[derive(Clone)]
pub struct Slack {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    calls: AtomicU64,
    silent: Mutex<bool>,
    speaks: Condvar,
}

impl Slack {
    /// # Errors
    /// When there is no port to listen on.
    pub fn start() -> std::io::Result<Slack> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let slack = Slack {
            address: listener.local_addr()?,
            shared: Arc::default(),
        };
        let shared = slack.shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                // A connection that breaks is the server's that was stopped.
                std::thread::spawn(move || shared.talk(stream));
            }
        });
        Ok(slack)
    }

    /// Calls answered so far, other than the one that asks who we are.
    pub fn calls(&self) -> u64 {
        self.shared.calls.load(Ordering::Relaxed)
    }

    /// While silent it says who we are and lets everything else wait: as in an outage, nothing goes out.
    pub fn set_silent(&self, silent: bool) {
        *self
            .shared
            .silent
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = silent;
        self.shared.speaks.notify_all();
    }
}

impl Shared {
    fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut writer = stream;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let path = line.split(' ').nth(1).unwrap_or_default();
            let method = path.rsplit('/').next().unwrap_or_default().to_owned();
            let mut length = 0;
            loop {
                line.clear();
                reader.read_line(&mut line)?;
                if line.trim().is_empty() {
                    break;
                }
                let line = line.to_ascii_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            if method != "auth.test" {
                self.wait_until_it_speaks();
            }
            let answer = self.answer(&method, &body).to_string();
            write!(
                writer,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{answer}",
                answer.len()
            )?;
        }
    }

    fn wait_until_it_speaks(&self) {
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        while *silent {
            silent = self
                .speaks
                .wait(silent)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn answer(&self, method: &str, body: &[u8]) -> Value {
        let arg = |name: &str| {
            let mut args = form_urlencoded::parse(body);
            let found = args.find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned())
        };
        if method == "auth.test" {
            return json!({ "ok": true, "url": "https://acme.slack.com/", "team": "Acme", "user": "frontdesk",
                "team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT", "app_id": "A0BENCH" });
        }
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let ts = format!(
            "{}.{:06}",
            1_763_769_600 + call / 1_000_000,
            call % 1_000_000
        );
        match method {
            "chat.postMessage" | "chat.update" => {
                let ts = arg("ts").unwrap_or(ts);
                json!({ "ok": true, "channel": arg("channel"), "ts": ts })
            }
            "chat.postEphemeral" => json!({ "ok": true, "message_ts": ts }),
            "conversations.open" => {
                let channel = arg("users").unwrap_or_default().replacen('U', "D", 1);
                json!({ "ok": true, "channel": { "id": channel } })
            }
            "users.info" => {
                let id = arg("user");
                json!({ "ok": true, "user": { "id": id, "team_id": "T0BENCH", "name": id, "tz": "Europe/Berlin",
                    "profile": { "real_name": id, "display_name": id } } })
            }
            "users.lookupByEmail" => json!({ "ok": false, "error": "users_not_found" }),
            "views.open" | "views.update" | "views.push" | "views.publish" => {
                json!({ "ok": true, "view": { "id": format!("V{call}"), "hash": ts } })
            }
            _ => json!({ "ok": true }),
        }
    }
}
