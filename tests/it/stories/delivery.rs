//! Delivery: meaning not JSON, in order, fair, paced, and every refusal in its class.

use std::time::Duration;

use frontdesk::sandbox::{Fault, Trouble};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, CONFIG, HELP, MINUTE, PAYROLL, TRIAGE};

fn throttle(seconds: u64) -> Fault {
    Fault::new("chat.postMessage", Trouble::Throttle(seconds))
}

fn refuse(method: &str, error: &str) -> Fault {
    let name = error.to_owned();
    Fault::new(
        method,
        Trouble::Error {
            name,
            applied: false,
        },
    )
}

#[tokio::test]
async fn a_card_that_waited_shows_the_state_at_sending_and_its_changes_are_one_call() {
    let bench = Bench::start().await;
    bench.slack.fault(throttle(30).in_channel(TRIAGE));
    bench.asks("ana", "screen is black").await;
    bench.app.delivery.tick().await.unwrap();
    // Meanwhile she writes more, which belongs under the card that is not there yet.
    bench.settle().await;
    let number = "IT-1";
    let card = bench.card(number);
    // Five changes while nothing can be sent.
    bench
        .slack
        .fault(Fault::new("chat.update", Trouble::Throttle(40)).in_channel(TRIAGE));
    let bo = bench.user("bo");
    bo.click(TRIAGE, &card.ts, "Take it").await.unwrap();
    bench.app.delivery.tick().await.unwrap();
    bo.reacts(TRIAGE, &card.ts, "hourglass_flowing_sand")
        .await
        .unwrap();
    bo.unreacts(TRIAGE, &card.ts, "hourglass_flowing_sand")
        .await
        .unwrap();
    bo.reacts(TRIAGE, &card.ts, "hourglass_flowing_sand")
        .await
        .unwrap();
    let before = updates(&bench);
    bench.settle().await;
    assert_eq!(updates(&bench) - before, 1, "one call for all that changed");
    assert!(
        bench.card(number).reads("Waiting"),
        "{}",
        bench.card(number).plain()
    );
}

fn updates(bench: &Bench) -> usize {
    let calls = bench.slack.calls_of("chat.update");
    let here = |c: &&frontdesk::sandbox::Call| c.channel.as_deref() == Some(TRIAGE) && c.applied;
    calls.iter().filter(here).count()
}

#[tokio::test]
async fn what_was_said_stays_in_order_when_the_first_word_is_held_up() {
    let bench = Bench::start().await;
    bench.asks("ana", "screen is black").await;
    // The card itself is refused twice: its thread waits for it.
    bench.slack.fault(throttle(20).in_channel(TRIAGE).times(2));
    bench.app.delivery.tick().await.unwrap();
    let dm = bench.user("ana").dm_channel();
    let root = bench.find(&dm, "screen is black").ts;
    for word in ["one", "two", "three"] {
        bench
            .user("ana")
            .replies(&dm, &root, &format!("word {word}"))
            .await;
    }
    bench.settle().await;
    let card = bench.card("IT-1");
    let thread = bench.thread(TRIAGE, &card.ts);
    let places: Vec<Option<usize>> = ["word one", "word two", "word three"]
        .iter()
        .map(|w| thread.iter().position(|m| m.contains(w)))
        .collect();
    assert_eq!(places, [Some(0), Some(1), Some(2)], "{thread:#?}");
}

#[tokio::test]
async fn a_channel_gets_one_message_a_second_however_much_there_is_to_say() {
    let bench = Bench::with(CONFIG, |o| o.channel_burst = 1).await;
    for (who, subject) in [("ana", "a"), ("ben", "b"), ("cy", "c"), ("bo", "d")] {
        bench.asks(who, subject).await;
    }
    bench.settle().await;
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    for n in 0..6 {
        ana.replies(&ana.dm_channel(), &root, &format!("and {n}"))
            .await;
    }
    // Talk to the bot itself goes to the same direct messages.
    ana.dm("hello").await;
    ana.dm("anybody there?").await;
    bench.settle().await;
    let card = bench.card("IT-1");
    for n in 0..6 {
        let line = format!(">> answer {n}");
        bench.user("bo").replies(TRIAGE, &card.ts, &line).await;
    }
    bench.settle().await;
    let late: Vec<_> = bench
        .slack
        .calls()
        .into_iter()
        .filter(|c| c.outcome == "http 429")
        .collect();
    assert!(late.is_empty(), "{late:#?}");
}

