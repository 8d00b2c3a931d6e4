//! What Slack's payloads become.

use frontdesk::domain::catalogue::Answer;
use frontdesk::domain::ids::{Account, RequestId};
use frontdesk::domain::intent::{
    DeskWord, FormKind, Inbound, Intent, Lifecycle, NewRequest, Place, Said,
};
use frontdesk::domain::press::Press;
use frontdesk::domain::talk::{flat, plain};
use frontdesk::platform::slack::me::Me;
use frontdesk::platform::slack::parse::{
    Delivery, EnvelopeKind, Malformed, Received, ReplyTo, parse, parse_envelope,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::slack_samples::{me, sample, samples};

const FORM: &str = "application/x-www-form-urlencoded";

/// Over HTTP, in the encoding that this kind of payload has there.
fn deliver(me: &Me, name: &str, payload: &Value) -> Result<Delivery, Malformed> {
    if name.starts_with("event_") || name.starts_with("app_") || name.starts_with("url_") {
        let body = payload.to_string();
        return parse(me, Some("application/json; charset=utf-8"), body.as_bytes());
    }
    parse(me, Some(FORM), form(name, payload).as_bytes())
}

fn form(name: &str, payload: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    if name.starts_with("command_") {
        for (field, value) in payload.as_object().into_iter().flatten() {
            form.append_pair(field, value.as_str().unwrap_or_default());
        }
    } else {
        form.append_pair("payload", &payload.to_string());
    }
    form.finish()
}

fn kind(name: &str) -> EnvelopeKind {
    match name.split('_').next() {
        Some("event" | "app" | "url") => EnvelopeKind::EventsApi,
        Some("command") => EnvelopeKind::SlashCommands,
        _ => EnvelopeKind::Interactive,
    }
}

fn received_by(me: &Me, name: &str) -> Received {
    match deliver(me, name, &sample(name)) {
        Ok(Delivery::Inbound(received)) => *received,
        other => panic!("{name}: {other:?}"),
    }
}

fn received(name: &str) -> Received {
    received_by(&me(), name)
}

fn ignored(name: &str) -> &'static str {
    match deliver(&me(), name, &sample(name)) {
        Ok(Delivery::Ignored(why)) => why,
        other => panic!("{name}: {other:?}"),
    }
}

fn said(name: &str) -> (Inbound, Said) {
    let inbound = received(name).inbound;
    match inbound.intent.clone() {
        Intent::Said(said) => (inbound, said),
        other => panic!("{name}: {other:?}"),
    }
}

fn place(channel: &str, ts: &str, thread: Option<&str>) -> Place {
    Place {
        channel: frontdesk::domain::ids::Channel {
            platform: frontdesk::domain::ids::Platform::Slack,
            id: channel.into(),
        },
        ts: ts.into(),
        thread: thread.map(Into::into),
    }
}

fn by(inbound: &Inbound) -> &str {
    &inbound.by.as_ref().expect("a sender").account.user
}

#[test]
fn what_people_write() {
    let (inbound, message) = said("event_message");
    assert_eq!(inbound.key, "msg:C0ITHELP:1795305600.000100");
    assert_eq!(by(&inbound), "U0ANA");
    assert_eq!(message.at, place("C0ITHELP", "1795305600.000100", None));
    assert_eq!(
        flat(&message.text),
        "Screen is black & warm, see the photo (https://acme.example/x?a=1&b=2)"
    );
    assert!(!message.direct && !message.mention && message.under_ours == Some(false));

    let (_, direct) = said("event_message_im");
    assert!(direct.direct);

    let (_, reply) = said("event_message_reply");
    assert_eq!(reply.under_ours, Some(true));
    assert_eq!(reply.at.thread.as_deref(), Some("1795305500.000000"));

    let (_, file) = said("event_message_file_share");
    assert_eq!(file.text, []);
    assert_eq!(file.files.len(), 1);
    assert_eq!(file.files[0].name, "screen.png");
    assert_eq!(file.files[0].size, 4711);

    let mut deleted = sample("event_message_file_share");
    deleted["event"]["files"] = serde_json::json!([{ "id": "F0GONE", "mode": "tombstone" }]);
    let Ok(Delivery::Inbound(received)) = deliver(&me(), "event_", &deleted) else {
        panic!("nothing received")
    };
    assert!(matches!(received.inbound.intent, Intent::Said(said) if said.files.is_empty()));
}

