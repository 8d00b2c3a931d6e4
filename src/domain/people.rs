//! People as the desk knows them, and how the configuration names them.

use std::fmt;
use std::str::FromStr;

use super::ids::{Account, PersonId, Platform};

/// One employee, however many accounts they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub accounts: Vec<Account>,
    /// From outside the company (Slack Connect): may ask, may never act for a team.
    pub stranger: bool,
}

impl Person {
    /// Their user id on `platform`, where they have an account there.
    pub fn on(&self, platform: Platform) -> Option<&str> {
        self.accounts
            .iter()
            .find(|a| a.platform == platform)
            .map(|a| a.user.as_str())
    }
}

/// How the configuration names a person: `ana@acme.example` or `slack:U0AGENT1`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PersonRef {
    /// Lower case.
    Email(String),
    Account(Account),
}

impl PersonRef {
    /// Whether `person` is the one meant. A stranger never is, whatever e-mail address their own
    /// workspace gave them.
    pub fn is(&self, person: &Person) -> bool {
        !person.stranger
            && match self {
                PersonRef::Email(email) => person
                    .email
                    .as_deref()
                    .is_some_and(|e| e.eq_ignore_ascii_case(email)),
                PersonRef::Account(account) => person.accounts.contains(account),
            }
    }
}

impl fmt::Display for PersonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PersonRef::Email(email) => f.write_str(email),
            PersonRef::Account(account) => account.fmt(f),
        }
    }
}

/// As [`PersonRef`] writes itself. Whether somebody can be meant by it is for the configuration to check.
impl FromStr for PersonRef {
    type Err = ();

    fn from_str(text: &str) -> Result<PersonRef, ()> {
        if let Some((platform, user)) = text.split_once(':')
            && let Ok(platform) = platform.parse::<Platform>()
        {
            let user = user.to_owned();
            return Ok(PersonRef::Account(Account { platform, user }));
        }
        if text.is_empty() {
            return Err(());
        }
        Ok(PersonRef::Email(text.to_lowercase()))
    }
}