#[tokio::test]
async fn a_throttled_channel_waits_as_long_as_slack_says_and_no_other_does() {
    let bench = Bench::start().await;
    let start = bench.clock.now();
    bench.slack.fault(throttle(37).in_channel(TRIAGE));
    bench.asks("ana", "screen is black").await;
    bench.settle().await;
    let posts = bench.slack.calls_of("chat.postMessage");
    let of = |channel: &str| {
        let calls = posts
            .iter()
            .filter(|c| c.channel.as_deref() == Some(channel));
        calls
            .map(|c| (c.at - start, c.outcome.clone()))
            .collect::<Vec<_>>()
    };
    let dm = bench.user("ana").dm_channel();
    assert_eq!(of(&dm), [(0, "ok".to_owned())]);
    let triage = of(TRIAGE);
    assert_eq!(triage[0].1, "http 429");
    assert!(triage[1].0 >= 37_000 && triage[1].1 == "ok", "{triage:?}");
}

#[tokio::test]
async fn a_throttled_method_is_left_alone_by_everybody() {
    let bench = Bench::start().await;
    let (one, _) = (
        bench.files("ana", "screen").await,
        bench.files("ben", "keyboard").await,
    );
    bench
        .slack
        .fault(Fault::new("chat.update", Trouble::Throttle(50)));
    let before = bench.clock.now();
    let card = bench.card(&one);
    bench
        .user("bo")
        .click(TRIAGE, &card.ts, "Take it")
        .await
        .unwrap();
    bench.app.delivery.tick().await.unwrap();
    // By then the door is known to be closed: nobody knocks before its time.
    bench.user("ben").opens_home().await;
    bench.settle().await;
    let updates = bench.slack.calls_of("chat.update");
    let after_refusal = updates
        .iter()
        .skip_while(|c| c.outcome != "http 429")
        .skip_while(|c| c.at < before + 1000)
        .map(|c| c.at - before)
        .collect::<Vec<_>>();
    assert!(
        after_refusal.iter().all(|at| *at >= 50_000),
        "{after_refusal:?}"
    );
    assert!(!bench.slack.calls_of("views.publish").is_empty());
}

/// In real time, bounded: the hung call takes ten seconds, everything else is there long before.
#[tokio::test]
async fn a_conversation_that_hangs_costs_the_others_nothing() {
    let bench = Bench::start().await;
    let hang = Fault::new("chat.postMessage", Trouble::HangBefore);
    bench.slack.fault(hang.in_channel(TRIAGE));
    let stop = CancellationToken::new();
    let running = {
        let (delivery, stop) = (bench.app.delivery.clone(), stop.clone());
        tokio::spawn(async move { delivery.run(stop).await })
    };
    let moving = {
        let clock = bench.clock.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(10)).await;
                clock.advance(20);
            }
        })
    };
    bench.asks("ana", "screen is black").await;
    bench.asks("ben", "keyboard is wet").await;
    let (ana, ben) = (
        bench.user("ana").dm_channel(),
        bench.user("ben").dm_channel(),
    );
    bench
        .slack
        .until("ana's card", |s| s.find(&ana, "screen is black"))
        .await;
    bench
        .slack
        .until("ben's card", |s| s.find(&ben, "keyboard is wet"))
        .await;
    assert!(bench.slack.find(TRIAGE, "screen is black").is_none());
    running.abort();
    moving.abort();
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Class {
    Retried,
    Unsure,
    Token,
    Dead,
}

