//! What can be done here, to somebody who has just met us.

use crate::domain::ids::Platform;
use crate::domain::press::Press;

use super::face::{Control, Message, Part};
use super::help::help;
use super::words::sentence::{sentence, words};

/// The first message in somebody's chat with us.
pub fn welcome(desk: &str, agent: bool, platform: Platform) -> Message {
    let hello = sentence("Hello, this is {}.", [words(desk)]);
    Message {
        summary: hello.clone(),
        parts: vec![
            Part::Text(hello),
            Part::Text(help(agent, platform)),
            Part::Actions(vec![Control::primary("New request", Press::NewRequest(0))]),
        ],
    }
}
