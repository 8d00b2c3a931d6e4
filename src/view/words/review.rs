//! How scores and the judgement of the intake are said.

use crate::domain::request::Intake;

/// `4 of 5, good`: what a screen reader says of a score's button.
pub fn score(score: u8) -> String {
    let word = match score {
        1 => "very bad",
        2 => "bad",
        3 => "fair",
        4 => "good",
        _ => "very good",
    };
    format!("{score} of 5, {word}")
}

/// The label of the agent's button.
pub fn intake_label(intake: Intake) -> &'static str {
    match intake {
        Intake::Good => "Complete, right desk, in time",
        Intake::Incomplete => "Something was missing",
        Intake::WrongDesk => "Wrong desk",
        Intake::TooLate => "Too late",
    }
}

/// The agent's judgement as both sides read it, in the middle of a sentence.
pub fn intake(intake: Intake) -> &'static str {
    match intake {
        Intake::Good => "complete, at the right desk and in time",
        Intake::Incomplete => "something was missing",
        Intake::WrongDesk => "it came to the wrong desk",
        Intake::TooLate => "it came too late",
    }
}