const TABLE: &[(Class, &str)] = &[
    (
        Class::Retried,
        "ratelimited rate_limited message_limit_exceeded team_added_to_org org_login_required",
    ),
    (
        Class::Unsure,
        "internal_error fatal_error service_unavailable request_timeout",
    ),
    (
        Class::Token,
        "invalid_auth account_inactive token_revoked not_authed token_expired team_access_not_granted access_denied accesslimited enterprise_is_restricted not_allowed_token_type",
    ),
    (
        Class::Dead,
        "missing_scope not_in_channel channel_not_found is_archived restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked no_permission ekm_access_denied messages_tab_disabled not_enabled user_not_in_channel user_disabled user_not_visible message_not_found cant_update_message edit_window_closed is_inactive thread_not_found not_found invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long no_text markdown_text_conflict invalid_arguments invalid_json json_not_object invalid_arg_name invalid_form_data unknown_method view_too_large duplicate_external_id block_mismatch something_that_slack_invents_tomorrow",
    ),
];

#[tokio::test]
async fn every_error_of_slacks_is_dealt_with_in_its_class() {
    let bench = Bench::with(CONFIG, |o| o.tiers = false).await;
    bench.files("ana", "screen is black").await;
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    for (class, codes) in TABLE {
        for code in codes.split(' ') {
            let looks = bench.slack.calls_of("conversations.replies").len();
            bench
                .slack
                .fault(refuse("chat.postMessage", code).in_channel(TRIAGE));
            let word = format!("said before {code}.");
            ana.replies(&ana.dm_channel(), &root, &word).await;
            bench.app.delivery.tick().await.unwrap();
            let noted = bench.note("slack.revoked").await.is_some();
            assert_eq!(noted, *class == Class::Token, "{code}");
            bench.settle().await;
            let looked = bench.slack.calls_of("conversations.replies").len() > looks;
            let dead = bench.outbox(true).await;
            assert_eq!(looked, *class == Class::Unsure, "{code}");
            if *class == Class::Dead {
                assert_eq!(dead.len(), 1, "{code}: {dead:#?}");
                assert_eq!(dead[0].error.as_deref(), Some(code));
                assert_eq!(bench.count(TRIAGE, &word), 0, "{code}");
                assert!(bench.resend(dead[0].id).await);
                bench.settle().await;
            }
            assert_eq!(bench.outbox(true).await, [], "{code}");
            assert_eq!(bench.count(TRIAGE, &word), 1, "{code}");
            assert_eq!(bench.note("slack.revoked").await, None, "{code}");
        }
    }
}

#[tokio::test]
async fn dead_letters_are_kept_counted_and_sent_again_on_command() {
    let bench = Bench::start().await;
    bench.slack.fault(
        refuse("chat.postMessage", "restricted_action")
            .in_channel(TRIAGE)
            .times(3),
    );
    bench.asks("ana", "screen is black").await;
    bench.settle().await;
    // What belongs under the card could not go either, and nobody else's has to wait for it.
    let root = bench.user("ana").dms()[0].ts.clone();
    let dm = bench.user("ana").dm_channel();
    bench.user("ana").replies(&dm, &root, "hello?").await;
    bench.files("ben", "keyboard is wet").await;
    let dead = bench.outbox(true).await;
    assert_eq!(
        dead.len(),
        3,
        "the card, the word, the card's change: {dead:#?}"
    );
    let refused = Some("restricted_action".to_owned());
    assert!(dead.iter().all(|d| d.error == refused), "{dead:#?}");
    let mut tx = bench.app.desk.store.read().await.unwrap();
    let depth = frontdesk::store::outbox::depth(&mut tx).await.unwrap();
    assert_eq!(depth, (0, None, 3));
    drop(tx);
    assert!(bench.resend(dead[0].id).await);
    assert!(!bench.resend(dead[0].id).await, "it is on its way already");
    bench.settle().await;
    assert_eq!(bench.outbox(true).await, []);
    let card = bench.find(TRIAGE, "screen is black");
    assert_eq!(bench.count(TRIAGE, "screen is black"), 1);
    assert!(bench.thread(TRIAGE, &card.ts)[0].contains("hello?"));
}

