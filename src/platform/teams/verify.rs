//! The channel's token: who sent an activity, and whether it is for us.
//!
//! As strict as the strictest of Microsoft's own validators, and a little stricter: `exp`, `nbf` and
//! `serviceurl` have to be there, only `msteams` is a channel, and the key has to be endorsed for it. Tokens of the
//! emulator and of Entra are nobody's here. There is no switch that turns any of it off.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::clock::Millis;

use super::hosts::Hosts;
use super::keys::{Keys, Unavailable};

/// Clocks may differ by so many seconds.
const LEEWAY: i64 = 300;
/// Real tokens have about a thousand bytes.
const MOST_TOKEN: usize = 16 * 1024;
/// The only channel that we are on.
const CHANNEL: &str = "msteams";

/// What makes a token one for us.
pub struct Door {
    pub keys: Keys,
    pub issuer: String,
    pub app_id: String,
    pub tenant: String,
    pub hosts: Hosts,
}

/// Why an activity is refused. Says nothing about what would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no bearer token")]
    Missing,
    #[error("the token is malformed")]
    Malformed,
    #[error("the token is not signed with RS256")]
    Algorithm,
    #[error("the token's key is unknown")]
    Key,
    #[error("the signature does not fit")]
    Signature,
    #[error("the token has another issuer")]
    Issuer,
    #[error("the token is for somebody else")]
    Audience,
    #[error("the token is not valid at this time")]
    Time,
    #[error("the token is for another service")]
    Service,
    #[error("the token's key is not endorsed for the channel")]
    Endorsement,
    #[error("the activity is malformed")]
    Activity,
    #[error("the channel is not Teams")]
    Channel,
    #[error("the service is not one that we trust")]
    Host,
    #[error("the activity is for another bot")]
    Recipient,
    #[error("the activity is from another tenant")]
    Tenant,
    #[error("the keys cannot be had at present")]
    Unavailable,
}

impl From<Unavailable> for Rejection {
    fn from(_: Unavailable) -> Rejection {
        Rejection::Unavailable
    }
}

impl Rejection {
    /// It is a good token, and yet nothing for us.
    pub fn is_ours_to_refuse(self) -> bool {
        use Rejection::{Activity, Channel, Host, Recipient, Tenant};
        matches!(self, Activity | Channel | Host | Recipient | Tenant)
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    /// A list would be a token for several.
    aud: Value,
    exp: i64,
    nbf: i64,
    serviceurl: String,
}

/// As much of an activity as its token is compared with.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "channelId")]
    channel: Option<String>,
    #[serde(rename = "serviceUrl")]
    service: Option<String>,
    recipient: Option<Id>,
    conversation: Option<Conversation>,
    #[serde(rename = "channelData")]
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Id {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Conversation {
    #[serde(rename = "tenantId")]
    tenant: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    tenant: Option<Id>,
}

impl Door {
    /// Whether Teams sent `body` to us, by the value of the header `Authorization`.
    ///
    /// # Errors
    /// Why not.
    pub async fn verify(
        &self,
        authorization: Option<&str>,
        body: &[u8],
        now: Millis,
    ) -> Result<(), Rejection> {
        let token = bearer(authorization).ok_or(Rejection::Missing)?;
        let kid = kid(token)?;
        let key = self.keys.get(&kid, now).await?.ok_or(Rejection::Key)?;
        let claims = signed(token, &key.key)?;
        self.claims(&claims, now)?;
        let head: Head = serde_json::from_slice(body).map_err(|_| Rejection::Activity)?;
        let channel = head.channel.as_deref().unwrap_or_default();
        if channel != CHANNEL {
            return Err(Rejection::Channel);
        }
        if !key.endorsements.iter().any(|e| e == channel) {
            return Err(Rejection::Endorsement);
        }
        self.addressed(&claims, &head)
    }

    fn claims(&self, claims: &Claims, now: Millis) -> Result<(), Rejection> {
        if claims.iss != self.issuer {
            return Err(Rejection::Issuer);
        }
        if claims.aud.as_str() != Some(self.app_id.as_str()) {
            return Err(Rejection::Audience);
        }
        let now = now.div_euclid(1000);
        let begun = claims.nbf.saturating_sub(LEEWAY) <= now;
        let over = claims.exp.saturating_add(LEEWAY) <= now;
        if !begun || over || claims.exp <= claims.nbf {
            return Err(Rejection::Time);
        }
        Ok(())
    }

    fn addressed(&self, claims: &Claims, head: &Head) -> Result<(), Rejection> {
        let service = head.service.as_deref().ok_or(Rejection::Service)?;
        if service_key(service) != service_key(&claims.serviceurl) {
            return Err(Rejection::Service);
        }
        let url = Url::parse(service).map_err(|_| Rejection::Host)?;
        if !self.hosts.allow(&url) {
            return Err(Rejection::Host);
        }
        let to = head.recipient.as_ref().and_then(|r| r.id.as_deref());
        let ours = to.and_then(|id| id.strip_prefix("28:"));
        if !ours.is_some_and(|id| id.eq_ignore_ascii_case(&self.app_id)) {
            return Err(Rejection::Recipient);
        }
        let data = head.data.as_ref().and_then(|d| d.tenant.as_ref());
        let named = [
            head.conversation.as_ref().and_then(|c| c.tenant.as_deref()),
            data.and_then(|t| t.id.as_deref()),
        ];
        let mut named = named.into_iter().flatten().peekable();
        // The token does not tell the tenant: the activity has to, and nothing in it may differ.
        if named.peek().is_none() || named.any(|t| !t.eq_ignore_ascii_case(&self.tenant)) {
            return Err(Rejection::Tenant);
        }
        Ok(())
    }
}

fn bearer(authorization: Option<&str>) -> Option<&str> {
    let (scheme, token) = authorization?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The name of the key in a token's header, which nobody has vouched for yet.
fn kid(token: &str) -> Result<String, Rejection> {
    if token.len() > MOST_TOKEN {
        return Err(Rejection::Malformed);
    }
    let head = token.split('.').next().unwrap_or_default();
    let head = URL_SAFE_NO_PAD
        .decode(head)
        .map_err(|_| Rejection::Malformed)?;
    let head: Value = serde_json::from_slice(&head).map_err(|_| Rejection::Malformed)?;
    if head["alg"] != "RS256" {
        return Err(Rejection::Algorithm);
    }
    // What must be understood to trust it, and that we do not know.
    if !head["crit"].is_null() {
        return Err(Rejection::Malformed);
    }
    let kid = head["kid"].as_str().filter(|kid| !kid.is_empty());
    kid.map(str::to_owned).ok_or(Rejection::Malformed)
}

/// The claims, once the signature fits. They are judged by our own clock, not by the library's.
fn signed(token: &str, key: &jsonwebtoken::DecodingKey) -> Result<Claims, Rejection> {
    use jsonwebtoken::errors::ErrorKind;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    match jsonwebtoken::decode::<Claims>(token, key, &rules) {
        Ok(token) => Ok(token.claims),
        Err(error) => Err(match error.kind() {
            ErrorKind::InvalidSignature => Rejection::Signature,
            _ => Rejection::Malformed,
        }),
    }
}

/// The claim and the activity may differ in case and by one slash at the end.
fn service_key(url: &str) -> String {
    let url = url.to_lowercase();
    url.strip_suffix('/').map(str::to_owned).unwrap_or(url)
}
