//! What is said beneath an input that was filled in wrongly.

use crate::domain::answer::Wrong;
use crate::domain::catalogue::{FieldError, Service};
use crate::domain::intent::input;
use crate::domain::talk::flat;

use super::super::scene::unmentioned;
use super::canned::variables;
use super::fields::field_error;
use super::plan::too_late_in_short;
use super::refusal::refusal;

/// The words beneath the input `key`; `service`: whose form it is.
pub fn wrong(wrong: &Wrong, key: &str, service: Option<&Service>) -> String {
    match wrong {
        Wrong::Field(error) => field(error, key, service),
        Wrong::Refused { refusal: why, by } => flat(&refusal(why, by.as_ref().map(unmentioned))),
        Wrong::NoService => "Please choose what it is about.".to_owned(),
        Wrong::NoSubject => "Please say in a few words what it is about.".to_owned(),
        Wrong::FarDate => "This day is more than three years away. Please choose an earlier one.".to_owned(),
        Wrong::PastDate => "This day is over. Please choose today or a later day.".to_owned(),
        Wrong::NoSuchPriority => "This should be low, normal, high or urgent.".to_owned(),
        Wrong::NoSuchImpact => "Please choose who is affected.".to_owned(),
        Wrong::NoSuchUrgency => "Please choose how badly.".to_owned(),
        Wrong::Roster(slip) => super::duty::slip(*slip).to_owned(),
        Wrong::NoName => {
            "This should be a name of small letters, digits and -, like vpn.".to_owned()
        }
        Wrong::NameTaken => "You have a reply of that name already.".to_owned(),
        Wrong::NoSuchVariable { name } => {
            format!("There is no {{{name}}}. {}", variables())
        }
        Wrong::NoSuchDate => "This should be a date, like 2026-12-24.".to_owned(),
        Wrong::NeedsDate => {
            "Please choose a day: the work of several teams is planned back from it.".to_owned()
        }
        Wrong::TooLate(late) => too_late_in_short(late),
        Wrong::NoSuchChoice => "Please choose one of the list.".to_owned(),
        Wrong::TooLong { most } => too_long(*most),
        Wrong::Missing => "Please write a sentence.".to_owned(),
        Wrong::NoTitle => "Please give it a title that people would look for.".to_owned(),
        Wrong::Changed => {
            "Somebody else changed this meanwhile. Copy what you wrote, and open it again."
                .to_owned()
        }
        Wrong::Nowhere => {
            "Please choose where it is said. A team without request channels reaches people with open requests only.".to_owned()
        }
        Wrong::NoSuchTime => {
            "This should be a time that is still to come, like 15:00 or 2026-12-24 15:00."
                .to_owned()
        }
    }
}

/// A field that the configuration no longer has is still answered with words that fit.
fn field(error: &FieldError, key: &str, service: Option<&Service>) -> String {
    let key = key.strip_prefix(input::FIELD).unwrap_or(key);
    let field = service.and_then(|s| s.fields.iter().find(|f| f.key == key));
    match (field, error) {
        (Some(field), error) => field_error(field, error),
        (None, FieldError::Required) => "Please fill this in.".to_owned(),
        (None, FieldError::TooLong { most }) => too_long(*most),
        (None, _) => "This does not look right. Please check it.".to_owned(),
    }
}

fn too_long(most: usize) -> String {
    format!("This is too long: {most} characters are the most.")
}
