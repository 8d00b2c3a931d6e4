//! `views.*`.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::refusal::{Answer, Refusal};
use super::super::state::World;

fn view(args: &Args) -> Result<Value, Refusal> {
    let missing = || {
        Refusal::because(
            "invalid_arguments",
            &["missing required field: view".into()],
        )
    };
    args.json("view", "invalid_arguments")?.ok_or_else(missing)
}

pub fn open(world: &mut World, args: &Args) -> Answer {
    let opened = world.open_view(&args.need("trigger_id")?, view(args)?)?;
    Ok(json!({ "view": world.view_wire(&opened, true) }))
}

pub fn push(world: &mut World, args: &Args) -> Answer {
    let pushed = world.push_view(&args.need("trigger_id")?, view(args)?)?;
    Ok(json!({ "view": world.view_wire(&pushed, true) }))
}

pub fn update(world: &mut World, args: &Args) -> Answer {
    let id = world.view_named(args.text("view_id"), args.text("external_id"))?;
    let updated = world.update_view(&id, view(args)?, args.text("hash").as_deref())?;
    Ok(json!({ "view": world.view_wire(&updated, true) }))
}

pub fn publish(world: &mut World, args: &Args) -> Answer {
    let published = world.publish(
        &args.need("user_id")?,
        view(args)?,
        args.text("hash").as_deref(),
    )?;
    Ok(json!({ "view": published }))
}
