//! What people write: words for the desk, or something said.

use crate::domain::desk_word::first_word;
use crate::domain::intent::{DeskWord, Intent, NewRequest, Said};
use crate::domain::talk::{Attachment, Span, Text, flat};

use super::html;
use super::me;
use super::parse::{Delivery, Malformed, Reader, ReplyTo, mentioned, need, received};
use super::seen::{ConversationKind, Seen, place, seen, sender};
use super::wire::{Activity, Attached};
use super::{invokes, text};

const FILE: &str = "application/vnd.microsoft.teams.file.download.info";

/// What a message says, and to whom.
struct Words {
    text: Text,
    /// We were addressed.
    mention: bool,
    /// The message that it answers by quoting it.
    quoted: Option<String>,
}

pub fn message(reader: &Reader, activity: &Activity) -> Result<Delivery, Malformed> {
    let has_text = activity
        .text
        .as_deref()
        .is_some_and(|t| !t.trim().is_empty());
    if activity.value.is_some() && !has_text {
        return invokes::submitted_as_message(reader, activity);
    }
    let seen = seen(activity)?;
    let Some((account, _)) = seen.person.clone() else {
        return Ok(Delivery::Ignored("nobody"));
    };
    let id = need(activity.id.as_deref(), "id")?;
    let words = words(reader, activity);
    let files = files(activity);
    if words.text.is_empty() && files.is_empty() && !words.mention {
        // A card that somebody found and shares, or a sticker.
        return Ok(Delivery::Ignored("no words"));
    }
    let by = sender(&account, activity);
    let key = format!("teams:msg:{}:{id}", seen.conversation.id);
    let personal = seen.conversation.kind == ConversationKind::Personal;
    let recipient = activity.recipient.as_ref();
    let aside = reader.slash && recipient.and_then(|r| r.is_targeted) == Some(true);
    let thread = match seen.conversation.kind {
        ConversationKind::Channel => root(activity, &seen),
        // A chat has no threads; a quoting reply belongs to what it quotes.
        _ => words.quoted.clone(),
    };
    let at = place(&seen, id, thread);
    if (personal || words.mention || aside) && words.quoted.is_none() {
        let command = command(&words.text, &at.channel, personal || aside);
        // A slash command that is none of ours says nothing to anybody either.
        let unknown = || Intent::Desk(DeskWord::read(words.text.clone(), &at.channel));
        if let Some(intent) = command.or_else(|| aside.then(unknown)) {
            let reply = ReplyTo::Person { account, aside };
            return Ok(received(key, Some(by), intent, reply, seen));
        }
    }
    let said = Said {
        at,
        text: if words.mention && !personal {
            wish(words.text)
        } else {
            words.text
        },
        files,
        direct: personal,
        mention: words.mention,
        under_ours: None,
        threadless: seen.conversation.kind != ConversationKind::Channel,
    };
    let intent = Intent::Said(said);
    Ok(received(key, Some(by), intent, ReplyTo::Nobody, seen))
}

pub fn edited(reader: &Reader, activity: &Activity) -> Result<Delivery, Malformed> {
    let event = activity
        .channel_data
        .as_ref()
        .and_then(|d| d.event_type.as_deref());
    if event != Some("editMessage") {
        return Ok(Delivery::Ignored("messageUpdate"));
    }
    let seen = seen(activity)?;
    let Some((account, _)) = seen.person.clone() else {
        return Ok(Delivery::Ignored("nobody"));
    };
    let id = need(activity.id.as_deref(), "id")?;
    let at = place(&seen, id, root(activity, &seen));
    let when = activity.timestamp.as_deref().unwrap_or_default();
    let key = format!("teams:edit:{}:{id}:{when}", seen.conversation.id);
    let intent = Intent::Edited {
        at,
        text: words(reader, activity).text,
    };
    let by = Some(sender(&account, activity));
    Ok(received(key, by, intent, ReplyTo::Nobody, seen))
}

pub fn deleted(activity: &Activity) -> Result<Delivery, Malformed> {
    let seen = seen(activity)?;
    let id = need(activity.id.as_deref(), "id")?;
    let at = place(&seen, id, root(activity, &seen));
    let key = format!("teams:delete:{}:{id}", seen.conversation.id);
    let intent = Intent::Deleted { at };
    Ok(received(key, None, intent, ReplyTo::Nobody, seen))
}

/// The words of `/request` and `/desk`, without the slash. In a chat with us what is no word of ours is said; a word
/// counts only where nothing else was said with it, so that "help me with my screen" is not a call for help.
fn command(text: &Text, channel: &crate::domain::ids::Channel, personal: bool) -> Option<Intent> {
    let (first, rest) = first_word(text.clone())?;
    let rest = html::trimmed(rest);
    match first.to_lowercase().as_str() {
        "request" if personal => Some(Intent::NewRequest(NewRequest {
            text: flat(&rest).trim().to_owned(),
            ..NewRequest::default()
        })),
        "log" if rest.is_empty() || matches!(rest.first(), Some(Span::Person(_))) => {
            Some(Intent::Desk(DeskWord::read(text.clone(), channel)))
        }
        "who" if asks_who(&flat(&rest)) => {
            Some(Intent::Desk(DeskWord::read(text.clone(), channel)))
        }
        "duty" if flat(&rest).trim().eq_ignore_ascii_case("export") => {
            Some(Intent::Desk(DeskWord::read(text.clone(), channel)))
        }
        // "Why?" and "why is my screen black?" are said to a team.
        "why" => DeskWord::is_number(flat(&rest).trim())
            .then(|| Intent::Desk(DeskWord::read(text.clone(), channel))),
        "digest" => DeskWord::is_digest(flat(&rest).trim())
            .then(|| Intent::Desk(DeskWord::read(text.clone(), channel))),
        "kb" => Some(Intent::Desk(DeskWord::read(text.clone(), channel))),
        word if rest.is_empty() => {
            let known = DeskWord::KNOWN.iter().chain(&DeskWord::LATER);
            known
                .into_iter()
                .any(|known| *known == word)
                .then(|| Intent::Desk(DeskWord::read(text.clone(), channel)))
        }
        _ => None,
    }
}

