//! Who gets a request that is filed: the rules of the configuration, in the file's order. The first one that
//! applies decides, and no other is looked at, so that one rule is the whole answer to "why is this here?".
//!
//! Pure: what was asked goes in, the rule that applies and the conditions that it met come out.

mod covered;
mod department;
mod doors;
mod replay;
mod why;
mod words;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

use super::catalogue::{Answer, Answers};
use super::ids::Channel;
use super::people::PersonRef;
use super::promise::{Calendar, Priority};

pub use covered::covered;
pub use department::Department;
pub use doors::doors;
pub use replay::{Kept, Replay, Replayed, Stored, Verdict, replay, verdict};
pub use why::{Reason, WhyHere};
pub use words::{Phrase, Tokens};

/// One `[[route]]`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// How people and the history call it; no two have the same.
    pub name: String,
    pub when: When,
    pub then: Then,
}

/// What a rule asks for: all of it. What is empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// Keys of services, any of them.
    pub services: Vec<String>,
    /// Any of them, in the subject or in an answer.
    pub words: Vec<Phrase>,
    /// Somewhere in the subject or in one answer.
    pub pattern: Option<Regex>,
    /// Keys of teams and departments, any of them: where whoever asks belongs.
    pub asked_by: Vec<String>,
    /// Any of them: where it was asked.
    pub asked_in: Vec<Channel>,
    pub time: Option<Time>,
}

/// While a calendar is open, or while it is not.
#[derive(Clone, Debug)]
pub struct Time {
    pub calendar: Calendar,
    pub open: bool,
}

/// What a rule does.
#[derive(Clone, Debug, Default)]
pub struct Then {
    /// Who serves it in place of the service's own team.
    pub team: Option<String>,
    /// Who has it at once; somebody who serves in the team that gets it.
    pub assignee: Option<PersonRef>,
    /// In place of what was chosen, or followed from impact and urgency.
    pub priority: Option<Priority>,
    pub watchers: Vec<PersonRef>,
}

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub service: &'a str,
    pub subject: &'a str,
    pub answers: &'a Answers,
    /// Keys of the teams and departments of whoever asks.
    pub belongs: &'a [&'a str],
    /// The channel that it was asked in; None: in none.
    pub place: Option<&'a Channel>,
    pub at: Millis,
}

/// A condition that was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Its key.
    Service(String),
    /// The rule's word, as the configuration has it.
    Word(String),
    Pattern,
    /// The key of the team or department.
    AskedBy(String),
    AskedIn(Channel),
    /// The calendar's key.
    Open(String),
    Closed(String),
}

/// The first of `rules` that applies, with the conditions that it met; a rule without conditions met none.
pub fn route<'r>(rules: &'r [Rule], asked: &Asked<'_>) -> Option<(&'r Rule, Vec<Because>)> {
    if rules.is_empty() {
        return None;
    }
    let texts = Texts::of(asked);
    rules
        .iter()
        .find_map(|rule| Some((rule, rule.when.met(asked, &texts)?)))
}

/// The subject and every answer in text, each by itself: a phrase does not go from one into the next.
struct Texts<'a> {
    plain: Vec<&'a str>,
    tokens: Vec<Tokens>,
}

impl<'a> Texts<'a> {
    fn of(asked: &Asked<'a>) -> Texts<'a> {
        let mut plain = vec![asked.subject];
        for answer in asked.answers.values() {
            match answer {
                Answer::Text(text) => plain.push(text),
                Answer::Many(all) => plain.extend(all.iter().map(String::as_str)),
                Answer::Checked(_) | Answer::Number(_) | Answer::Person(_) => {}
            }
        }
        let tokens = plain.iter().map(|text| Tokens::of(text)).collect();
        Texts { plain, tokens }
    }
}

impl When {
    /// Whether it asks for no service, or for this one.
    pub fn may_be(&self, service: &str) -> bool {
        self.services.is_empty() || self.services.iter().any(|s| s == service)
    }

    /// The conditions that were met; None: one was not.
    fn met(&self, asked: &Asked<'_>, texts: &Texts<'_>) -> Option<Vec<Because>> {
        let mut because = Vec::new();
        if !self.services.is_empty() {
            let service = self.services.iter().find(|s| *s == asked.service)?;
            because.push(Because::Service(service.clone()));
        }
        if !self.asked_by.is_empty() {
            let belongs = |key: &&String| asked.belongs.contains(&key.as_str());
            let key = self.asked_by.iter().find(belongs)?;
            because.push(Because::AskedBy(key.clone()));
        }
        if !self.asked_in.is_empty() {
            let place = self.asked_in.iter().find(|c| Some(*c) == asked.place)?;
            because.push(Because::AskedIn(place.clone()));
        }
        if let Some(time) = &self.time {
            if time.calendar.is_open(asked.at) != time.open {
                return None;
            }
            let key = time.calendar.key.clone();
            because.push(match time.open {
                true => Because::Open(key),
                false => Because::Closed(key),
            });
        }
        if !self.words.is_empty() {
            let said = |word: &&Phrase| texts.tokens.iter().any(|tokens| word.is_in(tokens));
            let word = self.words.iter().find(said)?;
            because.push(Because::Word(word.to_string()));
        }
        if let Some(pattern) = &self.pattern {
            let said = texts.plain.iter().any(|text| pattern.is_match(text));
            because.push(said.then_some(Because::Pattern)?);
        }
        Some(because)
    }
}
