//! `users.*`.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::refusal::Answer;
use super::super::state::World;
use super::page;

pub fn info(world: &mut World, args: &Args) -> Answer {
    let user = args
        .text("user")
        .and_then(|id| world.user(&id))
        .ok_or("user_not_found")?;
    Ok(json!({ "user": world.user_wire(user) }))
}

/// Our own people; strangers are only found one by one.
pub fn list(world: &mut World, args: &Args) -> Answer {
    let members: Vec<Value> = world
        .users
        .iter()
        .filter(|u| !u.stranger())
        .map(|u| world.user_wire(u))
        .collect();
    let most = members.len().max(1);
    let (members, next) = page(&members, args, most, 1000)?;
    Ok(json!({ "members": members, "cache_ts": world.now() / 1000, "response_metadata": next }))
}

pub fn by_email(world: &mut World, args: &Args) -> Answer {
    let email = args.need("email")?;
    let mut ours = world.users.iter().filter(|u| !u.stranger() && !u.deleted);
    let found = ours.find(|u| {
        u.email
            .as_deref()
            .is_some_and(|e| e.eq_ignore_ascii_case(&email))
    });
    let user = found.ok_or("users_not_found")?;
    Ok(json!({ "user": world.user_wire(user) }))
}
