//! What is said when something of ours or Slack's did not work.

use crate::domain::talk::plain;
use crate::view::face::Message;

pub fn form_did_not_open() -> Message {
    Message::line(plain(
        "Sorry, the form did not open in time. Please send the command again.",
    ))
}