/// `who printer`, and not a question to a person: "who is coming?", "who took my screen".
fn asks_who(rest: &str) -> bool {
    const VERBS: [&str; 16] = [
        "is", "are", "was", "were", "am", "has", "have", "had", "does", "did", "can", "could",
        "will", "would", "took", "should",
    ];
    let first = rest.split_whitespace().next().unwrap_or_default();
    !rest.trim_end().ends_with('?') && !VERBS.contains(&first.to_lowercase().as_str())
}

/// Where others read along, `request` before what is asked is an address like our name, and no part of it.
fn wish(text: Text) -> Text {
    match first_word(text.clone()) {
        Some((first, rest)) if first.eq_ignore_ascii_case("request") => {
            let rest = html::trimmed(rest);
            if rest.is_empty() { text } else { rest }
        }
        _ => text,
    }
}

/// Real Teams sends what was typed twice: as text, and with all its markup as an attachment.
fn words(reader: &Reader, activity: &Activity) -> Words {
    let mentions: Vec<_> = activity
        .entities
        .iter()
        .flatten()
        .filter(|e| e.kind.as_deref() == Some("mention"))
        .collect();
    let is_me = |e: &super::wire::Entity| {
        reader
            .me
            .is_me(e.mentioned.as_ref().and_then(|m| m.id.as_deref()))
    };
    let mention = mentions.iter().any(|e| is_me(e));
    let markup = activity.attachments.iter().flatten().find_map(|a| {
        let html = a.content_type.as_deref() == Some("text/html");
        a.content.as_ref().filter(|_| html)?.as_str()
    });
    let who = |nth: usize, name: &str| {
        let entity = mentions.get(nth)?;
        if is_me(entity) {
            return None;
        }
        let account = entity.mentioned.as_ref().and_then(mentioned);
        Some(account.map_or_else(|| Span::Plain(format!("@{name}")), Span::Person))
    };
    let read = markup.map(|markup| html::read(markup, who));
    let quoted = activity
        .entities
        .iter()
        .flatten()
        .find_map(|e| e.quoted_reply.as_ref()?.message_id.clone());
    let quoted = quoted.or_else(|| read.as_ref().and_then(|r| r.quoted.clone()));
    let text = match read {
        Some(read) if !read.text.is_empty() => read.text,
        _ => text::typed(
            activity.text.as_deref().unwrap_or_default(),
            &mentions,
            |e| is_me(e),
        ),
    };
    Words {
        text,
        mention,
        quoted,
    }
}

/// Files come along in chats with us only; they are fetched by an address that needs no token, for some minutes. A
/// picture that was pasted comes along anywhere.
fn files(activity: &Activity) -> Vec<Attachment> {
    let all = activity.attachments.iter().flatten();
    all.filter_map(|attached| match attached.content_type.as_deref()? {
        FILE => Some(file(attached)),
        kind if kind.starts_with("image/") => picture(attached, kind),
        _ => None,
    })
    .collect()
}

fn file(attached: &Attached) -> Attachment {
    let content = attached.content.as_ref();
    let get = |key: &str| content.and_then(|c| c.get(key)?.as_str());
    Attachment {
        id: get("uniqueId").unwrap_or_default().to_owned(),
        name: attached.name.clone().unwrap_or_default(),
        // Not told.
        size: 0,
        url: get("downloadUrl").unwrap_or_default().to_owned(),
        link: attached.content_url.clone(),
    }
}

fn picture(attached: &Attached, kind: &str) -> Option<Attachment> {
    let url = attached.content_url.clone()?;
    let ending = kind.strip_prefix("image/").filter(|e| e.len() <= 4);
    let name = format!("picture.{}", ending.unwrap_or("png"));
    Some(Attachment {
        id: url.clone(),
        name: attached.name.clone().unwrap_or(name),
        size: 0,
        url,
        link: None,
    })
}

/// What the thread began with that something happens in.
fn root(activity: &Activity, seen: &Seen) -> Option<String> {
    let channel = seen.conversation.kind == ConversationKind::Channel;
    let conversation = activity.conversation.as_ref().filter(|_| channel)?;
    me::root(conversation.id.as_deref()?).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::asks_who;

    #[test]
    fn a_question_to_a_person_is_no_look_up() {
        for word in ["printer", "new laptop", ""] {
            assert!(asks_who(word), "{word}");
        }
        for said in ["is coming?", "took my screen", "Can help me", "else?"] {
            assert!(!asks_who(said), "{said}");
        }
    }
}
