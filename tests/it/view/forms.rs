//! Every form, and the choices of long lists.

use frontdesk::domain::answer::Seed;
use frontdesk::domain::catalogue::{Answer, Answers, Field, FieldKind};
use frontdesk::domain::ids::{Account, Channel, Platform, RequestId};
use frontdesk::domain::intent::{FormKind, NewRequestForm, input};
use frontdesk::domain::plan::TooLate;
use frontdesk::domain::talk::plain;
use frontdesk::view::{form, options};

use jiff::civil::date;

use super::dump;
use super::world::{NOW, about, catalogue};

const ID: RequestId = RequestId(42);

fn seed(form: FormKind) -> Seed {
    let about = match form {
        FormKind::NewRequest(_) => None,
        _ => Some(about(42)),
    };
    Seed {
        about,
        ..Seed::new(form)
    }
}

fn new(service: Option<&str>) -> Seed {
    seed(FormKind::NewRequest(NewRequestForm {
        service: service.map(str::to_owned),
        ..NewRequestForm::default()
    }))
}

fn show(seed: &Seed) -> String {
    dump::form(&form(seed, &catalogue(), NOW))
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

#[test]
fn the_form_of_a_new_request() {
    let mut laptop = new(Some("laptop"));
    laptop.agent = true;
    laptop.values = Answers::from([
        (input::SUBJECT.to_owned(), text("Screen is black")),
        (input::PRIORITY.to_owned(), text("urgent")),
        (
            input::FOR.to_owned(),
            Answer::Person(Account::slack("U0ANA")),
        ),
        ("f.kind".to_owned(), text("Screen")),
        ("f.asset".to_owned(), text("AB-1")),
    ]);
    let mut facilities = new(None);
    if let FormKind::NewRequest(form) = &mut facilities.form {
        form.channel = Some(Channel {
            platform: Platform::Slack,
            id: "C0OFFICE".to_owned(),
        });
    }
    let all = [
        facilities,
        laptop,
        new(Some("newcomer")),
        new(Some("access")),
        new(Some("people")),
        new(Some("room")),
        new(Some("gone")),
    ];
    insta::assert_snapshot!(all.map(|s| show(&s)).join("\n\n"));
}

#[test]
fn the_forms_about_a_request() {
    let kinds = [
        FormKind::Assign(ID),
        FormKind::Ask(ID),
        FormKind::Reply(ID),
        FormKind::Resolve(ID),
        FormKind::More(ID),
        FormKind::HandOver(ID),
        FormKind::Hold(ID),
        FormKind::Cancel(ID),
        FormKind::Reopen(ID),
        FormKind::Comment(ID),
    ];
    let mut forms: Vec<String> = kinds
        .iter()
        .map(|kind| {
            let mut seed = seed(kind.clone());
            seed.agent = !matches!(kind, FormKind::Comment(_));
            show(&seed)
        })
        .collect();
    forms.push("----- for the requester, and once it is resolved".to_owned());
    let cancelled = |kind: FormKind, status| {
        let mut seed = seed(kind);
        seed.about.as_mut().unwrap().status = status;
        show(&seed)
    };
    forms.push(cancelled(FormKind::Cancel(ID), "new"));
    forms.push(cancelled(FormKind::Reopen(ID), "cancelled"));
    forms.push(cancelled(FormKind::Reopen(ID), "resolved"));
    forms.push(cancelled(FormKind::Resolve(ID), "resolved"));
    let mut bad = seed(FormKind::Comment(ID));
    bad.about.as_mut().unwrap().rating = Some(2);
    forms.push(show(&bad));
    insta::assert_snapshot!(forms.join("\n\n"));
}

#[test]
fn the_forms_of_a_plan() {
    let (request, service) = (ID, "laptop".to_owned());
    let plain = seed(FormKind::Move {
        request,
        too_late: false,
    });
    let mut late = seed(FormKind::Move {
        request,
        too_late: true,
    });
    late.values
        .insert("needed_by".to_owned(), text("2026-12-01"));
    late.late = Some(Box::new(TooLate {
        earliest: date(2026, 12, 8),
        steps: vec![(
            "The *contract*".to_owned(),
            "IT".to_owned(),
            date(2026, 11, 16),
        )],
    }));
    let begin = seed(FormKind::Plan {
        request,
        service,
        too_late: false,
    });
    insta::assert_snapshot!([plain, late, begin].map(|s| show(&s)).join("\n\n"));
}

#[test]
fn details_and_long_texts_are_shown_in_full() {
    let mut details = seed(FormKind::Show);
    details.values = Answers::from([
        ("kind".to_owned(), text("Screen")),
        ("asset".to_owned(), text("AB-1234")),
        ("old".to_owned(), Answer::Number(1.5)),
    ]);
    let mut long = seed(FormKind::Show);
    long.text = plain("All of it.");
    let nothing = seed(FormKind::Show);
    insta::assert_snapshot!([details, long, nothing].map(|s| show(&s)).join("\n\n"));
}

#[test]
fn long_lists_are_searched() {
    let mut catalogue = catalogue();
    let laptop = catalogue.service("laptop").unwrap().clone();
    for n in 0..100 {
        let mut service = laptop.clone();
        service.key = format!("s{n}");
        service.name = format!("Service {n}");
        let options = (0..101).map(|o| format!("Room {o}")).collect();
        service.fields = vec![Field {
            key: "room".to_owned(),
            label: "Room".to_owned(),
            kind: FieldKind::Select { options },
            required: true,
            hint: None,
        }];
        catalogue.services.push(service);
    }
    let seed = new(Some("s1"));
    let dump = dump::form(&form(&seed, &catalogue, NOW));
    assert!(dump.contains("[service] search Service 1\n"), "{dump}");
    assert!(dump.contains("[f.room] search"), "{dump}");
    let found = |key: &str, typed: &str| options(&seed.form, key, typed, &catalogue);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        found("service", "laptop it"),
        [pair("laptop", "Laptop trouble (IT support)")]
    );
    assert_eq!(found("f.room", "100 room"), [pair("Room 100", "Room 100")]);
    assert_eq!(found("service", "").len(), 100);
    assert_eq!(found("f.gone", ""), []);
}

#[test]
fn labels_are_short_enough_for_the_platforms() {
    for seed in [
        new(None),
        seed(FormKind::Reply(ID)),
        seed(FormKind::Comment(ID)),
    ] {
        let form = form(&seed, &catalogue(), NOW);
        assert!(form.title.len() <= 24 && form.close.len() <= 24);
        assert!(form.submit.is_none_or(|s| s.len() <= 24));
    }
}
