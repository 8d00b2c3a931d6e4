//! The demo: a company, its workspace and its desk in one process.
//!
//! Two servers that share nothing but HTTP and a clock: the sandbox plays Slack on one port, the desk is the same
//! [`App`] that `serve` runs, on another, with real signatures and the real client. The desk cannot tell.

mod company;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::{Clock, Millis};
use crate::config::{self, Config};
use crate::platform::slack::manifest::manifest;
use crate::sandbox::{Kept, Options, Shift, Slack};

/// The desk's database.
pub const DATABASE: &str = "frontdesk-demo.db";
/// What was said in the workspace: without it the desk's records would point at messages that are not there.
pub const WORKSPACE: &str = "frontdesk-demo.json";
/// The company's catalogue, as it would be written for `serve`.
pub const CATALOGUE: &str = include_str!("demo/demo.toml");

/// Changes within this time are written at once.
const GATHER: Duration = Duration::from_millis(300);
/// Calls and deliveries that the drawer can show.
const RECORDS: usize = 400;

/// What is kept of the workspace between two runs.
#[derive(Serialize, Deserialize)]
struct Saved {
    /// How far the clock was moved: the desk's records know that time.
    ahead: Millis,
    workspace: Kept,
}

/// A running demo.
pub struct Demo {
    slack: Slack,
    stop: CancellationToken,
    desk: JoinHandle<anyhow::Result<()>>,
    keeper: JoinHandle<anyhow::Result<()>>,
}

impl Demo {
    /// Starts it with its files in `dir`.
    ///
    /// # Errors
    /// What kept it from starting, with what to do.
    pub async fn start(dir: &Path, listen: SocketAddr, fresh: bool) -> anyhow::Result<Demo> {
        // The port first: whoever has it may be another demo, which has the files too.
        let page = TcpListener::bind(listen).await.with_context(|| {
            format!("cannot listen on {listen}; is a demo running already? --listen names another address")
        })?;
        let (database, workspace) = (dir.join(DATABASE), dir.join(WORKSPACE));
        if fresh {
            forget(&database, &workspace)?;
        }
        let saved = saved(&database, &workspace)?;
        let clock = Clock::shifted(saved.as_ref().map_or(0, |s| s.ahead));
        let slack = Slack::start_on(page, options(&clock))?;
        company::moves_in(&slack);
        match saved {
            Some(saved) => slack.restore(saved.workspace),
            None => company::talks(&slack),
        }
        let config = configured(&database, &slack)?;
        let app = App::build(&config, clock.clone()).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        slack.deliver_to(&format!("http://{}", listener.local_addr()?));
        // Asked first, so that nothing has to wait and say so in the terminal.
        app.meet_slack()
            .await
            .context("the desk cannot reach its workspace")?;
        let stop = CancellationToken::new();
        let desk = tokio::spawn(app.run(listener, stop.clone()));
        write(&workspace, &slack, &clock).await?;
        let keeper = tokio::spawn(keep(workspace, slack.clone(), clock, stop.clone()));
        Ok(Demo {
            slack,
            stop,
            desk,
            keeper,
        })
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        self.slack.page_url()
    }

    /// Finishes what is under way and keeps everything.
    ///
    /// # Errors
    /// What could not be kept.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.desk.await??;
        self.keeper.await??;
        Ok(())
    }
}

fn options(clock: &Clock) -> Options {
    let (now, moved, ahead) = (clock.clone(), clock.clone(), clock.clone());
    let mut options = Options::new(Arc::new(move || now.now()));
    options.shift = Some(Shift {
        advance: Arc::new(move |millis| moved.advance(millis)),
        ahead: Arc::new(move || ahead.ahead()),
    });
    options.manifest = manifest(None, false, "Frontdesk");
    options.records = RECORDS;
    options.retry_delays = vec![
        Duration::ZERO,
        Duration::from_secs(10),
        Duration::from_secs(60),
    ];
    options
}

/// The configuration as `serve` would read it, with the sandbox for Slack.
fn configured(database: &Path, slack: &Slack) -> anyhow::Result<Config> {
    let env = HashMap::from([
        (
            "FRONTDESK_DATABASE_URL",
            format!("sqlite://{}", database.display()),
        ),
        ("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned()),
        ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
        ("SLACK_API_URL", slack.api_url()),
    ]);
    Ok(config::of(CATALOGUE, "demo.toml", &|name| {
        env.get(name).cloned()
    })?)
}

fn forget(database: &Path, workspace: &Path) -> anyhow::Result<()> {
    let beside = |end: &str| PathBuf::from(format!("{}{end}", database.display()));
    for file in [
        database.into(),
        beside("-wal"),
        beside("-shm"),
        workspace.into(),
    ] {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", file.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What an earlier run left. Both files or none: one without the other is half a memory.
fn saved(database: &Path, workspace: &Path) -> anyhow::Result<Option<Saved>> {
    let names = || {
        format!(
            "{} and {} belong together",
            database.display(),
            workspace.display()
        )
    };
    match (database.exists(), workspace.exists()) {
        (false, false) => Ok(None),
        (true, true) => {
            let text = std::fs::read_to_string(workspace)?;
            let saved = serde_json::from_str(&text).with_context(|| {
                format!(
                    "{} cannot be read; --fresh begins anew",
                    workspace.display()
                )
            })?;
            Ok(Some(saved))
        }
        _ => anyhow::bail!("{}, and one is missing; --fresh begins anew", names()),
    }
}

/// Writes the workspace down whenever it has changed, and once more at the end.
async fn keep(
    file: PathBuf,
    slack: Slack,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut changes = slack.changes();
    while !stop.is_cancelled() {
        tokio::select! {
            // The sender lives in the workspace that we hold: waiting cannot fail.
            _ = changes.changed() => {}
            () = stop.cancelled() => {}
        }
        tokio::select! {
            () = tokio::time::sleep(GATHER) => {}
            () = stop.cancelled() => {}
        }
        // The disk may be full for a while; what is told at the end counts.
        if let Err(error) = write(&file, &slack, &clock).await {
            tracing::error!("the workspace is not kept: {error:#}");
        }
    }
    slack.settled().await;
    write(&file, &slack, &clock).await
}

/// Beside it first, so that a crash leaves the old one or the new one.
async fn write(file: &Path, slack: &Slack, clock: &Clock) -> anyhow::Result<()> {
    let saved = Saved {
        ahead: clock.ahead(),
        workspace: slack.kept(),
    };
    let beside = file.with_extension("json.new");
    let text = serde_json::to_vec(&saved)?;
    tokio::fs::write(&beside, text).await?;
    tokio::fs::rename(&beside, file).await?;
    Ok(())
}
