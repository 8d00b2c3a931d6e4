//! The living cards in every state.

use frontdesk::domain::catalogue::Answer;
use frontdesk::domain::promise::Priority;
use frontdesk::domain::request::Action;
use frontdesk::view::face::Message;
use frontdesk::view::scene::Scene;
use frontdesk::view::{
    requester_card, requester_card_moved, triage_card, triage_card_moved, watch_card,
    watch_card_ended,
};

use super::dump;
use super::world::{ANA, BO, DAY, HOUR, LEA, NOW, Who, World, hold, resolve};

#[test]
fn only_who_was_called_is_said_to_be() {
    let mut world = World::with("laptop", NOW - 4 * HOUR, |filed| {
        filed.priority = Priority::Urgent;
    });
    for (called, hours, said) in [
        // Nobody was: it became urgent later.
        (false, 0, false),
        (true, 0, true),
        // They are back.
        (true, 4, false),
    ] {
        world.called = called;
        world.now = NOW + (hours - 4) * HOUR;
        let card = dump::message(&requester_card(&world.scene()));
        assert_eq!(card.contains("we called somebody"), said, "{card}");
    }
}

/// A card in each state, one after the other.
fn states(card: fn(&Scene<'_>) -> Message) -> String {
    let mut all: Vec<(&str, World)> = vec![("new", World::new())];
    let mut out_of_hours = World::with("laptop", NOW - 4 * HOUR, |filed| {
        filed.priority = Priority::Urgent;
        filed.needed_by = Some("2026-11-27".parse().unwrap());
        filed.on_behalf_by = Some(LEA);
    });
    out_of_hours.called = true;
    out_of_hours.link = Some("https://chat.example/asked".to_owned());
    all.push(("new, out of hours, urgent, on behalf", out_of_hours));
    let mut late = World::new();
    late.now += 3 * DAY;
    all.push(("new, late", late));
    let after = |actions: Vec<(Who, Action)>| {
        let mut world = World::new();
        for (by, action) in actions {
            world.act(by, action);
        }
        world
    };
    let take = || (Some(LEA), Action::Take);
    let done = || (Some(LEA), resolve());
    all.push(("in progress", after(vec![take()])));
    all.push(("waiting", after(vec![take(), (Some(LEA), Action::Ask)])));
    all.push(("on hold", after(vec![take(), (Some(BO), hold())])));
    all.push(("resolved", after(vec![take(), done()])));
    let by_emoji = (Some(LEA), Action::Resolve { summary: None });
    all.push(("resolved by emoji", after(vec![by_emoji])));
    let rate = (Some(ANA), Action::Rate { score: 2 });
    let comment = "It took three days".to_owned();
    let comment = (Some(ANA), Action::Comment { text: comment });
    let intake = frontdesk::domain::request::Intake::Incomplete;
    let intake = (Some(LEA), Action::RateIntake(intake));
    let close = (None, Action::Close);
    all.push((
        "closed, rated by both",
        after(vec![take(), done(), rate, comment, intake, close]),
    ));
    let cancel = |reason: Option<&str>| Action::Cancel {
        reason: reason.map(str::to_owned),
    };
    all.push((
        "cancelled by the requester",
        after(vec![(Some(ANA), cancel(None))]),
    ));
    let why = cancel(Some("This is an announcement."));
    all.push(("cancelled by an agent", after(vec![(Some(LEA), why)])));
    all.iter()
        .map(|(what, world)| format!("----- {what}\n{}\n", dump::message(&card(&world.scene()))))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_requesters_card_tells_where_it_stands() {
    insta::assert_snapshot!(states(requester_card));
}

#[test]
fn the_triage_card_offers_what_can_be_done() {
    insta::assert_snapshot!(states(triage_card));
}

#[test]
fn a_watcher_sees_the_state() {
    let mut world = World::new();
    world.act(Some(LEA), Action::Take);
    world.link = Some("https://chat.example/thread".to_owned());
    insta::assert_snapshot!(dump::message(&watch_card(&world.scene())));
}

#[test]
fn long_answers_wait_behind_details_and_missing_ones_are_named() {
    let world = World::with("people", NOW, |filed| {
        let long = "It is a long story. ".repeat(20);
        filed.subject = "A word with you".to_owned();
        filed.answers = [
            ("matter".to_owned(), Answer::Text(long)),
            ("call".to_owned(), Answer::Checked(true)),
        ]
        .into();
    });
    let incomplete = World::with("laptop", NOW, |filed| filed.answers.clear());
    insta::assert_snapshot!(format!(
        "{}\n\n{}",
        dump::message(&triage_card(&world.scene())),
        dump::message(&triage_card(&incomplete.scene()))
    ));
}

#[test]
fn what_stays_behind_says_nothing_of_the_content() {
    let world = World::with("people", NOW, |_| {});
    let scene = world.scene();
    insta::assert_snapshot!(
        [
            requester_card_moved(&scene),
            triage_card_moved(&scene),
            watch_card_ended(&scene)
        ]
        .iter()
        .map(dump::message)
        .collect::<Vec<_>>()
        .join("\n\n")
    );
}
