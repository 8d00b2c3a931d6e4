//! What of a tenant outlives a restart: what was said, and where. Dialogs, tokens and records do not.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::files::Stored;
use super::member::Member;
use super::tenant::Teams;
use super::world::{Conversation, World};

/// A tenant as it is kept between two runs.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    conversations: BTreeMap<String, Conversation>,
    reactions: BTreeMap<String, Vec<(String, String)>>,
    files: HashMap<String, Stored>,
    last_id: i64,
}

impl Teams {
    /// What there is to keep.
    pub fn kept(&self) -> Kept {
        self.hub.peek(|w| Kept {
            conversations: w.conversations.clone(),
            reactions: w.sight.reactions.clone(),
            files: w.files.clone(),
            last_id: w.last_id,
        })
    }

    /// Puts back what was kept; people are not kept, they are there already.
    pub fn restore(&self, kept: Kept) {
        self.hub.look(|w| {
            w.conversations.extend(kept.conversations);
            w.sight.reactions = kept.reactions;
            w.files = kept.files;
            w.last_id = kept.last_id;
        });
    }

    /// Forgets the oldest records of a tenant that nobody asks for them.
    pub fn forget(&self, most: usize) {
        let full = |w: &World| w.calls.len().max(w.shown.len()) > 2 * most;
        if self.hub.peek(full) {
            self.hub.look(|w| {
                w.calls.drain(..w.calls.len().saturating_sub(most));
                w.shown.drain(..w.shown.len().saturating_sub(most));
            });
        }
    }

    /// Wakes whoever holds it after something may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.hub.changes()
    }

    /// Tells the bot of every conversation that it is in, as an installation does: it learns at which address they are
    /// reached, which after a restart may be another one.
    pub async fn announce(&self) {
        let known: Vec<(String, String)> = self.hub.peek(|w| {
            let installed = w.conversations.values().filter(|c| c.installed);
            installed
                .filter_map(|c| Some((c.id.clone(), c.members.first()?.clone())))
                .collect()
        });
        let told = known.into_iter().map(|(conversation, aad)| {
            let member = Member {
                hub: Arc::clone(&self.hub),
                aad,
            };
            async move { member.installs_in(&conversation).await }
        });
        join_all(told).await;
    }
}
