//! `files.*`: the three steps of an upload, and looking at a file.

use serde_json::{Value, json};

use super::super::args::Args;
use super::super::messages::Post;
use super::super::names::{BOT_USER, TEAM};
use super::super::refusal::Answer;
use super::super::state::World;

pub fn upload_url(world: &mut World, args: &Args) -> Answer {
    let name = args.need("filename")?;
    let length = args
        .number("length")
        .and_then(|n| usize::try_from(n).ok())
        .filter(|n| *n > 0);
    let length = length.ok_or("missing_argument")?;
    let id = world.add_file(BOT_USER, &name, &[], Some(length));
    Ok(json!({ "upload_url": format!("{}/upload/v1/{id}", world.base), "file_id": id }))
}

/// Puts the uploaded files into a conversation, as one message. Without a channel they stay the bot's own.
pub fn complete(world: &mut World, args: &Args) -> Answer {
    let files = args
        .json("files", "invalid_arguments")?
        .and_then(|f| f.as_array().cloned())
        .unwrap_or_default();
    let mut ids = Vec::new();
    for wanted in &files {
        let id = wanted["id"].as_str().unwrap_or_default();
        let file = world
            .files
            .get_mut(id)
            .filter(|f| f.user == BOT_USER)
            .ok_or("file_not_found")?;
        if file.announced != Some(file.bytes.len()) {
            return Err("file_update_failed".into());
        }
        if let Some(title) = wanted["title"].as_str() {
            file.title = title.into();
        }
        ids.push(id.to_string());
    }
    if ids.is_empty() {
        return Err("invalid_arguments".into());
    }
    if let Some(channel) = args.text("channel_id") {
        let channel = world.readable(&channel)?.id.clone();
        let thread_ts = args.text("thread_ts");
        if let Some(parent) = &thread_ts {
            world.parent(&channel, parent)?;
        }
        let text = args.text("initial_comment").unwrap_or_default();
        world.watch("files.completeUploadExternal", &text, &Value::Null);
        let (user, team) = (BOT_USER.to_string(), TEAM.to_string());
        world.say_with_files(
            &channel,
            Post {
                user,
                team,
                text,
                thread_ts,
                ..Post::default()
            },
            &ids,
        );
    }
    Ok(json!({ "files": world.file_objects(&ids) }))
}

pub fn info(world: &mut World, args: &Args) -> Answer {
    let file = world
        .file_for_bot(&args.need("file")?)
        .ok_or("file_not_found")?;
    if file.deleted {
        return Err("file_deleted".into());
    }
    Ok(
        json!({ "file": world.file_wire(file), "comments": [], "response_metadata": { "next_cursor": "" } }),
    )
}

impl World {
    /// Says something that carries files: each file object names the message in its `shares`.
    pub fn say_with_files(&mut self, channel: &str, mut post: Post, files: &[String]) -> String {
        // The share needs the message's ts and the event needs the share: hence the ts comes first.
        let ts = self.stamp();
        self.share(files, channel, &ts);
        post.files = self.file_objects(files);
        post.ts = ts.clone();
        if let Some(channel) = self.channels.get_mut(channel) {
            channel.posts.push(post.clone());
        }
        self.tell_said(channel, &post);
        ts
    }
}
