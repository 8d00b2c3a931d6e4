//! Every face, whatever is in it, is something that Slack accepts.

use frontdesk::domain::catalogue::Answer;
use frontdesk::domain::ids::{Account, RequestId};
use frontdesk::domain::intent::{FormKind, NewRequestForm};
use frontdesk::domain::press::Press;
use frontdesk::domain::talk::{Span, Text, plain};
use frontdesk::platform::slack::render;
use frontdesk::view::face::{
    Choice, Control, Element, Entry, Form, Group, Home, Input, Message, Part, Style,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::slack_samples::wrong;

fn accepted(schema: &str, value: &Value) {
    assert_eq!(wrong(schema, value), Vec::<String>::new(), "{value}");
}

fn message_is_accepted(face: &Message) -> Value {
    let body = render::message(face);
    assert!((1..=4_000).contains(&body["text"].as_str().expect("text").chars().count()));
    if let Some(blocks) = body.get("blocks") {
        accepted("message-blocks", blocks);
    }
    let mut payload = body.clone();
    payload["channel"] = json!("C1");
    slackblocks::MessagePayload::try_from(payload).expect("slackblocks agrees");
    accepted("response-url-body", &render::ephemeral(face));
    body
}

fn form_is_accepted(face: &Form) -> Value {
    let view = render::form(face);
    accepted("modal-view", &view);
    accepted("view-submission-response", &render::replace(&view));
    slackblocks::ModalView::try_from(view.clone()).expect("slackblocks agrees");
    view
}

fn home_is_accepted(face: &Home) {
    let view = render::home(face);
    accepted("home-view", &view);
    slackblocks::HomeTabView::try_from(view).expect("slackblocks agrees");
}

/// Nothing in any mrkdwn text is live, and Slack does not look for names in it.
fn nothing_is_live(value: &Value) {
    match value {
        Value::Object(map) => {
            if map.get("type") == Some(&json!("mrkdwn")) {
                assert_eq!(map["verbatim"], true);
                let text = map["text"].as_str().expect("text");
                assert!(!text.contains(['<', '>']), "{text}");
            }
            map.values().for_each(nothing_is_live);
        }
        Value::Array(list) => list.iter().for_each(nothing_is_live),
        _ => {}
    }
}

/// As text: slackblocks turns on a feature of serde_json that insta's own JSON stumbles over.
fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

fn button(label: &str, press: Press, style: Style) -> Control {
    Control {
        label: label.into(),
        press,
        style,
        spoken: Some(format!("{label} it")),
    }
}

fn input(key: &str, control: Entry) -> Element {
    Element::Input(Box::new(Input {
        key: key.into(),
        label: key.into(),
        hint: None,
        required: true,
        control,
        follow: false,
    }))
}

fn form(kind: FormKind, body: Vec<Element>) -> Form {
    Form {
        kind,
        title: "New request".into(),
        submit: Some("Send".into()),
        close: "Cancel".into(),
        body,
    }
}

fn choices(count: usize) -> Vec<Choice> {
    let choice = |n| Choice {
        value: format!("v{n}"),
        label: format!("Label {n}"),
    };
    (0..count).map(choice).collect()
}

#[test]
fn a_card() {
    let r = RequestId(7);
    let card = message_is_accepted(&Message {
        summary: plain("IT-7: <!here> Screen & co"),
        parts: vec![
            Part::Header("IT-7".into()),
            Part::Text(vec![
                Span::Bold("Screen".into()),
                Span::Plain(" is black, says ".into()),
                Span::Person(Account::slack("U0ANA")),
            ]),
            Part::Facts(vec![
                ("State".into(), plain("new")),
                ("Due".into(), vec![Span::When(1_795_305_600_000)]),
            ]),
            Part::Small(plain("IT support")),
            Part::Divider,
            Part::Actions(vec![
                button("Take it", Press::Take(r), Style::Primary),
                button("Cancel", Press::OpenCancel(r), Style::Danger),
                button("More", Press::OpenMore(r), Style::Plain),
            ]),
        ],
    });
    insta::assert_snapshot!(pretty(&card));
}

#[test]
fn a_form_with_every_input() {
    let value = |text: &str| Some(text.to_owned());
    let group = |label: &str, options| Group {
        label: label.into(),
        options,
    };
    let one = choices(3);
    let view = form_is_accepted(&form(
        FormKind::NewRequest(NewRequestForm::default()),
        vec![
            Element::Part(Part::Text(plain("Have the asset tag at hand"))),
            Element::Input(Box::new(Input {
                key: "service".into(),
                label: "Service".into(),
                hint: Some("What is it about?".into()),
                required: true,
                control: Entry::Select {
                    groups: vec![group("IT", one.clone()), group("HR", choices(1))],
                    value: Some(one[2].clone()),
                },
                follow: true,
            })),
            input(
                "line",
                Entry::Line {
                    value: value("a\nb"),
                    most: 5,
                },
            ),
            input(
                "paragraph",
                Entry::Paragraph {
                    value: value("long"),
                    most: 2,
                },
            ),
            input(
                "gone",
                Entry::Select {
                    groups: vec![group("", choices(2))],
                    value: Some(one[2].clone()),
                },
            ),
            input(
                "search",
                Entry::Search {
                    value: Some(one[0].clone()),
                },
            ),
            input(
                "multi",
                Entry::Multiselect {
                    options: one.clone(),
                    values: vec![one[1].clone()],
                },
            ),
            input(
                "many",
                Entry::MultiSearch {
                    values: one.clone(),
                },
            ),
            input(
                "person",
                Entry::Person {
                    value: Some(Account::slack("U0ANA")),
                },
            ),
            input(
                "date",
                Entry::Date {
                    value: value("2026-12-24"),
                },
            ),
            input(
                "number",
                Entry::Number {
                    value: value("2.5"),
                },
            ),
            input(
                "email",
                Entry::Email {
                    value: value("a@b.example"),
                },
            ),
            input(
                "url",
                Entry::Url {
                    value: value("https://a.example"),
                },
            ),
            input(
                "box",
                Entry::Checkbox {
                    label: "Yes".into(),
                    checked: true,
                },
            ),
            input("file", Entry::File),
        ],
    ));
    insta::assert_snapshot!(pretty(&view));
}

#[test]
fn lists_that_are_too_long_or_empty_are_searched() {
    for count in [0, 101] {
        let options = choices(count);
        let groups = vec![Group {
            label: String::new(),
            options: options.clone(),
        }];
        let view = form_is_accepted(&form(
            FormKind::Show,
            vec![
                input(
                    "one",
                    Entry::Select {
                        groups,
                        value: None,
                    },
                ),
                input(
                    "many",
                    Entry::Multiselect {
                        options,
                        values: vec![],
                    },
                ),
            ],
        ));
        assert_eq!(view["blocks"][0]["element"]["type"], "external_select");
        assert_eq!(view["blocks"][0]["element"]["min_query_length"], 0);
        assert_eq!(
            view["blocks"][1]["element"]["type"],
            "multi_external_select"
        );
    }
    let found: Vec<_> = choices(300)
        .into_iter()
        .map(|c| (c.value, c.label))
        .collect();
    accepted("options-response", &render::options(&found));
    accepted("options-response", &render::options(&[]));
}

#[test]
fn errors_stand_at_their_inputs() {
    let errors = render::errors(&[("asset".into(), "Like AB-1234".into())]);
    accepted("view-submission-response", &errors);
    assert_eq!(errors["errors"]["in:asset"], "Like AB-1234");
}

#[test]
fn a_form_full_of_text_keeps_its_inputs() {
    let mut body: Vec<Element> = (0..150)
        .map(|n| Element::Part(Part::Text(plain(format!("{n}")))))
        .collect();
    body.push(input("last", Entry::File));
    let view = form_is_accepted(&form(FormKind::Show, body));
    assert_eq!(view["blocks"][99]["block_id"], "in:last");
}

#[test]
fn the_whole_of_something_long_is_shown_in_a_form() {
    let face = Form {
        submit: None,
        ..form(
            FormKind::Show,
            vec![Element::Part(Part::Text(plain("word ".repeat(8_000))))],
        )
    };
    let view = form_is_accepted(&face);
    assert!(view.get("submit").is_none());
    let shown: usize = view["blocks"]
        .as_array()
        .expect("blocks")
        .iter()
        .map(|b| b["text"]["text"].as_str().expect("text").len())
        .sum();
    assert_eq!(shown, 40_000);
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,80}",
        "[<>&!@#|*_~`:\\n ]{0,40}",
        Just("<!channel> <@U1> <https://x|y> @everyone".to_owned()),
        (0usize..9_000).prop_map(|n| "&ab ".repeat(n / 4)),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![words().prop_map(Span::Plain), words().prop_map(Span::Bold)]
}

