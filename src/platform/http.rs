//! The HTTP client that calls a platform, made when it is first needed: to read the machine's root
//! certificates takes longer than everything else that a start does.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use tokio::sync::OnceCell;

use super::failure::SendError;

/// A connection that takes longer than this is not coming about.
const CONNECT: Duration = Duration::from_secs(5);

/// One client for all that share it. Cheap to clone.
#[derive(Clone)]
pub struct Http {
    client: Arc<OnceCell<reqwest::Client>>,
    follows: bool,
}

/// The client could not be made; the log says why. Nothing was sent.
#[derive(Clone, Copy, Debug)]
pub struct NoClient;

impl Http {
    /// Goes where a redirect leads.
    pub fn following() -> Http {
        Http::new(true)
    }

    /// Follows no redirect: one would take our token along, or bring keys from elsewhere.
    pub fn direct() -> Http {
        Http::new(false)
    }

    fn new(follows: bool) -> Http {
        Http {
            client: Arc::default(),
            follows,
        }
    }

    /// # Errors
    /// When there is no usable TLS on this machine; asked again, it is tried again.
    pub async fn client(&self) -> Result<&reqwest::Client, NoClient> {
        let follows = self.follows;
        let made = self.client.get_or_try_init(async || {
            let made = tokio::task::spawn_blocking(move || make(follows)).await;
            made.map_err(|_| NoClient)?.map_err(|error| {
                tracing::error!(%error, "the HTTP client could not be made; are there root certificates on this machine?");
                NoClient
            })
        });
        made.await
    }
}

fn make(follows: bool) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder().connect_timeout(CONNECT);
    if follows {
        return builder.build();
    }
    builder.redirect(Policy::none()).build()
}

impl From<reqwest::Client> for Http {
    fn from(client: reqwest::Client) -> Http {
        Http {
            client: Arc::new(OnceCell::new_with(Some(client))),
            follows: true,
        }
    }
}

impl From<NoClient> for SendError {
    fn from(_: NoClient) -> SendError {
        SendError::Retry {
            after: None,
            why: "no_http_client".to_owned(),
        }
    }
}
