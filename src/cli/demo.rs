//! `frontdesk demo`: everything on this machine, in a browser.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;

use frontdesk::app::told_to_stop;
use frontdesk::demo::{self, Demo};

use super::Failure;

/// Where the page is when nothing else is said.
const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3979);

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Begin anew: forget what was said and asked in earlier runs
    #[arg(long)]
    fresh: bool,
    /// Address and port of the page; only this machine can be let in
    #[arg(long, value_name = "ADDR", default_value_t = LISTEN)]
    listen: SocketAddr,
}

/// Runs until Ctrl-C or SIGTERM.
///
/// # Errors
/// What kept it from starting, with what to do.
pub async fn run(args: Args) -> Result<(), Failure> {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::Usage(format!(
            "--listen {}: whoever opens the demo's page may act as anybody, so it is for this machine only: 127.0.0.1:PORT",
            args.listen
        )));
    }
    let demo = Demo::start(Path::new("."), args.listen, args.fresh).await?;
    let words = format!(
        "{}\n\nOpen it in a browser. What happens is kept in {} and {} (--fresh begins anew).\nCtrl-C ends it.\n",
        demo.url(),
        demo::DATABASE,
        demo::WORKSPACE
    );
    // Whoever reads only the first line and goes has the address: nothing to fail for.
    let _ = std::io::stdout().write_all(words.as_bytes());
    told_to_stop().await;
    demo.stop().await?;
    Ok(())
}
