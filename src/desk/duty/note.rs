//! What whoever goes off duty leaves to the next.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::{Answers, Team};
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::request::Refusal;
use crate::domain::roster::DutyPost;
use crate::store;
use crate::store::duty::Note;

use super::super::forms::text;
use super::super::{Done, Work, answer};
use super::schedule;

impl Work<'_> {
    /// A note was written. Who comes next has it at once if they are there already.
    pub(super) async fn leave_note(
        &mut self,
        team: &Team,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(text) = text(values, input::TEXT) else {
            let wrong = Wrong::Refused {
                refusal: Refusal::Empty,
                by: None,
            };
            return answer(Answer::Wrong(vec![(input::TEXT.to_owned(), wrong)]));
        };
        let note = Note {
            team: team.key.clone(),
            author: person.id,
            text,
            at: self.now,
        };
        store::duty::add_note(self.tx, &note).await?;
        self.hand_notes(team).await?;
        schedule(self.tx, self.catalogue, team, self.now).await?;
        Ok(Answer::Done)
    }

    /// Gives every note to who is on duty, once whoever wrote it no longer is.
    pub(super) async fn hand_notes(&mut self, team: &Team) -> Done<()> {
        let waiting = store::duty::notes_waiting(self.tx, &team.key).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let there = self.who_is_on_duty(Some(team)).await?;
        for id in waiting {
            let Some(note) = store::duty::note(self.tx, id).await? else {
                continue;
            };
            if there.is_empty() || there.iter().any(|person| person.id == note.author) {
                continue;
            }
            let mut reached = false;
            for person in &there {
                let post = DutyPost::Note { note: id };
                reached |= self.tell_person(team, person, post).await?.is_some();
            }
            if reached {
                store::duty::note_handed(self.tx, id).await?;
            }
        }
        Ok(())
    }
}
