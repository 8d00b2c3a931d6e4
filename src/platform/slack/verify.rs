//! Slack's request signature, scheme v0: HMAC-SHA256 over `v0:{timestamp}:{raw body}`.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::Millis;

/// Slack's own tolerance, in both directions: an older request may be a replay, a newer one comes
/// from a clock that nobody should trust.
const MOST_SECONDS_APART: u64 = 300;

/// The signing secrets that count at present. Slack documents no overlap when a signing secret is
/// regenerated, so the old and the new one are both listed while it is rotated.
#[derive(Clone)]
pub struct Secrets(Vec<Hmac<Sha256>>);

/// Why a request is not Slack's. Says nothing about what would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("the signature or its timestamp is missing")]
    Missing,
    #[error("the timestamp is no number")]
    Timestamp,
    #[error("the timestamp is too far from now")]
    Stale,
    #[error("the signature does not fit")]
    Signature,
}

impl Secrets {
    /// The secrets are text to Slack and are never hex-decoded; blank ones are left out, because
    /// anybody could sign with them. The key schedule is computed here, once.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Secrets {
        Secrets(
            secrets
                .into_iter()
                .map(str::trim)
                .filter(|secret| !secret.is_empty())
                .filter_map(|secret| Hmac::new_from_slice(secret.as_bytes()).ok())
                .collect(),
        )
    }

    /// Whether Slack sent `body`, which has to be the raw bytes.
    ///
    /// # Errors
    /// When a header is missing or wrong, or no secret fits. It takes as long for any secret.
    pub fn verify(
        &self,
        timestamp: Option<&str>,
        signature: Option<&str>,
        body: &[u8],
        now: Millis,
    ) -> Result<(), Rejection> {
        let (Some(timestamp), Some(signature)) = (timestamp, signature) else {
            return Err(Rejection::Missing);
        };
        if timestamp.is_empty() || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Rejection::Timestamp);
        }
        let at: i64 = timestamp.parse().map_err(|_| Rejection::Timestamp)?;
        if now.div_euclid(1000).abs_diff(at) > MOST_SECONDS_APART {
            return Err(Rejection::Stale);
        }
        let mut given = [0; 32];
        signature
            .strip_prefix("v0=")
            .and_then(|hex| hex::decode_to_slice(hex, &mut given).ok())
            .ok_or(Rejection::Signature)?;

        let mut fits = false;
        for key in &self.0 {
            let mut mac = key.clone();
            mac.update(b"v0:");
            mac.update(timestamp.as_bytes());
            mac.update(b":");
            mac.update(body);
            fits |= mac.verify_slice(&given).is_ok();
        }
        if fits {
            Ok(())
        } else {
            Err(Rejection::Signature)
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Slack's own page on request signing.
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const AT: &str = "1531420618";
    const NOW: Millis = 1_531_420_618_000;
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    const BODY: &[u8] = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    fn verify(at: &str, signature: &str, body: &[u8], now: Millis) -> Result<(), Rejection> {
        Secrets::new([SECRET]).verify(Some(at), Some(signature), body, now)
    }

    #[test]
    fn slacks_own_example_fits() {
        assert_eq!(verify(AT, SIGNATURE, BODY, NOW), Ok(()));
    }

    #[test]
    fn any_of_several_secrets_fits_and_none_fits_nothing() {
        for secrets in [vec!["new", SECRET], vec![SECRET, "old"]] {
            let secrets = Secrets::new(secrets);
            assert_eq!(secrets.verify(Some(AT), Some(SIGNATURE), BODY, NOW), Ok(()));
        }
        for secrets in [vec![], vec!["", " "], vec!["other"]] {
            let secrets = Secrets::new(secrets);
            assert_eq!(
                secrets.verify(Some(AT), Some(SIGNATURE), BODY, NOW),
                Err(Rejection::Signature)
            );
        }
    }

    #[test]
    fn five_minutes_in_both_directions() {
        for (seconds, expected) in [
            (300, Ok(())),
            (-300, Ok(())),
            (301, Err(Rejection::Stale)),
            (-301, Err(Rejection::Stale)),
        ] {
            let now = NOW + seconds * 1000;
            assert_eq!(verify(AT, SIGNATURE, BODY, now), expected, "{seconds}");
        }
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let cut = &SIGNATURE[..SIGNATURE.len() - 1];
        let no_version = SIGNATURE.trim_start_matches("v0=");
        for wrong in ["", "v0=", "v1=00", cut, no_version] {
            assert_eq!(verify(AT, wrong, BODY, NOW), Err(Rejection::Signature));
        }
        for wrong in [
            "",
            "x",
            "+1531420618",
            "1531420618.0",
            "99999999999999999999",
        ] {
            assert_eq!(
                verify(wrong, SIGNATURE, BODY, NOW),
                Err(Rejection::Timestamp)
            );
        }
        assert_eq!(
            verify(AT, SIGNATURE, &BODY[1..], NOW),
            Err(Rejection::Signature)
        );
        let secrets = Secrets::new([SECRET]);
        assert_eq!(
            secrets.verify(None, Some(SIGNATURE), BODY, NOW),
            Err(Rejection::Missing)
        );
        assert_eq!(
            secrets.verify(Some(AT), None, BODY, NOW),
            Err(Rejection::Missing)
        );
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(format!("{:?}", Secrets::new([SECRET])), "Secrets(1)");
    }
}