#[test]
fn both_deliveries_of_a_mention_are_one() {
    let (message, said) = said("event_message_mention");
    assert!(said.mention);
    assert_eq!(message, received("event_app_mention").inbound);
}

#[test]
fn edits_and_deletions() {
    let edit = received("event_message_changed").inbound;
    assert_eq!(
        edit.intent,
        Intent::Edited {
            at: place("C0ITHELP", "1795305600.000100", None),
            text: plain("Screen is black and cold"),
        }
    );
    assert_eq!(by(&edit), "U0ANA");
    assert_eq!(ignored("event_message_unfurled"), "unchanged");

    for (name, thread) in [
        ("event_message_deleted", "1795305500.000000"),
        ("event_message_tombstone", "1795305600.000100"),
    ] {
        let gone = received(name).inbound;
        let at = place("C0ITHELP", "1795305600.000100", Some(thread));
        assert_eq!(gone.intent, Intent::Deleted { at });
        assert_eq!(by(&gone), "U0ANA");
    }
}

#[test]
fn what_is_not_for_the_desk() {
    for (name, why) in [
        ("event_message_own", "own"),
        ("event_message_bot", "bot"),
        ("event_channel_topic", "message subtype"),
        ("event_app_home_messages", "home tab"),
        ("view_closed", "view_closed"),
    ] {
        assert_eq!(ignored(name), why, "{name}");
    }
    // Its `user` is a whole user, not an id.
    let mut unknown = sample("event_message");
    unknown["event"] = serde_json::json!({ "type": "team_join", "user": { "id": "U0NEW" } });
    assert_eq!(
        deliver(&me(), "event_", &unknown),
        Ok(Delivery::Ignored("event"))
    );
    let mut other_bot = sample("event_tokens_revoked");
    other_bot["event"]["tokens"]["bot"] = serde_json::json!(["U0ELSE"]);
    let outcome = deliver(&me(), "event_", &other_bot);
    assert_eq!(outcome, Ok(Delivery::Ignored("tokens_revoked")));
}

#[test]
fn reactions() {
    let added = received("event_reaction_added").inbound;
    assert_eq!(
        added.intent,
        Intent::React {
            on: place("C0ITHELP", "1795305600.000100", None),
            emoji: "+1".into(),
            added: true,
            author: Some(Account::slack("U0BO")),
        }
    );
    let mut removed = sample("event_reaction_removed");
    removed["event"]["item_user"] = Value::Null;
    let Ok(Delivery::Inbound(removed)) = deliver(&me(), "event_", &removed) else {
        panic!("nothing received")
    };
    let removed = removed.inbound;
    assert!(matches!(
        removed.intent,
        Intent::React {
            added: false,
            author: None,
            ..
        }
    ));
}

#[test]
fn the_platforms_own_news() {
    for (name, key, news) in [
        (
            "event_app_uninstalled",
            "Ev0APPUNINSTALLED",
            Lifecycle::Uninstalled,
        ),
        (
            "event_tokens_revoked",
            "Ev0TOKENSREVOKED",
            Lifecycle::TokenRevoked,
        ),
        (
            "event_member_joined_self",
            "Ev0MEMBERJOINEDSELF",
            Lifecycle::Joined(place("C0ITHELP", "", None).channel),
        ),
        (
            "app_rate_limited",
            "rate:1795305600",
            Lifecycle::RateLimited {
                minute: 1_795_305_600,
            },
        ),
    ] {
        let inbound = received(name).inbound;
        assert_eq!(inbound.intent, Intent::Lifecycle(news));
        assert_eq!(inbound.key, key);
        assert_eq!(inbound.by, None);
    }
    assert_eq!(
        received("event_app_home_opened").inbound.intent,
        Intent::HomeOpened
    );
    assert_eq!(
        deliver(&me(), "url_", &sample("url_verification")),
        Ok(Delivery::Challenge("3eZbrw1aB1".into()))
    );
}

#[test]
fn commands() {
    let request = received("command_request");
    assert_eq!(
        request.inbound.intent,
        Intent::NewRequest(NewRequest {
            text: "laptop screen <black> https://a.example".into(),
            channel: Some(place("C0ITHELP", "", None).channel),
            ..NewRequest::default()
        })
    );
    let trigger = "13345224609.738474920.8088930838d88f008e0";
    assert_eq!(request.inbound.key, format!("cmd:{trigger}"));
    assert_eq!(request.trigger.as_deref(), Some(trigger));
    let ReplyTo::Command { spot, response_url } = request.reply else {
        panic!("{:?}", request.reply)
    };
    assert_eq!(
        (spot.channel.as_str(), spot.user.as_str()),
        ("C0ITHELP", "U0ANA")
    );
    assert!(response_url.is_some());
    assert_eq!(
        received("command_desk_log").inbound.intent,
        Intent::Desk(DeskWord::Log {
            person: Some(Account::slack("U0BO")),
            text: "no sound".into()
        })
    );
}

