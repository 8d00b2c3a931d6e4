//! Every form.

mod announce;
mod approval;
mod article;
mod behind;
mod bulk;
mod delay;
mod duty;
mod fields;
mod links;
mod log;
mod new_request;
mod options;
mod plan;
mod reply;
mod request;
mod review;
mod services;
mod show;
mod tools;

use crate::clock::Millis;
use crate::domain::answer::Seed;
use crate::domain::catalogue::{Answer, Catalogue};
use crate::domain::intent::{FormKind, input};
use crate::domain::talk::{Text, plain};

use super::face::{Element, Entry, Form, Input, Part};
use super::words::sentence::{sentence, words};

pub use options::options;

/// The form that `seed` asks for, with what it has filled in already.
pub fn form(seed: &Seed, catalogue: &Catalogue, now: Millis) -> Form {
    match &seed.form {
        FormKind::NewRequest(form) => new_request::new_request(form, seed, catalogue, now),
        FormKind::Assign(_) => request::assign(seed),
        FormKind::Ask(_) => request::ask(seed),
        FormKind::Reply(_) => reply::reply(seed),
        FormKind::SendReply(_) => reply::send(seed),
        FormKind::OwnReply(id) => reply::own(*id, seed),
        FormKind::More(_) => request::more(seed),
        FormKind::HandOver(_) => request::hand_over(seed, catalogue),
        FormKind::WrongTeam(_) => request::wrong_team(seed, catalogue),
        FormKind::Why(_) => show::why(seed, catalogue),
        FormKind::Hold(_) => request::hold(seed),
        FormKind::Snooze(_) => tools::snooze(seed, catalogue),
        FormKind::Merge(_) => links::merge(seed),
        FormKind::Link(_) => links::link(seed),
        FormKind::Split(_) => links::split(seed, catalogue),
        FormKind::Watchers(_) => links::watchers(seed),
        FormKind::Handling(_) => tools::handling(seed),
        FormKind::Cancel(_) => request::cancel(seed),
        FormKind::Resolve(_) => review::resolve(seed),
        FormKind::Reopen(_) => review::reopen(seed),
        FormKind::Comment(_) => review::comment(seed),
        FormKind::Delay(_) => delay::delay(seed),
        FormKind::Priority(_) => delay::priority(seed),
        FormKind::Duty(deed) => duty::duty(*deed, seed),
        FormKind::Plan {
            service, too_late, ..
        } => plan::begin(service, *too_late, seed, catalogue, now),
        FormKind::Move { .. } => plan::moved(seed, catalogue),
        FormKind::Decline(_) => approval::decline(seed),
        FormKind::AskChanges(_) => approval::ask_changes(seed),
        FormKind::Delegate(_) => approval::delegate(seed),
        FormKind::Revise { service, .. } => approval::revise(service, seed, catalogue),
        FormKind::Bulk => bulk::choose(seed),
        FormKind::BulkDo { what, numbers } => bulk::act(*what, numbers, seed),
        FormKind::Show => match &seed.listed {
            Some(listed) => behind::behind(seed, listed, catalogue, now),
            None => show::show(seed, catalogue),
        },
        FormKind::Article(form) => article::write(form, seed, catalogue),
        FormKind::Read(_) => article::read(seed, catalogue),
        FormKind::Announce => announce::announce(seed, catalogue),
    }
}

/// The words around a form's inputs.
struct Frame<'a> {
    title: &'a str,
    submit: &'a str,
}

impl Frame<'_> {
    /// The form about a request: which one comes first.
    fn around(&self, seed: &Seed, inputs: Vec<Element>) -> Form {
        let about = about(seed).map(|text| Element::Part(Part::Small(text)));
        Form {
            kind: seed.form.clone(),
            title: self.title.to_owned(),
            submit: Some(self.submit.to_owned()),
            close: "Cancel".to_owned(),
            body: about.into_iter().chain(inputs).collect(),
        }
    }
}

/// `IT-42 Screen is black`.
fn about(seed: &Seed) -> Option<Text> {
    let about = seed.about.as_ref()?;
    Some(sentence(
        "{} {}",
        [words(&about.number), words(&about.subject)],
    ))
}

/// The one text of a form.
fn paragraph(seed: &Seed, label: &str, hint: Option<&str>, required: bool) -> Element {
    Element::Input(Box::new(Input {
        key: input::TEXT.to_owned(),
        label: label.to_owned(),
        hint: hint.map(str::to_owned),
        required,
        control: Entry::Paragraph {
            value: text(seed, input::TEXT),
            most: crate::domain::catalogue::MOST_PARAGRAPH,
        },
        follow: false,
    }))
}

fn note(words: &str) -> Element {
    Element::Part(Part::Small(plain(words)))
}

/// The text that is filled in for the input `key`.
fn text(seed: &Seed, key: &str) -> Option<String> {
    match seed.values.get(key)? {
        Answer::Text(text) => Some(text.clone()),
        Answer::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
