//! Faces for answers that show them at once, drawn as what is sent.

use crate::desk::Result;
use crate::domain::ids::{Channel, Platform};
use crate::store;
use crate::view::face::Message;
use crate::view::readers::Readers;

use super::{Delivery, draw, naming};

impl Delivery {
    /// A message of ours as it has to look now, for an answer that shows it at once. None: it is none of ours, or
    /// there is nothing to show.
    ///
    /// # Errors
    /// The store's.
    pub async fn shown(&self, channel: &Channel, ts: &str) -> Result<Option<(Message, Readers)>> {
        let mut tx = self.desk.store.read().await?;
        let Some(post) = store::posts::at(&mut tx, channel, ts).await? else {
            return Ok(None);
        };
        match draw::post(&mut tx, &self.desk, &self.chats, &post).await? {
            draw::Drawn::Message(face) => {
                let catalogue = &self.desk.catalogue;
                let named = naming::message(&mut tx, face, channel.platform, catalogue).await?;
                Ok(Some(named))
            }
            _ => Ok(None),
        }
    }

    /// A face for readers on `platform`, everybody in it by the name that they have there.
    ///
    /// # Errors
    /// The store's.
    pub async fn named(&self, face: Message, platform: Platform) -> Result<(Message, Readers)> {
        let mut tx = self.desk.store.read().await?;
        Ok(naming::message(&mut tx, face, platform, &self.desk.catalogue).await?)
    }
}
