//! What of a workspace outlives a restart: what was said, and where. Modals, ephemeral words and records do not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::channels::Channel;
use super::files::File;
use super::slack::Slack;
use super::state::World;

/// A workspace as it is kept between two runs.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    began: i64,
    tour: Vec<String>,
    channels: BTreeMap<String, Channel>,
    files: BTreeMap<String, File>,
    serial: u64,
    last_stamp: i64,
}

impl Slack {
    /// What there is to keep.
    pub fn kept(&self) -> Kept {
        self.hub.peek(|w| Kept {
            began: w.began,
            tour: w.tour.clone(),
            channels: w.channels.clone(),
            files: w.files.clone(),
            serial: w.serial,
            last_stamp: w.last_stamp,
        })
    }

    /// Puts back what was kept; people are not kept, they are there already.
    pub fn restore(&self, kept: Kept) {
        self.hub.look(|w| {
            w.began = kept.began;
            w.tour = kept.tour;
            w.files = kept.files;
            w.serial = kept.serial;
            w.last_stamp = kept.last_stamp;
            w.channels.extend(kept.channels);
            w.reopen_dms();
            w.readdress_files();
        });
    }

    /// Wakes whoever holds it after something may have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.hub.changes()
    }
}

impl World {
    fn reopen_dms(&mut self) {
        let dms: Vec<(String, String)> = self
            .channels
            .values()
            .filter_map(|c| Some((c.partner()?.to_string(), c.id.clone())))
            .collect();
        for (user, dm) in dms {
            if let Some(user) = self.user_mut(&user) {
                user.dm = Some(dm);
            }
        }
    }

    /// File objects carry our address, which is another one after a restart.
    fn readdress_files(&mut self) {
        let fresh: BTreeMap<&String, _> = self
            .files
            .iter()
            .map(|(id, f)| (id, self.file_wire(f)))
            .collect();
        let mut channels = self.channels.clone();
        for post in channels.values_mut().flat_map(|c| &mut c.posts) {
            for file in &mut post.files {
                if let Some(now) = fresh.get(&file["id"].as_str().unwrap_or_default().to_string()) {
                    *file = now.clone();
                }
            }
        }
        self.channels = channels;
    }
}
