//! What a form about a request opens with.

use std::collections::BTreeMap;

use crate::domain::answer::{About, Seed};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::intent::{FormKind, input};
use crate::domain::people::Person;
use crate::domain::request::{Request, Standing};
use crate::store::{self, Tx};

use super::{Done, Work, canned, read, snooze, why};

/// So many earlier moves tell where one probably goes.
const MOST_GUESSED: i64 = 50;

impl Work<'_> {
    /// A form about a request, opened by what was just done.
    pub(super) async fn seed(
        &mut self,
        form: FormKind,
        request: Option<&Request>,
        person: &Person,
    ) -> Done<Seed> {
        Ok(seed(self.tx, self.catalogue, form, request, person).await?)
    }
}

pub(super) async fn seed(
    tx: &mut Tx,
    catalogue: &Catalogue,
    form: FormKind,
    request: Option<&Request>,
    person: &Person,
) -> store::Result<Seed> {
    let about: Option<About> = match request {
        Some(request) => read::about(tx, catalogue, std::slice::from_ref(request))
            .await?
            .into_iter()
            .next(),
        None => None,
    };
    let agent = request.is_some_and(|r| Standing::of(person, r, catalogue).agent);
    let mut values = Answers::new();
    if let (FormKind::Revise { .. } | FormKind::Plan { .. }, Some(request)) = (&form, request) {
        let answers = request.answers.iter();
        values.extend(
            answers.map(|(key, answer)| (format!("{}{key}", input::FIELD), answer.clone())),
        );
    }
    if let (FormKind::Reply(_), Some(request)) = (&form, request)
        && let Some(names) = canned::offered(tx, catalogue, request, person).await?
    {
        values.insert(input::OFFERED.to_owned(), names);
    }
    if let FormKind::More(id) = form {
        let watching = store::watchers::of(tx, id).await?.contains(&person.id);
        values.insert(input::WATCHING.to_owned(), Value::Checked(watching));
    }
    if matches!(form, FormKind::Snooze(_)) {
        values.extend(snooze::clock(tx, person).await?);
    }
    if let (FormKind::Move { .. } | FormKind::Plan { .. }, Some(day)) =
        (&form, request.and_then(|r| r.needed_by))
    {
        values.insert(input::NEEDED_BY.to_owned(), Value::Text(day.to_string()));
    }
    let mut why = None;
    match (&form, request) {
        (FormKind::WrongTeam(_), Some(request)) => {
            let guess = guessed(tx, catalogue, request).await?;
            values.extend(guess.map(|key| (input::SERVICE.to_owned(), Value::Text(key))));
        }
        (FormKind::Why(_), Some(request)) => {
            why = Some(Box::new(why::here(tx, catalogue, request, person).await?));
        }
        _ => {}
    }
    Ok(Seed {
        values,
        agent,
        about,
        why,
        ..Seed::new(form)
    })
}

/// Whose it may be: the service that most of the latest went to which had wrongly come as the same.
async fn guessed(
    tx: &mut Tx,
    catalogue: &Catalogue,
    request: &Request,
) -> store::Result<Option<String>> {
    let latest = store::routing::went_to(tx, &request.service, MOST_GUESSED).await?;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for key in &latest {
        *times.entry(key).or_default() += 1;
    }
    let others = times.into_iter().filter(|(key, _)| {
        catalogue
            .service(key)
            .is_some_and(|s| s.team != request.team)
    });
    // Of two as frequent the later one of the alphabet, so that it is always the same.
    let most = others.max_by_key(|(_, times)| *times);
    Ok(most.map(|(key, _)| key.to_owned()))
}
