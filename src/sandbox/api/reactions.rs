//! `reactions.*`.

use serde_json::json;

use super::super::args::Args;
use super::super::names::BOT_USER;
use super::super::refusal::{Answer, Refusal};
use super::super::state::World;

/// The channel and message that the arguments name; the bot is in the channel.
fn target(world: &World, args: &Args) -> Result<(String, String), Refusal> {
    let (channel, ts) = match (args.text("channel"), args.text("timestamp")) {
        (Some(channel), Some(ts)) => (channel, ts),
        _ => return Err("no_item_specified".into()),
    };
    if world.readable(&channel)?.archived {
        return Err("is_archived".into());
    }
    world.post(&channel, &ts).ok_or("message_not_found")?;
    Ok((channel, ts))
}

/// An emoji's name, given without colons.
fn emoji(args: &Args) -> Result<String, Refusal> {
    let name = args.need("name")?;
    if name.contains(':') && !name.contains("::skin-tone-") {
        Err("invalid_name".into())
    } else {
        Ok(name)
    }
}

pub fn add(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = target(world, args)?;
    let name = emoji(args)?;
    if world.react(BOT_USER, &channel, &ts, &name) {
        Ok(json!({}))
    } else {
        Err("already_reacted".into())
    }
}

pub fn remove(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = target(world, args)?;
    let name = emoji(args)?;
    if world.unreact(BOT_USER, &channel, &ts, &name) {
        Ok(json!({}))
    } else {
        Err("no_reaction".into())
    }
}

pub fn get(world: &mut World, args: &Args) -> Answer {
    let (channel, ts) = target(world, args)?;
    let message = world.post(&channel, &ts).map(|p| p.wire(false));
    Ok(json!({ "type": "message", "channel": channel, "message": message }))
}

impl World {
    /// Adds a reaction and tells the bot; false when it was there.
    pub fn react(&mut self, user: &str, channel: &str, ts: &str, emoji: &str) -> bool {
        let Some(post) = self.post_mut(channel, ts) else {
            return false;
        };
        match post.reactions.iter_mut().find(|(name, _)| name == emoji) {
            Some((_, users)) if users.iter().any(|u| u == user) => return false,
            Some((_, users)) => users.push(user.into()),
            None => post.reactions.push((emoji.into(), vec![user.into()])),
        }
        self.tell_reaction("reaction_added", user, emoji, channel, ts);
        true
    }

    /// Takes a reaction away and tells the bot; false when it was not there.
    pub fn unreact(&mut self, user: &str, channel: &str, ts: &str, emoji: &str) -> bool {
        let Some(post) = self.post_mut(channel, ts) else {
            return false;
        };
        let Some((_, users)) = post.reactions.iter_mut().find(|(name, _)| name == emoji) else {
            return false;
        };
        let before = users.len();
        users.retain(|u| u != user);
        let removed = users.len() < before;
        post.reactions.retain(|(_, users)| !users.is_empty());
        if removed {
            self.tell_reaction("reaction_removed", user, emoji, channel, ts);
        }
        removed
    }
}
