//! A real browser, driven over the WebDriver protocol: so little of it is needed that this is less than a library.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// The program that drives the browser.
pub struct Driver {
    base: String,
    child: Child,
    http: reqwest::Client,
}

/// One window with a profile of its own, as one person has it.
pub struct Window {
    pub(super) session: String,
    pub(super) http: reqwest::Client,
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

pub(super) async fn send(http: &reqwest::Client, url: &str, body: &Value) -> Result<Value, String> {
    let answer = http.post(url).json(body).send().await.unwrap();
    let good = answer.status().is_success();
    let value = answer.json::<Value>().await.unwrap()["value"].take();
    if good {
        Ok(value)
    } else {
        Err(value.to_string())
    }
}
