//! API tokens: made, listed, taken back, recognised.
//!
//! A token is 256 random bits, so that nobody can guess one, however fast the hash: a slow hash protects
//! passwords, which people choose, and would only make every call slower. The one who reads the database
//! learns nothing that opens the door. Tokens are found through the unique index over their hashes; what
//! a comparison's time could tell about a hash tells nothing about the token.

use futures_util::FutureExt;
use sha2::{Digest, Sha256};

use crate::store::tokens::{Scope, Token};
use crate::store::{self};

use super::{Desk, Result};

/// Makes tokens easy to find where they should not be (in a repository, in a log).
const PREFIX: &str = "fd_";

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("a token named {0} has been made already; take another name")]
    Taken(String),
    #[error("a token's name has 1 to 60 letters, digits, dots, dashes or underscores")]
    BadName,
    #[error(transparent)]
    Fault(#[from] super::Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Refused {
        Refused::Fault(error.into())
    }
}

impl Desk {
    /// Makes a token and returns it: the only time that it is seen.
    ///
    /// # Errors
    /// The name is taken (also by a revoked token, whose traces keep their meaning) or cannot be one.
    pub async fn create_token(
        &self,
        name: &str,
        scope: Scope,
    ) -> std::result::Result<String, Refused> {
        let fits = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if name.is_empty() || name.len() > 60 || !name.chars().all(fits) {
            return Err(Refused::BadName);
        }
        let secret: [u8; 32] = rand::random();
        let token = format!("{PREFIX}{}", hex::encode(secret));
        let (name, hash, now) = (name.to_owned(), hash(&token), self.clock.now());
        self.store
            .write(move |tx| {
                let (name, hash) = (name.clone(), hash);
                async move {
                    let taken = store::tokens::all(tx).await?;
                    if taken.iter().any(|t| t.name == name) {
                        return Err(Refused::Taken(name));
                    }
                    store::tokens::insert(tx, &name, &hash, scope, now).await?;
                    Ok(())
                }
                .boxed()
            })
            .await?;
        Ok(token)
    }

    /// Every token that was ever made, without its secret.
    ///
    /// # Errors
    /// The store's.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        let mut tx = self.store.read().await?;
        Ok(store::tokens::all(&mut tx).await?)
    }

    /// Takes a token back; false when no such token is in use.
    ///
    /// # Errors
    /// The store's.
    pub async fn revoke_token(&self, name: &str) -> Result<bool> {
        let (name, now) = (name.to_owned(), self.clock.now());
        let done: store::Result<bool> = self
            .store
            .write(move |tx| {
                let name = name.clone();
                async move { store::tokens::revoke(tx, &name, now).await }.boxed()
            })
            .await;
        Ok(done?)
    }

    /// The token that `secret` is, unless there is none or it was taken back.
    ///
    /// # Errors
    /// The store's.
    pub async fn token(&self, secret: &str) -> Result<Option<Token>> {
        if !secret.starts_with(PREFIX) {
            return Ok(None);
        }
        let mut tx = self.store.read().await?;
        Ok(store::tokens::by_hash(&mut tx, &hash(secret)).await?)
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
