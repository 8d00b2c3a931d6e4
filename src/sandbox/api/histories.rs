//! `conversations.history` and `conversations.replies`.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::messages::Post;
use super::super::refusal::{Answer, Refusal};
use super::super::state::World;
use super::page;

/// Whether a message lies between `oldest` and `latest`; the ends count with `inclusive`.
fn between(args: &Args) -> Result<impl Fn(&Post) -> bool, Refusal> {
    let bound = |name: &str, error: &'static str| match args.text(name) {
        None => Ok(None),
        Some(ts) => micros(&ts).map(Some).ok_or(Refusal::new(error)),
    };
    let (oldest, latest) = (
        bound("oldest", "invalid_ts_oldest")?,
        bound("latest", "invalid_ts_latest")?,
    );
    let inclusive = args.flag("inclusive");
    Ok(move |post: &Post| {
        let ts = micros(&post.ts).unwrap_or_default();
        let after = oldest.is_none_or(|o| ts > o || (inclusive && ts == o));
        let before = latest.is_none_or(|l| ts < l || (inclusive && ts == l));
        after && before
    })
}

/// A `ts` (or a plain number of seconds) in microseconds.
fn micros(ts: &str) -> Option<i64> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(seconds.parse::<i64>().ok()? * 1_000_000 + fraction.parse::<i64>().ok()?)
}

/// A page of messages. Deleted ones are left out after paging: fewer than `limit` is not the end, as in Slack.
fn answer(world: &World, channel: &str, posts: Vec<&Post>, args: &Args, metadata: bool) -> Answer {
    let (posts, next) = page(&posts, args, 100, 1000)?;
    let messages: Vec<Value> = posts
        .iter()
        .filter_map(|p| world.shown(channel, p, metadata))
        .collect();
    let more = next["next_cursor"] != "";
    Ok(json!({ "messages": messages, "has_more": more, "response_metadata": next }))
}

/// Top-level messages and broadcast replies, the newest first.
pub fn history(world: &mut World, args: &Args) -> Answer {
    let channel = world.readable(&args.need("channel")?)?;
    let (wanted, all) = (between(args)?, args.flag("include_all_metadata"));
    let top = |p: &&Post| p.thread_ts.is_none() || p.broadcast;
    let posts = channel.posts.iter().rev().filter(top).filter(|p| wanted(p));
    answer(world, &channel.id, posts.collect(), args, all)
}

/// The parent, then its replies, the oldest first.
pub fn replies(world: &mut World, args: &Args) -> Answer {
    let channel = world.readable(&args.need("channel")?)?;
    let ts = args.need("ts")?;
    let root = channel
        .posts
        .iter()
        .find(|p| p.ts == ts)
        .ok_or("thread_not_found")?;
    let parent = root.thread_ts.clone().unwrap_or(ts);
    let (wanted, all) = (between(args)?, args.flag("include_all_metadata"));
    let in_thread =
        |p: &&Post| p.ts == parent || (p.thread_ts.as_ref() == Some(&parent) && !p.deleted);
    let posts = channel
        .posts
        .iter()
        .filter(in_thread)
        .filter(|p| p.ts == parent || wanted(p));
    let posts: Vec<&Post> = posts.collect();
    if posts.iter().all(|p| p.deleted) {
        return Err("thread_not_found".into());
    }
    answer(world, &channel.id, posts, args, all)
}
