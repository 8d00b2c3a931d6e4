//! What stands over the buttons that open a form, where somebody typed what they want, and what takes the form's place.

use crate::domain::talk::{Text, plain};

use super::sentence::{sentence, words};

/// Opens the form as a dialog.
pub const OPEN: &str = "Open the form";
/// Shows it in the chat: where no dialog opens, that does.
pub const HERE: &str = "Fill it in here";

/// What they typed, if anything.
pub fn launch(said: Option<&str>) -> Text {
    match said {
        Some(said) => sentence("New request: {}", [words(said)]),
        None => plain("What do you need help with?"),
    }
}

/// A form in the chat that is done.
pub fn sent() -> Text {
    plain("Thank you, that is sent.")
}
