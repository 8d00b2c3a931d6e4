//! What a team knows, written down: articles that people find before they ask.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::catalogue::Catalogue;
use super::ids::{ArticleId, PersonId, RequestId};
use super::people::Person;

/// Stands where somebody was named, until words are put in its place.
pub const NOBODY: &str = "\u{fffc}";

/// Longest title, characters.
pub const MOST_TITLE: usize = 150;
/// Longest text, characters of Markdown: as much as one input of a form takes.
pub const MOST_BODY: usize = 3_000;

/// Something that a team wrote down for those who would ask it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub id: ArticleId,
    /// The team that keeps it.
    pub team: String,
    /// None: it is about all that the team does.
    pub service: Option<String>,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub state: ArticleState,
    /// Read by its team alone.
    pub private: bool,
    pub author: PersonId,
    /// The request whose summary it began as.
    pub made_from: Option<RequestId>,
    /// Rises with every change.
    pub version: i64,
    pub created_at: Millis,
    pub changed_at: Millis,
    /// How many people it helped.
    pub helpful: i64,
    /// How many people it did not help.
    pub unhelpful: i64,
    /// How many requests it made unnecessary.
    pub spared: i64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleState {
    Draft,
    #[default]
    Published,
    Retired,
}

impl ArticleState {
    pub const ALL: [ArticleState; 3] = [
        ArticleState::Draft,
        ArticleState::Published,
        ArticleState::Retired,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            ArticleState::Draft => "draft",
            ArticleState::Published => "published",
            ArticleState::Retired => "retired",
        }
    }

    pub fn parse(name: &str) -> Option<ArticleState> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl Article {
    /// Whether `person` may read it. What is not published, or private, is for those who keep it; people of other
    /// companies read nothing of ours.
    pub fn is_read_by(&self, person: &Person, catalogue: &Catalogue) -> bool {
        let open = self.state == ArticleState::Published && !self.private;
        (open && !person.stranger) || self.is_kept_by(person, catalogue)
    }

    /// Whether `person` may change it.
    pub fn is_kept_by(&self, person: &Person, catalogue: &Catalogue) -> bool {
        keeps(person, &self.team, catalogue)
    }
}

/// Whether `person` may write what `team` knows.
pub fn keeps(person: &Person, team: &str, catalogue: &Catalogue) -> bool {
    let serves = || catalogue.team(team).is_some_and(|t| t.served_by(person));
    !person.stranger && (catalogue.is_admin(person) || serves())
}

/// What an article is about, as a form's choice: `IT/laptop`, or `IT/` for all that the team does.
pub fn about(team: &str, service: Option<&str>) -> String {
    format!("{team}/{}", service.unwrap_or_default())
}

/// The team and the service that such a choice names, as far as the catalogue has them.
pub fn meant(about: &str, catalogue: &Catalogue) -> Option<(String, Option<String>)> {
    let (team, service) = about.split_once('/')?;
    catalogue.team(team)?;
    if service.is_empty() {
        return Some((team.to_owned(), None));
    }
    let service = catalogue.service(service).filter(|s| s.team == team)?;
    Some((team.to_owned(), Some(service.key.clone())))
}

/// `text` with `instead` wherever it names one of `people`: by name, by a part of the name, by address, by mention.
/// Parts count only as they are written in names, so that “will” and “may” stay words.
pub fn without_names<'p>(
    text: &str,
    people: impl IntoIterator<Item = &'p Person>,
    instead: &str,
) -> String {
    let mut names: Vec<String> = Vec::new();
    for person in people {
        let name = person.name.as_deref().unwrap_or_default();
        names.extend(person.email.clone());
        names.extend(person.accounts.iter().map(|a| a.user.clone()));
        names.push(name.to_owned());
        let parts = name.split_whitespace().filter(|p| p.chars().count() > 2);
        names.extend(parts.map(str::to_owned));
    }
    // The longest first: a part of a name is not to be left behind.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.retain(|name| name.chars().count() > 1);
    let mut out = text.to_owned();
    for name in &names {
        for mention in [format!("<@{name}>"), format!("@{name}"), name.clone()] {
            out = replaced(&out, &mention, instead);
        }
    }
    // A first name and a surname that were written apart from each other.
    let twice = format!("{instead} {instead}");
    while out.contains(&twice) {
        out = out.replace(&twice, instead);
    }
    out
}

/// Every `name` that stands as a word of its own.
fn replaced(text: &str, name: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before_it = before.chars().next_back().or(out.chars().next_back());
        let whole = !joins(before_it) && !joins(after.chars().next());
        out.push_str(before);
        out.push_str(if whole { instead } else { name });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Account;

    #[test]
    fn nobody_is_named() {
        let person = |name: &str, user: &str| Person {
            id: PersonId(1),
            name: Some(name.to_owned()),
            email: Some(format!("{}@acme.example", user.to_lowercase())),
            accounts: vec![Account::slack(user)],
            stranger: false,
        };
        let people = [person("Ana Ruiz", "U0ANA"), person("May Ng", "U0MAY")];
        for (told, meant) in [
            ("Ana's cable was loose", "X's cable was loose"),
            ("Ana Ruiz and May saw it", "X and X saw it"),
            ("<@U0ANA> may call @May.", "X may call X."),
            ("Write to u0ana@acme.example, Anabel", "Write to X, Anabel"),
            ("Ruiz, Ana: the cable", "X, X: the cable"),
            ("Banana", "Banana"),
        ] {
            assert_eq!(without_names(told, &people, "X"), meant, "{told}");
        }
    }
}