fn text() -> impl Strategy<Value = Text> {
    vec(span(), 0..4)
}

fn press() -> impl Strategy<Value = Press> {
    (any::<i64>(), 1u8..=5).prop_map(|(id, score)| match id % 3 {
        0 => Press::Take(RequestId(id)),
        1 => Press::Rate(RequestId(id), score),
        _ => Press::OpenMore(RequestId(id)),
    })
}

fn control() -> impl Strategy<Value = Control> {
    (words(), press(), proptest::option::of(words())).prop_map(|(label, press, spoken)| Control {
        label,
        press,
        style: Style::Plain,
        spoken,
    })
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        words().prop_map(Part::Header),
        text().prop_map(Part::Text),
        vec((words(), text()), 0..12).prop_map(Part::Facts),
        text().prop_map(Part::Small),
        vec(control(), 0..8).prop_map(Part::Actions),
        Just(Part::Divider),
    ]
}

fn choice() -> impl Strategy<Value = Choice> {
    (words(), words()).prop_map(|(value, label)| Choice { value, label })
}

fn entry() -> impl Strategy<Value = Entry> {
    let value = || proptest::option::of(words());
    prop_oneof![
        (value(), 0usize..5_000).prop_map(|(value, most)| Entry::Line { value, most }),
        (value(), 0usize..5_000).prop_map(|(value, most)| Entry::Paragraph { value, most }),
        (
            vec((words(), vec(choice(), 0..4)), 0..4),
            proptest::option::of(choice())
        )
            .prop_map(|(groups, value)| {
                let groups = groups
                    .into_iter()
                    .map(|(label, options)| Group { label, options });
                Entry::Select {
                    groups: groups.collect(),
                    value,
                }
            }),
        (vec(choice(), 0..5), 0usize..5).prop_map(|(options, n)| {
            let values = options.iter().take(n).cloned().collect();
            Entry::Multiselect { options, values }
        }),
        vec(choice(), 0..5).prop_map(|values| Entry::MultiSearch { values }),
        proptest::option::of(choice()).prop_map(|value| Entry::Search { value }),
        value().prop_map(|v| Entry::Person {
            value: v.map(Account::slack)
        }),
        value().prop_map(|value| Entry::Date { value }),
        value().prop_map(|value| Entry::Number { value }),
        value().prop_map(|value| Entry::Email { value }),
        value().prop_map(|value| Entry::Url { value }),
        (words(), any::<bool>()).prop_map(|(label, checked)| Entry::Checkbox { label, checked }),
        Just(Entry::File),
    ]
}

