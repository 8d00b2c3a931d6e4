//! Files on Teams. A bot puts nothing into a channel; into somebody's own files it may, once they have said yes.

use serde_json::Value;

use crate::domain::ids::{FileId, PostId};
use crate::domain::post::{Lost, Post};
use crate::platform::failure::SendError;
use crate::platform::teams::client_files::{Grant, question, shown};
use crate::platform::teams::seen::ConversationKind;
use crate::store;

use super::chat::Chat;
use super::errand::{Errand, Step, Stop};
use super::files::whole;
use super::posting::UNKNOWABLE;
use super::teams::TeamsSide;

impl Errand<'_, TeamsSide> {
    /// In a chat of one person they are asked; anywhere else the copy names the file and says that it stayed.
    pub(super) async fn file(&mut self, file: FileId, post: PostId) -> Step<()> {
        let (Some(carried), Some(copy)) = (self.carried(file).await?, self.copy(post).await?)
        else {
            return Ok(());
        };
        let channel = self.channel(&copy).await?;
        if self.side.kind(&channel).await != ConversationKind::Personal {
            return self.lose(file, &copy, Lost::NotThere).await;
        }
        if carried.attachment.url.is_empty() {
            return self.lose(file, &copy, Lost::Gone).await;
        }
        let attachment = &carried.attachment;
        let message = question(&attachment.name, attachment.size, file, post);
        self.once(&channel, &message).await
    }

    /// They said yes.
    pub(super) async fn hand_file(
        &mut self,
        file: FileId,
        post: PostId,
        asked: &str,
        grant: &str,
    ) -> Step<()> {
        let (Some(carried), Some(copy)) = (self.carried(file).await?, self.copy(post).await?)
        else {
            return Ok(());
        };
        let Ok(grant) = serde_json::from_str::<Grant>(grant) else {
            return self.lose(file, &copy, Lost::Gone).await;
        };
        let channel = self.channel(&copy).await?;
        let put = format!("file:{file}:{post}:put");
        if self.desk.kept(put.clone()).await?.is_none() {
            let Some(content) = self.fetched(file, &carried, &copy).await? else {
                return Ok(());
            };
            let Some(content) = whole(content).await? else {
                return self.lose(file, &copy, Lost::Gone).await;
            };
            match self.side.client.put(&grant, content).await {
                Err(SendError::Gone { .. } | SendError::Refused { .. }) => {
                    return self.lose(file, &copy, Lost::Gone).await;
                }
                other => other?,
            }
            // On record before it is shown: an address takes a file once.
            self.desk.keep(put, grant.unique_id.clone()).await?;
        }
        // First: it may be done again, where that fails; what is shown may not.
        if !asked.is_empty() {
            self.side.delete(&channel, asked).await?;
        }
        self.once(&channel, &shown(&grant)).await
    }

    async fn copy(&self, post: PostId) -> Step<Option<Post>> {
        let mut tx = self.desk.store.read().await?;
        Ok(store::posts::get(&mut tx, post).await?)
    }

    /// Sends something that has no place on record. Whether it arrived cannot be looked up: after a call of unknown fate
    /// it is sent again only if somebody says so.
    async fn once(&mut self, channel: &str, message: &Value) -> Step<()> {
        if self.entry.unsure && !self.is_sent_again() {
            return Err(Stop::Dead(UNKNOWABLE.to_owned()));
        }
        self.still_ours().await?;
        let service = self.side.service(channel).await?;
        self.begins();
        self.side.client.send(&service, channel, message).await?;
        Ok(())
    }
}
