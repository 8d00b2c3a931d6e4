//! `conversations.*` but for what was said, and `users.conversations`.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::channels::{Channel, Visibility};
use super::super::names::BOT_USER;
use super::super::refusal::{Answer, Refusal};
use super::super::state::World;
use super::page;

pub fn open(world: &mut World, args: &Args) -> Answer {
    if let Some(channel) = args.text("channel") {
        world.visible(&channel)?;
        return Ok(json!({ "channel": { "id": channel } }));
    }
    let users = args.text("users").ok_or("users_list_not_supplied")?;
    if users.contains(',') {
        return Err("invalid_user_combination".into());
    }
    let known = world.user(&users).and_then(|u| u.dm.clone()).is_some();
    let id = world.open_dm(&users)?;
    let mut answer = json!({ "channel": { "id": id } });
    if known {
        answer["no_op"] = json!(true);
        answer["already_open"] = json!(true);
    }
    Ok(answer)
}

pub fn info(world: &mut World, args: &Args) -> Answer {
    let channel = world.visible(&args.need("channel")?)?;
    Ok(json!({ "channel": channel.wire() }))
}

pub fn members(world: &mut World, args: &Args) -> Answer {
    let channel = world.visible(&args.need("channel")?)?;
    let members: Vec<&String> = channel.members.iter().collect();
    let (members, next) = page(&members, args, 100, 1000)?;
    Ok(json!({ "members": members, "response_metadata": next }))
}

/// Channels of the wanted types; public ones when nothing is said.
fn listed(world: &World, args: &Args, wanted: impl Fn(&Channel) -> bool) -> Answer {
    let types = args
        .text("types")
        .unwrap_or_else(|| "public_channel".into());
    let types: Vec<&str> = types.split(',').map(str::trim).collect();
    if types
        .iter()
        .any(|t| !["public_channel", "private_channel", "im", "mpim"].contains(t))
    {
        return Err(Refusal::new("invalid_types"));
    }
    let named = |c: &Channel| match c.visibility {
        Visibility::Public => "public_channel",
        Visibility::Private => "private_channel",
        Visibility::Direct => "im",
    };
    let open = args.flag("exclude_archived");
    let fitting = |c: &&Channel| types.contains(&named(c)) && !(open && c.archived) && wanted(c);
    let channels: Vec<Value> = world
        .channels
        .values()
        .filter(fitting)
        .map(Channel::wire)
        .collect();
    let (channels, next) = page(&channels, args, 100, 1000)?;
    Ok(json!({ "channels": channels, "response_metadata": next }))
}

pub fn list(world: &mut World, args: &Args) -> Answer {
    listed(world, args, |c| {
        c.visibility == Visibility::Public || c.has_bot()
    })
}

pub fn of_user(world: &mut World, args: &Args) -> Answer {
    let user = args.text("user").unwrap_or_else(|| BOT_USER.into());
    let seen = |c: &Channel| c.visibility == Visibility::Public || c.has_bot();
    listed(world, args, |c| c.members.contains(&user) && seen(c))
}
