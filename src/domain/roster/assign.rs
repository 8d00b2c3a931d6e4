//! To whom a new request goes by itself.

use serde::{Deserialize, Serialize};

use super::super::people::PersonRef;

/// A team's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assign {
    /// To who is on duty: by turns where they are several, to nobody where nobody is.
    Duty,
    /// By turns, to everybody in the team who is not away.
    Turns,
    /// To whoever in the team has the least open work and is not away; by turns among equals.
    LeastOpen,
}

impl Assign {
    pub const ALL: [Assign; 3] = [Assign::Duty, Assign::Turns, Assign::LeastOpen];

    /// As the configuration writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Assign::Duty => "duty",
            Assign::Turns => "turns",
            Assign::LeastOpen => "least_open",
        }
    }
}

/// `people` in the order in which it is their turn: whoever comes after `last` first.
pub fn in_turn(mut people: Vec<PersonRef>, last: Option<&str>) -> Vec<PersonRef> {
    let had = last.and_then(|last| people.iter().position(|p| p.to_string() == last));
    if let Some(had) = had {
        people.rotate_left(had + 1);
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_go_round() {
        let people = ["a@x", "b@x", "c@x"].map(|p| PersonRef::Email(p.to_owned()));
        let order = |last| -> Vec<String> {
            let turn = in_turn(people.to_vec(), last);
            turn.iter().map(PersonRef::to_string).collect()
        };
        assert_eq!(order(None), ["a@x", "b@x", "c@x"]);
        assert_eq!(order(Some("a@x")), ["b@x", "c@x", "a@x"]);
        assert_eq!(order(Some("c@x")), ["a@x", "b@x", "c@x"]);
        // Who has left the team had no turn.
        assert_eq!(order(Some("d@x")), ["a@x", "b@x", "c@x"]);
    }
}