#[test]
fn submitted_forms() {
    let received = received("view_submission");
    assert_eq!(received.inbound.key, "view:V0FORM");
    assert!(matches!(received.reply, ReplyTo::Submission { .. }));
    let Intent::Submit {
        form,
        values,
        files,
    } = received.inbound.intent
    else {
        panic!("no submission");
    };
    assert!(
        matches!(form, FormKind::NewRequest(form) if form.service.as_deref() == Some("laptop"))
    );
    let text = |text: &str| Answer::Text(text.into());
    let expected = [
        ("by", text("2026-12-24")),
        ("count", Answer::Number(2.5)),
        ("for", Answer::Person(Account::slack("U0BO"))),
        ("mail", text("a@b.example")),
        ("many", Answer::Many(vec!["a".into(), "b".into()])),
        ("no", Answer::Checked(false)),
        ("photo", Answer::Many(vec!["screen.png".into()])),
        ("service", text("laptop")),
        ("subject", text("Screen is black")),
        ("yes", Answer::Checked(true)),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(k, v)| (k.as_str(), v.clone()))
        .collect();
    assert_eq!(values, expected);
    assert_eq!(files[0].0, "photo");
    assert_eq!(files[0].1.id, "F0SHOT");

    let Intent::Submit { form, values, .. } =
        self::received("view_submission_stateless").inbound.intent
    else {
        panic!("no submission");
    };
    assert_eq!(form, FormKind::Show);
    assert!(values.is_empty());
}

#[test]
fn forms_that_change_and_lists_that_are_typed_into() {
    let follow = received("block_actions_follow");
    assert!(matches!(follow.reply, ReplyTo::View { .. }));
    let Intent::Follow { values, view, .. } = follow.inbound.intent else {
        panic!("no follow");
    };
    assert_eq!(
        (view.id.as_str(), view.hash.as_deref()),
        ("V0FORM", Some("1795305600.abc"))
    );
    assert_eq!(values.get("service"), Some(&Answer::Text("laptop".into())));

    let options = received("block_suggestion");
    assert_eq!(options.reply, ReplyTo::Options);
    assert!(matches!(
        options.inbound.intent,
        Intent::Options { input, typed, .. } if input == "service" && typed == "lap"
    ));
}

#[test]
fn presses() {
    let take = received("block_actions_button");
    assert_eq!(take.inbound.key, "act:1.2.act");
    let on = place("C0TRIAGE", "1795305600.000100", None);
    let press = Press::Take(RequestId(17));
    assert_eq!(take.inbound.intent, Intent::Press { press, on });
    assert!(matches!(
        take.reply,
        ReplyTo::Message {
            response_url: Some(_),
            ..
        }
    ));

    let ReplyTo::Message { spot, .. } = received("block_actions_ephemeral").reply else {
        panic!("no message");
    };
    assert_eq!(spot.thread.as_deref(), Some("1795305500.000000"));

    let home = received("block_actions_home");
    assert_eq!(
        home.reply,
        ReplyTo::Person {
            user: "U0ANA".into()
        }
    );
    assert!(matches!(
        home.inbound.intent,
        Intent::Press { press: Press::NewRequest(0), on } if on.channel.id == "U0ANA"
    ));
}

#[test]
fn shortcuts() {
    let global = received("shortcut");
    assert_eq!(global.inbound.key, "short:1.2.short");
    assert_eq!(
        global.inbound.intent,
        Intent::NewRequest(NewRequest::default())
    );

    let Intent::NewRequest(new) = received("message_action").inbound.intent else {
        panic!("no request");
    };
    assert_eq!(new.text, "the printer @U0ANA is on fire");
    let origin = new.origin.expect("an origin");
    assert_eq!(origin.author, Some(Account::slack("U0BO")));
    assert_eq!(
        origin.place,
        place("C0ELSE", "1795305600.000100", Some("1795305500.000000"))
    );
    assert!(!origin.present);
}

