//! Reactions, by the names that the desk's configuration uses.

use crate::domain::intent::{Inbound, Intent, Place};

use super::me;
use super::parse::{Delivery, Malformed, Received, ReplyTo, need};
use super::seen::{seen, sender};
use super::wire::Activity;

/// What was put on a message, or taken back: each reaction by itself.
pub fn reactions(activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let Some((account, _)) = seen.person.clone() else {
        return Ok(Delivery::Ignored("nobody"));
    };
    let message = need(activity.reply_to_id.as_deref(), "replyToId")?;
    let on = Place {
        channel: me::channel(&seen.conversation.id),
        ts: message.to_owned(),
        thread: None,
    };
    let added = activity.reactions_added.iter().flatten().map(|r| (r, true));
    let removed = activity
        .reactions_removed
        .iter()
        .flatten()
        .map(|r| (r, false));
    // The activity's own id is the message's: it repeats with every reaction.
    let at = activity.timestamp.as_deref().unwrap_or_default();
    let inbound: Vec<Inbound> = removed
        .chain(added)
        .map(|(reaction, added)| Inbound {
            key: format!(
                "teams:react:{}:{message}:{}:{}:{added}:{at}",
                seen.conversation.id, account.user, reaction.kind
            ),
            by: Some(sender(&account, activity)),
            intent: Intent::React {
                on: on.clone(),
                emoji: name(&reaction.kind),
                added,
                author: None,
            },
        })
        .collect();
    Ok(Delivery::Received(Box::new(Received {
        inbound,
        reply: ReplyTo::Nobody,
        seen,
        drawn: None,
    })))
}

/// `like` stays `like`; `1f440_eyes` is `eyes`, in whatever skin tone; a custom one keeps its own name.
fn name(kind: &str) -> String {
    let plain = match kind.split_once("-tone") {
        Some((before, _)) => before,
        None => kind,
    };
    let Some((code, rest)) = plain.split_once('_') else {
        return plain.to_owned();
    };
    let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let known = character.and_then(|c| {
        let bare = c.to_string();
        emojis::get(&bare).or_else(|| emojis::get(&format!("{bare}\u{fe0f}")))
    });
    match known.and_then(|emoji| emoji.shortcode()) {
        // The one that the usual configuration knows by another name.
        Some("star_struck") => "star-struck".to_owned(),
        Some(name) => name.to_owned(),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_configuration() {
        for (kind, expected) in [
            ("like", "like"),
            ("1f440_eyes", "eyes"),
            ("2705_whiteheavycheckmark", "white_check_mark"),
            ("23f3_hourglassflowing", "hourglass_flowing_sand"),
            ("1f3ab_ticket", "ticket"),
            ("yes-tone3", "yes"),
            ("1f44d_thumbsup-tone2", "+1"),
            ("1f929_starstruck", "star-struck"),
            ("launch", "launch"),
            ("acme_party", "party"),
        ] {
            assert_eq!(name(kind), expected, "{kind}");
        }
    }
}
