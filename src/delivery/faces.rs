//! Faces for answers that show them at once, drawn as what is sent.

use crate::desk::Result;
use crate::domain::article::keeps;
use crate::domain::ids::{Account, Channel};
use crate::domain::people::Person;
use crate::domain::post::{Post, PostData, Side};
use crate::domain::request::Standing;
use crate::store::{self, Tx};
use crate::view::face::{Message, Part};
use crate::view::readers::Readers;

use super::{Delivery, draw, naming};

impl Delivery {
    /// A message of ours as it has to look now to `viewer`, for an answer that shows it to them at once. None: it is
    /// none of ours, or there is nothing to show.
    ///
    /// # Errors
    /// The store's.
    pub async fn shown(
        &self,
        channel: &Channel,
        ts: &str,
        viewer: &Account,
    ) -> Result<Option<(Message, Readers)>> {
        let mut tx = self.desk.store.read().await?;
        let Some(post) = store::posts::at(&mut tx, channel, ts).await? else {
            return Ok(None);
        };
        // What an approver sees is theirs alone, wherever it was forwarded to.
        let viewed_by = store::people::by_account(&mut tx, viewer).await?;
        if post.kind.is_approvers() && post.to.person != viewed_by.map(|p| p.id) {
            return Ok(None);
        }
        match draw::post(&mut tx, &self.desk, &self.chats, &post).await? {
            draw::Drawn::Message(mut face) => {
                let catalogue = &self.desk.catalogue;
                let person = store::people::by_account(&mut tx, viewer).await?;
                if !self.may_press(&mut tx, &post, person.as_ref()).await? {
                    face.parts
                        .retain(|part| !matches!(part, Part::Actions(_) | Part::Menu(_)));
                }
                let (face, mut readers) =
                    naming::message(&mut tx, face, channel.platform, catalogue).await?;
                let reader = person.map(|p| p.id);
                readers.zone = naming::zone(&mut tx, reader, catalogue).await?;
                readers.each = naming::reader(&mut tx, &post.to).await?.is_none()
                    && post.kind.lives()
                    && !post.retired;
                Ok(Some((face, readers)))
            }
            _ => Ok(None),
        }
    }

    /// Whether the buttons of `post` are for them at all. What each of them does is judged when it is pressed.
    async fn may_press(&self, tx: &mut Tx, post: &Post, person: Option<&Person>) -> Result<bool> {
        if let Some(PostData::Announcement(id)) = &post.data {
            let announced = store::announcements::get(tx, *id).await?;
            return Ok(announced.zip(person).is_some_and(|(announced, person)| {
                keeps(person, &announced.team, &self.desk.catalogue)
            }));
        }
        let Some(request) = post.request.filter(|_| !post.kind.is_approvers()) else {
            return Ok(true);
        };
        let request = store::requests::get(tx, request).await?;
        let (Some(request), Some(person)) = (request, person) else {
            return Ok(false);
        };
        let standing = Standing::of(person, &request, &self.desk.catalogue);
        let agent = standing.agent && !standing.stranger;
        Ok(agent || (post.side == Side::Requester && standing.requester))
    }

    /// A face for `reader`, everybody in it by the name that they have on the reader's platform.
    ///
    /// # Errors
    /// The store's.
    pub async fn named(&self, face: Message, reader: &Account) -> Result<(Message, Readers)> {
        let mut tx = self.desk.store.read().await?;
        let catalogue = &self.desk.catalogue;
        let (face, mut readers) =
            naming::message(&mut tx, face, reader.platform, catalogue).await?;
        let person = store::people::by_account(&mut tx, reader).await?;
        readers.zone = naming::zone(&mut tx, person.map(|p| p.id), catalogue).await?;
        Ok((face, readers))
    }
}