#[test]
fn strangers_and_organisations() {
    let stranger = |me: &Me, name| received_by(me, name).inbound.by.expect("a sender").stranger;
    let org = Me {
        team: None,
        enterprise: Some("E0ACME".into()),
        ..me()
    };
    assert!(!stranger(&me(), "event_message"));
    assert!(stranger(&me(), "event_message_stranger"));
    assert!(stranger(&me(), "block_actions_stranger"));
    assert!(!stranger(&me(), "block_actions_button"));
    assert!(!stranger(&org, "block_actions_org"));
    assert!(!stranger(&org, "event_org_message"));
}

#[test]
fn what_is_malformed_is_named_and_never_quoted() {
    let json = Some("application/json");
    for (content, body, what) in [
        (json, "", "event"),
        (json, "{", "event"),
        (json, r#"{"type":"event_callback","event_id":"E"}"#, "event"),
        (
            json,
            r#"{"type":"event_callback","event":{"type":"message"}}"#,
            "event_id",
        ),
        (
            json,
            r#"{"type":"event_callback","event_id":"E","event":{"type":"message"}}"#,
            "message",
        ),
        (Some(FORM), "payload=secret", "interaction"),
        (Some(FORM), "a=b", "command"),
        (Some("text/plain"), "x", "content type"),
        (None, "{}", "content type"),
    ] {
        assert_eq!(
            parse(&me(), content, body.as_bytes()),
            Err(Malformed { what })
        );
    }
}

#[test]
fn the_socket_brings_the_same() {
    for name in samples() {
        let payload = sample(&name);
        let socket = parse_envelope(&me(), kind(&name), &payload.to_string());
        assert_eq!(socket, deliver(&me(), &name, &payload), "{name}");
    }
}

/// Puts `new` in the place of one of the values in `value`, or takes that value away.
fn mutate(value: &mut Value, at: usize, new: Option<&Value>) {
    fn places(value: &Value, path: &str, all: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => map
                .iter()
                .map(|(k, v)| (k.replace('~', "~0").replace('/', "~1"), v))
                .collect(),
            Value::Array(list) => list
                .iter()
                .enumerate()
                .map(|(n, v)| (n.to_string(), v))
                .collect(),
            _ => return,
        };
        for (key, child) in children {
            let path = format!("{path}/{key}");
            places(child, &path, all);
            all.push(path);
        }
    }
    let mut all = Vec::new();
    places(value, "", &mut all);
    let Some(path) = all.get(at % all.len().max(1)) else {
        return;
    };
    match new {
        Some(new) => {
            if let Some(target) = value.pointer_mut(path) {
                *target = new.clone();
            }
        }
        None => {
            let (parent, key) = path.rsplit_once('/').expect("a pointer");
            if let Some(map) = value.pointer_mut(parent).and_then(Value::as_object_mut) {
                map.remove(key);
            }
        }
    }
}

fn any_value() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        Just(Some(Value::Null)),
        any::<i64>().prop_map(|n| Some(n.into())),
        "(?s).{0,20}".prop_map(|s| Some(s.into())),
        Just(Some(serde_json::json!([]))),
        Just(Some(serde_json::json!({}))),
        Just(Some(serde_json::json!(["<@", {"type": null}]))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..300), text in "(?s).{0,100}") {
        for content in [Some("application/json"), Some(FORM), None] {
            let _ = parse(&me(), content, &body);
            let _ = parse(&me(), content, format!("payload={text}").as_bytes());
            let _ = parse(&me(), content, format!("command=/desk&user_id=U&channel_id=C&trigger_id=1&text={text}").as_bytes());
        }
    }

    #[test]
    fn no_mutation_makes_it_panic(which in any::<prop::sample::Index>(), changes in proptest::collection::vec((any::<usize>(), any_value()), 1..4)) {
        let names = samples();
        let name = which.get(&names);
        let mut payload = sample(name);
        for (at, new) in changes {
            mutate(&mut payload, at, new.as_ref());
        }
        let _ = deliver(&me(), name, &payload);
        let _ = parse_envelope(&me(), kind(name), &payload.to_string());
    }

    /// Fields that are not read, whatever is in them, change nothing.
    #[test]
    fn unknown_fields_are_nothing(which in any::<prop::sample::Index>(), new in any_value()) {
        let names = samples();
        let name = which.get(&names);
        let mut payload = sample(name);
        let before = parse_envelope(&me(), kind(name), &payload.to_string());
        payload["x_new_field"] = new.unwrap_or_default();
        prop_assert_eq!(before, parse_envelope(&me(), kind(name), &payload.to_string()));
    }
}
