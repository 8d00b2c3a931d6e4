//! `[[team.reply]]`: what a team keeps to say again.

use super::keys;
use super::table::Table;
use crate::domain::canned::{self, Canned, MOST_TEXT, VARIABLES};

pub(super) fn replies(team: &Table<'_>) -> Vec<Canned> {
    let mut replies: Vec<Canned> = Vec::new();
    for at in team.tables("reply") {
        let table = team.open_sub(&at, "reply", keys::REPLY);
        let name = table
            .required("name", "\"vpn\"")
            .and_then(|name| table.parse(&name, reply_name));
        let text = table
            .required("text", "\"Hello {requester}, …\"")
            .and_then(|text| table.parse(&text, reply_text));
        let (Some(name), Some(text)) = (name, text) else {
            continue;
        };
        if replies.iter().any(|reply| reply.name == name.value) {
            table.problem(&name.span, "the team has a reply of this name already");
        }
        replies.push(Canned {
            name: name.value,
            text: text.value,
        });
    }
    replies
}

fn reply_name(name: &str) -> Result<String, String> {
    if canned::is_name(name) {
        return Ok(name.to_owned());
    }
    Err(format!(
        "\"{name}\" is no name for a reply: up to {} small letters, digits, - and _, a letter first, like \"vpn\"",
        canned::MOST_NAME
    ))
}

fn reply_text(text: &str) -> Result<String, String> {
    if text.chars().count() > MOST_TEXT {
        return Err(format!("a reply has at most {MOST_TEXT} characters"));
    }
    canned::check(text).map_err(|unknown| {
        let known: Vec<String> = VARIABLES.iter().map(|v| format!("{{{v}}}")).collect();
        format!(
            "{{{unknown}}} is not a variable; there are {}",
            known.join(", ")
        )
    })?;
    Ok(text.to_owned())
}