#[tokio::test]
async fn once_the_bot_is_in_the_channel_what_could_not_go_there_goes() {
    let bench = Bench::start().await;
    bench.slack.remove_bot(TRIAGE);
    bench.asks("ana", "screen is black").await;
    bench.settle().await;
    let root = bench.user("ana").dms()[0].ts.clone();
    let dm = bench.user("ana").dm_channel();
    bench.user("ana").replies(&dm, &root, "hello?").await;
    bench.settle().await;
    assert_eq!(bench.outbox(true).await.len(), 3);
    bench.slack.invite_bot(TRIAGE).await;
    bench.settle().await;
    assert_eq!(bench.outbox(true).await, []);
    let card = bench.find(TRIAGE, "screen is black");
    assert!(bench.thread(TRIAGE, &card.ts)[0].contains("hello?"));
}

#[tokio::test]
async fn a_revoked_token_loses_nothing() {
    let bench = Bench::start().await;
    bench.slack.uninstalls().await;
    assert!(bench.note("slack.revoked").await.is_some());
    let ana = bench.user("ana");
    // The form cannot be opened without a token, but what is said is kept.
    ana.dm("my screen is black").await;
    for _ in 0..40 {
        bench.app.delivery.tick().await.unwrap();
        bench.clock.advance(10 * MINUTE);
    }
    assert!(!bench.outbox(false).await.is_empty());
    assert_eq!(bench.outbox(true).await, []);
    let tried = |b: &Bench| b.slack.calls_of("chat.postMessage").len();
    assert!(tried(&bench) < 3, "{}", tried(&bench));
    bench.slack.reinstalls();
    bench.settle().await;
    assert_eq!(bench.outbox(false).await, []);
    assert_eq!(bench.note("slack.revoked").await, None);
    assert_eq!(
        ana.dms().iter().filter(|m| m.reads("New request")).count(),
        1
    );
}

#[tokio::test]
async fn a_deleted_card_is_put_up_anew_and_a_deleted_poll_is_let_be() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let first = bench.card(&number);
    bench.slack.erase(TRIAGE, &first.ts);
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    ana.replies(&ana.dm_channel(), &root, "before").await;
    bench.user("ana").opens_home().await;
    bench.settle().await;
    bench
        .user("ana")
        .replies(&ana.dm_channel(), &root, "still black")
        .await;
    bench.settle().await;
    let second = bench.card(&number);
    assert_ne!(first.ts, second.ts);
    // The new card works, and its thread is the team's side of the conversation.
    bench
        .user("bo")
        .click(TRIAGE, &second.ts, "Take it")
        .await
        .unwrap();
    bench
        .user("bo")
        .replies(TRIAGE, &second.ts, ">> new cable")
        .await;
    bench.settle().await;
    assert_eq!(bench.count(&ana.dm_channel(), "new cable"), 1);
    bench.resolves("bo", &number, "New screen").await;
    let poll = bench.find(&ana.dm_channel(), "How was it?");
    bench.slack.erase(&ana.dm_channel(), &poll.ts);
    let asked = bench.find(TRIAGE, "How did this request come in?");
    bench
        .user("bo")
        .click(TRIAGE, &asked.ts, "Too late")
        .await
        .unwrap();
    bench.settle().await;
    assert_eq!(bench.count(&ana.dm_channel(), "How was it?"), 0);
    assert_eq!(bench.outbox(true).await, []);
}

#[tokio::test]
async fn a_whisper_is_never_repeated() {
    let bench = Bench::start().await;
    let number = bench.files("ana", "screen is black").await;
    let card = bench.card(&number);
    bench
        .user("bo")
        .click(TRIAGE, &card.ts, "Take it")
        .await
        .unwrap();
    bench
        .slack
        .fault(Fault::new("chat.postEphemeral", Trouble::LoseAnswer));
    let cy = bench.user("cy");
    cy.click(TRIAGE, &card.ts, "Assign").await.unwrap();
    cy.reacts(TRIAGE, &card.ts, "eyes").await.unwrap();
    bench.settle().await;
    bench.pass(10 * MINUTE).await;
    assert_eq!(cy.ephemerals().len(), 1, "{:#?}", cy.ephemerals());
    assert_eq!(bench.slack.calls_of("chat.postEphemeral").len(), 1);
}