fn elements() -> impl Strategy<Value = Vec<Element>> {
    let element = prop_oneof![
        part().prop_map(Element::Part),
        (
            words(),
            proptest::option::of(words()),
            any::<bool>(),
            entry()
        )
            .prop_map(|(label, hint, flag, control)| {
                Element::Input(Box::new(Input {
                    key: String::new(),
                    label,
                    hint,
                    required: flag,
                    control,
                    follow: flag,
                }))
            }),
    ];
    vec(element, 0..10).prop_map(|mut elements| {
        for (n, element) in elements.iter_mut().enumerate() {
            if let Element::Input(input) = element {
                input.key = format!("k{n}");
            }
        }
        elements
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_breaks_a_message(summary in text(), parts in vec(part(), 0..30)) {
        let body = message_is_accepted(&Message { summary, parts: parts.clone() });
        nothing_is_live(&body);
        home_is_accepted(&Home { parts });
    }

    #[test]
    fn no_text_breaks_a_form(title in words(), submit in proptest::option::of(words()), close in words(),
            kept in vec(words(), 0..5), body in elements()) {
        let kept = kept.into_iter().enumerate().map(|(n, text)| (format!("k{n}"), Answer::Text(text))).collect();
        let kind = FormKind::NewRequest(NewRequestForm { kept, ..NewRequestForm::default() });
        let view = form_is_accepted(&Form { kind, title, submit, close, body });
        nothing_is_live(&view);
        let back: FormKind = serde_json::from_str(view["private_metadata"].as_str().expect("metadata")).expect("a form");
        prop_assert!(matches!(back, FormKind::NewRequest(_)));
    }
}
