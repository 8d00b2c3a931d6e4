//! `chat.*`.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::messages::Post;
use super::super::names::{BOT_USER, DOMAIN, TEAM};
use super::super::refusal::{Answer, Refusal};
use super::super::state::World;

/// Longer text is cut when posted.
const CUT: usize = 40_000;
/// Longer text is refused when updated.
const UPDATE: usize = 4_000;

fn metadata(args: &Args) -> Result<Option<Value>, Refusal> {
    let Some(metadata) = args.json("metadata", "invalid_metadata_format")? else {
        return Ok(None);
    };
    let fine = metadata.as_object().is_some_and(|m| m.is_empty())
        || (metadata["event_type"].is_string() && metadata["event_payload"].is_object());
    if fine {
        Ok(Some(metadata))
    } else {
        Err("invalid_metadata_format".into())
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

pub fn post(world: &mut World, args: &Args) -> Answer {
    let channel = world.destination(&args.need("channel")?)?;
    let thread_ts = args.text("thread_ts");
    if let Some(parent) = &thread_ts {
        world.parent(&channel, parent)?;
    }
    let metadata = metadata(args)?.filter(|m| m.as_object().is_some_and(|m| !m.is_empty()));
    let blocks = args.json("blocks", "invalid_blocks_format")?;
    let attachments = args.json("attachments", "invalid_attachments")?;
    let text = args
        .text("text")
        .map(|text| text.chars().take(CUT).collect::<String>());
    if text.as_deref().is_some_and(|t| length(t) > UPDATE) {
        world.violation(
            "chat.postMessage: text over 4000 characters",
            Value::Object(args.0.clone()),
        );
    }
    let content = world.content("chat.postMessage", text, blocks)?;
    if content.is_empty() && attachments.is_none() {
        return Err("no_text".into());
    }
    let (now, burst) = (world.now(), world.options.channel_burst);
    world
        .rates
        .post(&channel, now, burst)
        .map_err(Refusal::throttled)?;
    let post = Post {
        user: BOT_USER.into(),
        team: TEAM.into(),
        text: content.text,
        blocks: content.blocks,
        attachments: attachments
            .as_ref()
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default(),
        metadata,
        broadcast: args.flag("reply_broadcast") && thread_ts.is_some(),
        thread_ts,
        ..Post::default()
    };
    let ts = world.say(&channel, post);
    let message = world.post(&channel, &ts).map(|p| p.wire(true));
    Ok(json!({ "channel": channel, "ts": ts, "message": message }))
}

pub fn post_ephemeral(world: &mut World, args: &Args) -> Answer {
    let channel = args.need("channel")?;
    let user = args.need("user")?;
    let found = world.readable(&channel)?;
    if found.archived {
        return Err("is_archived".into());
    }
    if !found.members.contains(&user) {
        return Err("user_not_in_channel".into());
    }
    let blocks = args.json("blocks", "invalid_blocks_format")?;
    let content = world.content("chat.postEphemeral", args.text("text"), blocks)?;
    if content.is_empty() {
        return Err("no_text".into());
    }
    let ts = world.whisper(&user, &channel, content, args.text("thread_ts"));
    Ok(json!({ "message_ts": ts }))
}

/// A message of the bot's own, or the refusal to touch it.
fn own(world: &World, channel: &str, ts: &str, refusal: &str) -> Result<(), Refusal> {
    if world.visible(channel)?.archived {
        return Err("is_archived".into());
    }
    let post = world.post(channel, ts).ok_or("message_not_found")?;
    if post.by_bot() {
        Ok(())
    } else {
        Err(refusal.into())
    }
}

/// The new text: an update refuses what a post would take.
fn text_of(args: &Args) -> Result<Option<String>, Refusal> {
    match args.text("text") {
        Some(text) if length(&text) > UPDATE => Err("msg_too_long".into()),
        text => Ok(text),
    }
}

pub fn update(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = (args.need("channel")?, args.need("ts")?);
    own(world, &channel, &ts, "cant_update_message")?;
    let text = text_of(args)?;
    let blocks = args.json("blocks", "invalid_blocks_format")?;
    let metadata = metadata(args)?;
    if text.is_none() && blocks.is_none() && metadata.is_none() && !args.has("attachments") {
        return Err("no_text".into());
    }
    let with_blocks = blocks
        .as_ref()
        .and_then(Value::as_array)
        .is_some_and(|b| !b.is_empty());
    let said = text.is_some() || blocks.is_some();
    let content = world.content("chat.update", text, blocks)?;
    let stamp = world.stamp();
    world.change(&channel, &ts, |post| {
        if said {
            // Text without blocks takes the old blocks away: Slack's own rule.
            post.text = content.text;
            post.blocks = content.blocks;
        }
        if let Some(metadata) = metadata {
            post.metadata = Some(metadata).filter(|m| m.as_object().is_some_and(|m| !m.is_empty()));
        }
        if !with_blocks {
            post.edited = Some(json!({ "user": BOT_USER, "ts": stamp }));
        }
    });
    let post = world.post(&channel, &ts).ok_or("message_not_found")?;
    Ok(json!({ "channel": channel, "ts": ts, "text": post.text, "message": post.wire(true) }))
}

pub fn delete(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = (args.need("channel")?, args.need("ts")?);
    own(world, &channel, &ts, "cant_delete_message")?;
    world.erase(&channel, &ts);
    Ok(json!({ "channel": channel, "ts": ts }))
}

pub fn permalink(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = (args.need("channel")?, args.need("message_ts")?);
    world.visible(&channel)?;
    let post = world.post(&channel, &ts).ok_or("message_not_found")?;
    let thread = post
        .thread_ts
        .as_ref()
        .map(|t| format!("?thread_ts={t}&cid={channel}"))
        .unwrap_or_default();
    let link = format!(
        "https://{DOMAIN}.slack.com/archives/{channel}/p{}{thread}",
        ts.replace('.', "")
    );
    Ok(json!({ "channel": channel, "permalink": link }))
}
