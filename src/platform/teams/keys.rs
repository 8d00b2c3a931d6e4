//! The keys that the channel signs with: fetched when needed, kept for a day, never fetched in a flood.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use tokio::sync::Mutex;
use url::Url;

use crate::clock::Millis;
use crate::platform::http::{Http, NoClient};

use super::hosts::is_loopback;

/// So long a set is good, as Microsoft's own libraries hold it.
const FRESH: Millis = 24 * 60 * 60 * 1000;
/// Whatever happens, the keys are not asked for more often than this: anybody can send tokens that
/// name a key we do not know.
const AT_MOST_EVERY: Millis = 60 * 1000;
const TIME_OUT: Duration = Duration::from_secs(10);
/// Microsoft's documents have a few kilobytes.
const MOST_BYTES: usize = 1024 * 1024;

/// One key of the channel's.
#[derive(Clone)]
pub struct Key {
    pub key: DecodingKey,
    /// The channels that may sign with it.
    pub endorsements: Vec<String>,
}

/// The channel's keys. One for the whole process.
pub struct Keys {
    http: Http,
    metadata: Url,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    keys: Arc<HashMap<String, Key>>,
    /// When the present set was fetched.
    fetched: Option<Millis>,
    /// When it was last tried, with or without success.
    tried: Option<Millis>,
}

/// No set could be had so far: it is not known whether a token is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

#[derive(Deserialize)]
struct Metadata {
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

/// As much of a key as we use. `endorsements` is Microsoft's own member.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    n: String,
    e: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    #[serde(default)]
    endorsements: Vec<String>,
}

impl Keys {
    /// `metadata` is the OpenID configuration's address. `http` must not follow redirects.
    pub fn new(http: impl Into<Http>, metadata: Url) -> Keys {
        Keys {
            http: http.into(),
            metadata,
            state: Mutex::default(),
        }
    }

    /// The key called `kid`; None: there is none of that name.
    ///
    /// # Errors
    /// When no keys could be had at all, not even old ones.
    pub async fn get(&self, kid: &str, now: Millis) -> Result<Option<Key>, Unavailable> {
        // Held while fetching: whoever comes meanwhile waits for the same answer.
        let mut state = self.state.lock().await;
        let stale = state.fetched.is_none_or(|at| now - at >= FRESH);
        let rested = state.tried.is_none_or(|at| now - at >= AT_MOST_EVERY);
        if (stale || !state.keys.contains_key(kid)) && rested {
            state.tried = Some(now);
            match self.fetch().await {
                Ok(keys) => {
                    state.keys = Arc::new(keys);
                    state.fetched = Some(now);
                }
                // The old set stays: that Microsoft cannot be reached makes no token false.
                Err(why) => tracing::warn!(why, "the keys of the Bot Framework could not be had"),
            }
        }
        if state.fetched.is_none() {
            return Err(Unavailable);
        }
        Ok(state.keys.get(kid).cloned())
    }

    async fn fetch(&self) -> Result<HashMap<String, Key>, &'static str> {
        let metadata: Metadata = self.json(&self.metadata).await?;
        let uri = Url::parse(&metadata.jwks_uri).map_err(|_| "their address is no URL")?;
        if uri.scheme() != "https" && !(is_loopback(&self.metadata) && is_loopback(&uri)) {
            return Err("their address is not https");
        }
        let set: Set = self.json(&uri).await?;
        let keys: HashMap<String, Key> = set.keys.into_iter().filter_map(usable).collect();
        if keys.is_empty() {
            return Err("there is none among them that we can use");
        }
        Ok(keys)
    }

    async fn json<T: for<'de> Deserialize<'de>>(&self, url: &Url) -> Result<T, &'static str> {
        let http = self
            .http
            .client()
            .await
            .map_err(|NoClient| "there is no HTTP client")?;
        let answer = http.get(url.clone()).timeout(TIME_OUT).send().await;
        let mut answer = answer.map_err(|_| "no connection")?;
        if !answer.status().is_success() {
            return Err("the answer is an error");
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|_| "the answer broke off")? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_BYTES {
                return Err("the answer is too long");
            }
        }
        serde_json::from_slice(&body).map_err(|_| "the answer is not what it should be")
    }
}

/// An RSA key for signatures; others in the set are not for us.
fn usable(value: serde_json::Value) -> Option<(String, Key)> {
    let jwk: Jwk = serde_json::from_value(value).ok()?;
    let signs = jwk.usage.as_deref().is_none_or(|usage| usage == "sig");
    let rs256 = jwk.alg.as_deref().is_none_or(|alg| alg == "RS256");
    if jwk.kty != "RSA" || !signs || !rs256 {
        return None;
    }
    let key = DecodingKey::from_rsa_components(&jwk.n, &jwk.e).ok()?;
    let endorsements = jwk.endorsements;
    Some((jwk.kid, Key { key, endorsements }))
}
