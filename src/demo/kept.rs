//! What outlives a run of the demo: the desk's database, and what was said in the company's chats.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, Millis};
use crate::sandbox::{Kept, teams};

use super::{Chats, RECORDS};

/// Changes within this time are written at once.
const GATHER: Duration = Duration::from_millis(300);

/// What is kept of the company's chats between two runs.
#[derive(Serialize, Deserialize)]
pub struct Saved {
    /// How far the clock was moved: the desk's records know that time.
    pub ahead: Millis,
    pub workspace: Kept,
    /// None: left by a demo that had no Teams.
    pub tenant: Option<teams::Kept>,
}

/// `--fresh`: nothing was ever said.
pub fn forget(database: &Path, workspace: &Path) -> anyhow::Result<()> {
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
pub fn saved(database: &Path, workspace: &Path) -> anyhow::Result<Option<Saved>> {
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
pub async fn keep(
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
        chats.teams.forget(RECORDS);
        // The disk may be full for a while; what is told at the end counts.
        if let Err(error) = write(&file, &chats, &clock).await {
            tracing::error!("the workspace is not kept: {error:#}");
        }
    }
    chats.slack.settled().await;
    write(&file, &chats, &clock).await
}

/// Beside it first, so that a crash leaves the old one or the new one.
pub async fn write(file: &Path, chats: &Chats, clock: &Clock) -> anyhow::Result<()> {
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
