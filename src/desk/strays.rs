//! What was said under a card of ours before we had noted where that is.

use crate::domain::ids::Channel;
use crate::domain::intent::{Place, Said, Sender};
use crate::domain::talk::Text;
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// What was kept for a thread whose place is on record now.
    pub(super) async fn take_strays(&mut self, channel: &Channel, thread: &str) -> Done<()> {
        for kept in store::strays::take(self.tx, channel, thread).await? {
            let Ok((by, said)) = serde_json::from_str::<(Sender, Said)>(&kept) else {
                continue;
            };
            let (person, _) = store::people::meet(self.tx, &by, self.now).await?;
            let found = store::threads::find(self.tx, channel, thread).await?;
            if let Some((request, side)) = found {
                self.in_thread(request, side, said, &by, &person).await?;
            }
        }
        Ok(())
    }

    /// It is taken in as it reads now.
    pub(super) async fn stray_edited(&mut self, at: &Place, text: &Text) -> Done<()> {
        if let Some((key, by, mut said)) = self.stray(at).await? {
            said.text = text.clone();
            let kept = serde_json::to_string(&(by, said)).unwrap_or_default();
            store::strays::change(self.tx, &key, &kept).await?;
        }
        Ok(())
    }

    /// Nobody said it.
    pub(super) async fn stray_deleted(&mut self, at: &Place) -> Done<()> {
        if let Some((key, ..)) = self.stray(at).await? {
            store::strays::drop(self.tx, &key).await?;
        }
        Ok(())
    }

    async fn stray(&mut self, at: &Place) -> Done<Option<(String, Sender, Said)>> {
        let Some(thread) = &at.thread else {
            return Ok(None);
        };
        for (key, kept) in store::strays::of(self.tx, &at.channel, thread).await? {
            if let Ok((by, said)) = serde_json::from_str::<(Sender, Said)>(&kept)
                && said.at.ts == at.ts
            {
                return Ok(Some((key, by, said)));
            }
        }
        Ok(None)
    }
}
