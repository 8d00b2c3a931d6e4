//! Where people belong who serve in no team: for rules, and for whoever counts who asks.

use super::super::people::{Person, PersonRef};

/// One `[[department]]`.
#[derive(Clone, Debug)]
pub struct Department {
    pub key: String,
    pub name: String,
    pub people: Vec<PersonRef>,
    /// Small letters; everybody whose e-mail address ends in `@` and one of these.
    pub domains: Vec<String>,
}

impl Department {
    /// Whether somebody belongs to it. Strangers never do, whatever address their own workspace gave them.
    pub fn has(&self, person: &Person) -> bool {
        if person.stranger {
            return false;
        }
        let named = self.people.iter().any(|r| r.is(person));
        let email = person.email.as_deref().and_then(|e| e.rsplit_once('@'));
        named
            || email.is_some_and(|(_, domain)| {
                self.domains.iter().any(|d| d.eq_ignore_ascii_case(domain))
            })
    }
}
