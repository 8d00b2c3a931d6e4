//! What somebody told an agent, on the phone or at their desk: a request of theirs all the same.

use crate::domain::answer::{Answer, Seed, Wrong};
use crate::domain::catalogue::{Answer as Value, Answers, FieldError};
use crate::domain::ids::Account;
use crate::domain::intent::{FormKind, NewRequest, NewRequestForm, input};
use crate::domain::people::Person;
use crate::domain::request::CameBy;
use crate::store::Tx;

use super::forms::text;
use super::{Desk, Done, Result, answer};

impl Desk {
    /// The form for `whom`, who may be chosen in it.
    pub(super) async fn log(
        &self,
        tx: &mut Tx,
        whom: Option<Account>,
        words: String,
        agent: &Person,
    ) -> Result<Seed> {
        let wish = NewRequest {
            text: words,
            ..NewRequest::default()
        };
        let mut seed = self.new_request(tx, wish, agent).await?;
        if let FormKind::NewRequest(form) = &mut seed.form {
            form.log = true;
        }
        if let Some(account) = whom {
            let account = Value::Person(account);
            seed.values.insert(input::FOR.to_owned(), account);
        }
        Ok(seed)
    }
}

/// How it came in, where `form` asks for it, and with that for whom it is.
pub(super) fn came_by(form: &NewRequestForm, values: &Answers) -> Done<Option<CameBy>> {
    if !form.log {
        return Ok(None);
    }
    let missing = |key: &str| {
        let wrong = Wrong::Field(FieldError::Required);
        answer(Answer::Wrong(vec![(key.to_owned(), wrong)]))
    };
    if !matches!(values.get(input::FOR), Some(Value::Person(_))) {
        return missing(input::FOR);
    }
    let named = text(values, input::CAME_BY).and_then(|name| CameBy::named(&name));
    match named {
        Some(by) => Ok(Some(by)),
        None => missing(input::CAME_BY),
    }
}
