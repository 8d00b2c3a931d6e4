//! Files that people are asked about before they get them.

use crate::domain::answer::Answer;
use crate::domain::ids::{FileId, PostId};
use crate::domain::intent::Place;
use crate::domain::people::Person;
use crate::domain::post::{Job, Lost, PostKind};
use crate::store;

use super::{Done, Work};

impl Work<'_> {
    /// Yes or no to a file. Which file it is comes from their client: it has to be one that they were asked about,
    /// in their own chat.
    pub(super) async fn file_answered(
        &mut self,
        file: FileId,
        post: PostId,
        on: Place,
        grant: Option<String>,
        person: &Person,
    ) -> Done<Answer> {
        let copy = store::posts::get(self.tx, post).await?;
        let Some(copy) = copy.filter(|p| p.kind == PostKind::Copy) else {
            return Ok(Answer::Done);
        };
        let theirs = store::people::of_dm(self.tx, &on.channel).await? == Some(person.id);
        let there = copy.to.channel.as_ref() == Some(&on.channel.id);
        let known = store::messages::file(self.tx, file).await?;
        let its = known.is_some_and(|(message, _)| message.0 == copy.about);
        if !(theirs && there && its) {
            return Ok(Answer::Done);
        }
        match grant {
            Some(grant) => {
                let lane = self.lane(&copy.to).await?;
                let job = Job::HandFile {
                    file,
                    post,
                    asked: on.ts,
                    grant,
                };
                self.on_lane(&lane, &job, copy.request).await?;
            }
            None => {
                store::notes::lose_file(self.tx, file, Lost::Declined).await?;
                self.sync(&copy, copy.request).await?;
            }
        }
        Ok(Answer::Done)
    }
}
