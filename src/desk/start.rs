//! The form of a new request: what it starts from, and how it follows the choice of the service.

use crate::domain::answer::{Answer, Seed};
use crate::domain::catalogue::{Answer as Value, Answers, Catalogue};
use crate::domain::ids::PostId;
use crate::domain::intent::{FormKind, NewRequest, NewRequestForm, Origin, Place, ViewRef, input};
use crate::domain::people::Person;
use crate::domain::post::PostData;
use crate::domain::talk::plain;
use crate::store::{self, Tx};

use super::file::{MOST_DETAILS, subject};
use super::forms::{serves, text};
use super::names::spelled;
use super::{Desk, Result};

impl Desk {
    /// The form from an offer of ours, with what it would start from: that is for those to whom it was made, and
    /// who can read it where it stands.
    pub(super) async fn offered(
        &self,
        tx: &mut Tx,
        post: i64,
        on: &Place,
        person: &Person,
    ) -> Result<Seed> {
        let post = store::posts::get(tx, PostId(post)).await?;
        let theirs = post.filter(|post| match post.to.person {
            Some(to) => to == person.id,
            None => post.to.channel.as_ref() == Some(&on.channel.id),
        });
        let offered = theirs.and_then(|post| match post.data {
            Some(PostData::Offer(offer)) => Some((post.id, offer.start)),
            _ => None,
        });
        let (offer, wish) = offered.unzip();
        let mut seed = self
            .new_request(tx, wish.unwrap_or_default(), person)
            .await?;
        if let FormKind::NewRequest(form) = &mut seed.form {
            form.offer = offer;
        }
        Ok(seed)
    }

    pub(super) async fn new_request(
        &self,
        tx: &mut Tx,
        wish: NewRequest,
        person: &Person,
    ) -> Result<Seed> {
        let mut form = NewRequestForm {
            service: None,
            channel: wish.channel,
            origin: wish.origin.map(|o| self.present(o)),
            log: false,
            kept: Answers::new(),
            too_late: false,
            offer: None,
        };
        let mut values = Answers::new();
        let mut typed = spelled(tx, wish.text.trim()).await?;
        if let Some(id) = wish.again
            && let Some(request) = store::requests::get(tx, id).await?
            && request.requester == person.id
        {
            form.service = Some(request.service);
            typed = request.subject;
            values.extend(
                request
                    .answers
                    .into_iter()
                    .map(|(k, v)| (format!("{}{k}", input::FIELD), v)),
            );
        } else {
            // A first word that is no service key belongs to the subject.
            let (first, rest) = typed
                .split_once(char::is_whitespace)
                .unwrap_or((&typed, ""));
            if let Some(service) = self.catalogue.service(&first.to_lowercase()) {
                form.service = Some(service.key.clone());
                typed = rest.trim().to_owned();
            }
        }
        if !typed.is_empty() {
            let subject = subject(&plain(&typed));
            if details_wanted(form.origin.as_ref(), &typed, &subject) {
                let details = typed.chars().take(MOST_DETAILS).collect();
                values.insert(input::DETAILS.to_owned(), Value::Text(details));
            }
            values.insert(input::SUBJECT.to_owned(), Value::Text(subject));
        }
        if let Some(service) = &form.service {
            values.insert(input::SERVICE.to_owned(), Value::Text(service.clone()));
        }
        let agent = serves(&self.catalogue, person);
        let author = form.origin.as_ref().and_then(|o| o.author.clone());
        if let (true, Some(author)) = (agent, author)
            && !person.accounts.contains(&author)
        {
            values.insert(input::FOR.to_owned(), Value::Person(author));
        }
        Ok(Seed {
            values,
            agent,
            ..Seed::new(FormKind::NewRequest(form))
        })
    }

    /// We are in every request channel of the configuration, so their threads can be used.
    fn present(&self, mut origin: Origin) -> Origin {
        origin.present |= self
            .catalogue
            .team_asked_in(&origin.place.channel)
            .is_some();
        origin
    }

    /// The form of another service was chosen in an open one.
    pub(super) fn follow(
        &self,
        form: FormKind,
        values: Answers,
        view: ViewRef,
        person: &Person,
    ) -> Answer {
        let FormKind::NewRequest(form) = form else {
            return Answer::Done;
        };
        let seed = Box::new(followed(form, values, &self.catalogue, person));
        Answer::Show { view, seed }
    }
}

/// The form of the service that `values` name, with all that was typed: what it has no input for is
/// kept until they come back to the service that has.
pub(super) fn followed(
    mut form: NewRequestForm,
    values: Answers,
    catalogue: &Catalogue,
    person: &Person,
) -> Seed {
    form.service = text(&values, input::SERVICE);
    let mut all = std::mem::take(&mut form.kept);
    all.extend(values);
    let service = form.service.as_deref().and_then(|s| catalogue.service(s));
    let has = |key: &str| {
        key.strip_prefix(input::FIELD)
            .is_none_or(|field| service.is_some_and(|s| s.fields.iter().any(|f| f.key == field)))
    };
    let (values, kept) = all.into_iter().partition(|(key, _)| has(key));
    form.kept = kept;
    Seed {
        values,
        agent: serves(catalogue, person),
        ..Seed::new(FormKind::NewRequest(form))
    }
}

/// Whether what was written has to travel in the form: all of it where we may not be able to read the
/// message later, else what is longer than the subject and is not fetched with its thread.
fn details_wanted(origin: Option<&Origin>, typed: &str, subject: &str) -> bool {
    match origin {
        // An app's words are not taken over from its thread.
        Some(origin) if !origin.present || origin.author.is_none() => true,
        // There a bot reads only what is said to it, when it is said.
        Some(origin) if !origin.place.channel.platform.reads_back() => typed != subject,
        // Several direct messages may have become one offer; each began a thread of its own.
        Some(origin) => origin.direct && typed != subject,
        None => typed != subject,
    }
}
