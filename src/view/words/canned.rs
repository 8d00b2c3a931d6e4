//! What is said of replies that are kept.

use crate::domain::canned::VARIABLES;
use crate::domain::talk::{Span, Text, plain};

use super::sentence::{bold, sentence, with, words};

/// Beneath a text that may have variables.
pub fn variables() -> String {
    let all: Vec<String> = VARIABLES.iter().map(|v| format!("{{{v}}}")).collect();
    format!("You can use {}.", all.join(", "))
}

/// Beneath a text whose variables are still to be filled in.
pub fn filled_in() -> String {
    "What stands in braces, like {due}, is filled in when it goes. The requester gets it at once, with your name.".to_owned()
}

/// To whoever typed `?name`: there is no such reply.
pub fn no_such_reply(name: &str, near: &[String]) -> Text {
    let name = words(format!("?{name}"));
    let Some((last, first)) = near.split_last() else {
        return sentence(
            "There is no reply {}, so none went out. {} shows what there is.",
            [name, bold("replies")],
        );
    };
    let typed = |name: &String| vec![Span::Bold(format!("?{name}"))];
    let first = with(", ", first.iter().map(typed));
    let last = typed(last);
    let near = if first.is_empty() {
        last
    } else {
        with(" or ", [first, last])
    };
    with(
        "",
        [
            sentence(
                "There is no reply {}, so none went out. Did you mean ",
                [name],
            ),
            near,
            plain("?"),
        ],
    )
}
