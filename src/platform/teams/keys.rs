//! The keys that the channel signs with: fetched when needed, renewed daily beside the work, never fetched in a flood.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use url::Url;

use crate::clock::Millis;
use crate::platform::http::{Http, NoClient};

use super::hosts::is_loopback;

const DAY: Millis = 24 * 60 * 60 * 1000;
/// So long a set is not renewed, as in Microsoft's libraries for JavaScript.
const FRESH: Millis = DAY;
/// So long a set is believed while it is being renewed, as in Microsoft's libraries for .NET. With an older one
/// whoever knocks waits for a new one first.
const GOOD: Millis = 5 * DAY;
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
pub struct Keys(Arc<Inner>);

struct Inner {
    http: Http,
    metadata: Url,
    state: Mutex<State>,
    /// Held while fetching: whoever needs what is fetched waits for the same answer.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    keys: HashMap<String, Key>,
    /// When the present set was fetched.
    fetched: Option<Millis>,
    /// When it was last tried, with or without success.
    tried: Option<Millis>,
}

impl State {
    /// The set is younger than that. One that was fetched after `now` tells that a clock was set back, and nothing of
    /// its age.
    fn younger(&self, than: Millis, now: Millis) -> bool {
        self.fetched
            .is_some_and(|at| (0..than).contains(&(now - at)))
    }

    fn rested(&self, now: Millis) -> bool {
        let tried = self.tried;
        tried.is_none_or(|at| !(0..AT_MOST_EVERY).contains(&(now - at)))
    }
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
        Keys(Arc::new(Inner {
            http: http.into(),
            metadata,
            state: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }))
    }

    /// The key called `kid`; None: there is none of that name.
    ///
    /// # Errors
    /// When no keys could be had at all, not even old ones.
    pub async fn get(&self, kid: &str, now: Millis) -> Result<Option<Key>, Unavailable> {
        if let Some(key) = self.at_hand(kid, now) {
            return Ok(Some(key));
        }
        self.0
            .renew(now, |state| {
                !state.younger(GOOD, now) || !state.keys.contains_key(kid)
            })
            .await;
        let state = self.0.state();
        if state.fetched.is_none() {
            return Err(Unavailable);
        }
        Ok(state.keys.get(kid).cloned())
    }

    /// The key, where nobody has to wait for it. A set that is no longer fresh is renewed beside: whoever knocks does not
    /// wait for a server of Microsoft's, which may hang.
    fn at_hand(&self, kid: &str, now: Millis) -> Option<Key> {
        let state = self.0.state();
        let key = state.keys.get(kid).filter(|_| state.younger(GOOD, now));
        let key = key.cloned()?;
        if !state.younger(FRESH, now) && state.rested(now) {
            let inner = self.0.clone();
            tokio::spawn(async move { inner.renew(now, |state| !state.younger(FRESH, now)).await });
        }
        Some(key)
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches the set, if it is `wanted` still once it is our turn, and has not been tried just now.
    async fn renew(&self, now: Millis, wanted: impl Fn(&State) -> bool) {
        let _turn = self.turn.lock().await;
        {
            let mut state = self.state();
            if !wanted(&state) || !state.rested(now) {
                return;
            }
            state.tried = Some(now);
        }
        match self.fetch().await {
            Ok(keys) => {
                let mut state = self.state();
                state.keys = keys;
                state.fetched = Some(now);
            }
            // The old set stays: that Microsoft cannot be reached makes no token false.
            Err(why) => tracing::warn!(why, "the keys of the Bot Framework could not be had"),
        }
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
