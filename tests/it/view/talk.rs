//! What is told and what is passed on.

use frontdesk::domain::ids::{MessageId, PersonId};
use frontdesk::domain::post::Side;
use frontdesk::domain::request::Action;
use frontdesk::domain::talk::{Span, Text, plain};
use frontdesk::view::scene::Quote;
use frontdesk::view::{quote, told};

use super::dump;
use super::world::{ANA, BO, HANNA, LEA, Who, World, hold, resolve};

#[test]
fn what_happens_is_told_to_both_sides() {
    let text = |text: &str| Some(text.to_owned());
    let hand_over = |team: &str, service: &str| Action::HandOver {
        team: team.to_owned(),
        service: service.to_owned(),
        note: text("Ana knows that it may take a day."),
        wrong_door: false,
    };
    let reopen = |reason: Option<&str>| Action::Reopen {
        reason: reason.map(str::to_owned),
    };
    let comment = Action::Comment {
        text: "Quick and kind".to_owned(),
    };
    let steps: Vec<(Who, Action)> = vec![
        (Some(LEA), Action::Take),
        (Some(LEA), Action::Assign { to: BO }),
        (Some(BO), Action::Wait),
        (Some(BO), Action::Resume),
        (Some(BO), hold()),
        (Some(BO), Action::Resume),
        (Some(BO), hand_over("IT", "access")),
        (Some(BO), resolve()),
        (Some(ANA), reopen(Some("It is black again"))),
        (Some(BO), resolve()),
        (Some(ANA), Action::Answered { thanks: false }),
        (Some(BO), resolve()),
        (Some(LEA), reopen(None)),
        (Some(BO), resolve()),
        (None, Action::Remind),
        (Some(ANA), comment),
        (None, Action::Close),
    ];
    let mut world = World::new();
    let mut lines = play(&mut world, steps);
    let steps = vec![
        (Some(LEA), hand_over("HR", "people")),
        (
            Some(HANNA),
            Action::Cancel {
                reason: text("Nobody is ill."),
            },
        ),
        (Some(HANNA), reopen(Some("She is"))),
        (Some(ANA), Action::Cancel { reason: None }),
    ];
    lines.extend(play(&mut World::new(), steps));
    insta::assert_snapshot!(lines.join("\n\n"));
}

fn play(world: &mut World, steps: Vec<(Who, Action)>) -> Vec<String> {
    let mut lines = vec![];
    for (by, action) in steps {
        let what = format!("----- {action:?}");
        world.act(by, action);
        lines.push(what);
        for side in [Side::Requester, Side::Team] {
            let message = told(&world.scene(), &world.told(), side);
            let said = message.map_or("nothing".to_owned(), |m| {
                dump::message(&m).split_once('\n').unwrap().1.to_owned()
            });
            lines.push(format!("{}> {said}", side.as_str()));
        }
    }
    lines
}

fn said(author: Option<PersonId>, agent: bool, text: &Text) -> Quote<'_> {
    Quote {
        id: MessageId(7),
        author,
        agent,
        serves: agent,
        asked: false,
        text,
        edited: false,
        files: vec![],
        missing: vec![],
    }
}

#[test]
fn messages_reach_the_other_side_with_their_author() {
    let world = World::new();
    let scene = world.scene();
    let mut text = plain("Could you ask ");
    text.push(Span::Person(frontdesk::domain::ids::Account::slack("U0BO")));
    text.push(Span::Plain("?\nThanks".to_owned()));
    let files = vec!["screen.png".to_owned(), "log.txt".to_owned()];
    let nothing = Text::new();
    let all = [
        (said(Some(ANA), false, &text), Side::Team),
        (said(Some(LEA), true, &text), Side::Requester),
        (said(Some(LEA), true, &text), Side::Team),
        (
            Quote {
                asked: true,
                ..said(Some(LEA), true, &text)
            },
            Side::Requester,
        ),
        (
            Quote {
                asked: true,
                ..said(Some(LEA), true, &text)
            },
            Side::Team,
        ),
        (
            Quote {
                edited: true,
                files,
                ..said(Some(ANA), false, &nothing)
            },
            Side::Team,
        ),
        (said(None, false, &text), Side::Team),
    ];
    let all = all.map(|(q, side)| dump::message(&quote(&scene, &q, side)));
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn a_very_long_message_ends_with_a_way_to_the_whole() {
    let world = World::new();
    let text = plain("A long log line. ".repeat(1000));
    let message = quote(&world.scene(), &said(Some(ANA), false, &text), Side::Team);
    let dump = dump::message(&message);
    assert!(dump.ends_with("[Show all]"));
    assert!(dump.len() < 4 * 2900 + 400);
    let text = plain("A log line. ".repeat(900));
    let message = quote(&world.scene(), &said(Some(ANA), false, &text), Side::Team);
    assert!(!dump::message(&message).contains("Show all"));
}
