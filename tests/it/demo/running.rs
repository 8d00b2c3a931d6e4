//! The command itself, in a directory of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `frontdesk demo`; ends with the test.
pub struct Running {
    pub url: String,
    child: Child,
}

impl Running {
    pub fn start(dir: &Path, more: &[&str]) -> Running {
        let binary = std::env::var("FRONTDESK_TEST_BINARY");
        let binary = binary.unwrap_or_else(|_| env!("CARGO_BIN_EXE_frontdesk").into());
        let mut child = Command::new(binary)
            .args(["demo", "--listen", "127.0.0.1:0"])
            .args(more)
            .current_dir(dir)
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut url).unwrap();
        let url = url.trim_end().trim_end_matches('/').to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{url:?}");
        Running { url, child }
    }

    /// What the system says of its memory: resident now, and at most.
    pub fn memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let told = status
            .lines()
            .filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM"));
        told.map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// As Ctrl-C does; returns when it has ended.
    pub fn ends(mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
