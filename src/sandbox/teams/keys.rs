//! Keys of the channel, and the tokens that are signed with them. Written without the library that the desk verifies
//! with, so that each judges the other.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};
use std::sync::Arc;

/// A key with its name.
#[derive(Clone)]
pub struct Key {
    pub kid: String,
    pair: Arc<KeyPair>,
    /// The channels that may sign with it; None: the member is missing.
    pub endorsements: Option<Vec<String>>,
}

impl Key {
    /// A new one, endorsed for Teams.
    ///
    /// # Panics
    /// When the machine makes no keys.
    pub fn new(kid: &str) -> Key {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("an RSA key");
        Key {
            kid: kid.to_owned(),
            pair: Arc::new(pair),
            endorsements: Some(vec!["msteams".to_owned(), "webchat".to_owned()]),
        }
    }

    /// The same key under another name.
    pub fn called(&self, kid: &str) -> Key {
        Key {
            kid: kid.to_owned(),
            ..self.clone()
        }
    }

    /// The same key, endorsed for `channels`.
    pub fn endorsed(&self, channels: Option<&[&str]>) -> Key {
        let endorsements = channels.map(|c| c.iter().map(|c| (*c).to_owned()).collect());
        Key {
            endorsements,
            ..self.clone()
        }
    }

    /// As the set of keys has it.
    pub fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let n = public.modulus().big_endian_without_leading_zero().to_vec();
        let e = public.exponent().big_endian_without_leading_zero().to_vec();
        let mut jwk = json!({
            "kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid,
            "n": B64.encode(n), "e": B64.encode(e),
        });
        if let Some(endorsements) = &self.endorsements {
            jwk["endorsements"] = json!(endorsements);
        }
        jwk
    }

    /// The public half as a document, which some verifiers can be fooled into taking for a shared secret.
    pub fn public_der(&self) -> Vec<u8> {
        let der = self.pair.public_key().as_der();
        der.map(|d| d.as_ref().to_vec()).unwrap_or_default()
    }

    fn sign(&self, alg: &str, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let padding = if alg == "RS384" {
            &RSA_PKCS1_SHA384
        } else {
            &RSA_PKCS1_SHA256
        };
        self.pair
            .sign(padding, &SystemRandom::new(), message, &mut signature)
            .expect("a signature");
        signature
    }
}

/// A token with this header and these claims, and a signature that is none of any key's: whatever `sign` makes of it.
pub fn forged(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let head = B64.encode(header.to_string());
    let body = B64.encode(claims.to_string());
    let message = format!("{head}.{body}");
    let signature = B64.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

/// A token with this header and these claims, signed with `key` (as RS384 if the header says so).
pub fn token(header: &Value, claims: &Value, key: &Key) -> String {
    let alg = header["alg"].as_str().unwrap_or_default();
    forged(header, claims, |message| key.sign(alg, message))
}
