//! A real browser, driven over the WebDriver protocol: so little of it is needed that this is less than a library.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(15);
const ENTER: &str = "\u{e007}";
/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The program that drives the browser.
pub struct Driver {
    base: String,
    child: Child,
    http: reqwest::Client,
}

/// One window with a profile of its own, as one person has it.
pub struct Window {
    session: String,
    http: reqwest::Client,
    _profile: TempDir,
}

impl Driver {
    /// `None` only if FRONTDESK_TEST_BROWSER=skip.
    ///
    /// # Panics
    /// Without a browser: a test that is not run must not look like one that passed.
    pub fn start() -> Option<Driver> {
        if std::env::var("FRONTDESK_TEST_BROWSER").as_deref() == Ok("skip") {
            eprintln!("FRONTDESK_TEST_BROWSER=skip: the demo was NOT tested in a browser");
            return None;
        }
        let child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.expect(
            "chromedriver is needed: `apt-get install chromium chromium-driver` on Debian, \
             or set FRONTDESK_TEST_BROWSER=skip to do without",
        );
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines
            .map_while(Result::ok)
            .find(|l| l.contains("started successfully on port"))
            .expect("chromedriver says where it listens");
        let port = said.rsplit(' ').next().unwrap().trim_end_matches('.');
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Some(Driver {
            base: format!("http://127.0.0.1:{port}"),
            child,
            http,
        })
    }

    /// A new window, so many pixels large.
    pub async fn window(&self, width: u32, height: u32) -> Window {
        let profile = tempfile::tempdir().unwrap();
        let data = format!("--user-data-dir={}", profile.path().display());
        let args = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &data,
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": { "args": args },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let made = send(&self.http, &format!("{}/session", self.base), &wanted).await;
        let id = made.expect("a browser")["sessionId"]
            .as_str()
            .unwrap()
            .to_owned();
        let window = Window {
            session: format!("{}/session/{id}", self.base),
            http: self.http.clone(),
            _profile: profile,
        };
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        window
            .chrome("Emulation.setDeviceMetricsOverride", size)
            .await;
        window
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Killed, it would leave its browsers behind; asked, it ends them first.
        let address = self.base.trim_start_matches("http://");
        if let Ok(mut line) = TcpStream::connect(address) {
            let ask =
                format!("GET /shutdown HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
            let _ = line.write_all(ask.as_bytes());
            let _ = line.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = line.read(&mut [0; 64]);
        }
        for _ in 0..50 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn send(http: &reqwest::Client, url: &str, body: &Value) -> Result<Value, String> {
    let answer = http.post(url).json(body).send().await.unwrap();
    let good = answer.status().is_success();
    let value = answer.json::<Value>().await.unwrap()["value"].take();
    if good {
        Ok(value)
    } else {
        Err(value.to_string())
    }
}

impl Window {
    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        send(&self.http, &format!("{}{path}", self.session), &body).await
    }

    async fn chrome(&self, command: &str, params: Value) {
        let body = json!({ "cmd": command, "params": params });
        self.post("/goog/cdp/execute", body).await.unwrap();
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
    async fn until<T>(&self, what: &str, tried: impl AsyncFn() -> Result<T, String>) -> T {
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

    async fn find(&self, xpath: &str) -> Result<String, String> {
        let query = json!({ "using": "xpath", "value": xpath });
        let found = self.post("/element", query).await?;
        Ok(found[ELEMENT].as_str().unwrap_or_default().to_owned())
    }

    async fn on(&self, xpath: &str, deed: &str, body: Value) {
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
