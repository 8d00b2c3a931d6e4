//! The demo: a company, its workspace in Slack, its tenant in Teams and its desk in one process.
//!
//! Three servers that share nothing but HTTP and a clock: the sandbox plays Slack on one port and Teams on another, the
//! desk is the same [`App`] that `serve` runs, on a third, with real signatures and tokens and the real clients. The
//! desk cannot tell. Both pages are on Slack's port, for one address is enough to remember.

mod company;

use std::collections::HashMap;
use std::future::IntoFuture;
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
use crate::platform::teams::manifest as package;
use crate::sandbox::teams::{self, Teams};
use crate::sandbox::{Kept, Options, Shift, Slack};

/// The desk's database.
pub const DATABASE: &str = "frontdesk-demo.db";
/// What was said in the workspace and the tenant: without it the desk's records would point at messages that are not there.
pub const WORKSPACE: &str = "frontdesk-demo.json";
/// The company's catalogue, as it would be written for `serve`.
pub const CATALOGUE: &str = include_str!("demo/demo.toml");

/// Changes within this time are written at once.
const GATHER: Duration = Duration::from_millis(300);
/// Calls and deliveries that the drawer can show.
const RECORDS: usize = 400;

/// What is kept of the company's chats between two runs.
#[derive(Serialize, Deserialize)]
struct Saved {
    /// How far the clock was moved: the desk's records know that time.
    ahead: Millis,
    workspace: Kept,
    /// None: left by a demo that had no Teams.
    tenant: Option<teams::Kept>,
}

/// The company's chats.
#[derive(Clone)]
struct Chats {
    slack: Slack,
    teams: Teams,
}

/// A running demo.
pub struct Demo {
    chats: Chats,
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
        let chats = Chats::open(page, &clock).await?;
        chats.fill(saved);
        let config = configured(&database, &chats)?;
        let app = App::build(&config, clock.clone()).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        introduced(&app, &chats.teams).await?;
        chats.slack.deliver_to(&base);
        chats.teams.deliver_to(&base);
        // Asked first, so that nothing has to wait and say so in the terminal.
        app.meet_slack()
            .await
            .context("the desk cannot reach its workspace")?;
        let stop = CancellationToken::new();
        let desk = tokio::spawn(app.run(listener, stop.clone()));
        write(&workspace, &chats, &clock).await?;
        let keeper = tokio::spawn(keep(workspace, chats.clone(), clock, stop.clone()));
        Ok(Demo {
            chats,
            stop,
            desk,
            keeper,
        })
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        self.chats.slack.page_url()
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

impl Chats {
    /// Both, with everybody in them; the pages are where `page` listens.
    async fn open(page: TcpListener, clock: &Clock) -> anyhow::Result<Chats> {
        let (now, ahead) = (clock.clone(), clock.clone());
        let teams = Teams::start(Arc::new(move || now.now())).await?;
        company::moves_into_teams(&teams);
        let manifest = package::manifest(teams::APP, None, "Frontdesk", false);
        teams.offers(manifest, Arc::new(move || ahead.ahead()));
        let slack = Slack::start_on(page, options(clock, &teams))?;
        company::moves_in(&slack);
        Ok(Chats { slack, teams })
    }

    /// What was said before: in an earlier run, or before the desk came.
    fn fill(&self, saved: Option<Saved>) {
        let tenant = match saved {
            Some(saved) => {
                self.slack.restore(saved.workspace);
                saved.tenant
            }
            None => {
                company::talks(&self.slack);
                None
            }
        };
        match tenant {
            Some(tenant) => self.teams.restore(tenant),
            None => company::talks_in_teams(&self.teams),
        }
    }
}

/// The tenant tells the desk of its conversations before the desk begins and asks it about people: at a door of its own,
/// since the real one opens with everything else.
async fn introduced(app: &App, teams: &Teams) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    teams.deliver_to(&format!("http://{}", listener.local_addr()?));
    let door = tokio::spawn(axum::serve(listener, app.router()).into_future());
    teams.announce().await;
    door.abort();
    Ok(())
}

fn options(clock: &Clock, teams: &Teams) -> Options {
    let (now, moved, ahead) = (clock.clone(), clock.clone(), clock.clone());
    let mut options = Options::new(Arc::new(move || now.now()));
    options.shift = Some(Shift {
        advance: Arc::new(move |millis| moved.advance(millis)),
        ahead: Arc::new(move || ahead.ahead()),
    });
    options.manifest = manifest(None, false, "Frontdesk");
    options.records = RECORDS;
    options.beside = Some(teams.page());
    options.retry_delays = vec![
        Duration::ZERO,
        Duration::from_secs(10),
        Duration::from_secs(60),
    ];
    options
}

/// The configuration as `serve` would read it, with the sandbox for both platforms.
fn configured(database: &Path, chats: &Chats) -> anyhow::Result<Config> {
    let Chats { slack, teams } = chats;
    let env = HashMap::from([
        (
            "FRONTDESK_DATABASE_URL",
            format!("sqlite://{}", database.display()),
        ),
        ("SLACK_SIGNING_SECRET", "sandbox-signing-secret".to_owned()),
        ("SLACK_BOT_TOKEN", "xoxb-sandbox".to_owned()),
        ("SLACK_API_URL", slack.api_url()),
        ("TEAMS_APP_ID", teams::APP.to_owned()),
        ("TEAMS_APP_PASSWORD", teams::PASSWORD.to_owned()),
        ("TEAMS_TENANT_ID", teams::TENANT.to_owned()),
        ("TEAMS_OPENID_URL", teams.openid_url()),
        ("TEAMS_ISSUER", teams.issuer()),
        ("TEAMS_LOGIN_URL", teams.login_url()),
        ("TEAMS_SERVICE_HOSTS", "127.0.0.1".to_owned()),
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

/// Writes the chats down whenever they have changed, and once more at the end.
async fn keep(
    file: PathBuf,
    chats: Chats,
    clock: Clock,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let (mut here, mut there) = (chats.slack.changes(), chats.teams.changes());
    while !stop.is_cancelled() {
        tokio::select! {
            // The senders live in the chats that we hold: waiting cannot fail.
            _ = here.changed() => {}
            _ = there.changed() => {}
            () = stop.cancelled() => {}
        }
        tokio::select! {
            () = tokio::time::sleep(GATHER) => {}
            () = stop.cancelled() => {}
        }
        // The disk may be full for a while; what is told at the end counts.
        if let Err(error) = write(&file, &chats, &clock).await {
            tracing::error!("the workspace is not kept: {error:#}");
        }
    }
    chats.slack.settled().await;
    write(&file, &chats, &clock).await
}

/// Beside it first, so that a crash leaves the old one or the new one.
async fn write(file: &Path, chats: &Chats, clock: &Clock) -> anyhow::Result<()> {
    let saved = Saved {
        ahead: clock.ahead(),
        workspace: chats.slack.kept(),
        tenant: Some(chats.teams.kept()),
    };
    let beside = file.with_extension("json.new");
    let text = serde_json::to_vec(&saved)?;
    tokio::fs::write(&beside, text).await?;
    tokio::fs::rename(&beside, file).await?;
    Ok(())
}
