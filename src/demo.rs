//! The demo: a company, its workspace in Slack, its tenant in Teams and its desk in one process.
//!
//! Three servers that share nothing but HTTP and a clock: the sandbox plays Slack on one port and Teams on another, the
//! desk is the same [`App`] that `serve` runs, on a third, with real signatures and tokens and the real clients. The
//! desk cannot tell. Both pages are on Slack's port, for one address is enough to remember.

mod company;
mod kept;
mod known;

use std::collections::HashMap;
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::platform::slack::manifest::manifest;
use crate::platform::teams::manifest as package;
use crate::sandbox::teams::{self, Teams};
use crate::sandbox::{Options, Shift, Slack};

use kept::Saved;

/// The desk's database.
pub const DATABASE: &str = "frontdesk-demo.db";
/// What was said in the workspace and the tenant: without it the desk's records would point at messages that are not there.
pub const WORKSPACE: &str = "frontdesk-demo.json";
/// The company's catalogue, as it would be written for `serve`.
pub const CATALOGUE: &str = include_str!("demo/demo.toml");

/// Calls and deliveries that the drawer can show.
const RECORDS: usize = 400;

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
            kept::forget(&database, &workspace)?;
        }
        let saved = kept::saved(&database, &workspace)?;
        let (clock, new) = match &saved {
            Some(saved) => (Clock::shifted(saved.ahead), false),
            None => (Clock::shifted(0), true),
        };
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
        if new {
            known::written(&app.desk).await?;
            known::announced(&app.desk).await?;
        }
        let stop = CancellationToken::new();
        let desk = tokio::spawn(app.run(listener, stop.clone()));
        kept::write(&workspace, &chats, &clock).await?;
        let keeper = tokio::spawn(kept::keep(workspace, chats.clone(), clock, stop.clone()));
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
