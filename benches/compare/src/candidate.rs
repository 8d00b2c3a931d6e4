//! Who is compared, and how each is started.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::SECRET;
use crate::slack::Slack;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// The whole desk, which also delivers what it stores.
    Frontdesk,
    /// The same while Slack answers nothing, so that like the peers it only stores what is to be sent.
    FrontdeskHeld,
    BoltJs,
    BoltPy,
    BoltPyBefore,
    Axum,
}

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The product's repository.
    pub root: PathBuf,
    /// `frontdesk` and `verify_only`, built for release.
    pub frontdesk: PathBuf,
    pub verify_only: PathBuf,
    /// Milliseconds that each flush takes longer, and what makes it so.
    pub flush: Option<(f64, PathBuf)>,
}

impl Candidate {
    pub const ALL: [Candidate; 6] = [
        Candidate::Frontdesk,
        Candidate::FrontdeskHeld,
        Candidate::BoltJs,
        Candidate::BoltPy,
        Candidate::BoltPyBefore,
        Candidate::Axum,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Candidate::Frontdesk => "frontdesk",
            Candidate::FrontdeskHeld => "frontdesk-held",
            Candidate::BoltJs => "bolt-js",
            Candidate::BoltPy => "bolt-py",
            Candidate::BoltPyBefore => "bolt-py-before",
            Candidate::Axum => "axum-verify",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Candidate::Frontdesk => "Frontdesk, delivering as it goes",
            Candidate::FrontdeskHeld => "Frontdesk, deliveries held back",
            Candidate::BoltJs => "Bolt JS, better-sqlite3",
            Candidate::BoltPy => "Bolt Python, uvicorn, sqlite3",
            Candidate::BoltPyBefore => "the same, process_before_response",
            Candidate::Axum => "bare axum: verifies, stores nothing",
        }
    }

    pub fn is_frontdesk(self) -> bool {
        matches!(self, Candidate::Frontdesk | Candidate::FrontdeskHeld)
    }

    /// Starts it on `database`, a file; it may not be there yet.
    pub fn command(
        self,
        setup: &Setup,
        database: &Path,
        address: SocketAddr,
        slack: &Slack,
    ) -> Command {
        let here = setup.root.join("benches/compare");
        let peers = here.join(".peers");
        let mut command = match self {
            Candidate::Frontdesk | Candidate::FrontdeskHeld => {
                let mut command = Command::new(&setup.frontdesk);
                let config = setup.root.join("frontdesk.example.toml");
                command.arg("--config").arg(config).arg("serve");
                command
                    .env(
                        "FRONTDESK_DATABASE_URL",
                        format!("sqlite://{}", database.display()),
                    )
                    .env("FRONTDESK_LISTEN", address.to_string())
                    .env("SLACK_BOT_TOKEN", "xoxb-bench")
                    .env("SLACK_API_URL", format!("http://{}/api/", slack.address));
                command
            }
            Candidate::BoltJs => {
                let mut command = Command::new("node");
                command
                    .arg(here.join("bolt-js/server.js"))
                    .current_dir(peers.join("bolt-js"))
                    .env("NODE_ENV", "production");
                command
            }
            Candidate::BoltPy | Candidate::BoltPyBefore => {
                let mut command = Command::new(peers.join("bolt-py/bin/uvicorn"));
                command
                    .args(["server:app", "--host", "127.0.0.1", "--port"])
                    .arg(address.port().to_string())
                    .args(["--loop", "uvloop", "--http", "httptools"])
                    .args(["--no-access-log", "--log-level", "warning"])
                    .current_dir(here.join("bolt-py"))
                    .env("PYTHONDONTWRITEBYTECODE", "1");
                if self == Candidate::BoltPyBefore {
                    command.env("BEFORE_RESPONSE", "1");
                }
                command
            }
            Candidate::Axum => Command::new(&setup.verify_only),
        };
        command
            .env("SLACK_SIGNING_SECRET", SECRET)
            .env("PORT", address.port().to_string())
            .env("DATABASE", database)
            // Nobody writes a line for each request.
            .env("FRONTDESK_LOG", "error");
        if let Some((millis, shim)) = &setup.flush {
            command
                .env("LD_PRELOAD", shim)
                .env("FLUSH_MS", millis.to_string());
        }
        command
    }
}
