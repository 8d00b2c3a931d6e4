//! What a reaction means, by the message that it is on.

use crate::domain::answer::Answer;
use crate::domain::ids::Account;
use crate::domain::intent::{Place, Sender};
use crate::domain::people::Person;
use crate::domain::post::{Job, Post, PostKind, Whisper};
use crate::domain::request::{Action, Refusal, Status};
use crate::store;

use super::act::Outcome;
use super::{Done, Work};

impl Work<'_> {
    pub(super) async fn reacted(
        &mut self,
        on: &Place,
        emoji: &str,
        added: bool,
        author: Option<Account>,
        by: &Sender,
        person: &Person,
    ) -> Done<Answer> {
        match store::posts::at(self.tx, &on.channel, &on.ts).await? {
            Some(post) => {
                self.reacted_to_ours(&post, on, emoji, added, by, person)
                    .await?
            }
            None if added && emoji == self.catalogue.desk.emoji.ticket && author.is_some() => {
                let job = Job::Ticketed {
                    at: on.clone(),
                    by: by.account.clone(),
                };
                self.job(&job, None).await?;
            }
            None => {}
        }
        Ok(Answer::Done)
    }

    /// A rating by reaction. Taken back is one only with the last reaction that says the same.
    async fn polled(
        &mut self,
        post: &Post,
        on: &Place,
        (emoji, score): (&str, u8),
        added: bool,
        person: &Person,
    ) -> Done<Option<Action>> {
        let key = format!("reactions:{}:{}", post.id, person.id);
        let kept = store::notes::get(self.tx, &key).await?;
        let kept = kept.and_then(|json| serde_json::from_str(&json).ok());
        let mut given: Vec<String> = kept.unwrap_or_default();
        given.retain(|other| other != emoji);
        if added {
            given.push(emoji.to_owned());
        }
        if given.is_empty() {
            store::notes::drop(self.tx, &key).await?;
        } else {
            let kept = serde_json::to_string(&given).unwrap_or_default();
            store::notes::set(self.tx, &key, &kept).await?;
        }
        if added {
            return Ok(Some(Action::Rate { score }));
        }
        let names = &self.catalogue.desk.emoji;
        let same = |other: &String| names.score(on.channel.platform, other) == Some(score);
        Ok((!given.iter().any(same)).then_some(Action::Unrate { score }))
    }

    async fn reacted_to_ours(
        &mut self,
        post: &Post,
        on: &Place,
        emoji: &str,
        added: bool,
        by: &Sender,
        person: &Person,
    ) -> Done<()> {
        let Some(request) = post.request.filter(|_| !post.retired) else {
            return Ok(());
        };
        let names = &self.catalogue.desk.emoji;
        let action = match post.kind {
            PostKind::TriageCard if emoji == names.take && added => Some(Action::Take),
            PostKind::TriageCard if emoji == names.wait && added => Some(Action::Wait),
            PostKind::TriageCard if emoji == names.wait => Some(Action::Resume),
            PostKind::TriageCard if emoji == names.resolve && added => {
                Some(Action::Resolve { summary: None })
            }
            PostKind::TriageCard if emoji == names.resolve => {
                // Only whoever resolved takes it back; others just lose their own tick.
                let status = store::requests::get(self.tx, request)
                    .await?
                    .map(|r| r.status);
                match status {
                    Some(Status::Resolved(resolution)) if resolution.by == person.id => {
                        Some(Action::Reopen { reason: None })
                    }
                    _ => None,
                }
            }
            PostKind::Poll => match names.score(on.channel.platform, emoji) {
                Some(score) => self.polled(post, on, (emoji, score), added, person).await?,
                None => None,
            },
            _ => None,
        };
        let Some(action) = action else { return Ok(()) };
        let outcome = self.act(request, Some(person), &action).await?;
        // Reactions of people who may not act do nothing; who was first is worth a word.
        if let Outcome::Refused(refusal @ Refusal::AlreadyTaken { .. }) = outcome {
            self.whisper(by, Some(on), Whisper::refused(refusal))
                .await?;
        }
        Ok(())
    }
}
