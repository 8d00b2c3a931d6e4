//! One request becomes two: the second gets a subject and a service of its own.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::catalogue::Answers;
use crate::domain::ids::RequestId;
use crate::domain::intent::{FormKind, input};
use crate::domain::people::Person;
use crate::domain::request::{Action, Link, LinkKind, Refusal, Request, Standing};
use crate::store;

use super::act::Outcome;
use super::file::{Asked, Checked, MOST_SUBJECT, one_line};
use super::forms::text;
use super::may_open::may_open;
use super::{Done, Work, answer};

/// What the second request is.
pub(super) struct Split {
    /// A key.
    pub service: String,
    pub subject: String,
    pub details: String,
}

impl Work<'_> {
    pub(super) async fn split(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(whole) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::SERVICE, Refusal::NoSuchRequest).await;
        };
        let part = Split {
            service: text(values, input::SERVICE).unwrap_or_default(),
            subject: text(values, input::SUBJECT).unwrap_or_default(),
            details: text(values, input::TEXT).unwrap_or_default(),
        };
        match self.split_off(&whole, &part, person).await? {
            Outcome::Done(_) => Ok(Answer::Done),
            Outcome::Refused(refusal) => self.wrong(input::SERVICE, refusal).await,
        }
    }

    /// Makes a second request of `whole`; what becomes of that one comes back. What is wrong with `part` undoes everything.
    pub(super) async fn split_off(
        &mut self,
        whole: &Request,
        part: &Split,
        person: &Person,
    ) -> Done<Outcome> {
        let standing = Standing::of(person, whole, self.catalogue);
        if let Err(refusal) = may_open(&FormKind::Split(whole.id), whole, standing) {
            return Ok(Outcome::Refused(refusal));
        }
        let Some(service) = self.catalogue.service(&part.service) else {
            return wrong(input::SERVICE, Wrong::NoService);
        };
        let subject = one_line(&part.subject);
        if subject.is_empty() {
            return wrong(input::SUBJECT, Wrong::NoSubject);
        }
        if subject.chars().count() > MOST_SUBJECT {
            return wrong(input::SUBJECT, Wrong::TooLong { most: MOST_SUBJECT });
        }
        let Some(requester) = store::people::get(self.tx, whole.requester).await? else {
            return Ok(Outcome::Refused(Refusal::NoSuchPerson));
        };
        // What another service asks for nobody was asked; its team sees what is missing.
        let same = whole.service == service.key;
        let checked = Checked {
            subject,
            priority: whole.priority,
            grounds: whole.grounds.filter(|_| service.by_impact),
            needed_by: whole.needed_by,
            if_late: None,
            details: part.details.trim().to_owned(),
            answers: if same {
                whole.answers.clone()
            } else {
                Answers::new()
            },
        };
        let from = Link {
            kind: LinkKind::SplitFrom,
            number: whole.number.clone(),
        };
        let asked = Asked {
            requester: &requester,
            by: person,
            came_by: None,
            channel: whole.channel,
            place: None,
            origin: None,
            files: &[],
            from: Some(from),
            private: whole.private,
        };
        let part = self.file(service, checked, asked).await?;
        let link = Action::Link {
            to: part.id,
            kind: LinkKind::SplitInto,
        };
        self.act(whole.id, Some(person), &link).await
    }
}

fn wrong<T>(key: &str, wrong: Wrong) -> Done<T> {
    answer(Answer::Wrong(vec![(key.to_owned(), wrong)]))
}
