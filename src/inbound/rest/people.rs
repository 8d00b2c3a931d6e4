//! People, as they are shown and as they are named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::Who;
use crate::domain::catalogue::is_email;
use crate::domain::ids::{Account, PersonId, Platform};
use crate::domain::people::Person;

use super::problem::WrongField;

/// Somebody, as far as the desk knows them.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PersonOut {
    pub name: Option<String>,
    pub email: Option<String>,
    /// Their Slack user id.
    #[schema(example = "U0AGENT1")]
    pub slack: Option<String>,
    pub teams: Option<String>,
}

impl From<&Person> for PersonOut {
    fn from(person: &Person) -> PersonOut {
        PersonOut {
            name: person.name.clone(),
            email: person.email.clone(),
            slack: person.on(Platform::Slack).map(str::to_owned),
            teams: person.on(Platform::Teams).map(str::to_owned),
        }
    }
}

/// The person with that id, of those that were loaded.
pub fn shown(people: &BTreeMap<PersonId, Person>, id: PersonId) -> PersonOut {
    people.get(&id).map(PersonOut::from).unwrap_or_default()
}

/// Whom you mean: one of the two.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonIn {
    #[schema(example = "ana@acme.example")]
    email: Option<String>,
    /// A Slack user id.
    slack: Option<String>,
}

impl PersonIn {
    /// # Errors
    /// What would be right, at the field `at`.
    pub fn who(&self, at: &str) -> Result<Who, WrongField> {
        match (&self.email, &self.slack) {
            (Some(email), None) => {
                email_of(email).ok_or_else(|| WrongField::new(format!("{at}.email"), EMAIL))
            }
            (None, Some(user)) => {
                slack_of(user).ok_or_else(|| WrongField::new(format!("{at}.slack"), SLACK))
            }
            _ => Err(WrongField::new(
                at,
                "Name the person by one of email and slack.",
            )),
        }
    }
}

const EMAIL: &str = "This should be an e-mail address, like ana@example.com.";
const SLACK: &str = "This should be a Slack user id, like U0AGENT1.";

/// `slack:U0AGENT1` or an e-mail address, as queries name people.
///
/// # Errors
/// What would be right.
pub fn parse(text: &str) -> Result<Who, String> {
    let who = match text.strip_prefix("slack:") {
        Some(user) => slack_of(user),
        None => email_of(text),
    };
    who.ok_or_else(|| {
        "This should be an e-mail address, or slack: and a user id, like slack:U0AGENT1.".to_owned()
    })
}

/// The account that `slack:U0AGENT1` names.
pub fn account(text: &str) -> Option<Account> {
    match slack_of(text.strip_prefix("slack:")?)? {
        Who::Account(account) => Some(account),
        Who::Email(_) => None,
    }
}

fn email_of(text: &str) -> Option<Who> {
    let text = text.trim();
    is_email(text).then(|| Who::Email(text.to_lowercase()))
}

/// Only what can be an id goes on: it ends up in markup.
fn slack_of(user: &str) -> Option<Who> {
    let right = (3..=32).contains(&user.len())
        && user.starts_with(['U', 'W'])
        && user
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    right.then(|| Who::Account(Account::slack(user)))
}
