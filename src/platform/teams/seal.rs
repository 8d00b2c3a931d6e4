//! What travels hidden in a card can be changed by whoever has the card. A form's kind decides what it is about and
//! what it starts from, so it carries our seal.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::domain::intent::FormKind;

/// Seals with a key of our own, made from the app's password: every replica has the same.
#[derive(Clone)]
pub struct Seal(Hmac<Sha256>);

impl Seal {
    pub fn new(password: &SecretString) -> Seal {
        // HMAC takes keys of any length.
        let mut key =
            <Hmac<Sha256> as KeyInit>::new_from_slice(password.expose_secret().as_bytes())
                .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        key.update(b"frontdesk form v1");
        Seal(key)
    }

    /// The form and its seal.
    pub fn close(&self, form: &FormKind) -> (String, String) {
        let text = serde_json::to_string(form).unwrap_or_default();
        let seal = hex::encode(self.mac(&text).finalize().into_bytes());
        (text, seal)
    }

    /// The form, where the seal is ours.
    pub fn open(&self, text: &str, seal: &str) -> Option<FormKind> {
        let seal = hex::decode(seal).ok()?;
        self.mac(text).verify_slice(&seal).ok()?;
        serde_json::from_str(text).ok()
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RequestId;

    #[test]
    fn only_our_own_seal_opens() {
        let seal = Seal::new(&"password".to_owned().into());
        let form = FormKind::Resolve(RequestId(7));
        let (text, mark) = seal.close(&form);
        assert_eq!(seal.open(&text, &mark), Some(form));
        assert_eq!(seal.open(&text.replace('7', "8"), &mark), None);
        assert_eq!(seal.open(&text, ""), None);
        let other = Seal::new(&"other".to_owned().into());
        assert_eq!(other.open(&text, &mark), None);
    }
}
