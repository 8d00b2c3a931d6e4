//! What a form takes, and the words for what it does not.

use frontdesk::config;
use frontdesk::domain::catalogue::{Answer, Answers, Service, check_answers};
use frontdesk::domain::ids::Account;
use frontdesk::domain::promise::{Priority, Promise, Span};
use frontdesk::view::words;

/// A service with a field of every type, each under the type's name.
fn service() -> Service {
    let fields: String = [
        (
            "text",
            r#"pattern = "[A-Z]{2}-[0-9]+|[0-9]", hint = "On the sticker, like AB-1234""#,
        ),
        ("paragraph", ""),
        ("select", r#"options = ["Screen", "Other"]"#),
        ("multiselect", r#"options = ["Red", "Green"]"#),
        ("person", ""),
        ("date", ""),
        ("number", "min = 1, max = 5.5"),
        ("email", ""),
        ("url", ""),
        ("checkbox", ""),
        ("file", ""),
    ]
    .into_iter()
    .map(|(kind, more)| {
        format!(
            "{{ key = \"{kind}\", label = \"L\", type = \"{kind}\", required = true, {more} }},\n"
        )
    })
    .collect();
    let text = format!(
        r#"
        team = [{{ key = "IT", name = "IT", lead = "a@b.example" }}]
        [[service]]
        key = "all"
        team = "IT"
        name = "All"
        field = [
        {fields}
        ]"#
    );
    let catalogue = config::catalogue(&text, "test").unwrap();
    catalogue.service("all").unwrap().clone()
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn many(texts: &[&str]) -> Answer {
    Answer::Many(texts.iter().map(|t| (*t).to_owned()).collect())
}

fn given(answers: &[(&str, Answer)]) -> Answers {
    answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), answer.clone()))
        .collect()
}

fn right() -> Answers {
    given(&[
        ("text", text(" AB-1234 ")),
        ("paragraph", text("two\nlines\n")),
        ("select", text("Other")),
        ("multiselect", many(&["Green", "Red", "Green"])),
        ("person", Answer::Person(Account::slack("U0ANA"))),
        ("date", text("2028-02-29")),
        ("number", text("5.5")),
        ("email", text("ana+desk@mail.acme.example")),
        ("url", text("https://acme.example/a?b=c#d")),
        ("checkbox", Answer::Checked(true)),
        ("file", many(&["a.png"])),
        ("unknown", text("dropped")),
    ])
}

/// What is said beneath the one field that was changed.
fn refused(key: &str, answer: Answer) -> String {
    let service = service();
    let mut answers = right();
    answers.insert(key.to_owned(), answer.clone());
    let errors = check_answers(&service, &answers).expect_err(&format!("{key}: {answer:?}"));
    let [(field, error)] = errors.as_slice() else {
        panic!("one error, not {errors:?}");
    };
    assert_eq!(field, key);
    let field = service.fields.iter().find(|f| f.key == *key).unwrap();
    words::fields::field_error(field, error)
}

#[test]
fn right_answers_are_taken_trimmed_and_typed() {
    let answers = check_answers(&service(), &right()).unwrap();
    assert_eq!(answers.len(), 11);
    assert_eq!(answers["text"], text("AB-1234"));
    assert_eq!(answers["number"], Answer::Number(5.5));
    assert_eq!(answers["multiselect"], many(&["Green", "Red"]));
    assert!(!answers.contains_key("unknown"));
}

#[test]
fn empty_answers_are_missing_where_required_and_dropped_elsewhere() {
    let mut service = service();
    let empty = given(&[
        ("text", text(" \n")),
        ("multiselect", many(&[])),
        ("checkbox", Answer::Checked(false)),
    ]);
    let errors = check_answers(&service, &empty).unwrap_err();
    assert_eq!(errors.len(), 11);
    for field in &mut service.fields {
        field.required = false;
    }
    let answers = check_answers(&service, &empty).unwrap();
    assert_eq!(answers, given(&[("checkbox", Answer::Checked(false))]));
}

#[test]
fn wrong_answers_are_refused_with_words_that_help() {
    let mut said = String::new();
    for (key, answer) in [
        ("text", text("ab-1234")),
        ("text", text("AB-1234 and more")),
        ("text", text("12")),
        ("text", text(&"A".repeat(501))),
        ("text", text("")),
        ("text", Answer::Number(1.0)),
        ("paragraph", text(&"é".repeat(3001))),
        ("select", text("screen")),
        ("select", many(&["Screen"])),
        ("multiselect", many(&["Red", "Blue"])),
        ("person", text("ana")),
        ("date", text("2026-02-29")),
        ("date", text("24.12.2026")),
        ("date", text("2026-12-24T10:00")),
        ("number", text("many")),
        ("number", text("1,500")),
        ("number", text("inf")),
        ("number", Answer::Number(f64::NAN)),
        ("number", text("6")),
        ("email", text("ana")),
        ("email", text("Ana <ana@acme.example>")),
        ("email", text("ana@acme")),
        ("url", text("acme.example")),
        ("url", text("javascript://alert(1)")),
        ("url", text("https:acme")),
        ("checkbox", Answer::Checked(false)),
        ("file", many(&[])),
    ] {
        let shown = format!("{answer:?}").chars().take(60).collect::<String>();
        said.push_str(&format!("{key} {shown}: {}\n", refused(key, answer)));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_hint_without_an_example_is_said_as_it_is() {
    let mut service = service();
    let field = &mut service.fields[0];
    let error = frontdesk::domain::catalogue::FieldError::Pattern;
    field.hint = Some("I would like the number on the sticker".to_owned());
    assert_eq!(
        words::fields::field_error(field, &error),
        "This does not look right. I would like the number on the sticker."
    );
    field.hint = None;
    assert_eq!(
        words::fields::field_error(field, &error),
        "This should match the pattern [A-Z]{2}-[0-9]+|[0-9]"
    );
}

#[test]
fn a_promise_is_said_in_a_few_words() {
    let text = std::fs::read_to_string("frontdesk.example.toml").unwrap();
    let catalogue = config::catalogue(&text, "example").unwrap();
    let said = |service: &str, priority: Priority| {
        let service = catalogue.service(service).unwrap();
        let team = catalogue.team(&service.team).unwrap();
        words::promise::promise(&service.promises.at(priority), team.calendar.as_ref())
    };
    assert_eq!(
        said("laptop", Priority::Normal).unwrap(),
        "First answer within 1 hour, solved within 2 working days (Mon-Thu 09:00-17:00, Fri 09:00-15:00, Berlin time)"
    );
    assert_eq!(
        said("laptop", Priority::High).unwrap(),
        "First answer within 30 minutes, solved within 2 working days (Mon-Thu 09:00-17:00, Fri 09:00-15:00, Berlin time)"
    );
    assert_eq!(
        said("room", Priority::Normal).unwrap(),
        "First answer within 4 hours, solved within 3 working days \
         (Mon-Fri 07:00-12:00 and 13:00-18:00, Sat 08:00-12:00, Berlin time)"
    );
    assert_eq!(said("newcomer", Priority::Normal), None);
    let around_the_clock = Promise {
        first_response: None,
        resolution: Some(Span::Days(1)),
    };
    assert_eq!(
        words::promise::promise(&around_the_clock, None).unwrap(),
        "Solved within 1 day"
    );
}
