//! Who we are on Slack: asked once at each start, and known from the time before, so that a desk takes in what
//! comes while Slack does not answer it.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::delivery::{Identity, SlackSide};
use crate::desk::{self, Desk};
use crate::domain::ids::Platform;
use crate::platform::slack::errors::SendError;

/// How often Slack is asked until it answers.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// The note that says who we were.
const NOTE: &str = "slack.identity";

#[derive(Deserialize, Serialize)]
struct Known {
    /// The token that it is true of.
    mark: String,
    identity: Identity,
}

/// Who we are by what Slack said of this token before, if it did.
///
/// # Errors
/// The store's.
pub async fn recall(desk: &Desk, slack: &SlackSide) -> desk::Result<()> {
    let kept = desk.kept(NOTE.to_owned()).await?;
    let known: Option<Known> = kept.and_then(|json| serde_json::from_str(&json).ok());
    if let Some(known) = known.filter(|known| known.mark == slack.client.mark()) {
        let _ = slack.identity.set(known.identity);
    }
    Ok(())
}

/// Asks Slack who we are until it answers.
pub async fn keep_asking(desk: Desk, slack: Arc<SlackSide>, stop: CancellationToken) {
    while let Err(error) = meet(&desk, &slack).await {
        tracing::error!(
            why = error.why(),
            "slack: auth.test failed; see `frontdesk check`"
        );
        tokio::select! {
            () = tokio::time::sleep(ASK_AGAIN) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Asks Slack once, and keeps what it says.
///
/// # Errors
/// As Slack says.
pub async fn meet(desk: &Desk, slack: &SlackSide) -> Result<(), SendError> {
    let who = slack.client.who_am_i().await?;
    // A token that was revoked has been replaced since; what waited for it goes out.
    if let Err(error) = desk.token_is_taken(Platform::Slack, true).await {
        // Only what is shown of us would be out of date.
        tracing::warn!(%error, "that the token is good again could not be noted");
    }
    let identity = Identity {
        me: who.me,
        url: who.url,
    };
    // Asked twice, the first answer stands: a token is always the same one's.
    if slack.identity.set(identity.clone()).is_ok() {
        let mark = slack.client.mark();
        let known = serde_json::to_string(&Known { mark, identity }).unwrap_or_default();
        if let Err(error) = desk.keep(NOTE.to_owned(), known).await {
            tracing::warn!(%error, "who we are on Slack could not be noted for the next start");
        }
    }
    Ok(())
}
