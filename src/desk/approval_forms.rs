//! The forms of an approval: a no with its reason, handing it on, and the answers as they were changed.

use crate::domain::answer::{Answer, Wrong};
use crate::domain::approval::Verdict;
use crate::domain::catalogue::{Answer as Value, Answers, FieldKind, Service, check_answers};
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::request::{Action, Refusal, Request};
use crate::domain::talk::{Attachment, Text, plain};
use crate::store;

use super::act::Outcome;
use super::forms::{field_answers, text};
use super::{Done, Work, answer};

impl Work<'_> {
    /// A word with its reason.
    pub(super) async fn verdict_given(
        &mut self,
        id: RequestId,
        verdict: Verdict,
        reason: String,
        person: &Person,
    ) -> Done<Answer> {
        let action = Action::GiveVerdict {
            verdict,
            reason: Some(reason),
        };
        self.form_act(id, person, &action, input::TEXT).await
    }

    pub(super) async fn delegated(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(Value::Person(account)) = values.get(input::PERSON) else {
            return self.wrong(input::PERSON, Refusal::NoSuchPerson).await;
        };
        let to = self.meet_account(account).await?;
        let action = Action::Delegate { to: to.id };
        self.form_act(id, person, &action, input::PERSON).await
    }

    /// The answers as the requester has changed them.
    pub(super) async fn revised(
        &mut self,
        id: RequestId,
        values: &Answers,
        files: Vec<(String, Attachment)>,
        person: &Person,
    ) -> Done<Answer> {
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return self.wrong(input::FIELD, Refusal::NoSuchRequest).await;
        };
        let Some(service) = self.catalogue.service(&request.service) else {
            return self.wrong(input::FIELD, Refusal::NoSuchDesk).await;
        };
        let given = with_earlier_files(service, &request, field_answers(values, &files));
        let answers = match check_answers(service, &given) {
            Ok(answers) => with_others(service, &request, answers),
            Err(errors) => {
                let wrong = |(key, error)| (format!("{}{key}", input::FIELD), Wrong::Field(error));
                return answer(Answer::Wrong(errors.into_iter().map(wrong).collect()));
            }
        };
        let remark = text(values, input::TEXT).map(|words| words.trim().to_owned());
        let remark = remark.filter(|words| !words.is_empty());
        let first = service.fields.first().map(|f| &f.key);
        let first = first.map_or(String::new(), |key| format!("{}{key}", input::FIELD));
        match self
            .act(
                id,
                Some(person),
                &Action::Revise {
                    answers,
                    remark: remark.clone(),
                },
            )
            .await?
        {
            Outcome::Done(request) => {
                let files: Vec<Attachment> = files.into_iter().map(|(_, file)| file).collect();
                let words = remark.map_or_else(Text::new, plain);
                if !files.is_empty() || !words.is_empty() {
                    self.first_words(&request, person, &words, &files).await?;
                }
                Ok(Answer::Done)
            }
            Outcome::Refused(refusal) => self.wrong(&first, refusal).await,
        }
    }
}

/// What another service had asked, before the request was handed over, stays: a plan may rest on it.
fn with_others(service: &Service, request: &Request, mut answers: Answers) -> Answers {
    let asked = |key: &String| service.fields.iter().any(|f| f.key == *key);
    let others = request.answers.iter().filter(|(key, _)| !asked(key));
    answers.extend(others.map(|(key, value)| (key.clone(), value.clone())));
    answers
}

/// What was attached before stays where nothing else was.
pub(super) fn with_earlier_files(
    service: &Service,
    request: &Request,
    mut given: Answers,
) -> Answers {
    let files = service.fields.iter();
    for field in files.filter(|f| matches!(f.kind, FieldKind::File)) {
        if let (None, Some(before)) = (given.get(&field.key), request.answers.get(&field.key)) {
            given.insert(field.key.clone(), before.clone());
        }
    }
    given
}
