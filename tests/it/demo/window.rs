//! What somebody sees and does in a window.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::browser::{Window, send};

const PATIENCE: Duration = Duration::from_secs(15);
const ENTER: &str = "\u{e007}";
/// The name under which the protocol hands out elements.
pub(super) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Window {
    pub(super) async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        send(&self.http, &format!("{}{path}", self.session), &body).await
    }

    /// A command of the browser's own developer tools.
    pub async fn chrome(&self, command: &str, params: Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.post("/goog/cdp/execute", body).await.unwrap()
    }

    pub async fn dark(&self, on: bool) {
        let scheme = if on { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.chrome(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    }

    pub async fn goes(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await.unwrap();
    }

    /// Tries until it succeeds: what others do comes a moment later.
    pub(super) async fn until<T>(
        &self,
        what: &str,
        tried: impl AsyncFn() -> Result<T, String>,
    ) -> T {
        let started = Instant::now();
        loop {
            match tried().await {
                Ok(done) => return done,
                Err(why) if started.elapsed() > PATIENCE => {
                    let seen = self.script("return document.body.innerText").await;
                    panic!(
                        "{what}: {why}\nThe page reads:\n{}",
                        seen.as_str().unwrap_or_default()
                    );
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    pub(super) async fn find(&self, xpath: &str) -> Result<String, String> {
        let query = json!({ "using": "xpath", "value": xpath });
        let found = self.post("/element", query).await?;
        Ok(found[ELEMENT].as_str().unwrap_or_default().to_owned())
    }

    pub(super) async fn on(&self, xpath: &str, deed: &str, body: Value) {
        self.until(&format!("{deed} {xpath}"), async || {
            let element = self.find(xpath).await?;
            self.post(&format!("/element/{element}/{deed}"), body.clone())
                .await
        })
        .await;
    }

    /// Clicks with the mouse: fails where something else lies over it.
    pub async fn clicks(&self, xpath: &str) {
        self.on(xpath, "click", json!({})).await;
    }

    /// Clicks the button that reads so, the last one if there are several.
    pub async fn presses(&self, words: &str) {
        self.clicks(&format!("(//button[normalize-space(.)='{words}'])[last()]"))
            .await;
    }

    /// Types over what a field of the modal holds.
    pub async fn fills(&self, label: &str, text: &str) {
        let field = format!("//dialog//label[.='{label}']/following-sibling::*[1]");
        self.on(&field, "clear", json!({})).await;
        self.on(&field, "value", json!({ "text": text })).await;
    }

    /// Chooses in a closed list of the modal.
    pub async fn picks(&self, label: &str, option: &str) {
        self.clicks(&format!(
            "//dialog//label[.='{label}']/following-sibling::select//option[.='{option}']"
        ))
        .await;
    }

    /// Types a message or command into the room's composer and presses Enter.
    pub async fn says(&self, text: &str) {
        let text = format!("{text}{ENTER}");
        self.on("//main//textarea", "value", json!({ "text": text }))
            .await;
    }

    /// The same in the thread.
    pub async fn replies(&self, text: &str) {
        let text = format!("{text}{ENTER}");
        self.on("//aside//textarea", "value", json!({ "text": text }))
            .await;
    }

    /// Waits until the page reads so.
    pub async fn sees(&self, words: &str) {
        self.until(&format!("{words:?}"), async || {
            let text = self.reads().await;
            text.contains(words)
                .then_some(())
                .ok_or("is not there".into())
        })
        .await;
    }

    /// Waits until the page reads so no more.
    pub async fn misses(&self, words: &str) {
        self.until(&format!("no {words:?}"), async || {
            let text = self.reads().await;
            (!text.contains(words))
                .then_some(())
                .ok_or("is still there".into())
        })
        .await;
    }

    /// Waits until there is such an element.
    pub async fn finds(&self, xpath: &str) {
        self.until(xpath, async || self.find(xpath).await.map(|_| ()))
            .await;
    }

    /// Waits until a script's expression holds.
    pub async fn holds(&self, expression: &str) {
        self.until(expression, async || {
            let value = self.script(&format!("return {expression}")).await;
            (value == true).then_some(()).ok_or(value.to_string())
        })
        .await;
    }

    pub async fn reads(&self) -> String {
        let text = self.script("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub async fn script(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.post("/execute/sync", body).await.unwrap()
    }

    /// What the browser had to complain about: errors in scripts, things that the policy forbids.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": "browser" })).await;
        let lines = log.unwrap();
        lines
            .as_array()
            .into_iter()
            .flatten()
            .map(|l| l["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// A picture of the window.
    pub async fn shot(&self, file: &Path) {
        let url = format!("{}/screenshot", self.session);
        let answer = self.http.get(url).send().await.unwrap();
        let value = answer.json::<Value>().await.unwrap()["value"].take();
        std::fs::write(file, decoded(value.as_str().unwrap())).unwrap();
    }
}

/// Base64: the one place that needs it.
fn decoded(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut held, mut bits, mut out) = (0_u32, 0, Vec::new());
    for letter in text.bytes() {
        let Some(six) = LETTERS.iter().position(|l| *l == letter) else {
            continue;
        };
        held = (held << 6) | six as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    out
}
