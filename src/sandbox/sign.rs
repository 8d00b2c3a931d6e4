//! Slack's request signature.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `X-Slack-Signature` for a body sent at `timestamp` (seconds): HMAC-SHA256 over `v0:timestamp:body`.
pub fn signature(secret: &str, timestamp: i64, body: &str) -> String {
    let mut mac = match Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        Ok(mac) => mac,
        Err(_) => return String::new(),
    };
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}
