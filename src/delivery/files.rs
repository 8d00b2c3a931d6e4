//! Files on their way from one platform to the other.

use reqwest::Response;

use crate::desk::Effect;
use crate::domain::ids::{FileId, Platform};
use crate::domain::post::{Lost, Post};
use crate::domain::talk::Attachment;
use crate::platform::failure::SendError;
use crate::store;

use super::chat::{Chat, Chats};
use super::errand::{Errand, Step};

/// A file that is to be carried.
pub(super) struct Carried {
    pub attachment: Attachment,
    /// Where it was put into the talk.
    pub from: Platform,
}

impl Chats {
    /// The content of a file, from the platform that has it.
    async fn download(&self, file: &Carried) -> Result<Response, SendError> {
        let gone = || SendError::Gone {
            why: "no_such_file".to_owned(),
        };
        let url = &file.attachment.url;
        match file.from {
            _ if url.is_empty() => Err(gone()),
            Platform::Slack => {
                let slack = self.slack.as_ref().ok_or_else(gone)?;
                slack.client.download(url).await
            }
            Platform::Teams => {
                let teams = self.teams.as_ref().ok_or_else(gone)?;
                teams.client.download(url).await
            }
        }
    }
}

/// Larger ones are not held in memory.
const MOST: usize = 50 * 1024 * 1024;

/// All of a file. None: it is too large.
///
/// # Errors
/// When it breaks off.
pub(super) async fn whole(mut content: Response) -> Result<Option<Vec<u8>>, SendError> {
    let mut all = Vec::new();
    let broke = |_| SendError::Retry {
        after: None,
        why: "file_lost".to_owned(),
    };
    while let Some(piece) = content.chunk().await.map_err(broke)? {
        if all.len() + piece.len() > MOST {
            return Ok(None);
        }
        all.extend_from_slice(&piece);
    }
    Ok(Some(all))
}

impl<S: Chat> Errand<'_, S> {
    /// The file, and where it is. None: nothing is known of it.
    pub(super) async fn carried(&self, file: FileId) -> Step<Option<Carried>> {
        let mut tx = self.desk.store.read().await?;
        let Some((message, attachment)) = store::messages::file(&mut tx, file).await? else {
            return Ok(None);
        };
        let message = store::messages::get(&mut tx, message).await?;
        let at = message.and_then(|m| m.at);
        // What was put into a form is on the platform of the form.
        let from = at.map_or(Platform::Slack, |(channel, _)| channel.platform);
        Ok(Some(Carried { attachment, from }))
    }

    /// Its content. None: it is no longer to be had, and its copy says so.
    pub(super) async fn fetched(
        &mut self,
        id: FileId,
        file: &Carried,
        post: &Post,
    ) -> Step<Option<Response>> {
        match self.chats.download(file).await {
            Err(SendError::Gone { .. } | SendError::Refused { .. }) => {
                self.lose(id, post, Lost::Gone).await?;
                Ok(None)
            }
            other => Ok(Some(other?)),
        }
    }

    /// It does not come along: the copy says so, so that nobody waits for it.
    pub(super) async fn lose(&mut self, file: FileId, post: &Post, why: Lost) -> Step<()> {
        self.desk.lose_file(file, why).await?;
        self.effects.push(Effect::Redraw(post.id));
        Ok(())
    }
}
