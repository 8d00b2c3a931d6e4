//! Handling time, from a button, a form, or along with something else.

use crate::clock::Millis;
use crate::domain::answer::Answer;
use crate::domain::catalogue::{Answer as Value, Answers};
use crate::domain::ids::RequestId;
use crate::domain::intent::input;
use crate::domain::people::Person;
use crate::domain::request::{Action, Refusal};
use crate::store;

use super::act::Outcome;
use super::{Done, Work};

/// Two clicks that are no further apart are one, milliseconds.
const DOUBLE_CLICK: Millis = 2_000;

impl Work<'_> {
    /// The same button was pressed a moment ago, by the same person: each tap adds to the sum, a slip of the finger does not.
    pub(super) async fn clicked_twice(
        &mut self,
        id: RequestId,
        minutes: i32,
        person: &Person,
    ) -> Done<bool> {
        let Some(request) = store::requests::get(self.tx, id).await? else {
            return Ok(false);
        };
        let since = self.now - DOUBLE_CLICK;
        Ok(store::handling::since(self.tx, &request, person.id, minutes, since).await?)
    }

    pub(super) async fn noted_time(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<Answer> {
        let Some(minutes) = minutes(values) else {
            return self.wrong(input::MINUTES, Refusal::NoSuchMinutes).await;
        };
        let action = Action::Handled { minutes };
        self.form_act(id, person, &action, input::MINUTES).await
    }

    /// Notes what was said of it in a form that is about something else; nothing said is nothing noted.
    pub(super) async fn note_time_too(
        &mut self,
        id: RequestId,
        values: &Answers,
        person: &Person,
    ) -> Done<()> {
        let Some(minutes) = minutes(values) else {
            return Ok(());
        };
        match self
            .act(id, Some(person), &Action::Handled { minutes })
            .await?
        {
            Outcome::Done(_) => Ok(()),
            Outcome::Refused(refusal) => self.wrong(input::MINUTES, refusal).await.map(|_| ()),
        }
    }
}

/// Whole minutes; None: nothing was entered, or no number of minutes.
fn minutes(values: &Answers) -> Option<i32> {
    let entered = match values.get(input::MINUTES)? {
        Value::Number(number) => *number,
        Value::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    // A fraction of a minute is not worth a refusal; what no `i32` holds is none of ours.
    let whole = entered.round();
    let fits = whole.abs() <= f64::from(i32::MAX);
    fits.then_some(whole as i32)
}