#[tokio::test]
async fn offers_and_homes_go_the_same_way() {
    let bench = Bench::start().await;
    let ana = bench.user("ana");
    ana.opens_home().await;
    bench
        .slack
        .fault(Fault::new("views.publish", Trouble::LoseAnswer));
    bench
        .slack
        .fault(Fault::new("chat.postMessage", Trouble::LoseAnswer).in_channel(HELP));
    ana.says(HELP, "@frontdesk my screen is black").await;
    ana.dm("my screen is black").await;
    bench.settle().await;
    assert!(ana.home().is_some_and(|home| home.reads("New request")));
    let offers = ana.dms();
    let offers = offers.iter().filter(|m| m.author == "frontdesk");
    assert_eq!(offers.count(), 1);
    assert_eq!(bench.outbox(false).await, []);
    assert!(bench.slack.messages(PAYROLL).is_empty());
}

#[tokio::test]
async fn what_was_to_go_under_a_dead_card_goes_once_the_card_does() {
    let bench = Bench::start().await;
    bench.slack.fault(
        refuse("chat.postMessage", "restricted_action")
            .in_channel(TRIAGE)
            .times(2),
    );
    bench.asks("ana", "screen is black").await;
    bench.settle().await;
    let ana = bench.user("ana");
    let root = ana.dms()[0].ts.clone();
    ana.replies(&ana.dm_channel(), &root, "hello?").await;
    // The word itself is refused with the card; the card's change then finds the channel open.
    bench.settle().await;
    assert_eq!(bench.outbox(true).await, []);
    let card = bench.find(TRIAGE, "screen is black");
    assert_eq!(bench.count(TRIAGE, "screen is black"), 1);
    assert!(bench.thread(TRIAGE, &card.ts)[0].contains("hello?"));
}

#[tokio::test]
async fn an_admin_is_told_once_of_a_channel_that_takes_nothing() {
    let bench = Bench::start().await;
    let out = refuse("chat.postMessage", "not_in_channel").in_channel(TRIAGE);
    bench.slack.fault(out.times(2));
    bench.asks("ana", "screen is black").await;
    bench.asks("ben", "mouse is slow").await;
    bench.settle().await;
    let told: Vec<String> = bench
        .user("root")
        .dms()
        .iter()
        .map(|m| m.plain().to_owned())
        .collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with(
            "I can say nothing in the channel of IT support any more: not_in_channel."
        ),
        "{told:#?}"
    );
}

#[tokio::test]
async fn what_cannot_be_read_holds_up_nothing_else() {
    let bench = Bench::start().await;
    let mut db = bench.dir.look().await;
    // As a newer version might have left them.
    let timer = r#"INSERT INTO timers (key, due_at, timer) VALUES ('new', 1, '{"new":1}') RETURNING due_at"#;
    db.number(timer).await;
    bench.asks("ana", "first wish").await;
    bench.asks("ben", "second wish").await;
    let job = format!(
        r#"UPDATE outbox SET job = '{{"new":1}}' WHERE id =
            (SELECT MIN(id) FROM outbox WHERE lane = 'slack:{TRIAGE}' AND state = 'due') RETURNING id"#
    );
    db.number(&job).await;
    bench.settle().await;
    assert_eq!(bench.count(TRIAGE, "first wish"), 0);
    assert_eq!(bench.count(TRIAGE, "second wish"), 1);
    assert_eq!(bench.outbox(false).await, []);
    let dead = "SELECT COUNT(*) FROM outbox WHERE state = 'dead' AND NOT unsure";
    assert_eq!(db.number(dead).await, 1);
    // Looked at again, and not all the time.
    let next = bench.app.delivery.next_due().await.unwrap().unwrap();
    assert!(next > bench.clock.now());
}
