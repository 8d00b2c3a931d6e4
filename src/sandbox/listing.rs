//! Messages as people read them.

use serde_json::Value;

use super::channels::Channel;
use super::elements;
use super::messages::Post;
use super::reading::{self, Names, shown};
use super::state::World;
use super::whispers::Ephemeral;

/// A message as it stands now.
#[derive(Clone, Debug)]
pub struct Message {
    pub channel: String,
    pub ts: String,
    /// The author's user id.
    pub user: String,
    /// The author's name.
    pub author: String,
    /// The top-level text, raw.
    pub text: String,
    pub blocks: Vec<Value>,
    pub metadata: Option<Value>,
    /// File objects.
    pub files: Vec<Value>,
    /// Shows as edited.
    pub edited: bool,
    /// Emoji and the names of who reacted.
    pub reactions: Vec<(String, Vec<String>)>,
    /// The parent's `ts`, in a reply only.
    pub thread_ts: Option<String>,
    pub deleted: bool,
    plain: String,
}

impl Message {
    /// All that is seen: the blocks line by line with `[Buttons]`, or the text where there are no blocks; then the files.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether `words` are to be seen.
    pub fn reads(&self, words: &str) -> bool {
        self.plain.contains(words)
    }

    /// What the menu with this action id offers; nothing where there is none.
    pub fn choices(&self, menu: &str) -> Vec<String> {
        let all = elements::all(&self.blocks).into_iter();
        let offered = all.filter(|f| f.key().1 == menu);
        let offered = offered.flat_map(|f| elements::options(&f.element));
        offered.map(|option| shown(&option["text"])).collect()
    }

    /// Labels of the buttons.
    pub fn buttons(&self) -> Vec<String> {
        let found = elements::all(&self.blocks)
            .into_iter()
            .filter(|f| f.kind() == "button");
        found.filter_map(|f| f.names.first().cloned()).collect()
    }
}

impl World {
    /// Names of people and channels by id.
    pub fn names(&self) -> Names {
        let people = self.users.iter().map(|u| (u.id.clone(), u.name.clone()));
        people
            .chain(
                self.channels
                    .values()
                    .map(|c| (c.id.clone(), c.name.clone())),
            )
            .collect()
    }

    /// The messages of a channel that `wanted` picks, the oldest first.
    pub fn listed(&self, channel: &str, wanted: impl Fn(&Post) -> bool) -> Vec<Message> {
        let names = self.names();
        let Some(channel) = self.channels.get(channel) else {
            return Vec::new();
        };
        channel
            .posts
            .iter()
            .filter(|p| wanted(p))
            .map(|p| message(channel, p, &names))
            .collect()
    }

    /// A whisper in the same form.
    pub fn whispered(&self, whisper: &Ephemeral) -> Message {
        let names = self.names();
        let post = Post {
            ts: whisper.ts.clone(),
            user: super::names::BOT_USER.into(),
            text: whisper.text.clone(),
            blocks: whisper.blocks.clone(),
            thread_ts: whisper.thread_ts.clone(),
            ..Post::default()
        };
        Message {
            channel: whisper.channel.clone(),
            ..of(&post, &names)
        }
    }
}

fn message(channel: &Channel, post: &Post, names: &Names) -> Message {
    Message {
        channel: channel.id.clone(),
        ..of(post, names)
    }
}

fn of(post: &Post, names: &Names) -> Message {
    let name = |id: &String| names.get(id).unwrap_or(id).clone();
    let mut lines = reading::lines(&post.blocks, names);
    if lines.is_empty() {
        lines.push(reading::decode(&post.text, names));
    }
    lines.extend(
        post.files
            .iter()
            .map(|f| format!("[file {}]", f["name"].as_str().unwrap_or_default())),
    );
    lines.retain(|line| !line.is_empty());
    let reactions = post
        .reactions
        .iter()
        .map(|(emoji, users)| (emoji.clone(), users.iter().map(name).collect()));
    Message {
        channel: String::new(),
        ts: post.ts.clone(),
        user: post.user.clone(),
        author: name(&post.user),
        text: post.text.clone(),
        blocks: post.blocks.clone(),
        metadata: post.metadata.clone(),
        files: post.files.clone(),
        edited: post.edited.is_some(),
        reactions: reactions.collect(),
        thread_ts: post.thread_ts.clone(),
        deleted: post.deleted,
        plain: lines.join("\n"),
    }
}
