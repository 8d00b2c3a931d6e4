//! The poll and the question about the intake.

use frontdesk::domain::ids::Platform;
use frontdesk::domain::request::{Action, Intake};
use frontdesk::view::{ask_intake, poll};

use super::dump;
use super::world::{ANA, LEA, World, resolve};

fn solved() -> World {
    let mut world = World::new();
    world.act(Some(LEA), resolve());
    world
}

/// The review as it goes on, told by `face`.
fn story(face: impl Fn(&World, bool) -> String) -> String {
    let mut told = vec![];
    let mut world = World::new();
    world.act(Some(LEA), Action::Resolve { summary: None });
    told.push(("without a summary", face(&world, true)));
    world = solved();
    told.push(("with one", face(&world, true)));
    world.act(Some(ANA), Action::Rate { score: 4 });
    told.push(("rated 4", face(&world, true)));
    world.act(Some(ANA), Action::Rate { score: 1 });
    world.act(Some(LEA), Action::RateIntake(Intake::Good));
    told.push(("rated 1, intake judged", face(&world, true)));
    let text = "It broke again the same day".to_owned();
    world.act(Some(ANA), Action::Comment { text });
    told.push(("with a comment", face(&world, true)));
    world.act(None, Action::Close);
    told.push(("closed", face(&world, true)));
    let mut again = solved();
    again.act(Some(ANA), Action::Reopen { reason: None });
    told.push(("reopened since", face(&again, false)));
    told.iter()
        .map(|(what, face)| format!("----- {what}\n{face}\n"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_poll_follows_the_answers() {
    insta::assert_snapshot!(story(|world, current| dump::message(&poll(
        &world.scene(),
        current
    ))));
}

#[test]
fn the_agent_says_how_it_came_in() {
    insta::assert_snapshot!(story(|world, current| dump::message(&ask_intake(
        &world.scene(),
        current
    ))));
}

#[test]
fn a_poll_of_a_request_that_is_open_again_is_over_whatever_is_said() {
    let world = World::new();
    let message = poll(&world.scene(), true);
    assert_eq!(message.parts.len(), 1);
}

#[test]
fn reactions_are_named_as_the_platform_has_them() {
    let mut world = solved();
    world.platform = Platform::Teams;
    let teams = dump::message(&poll(&world.scene(), true));
    assert!(teams.contains("heart or like 5"), "{teams}");
    world.platform = Platform::Slack;
    world.catalogue.desk.emoji.ratings.clear();
    let none = dump::message(&poll(&world.scene(), true));
    assert!(!none.contains("reaction"), "{none}");
}
