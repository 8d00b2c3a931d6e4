//! The forms of the review.

use crate::domain::answer::Seed;

use super::super::face::Form;
use super::tools::minutes;
use super::{Frame, paragraph};

pub(super) fn resolve(seed: &Seed) -> Form {
    // Resolved by emoji: only the summary is missing.
    let frame = if is(seed, "resolved") {
        Frame {
            title: "Add summary",
            submit: "Save",
        }
    } else {
        Frame {
            title: "Resolve",
            submit: "Resolve",
        }
    };
    let hint = "What was wrong, what was done, how to avoid it next time. The requester reads it.";
    let summary = paragraph(seed, "Summary", Some(hint), true);
    frame.around(seed, vec![summary, minutes(seed)])
}

pub(super) fn reopen(seed: &Seed) -> Form {
    let hint = "The requester and the team read this.";
    if seed.agent {
        let frame = Frame {
            title: "Reopen",
            submit: "Reopen",
        };
        return frame.around(
            seed,
            vec![paragraph(seed, "What is left to do?", Some(hint), false)],
        );
    }
    if is(seed, "resolved") {
        let frame = Frame {
            title: "Not solved",
            submit: "Send",
        };
        let hint = "A sentence is enough. The team gets it at once.";
        return frame.around(
            seed,
            vec![paragraph(seed, "What is still wrong?", Some(hint), true)],
        );
    }
    let frame = Frame {
        title: "Reopen",
        submit: "Reopen",
    };
    let hint = "The team reads this.";
    frame.around(
        seed,
        vec![paragraph(seed, "What do you need?", Some(hint), false)],
    )
}

pub(super) fn comment(seed: &Seed) -> Form {
    let rating = seed.about.as_ref().and_then(|about| about.rating);
    let hint = "The team reads it, with your name.";
    if matches!(rating, Some(1 | 2)) {
        let frame = Frame {
            title: "Tell us why",
            submit: "Send",
        };
        let mut form = frame.around(
            seed,
            vec![paragraph(seed, "What went wrong?", Some(hint), true)],
        );
        form.close = "Not now".to_owned();
        return form;
    }
    let frame = Frame {
        title: "Leave a comment",
        submit: "Send",
    };
    frame.around(
        seed,
        vec![paragraph(seed, "Anything to add?", Some(hint), true)],
    )
}

fn is(seed: &Seed, status: &str) -> bool {
    seed.about
        .as_ref()
        .is_some_and(|about| about.status == status)
}
