//! What may go wrong, what takes longer and what is promised otherwise, as everybody reads it.

use frontdesk::domain::post::Side;
use frontdesk::domain::promise::{Priority, Span, Tell};
use frontdesk::domain::request::{Action, Alarm, Fact, Late, Why};
use frontdesk::view::{alarm, told};

use super::dump;
use super::world::{ANA, LEA, Who, World, hold, resolve};
use crate::bench::HOUR;

/// What is read of what happened last: by those who can do something, and in both threads.
fn read(world: &World) -> String {
    let (scene, told_) = (world.scene(), world.told());
    let mut lines = vec![format!("----- {}", said(world))];
    if let Some(face) = alarm(&scene, &told_, false) {
        lines.push(dump::message(&face));
    }
    for side in [Side::Requester, Side::Team] {
        if let Some(face) = told(&scene, &told_, side) {
            lines.push(format!("{}> {}", side.as_str(), dump::message(&face)));
        }
    }
    lines.join("\n")
}

fn said(world: &World) -> String {
    match &world.last.as_ref().unwrap().0 {
        Fact::Alarmed { alarm, tell, .. } => format!("{alarm:?} to {tell:?}"),
        fact => fact.name().to_owned(),
    }
}

/// Looks as often as it is time to, until something was told.
fn look(world: &mut World) {
    loop {
        world.now = world.request.watch.next.unwrap() - HOUR;
        world.last = None;
        world.act(None, Action::Look);
        if world.last.is_some() {
            return;
        }
    }
}

#[test]
fn alarms_say_what_is_at_risk_whose_it_is_and_what_can_be_done() {
    let mut all = vec![];
    let mut story = |acts: Vec<(Who, Action)>, looks: usize| {
        let mut world = World::new();
        world.link = Some("https://acme.slack.com/archives/C0ITTRIAGE/p1".to_owned());
        for (by, action) in acts {
            world.act(by, action);
        }
        for _ in 0..looks {
            look(&mut world);
            all.push(read(&world));
        }
        // Whatever it was, it is settled once this is done.
        let alarmed = world.last.take();
        world.act(Some(LEA), resolve());
        world.last = alarmed;
        all.push(format!("resolved: {}", read(&world)));
    };
    // Nobody takes it; somebody answered; on hold; waiting.
    story(vec![], 5);
    story(vec![(Some(LEA), Action::Reply)], 2);
    story(vec![(Some(LEA), Action::Take), (Some(LEA), hold())], 2);
    story(vec![(Some(LEA), Action::Wait)], 2);
    insta::assert_snapshot!(all.join("\n\n"));
}

/// Looks until that is what was told.
fn until(world: &mut World, told: fn(Alarm, Tell) -> bool) {
    loop {
        look(world);
        if let Some((Fact::Alarmed { alarm, tell, .. }, _)) = &world.last
            && told(*alarm, *tell)
        {
            return;
        }
    }
}

#[test]
fn what_wakes_up_says_nothing_old_of_nobody_having_it() {
    let mut world = World::new();
    until(&mut world, |alarm, _| alarm == Alarm::Unassigned);
    let told = world.last.clone();
    assert!(read(&world).contains("Nobody has taken it"));
    let (reason, until) = ("It is at lunch".to_owned(), world.now + 2 * HOUR);
    world.act(Some(LEA), Action::Snooze { reason, until });
    world.now = until;
    world.act(None, Action::Look);
    assert_eq!(world.request.status.name(), "new");
    world.last = told;
    assert!(
        read(&world).contains("this warning is over"),
        "{}",
        read(&world)
    );
}

#[test]
fn who_cannot_be_told_that_it_takes_longer_was_not_told() {
    let mut world = World::new();
    world.people.get_mut(&ANA).unwrap().accounts.clear();
    until(&mut world, |_, tell| tell == Tell::Requester);
    let said = read(&world);
    assert!(said.contains("Ana has no account here"), "{said}");
    assert!(!said.contains("Ana was told"), "{said}");
}

#[test]
fn a_new_time_another_priority_and_another_promise_are_told_to_both_sides() {
    let mut all = vec![];
    let mut world = World::new();
    let now = world.now;
    let late = |what, hours: i64, why| Action::Delay {
        what,
        to: now + hours * HOUR,
        why,
    };
    for action in [
        late(Late::Answer, 5, Why::Busy),
        late(Late::Result, 100, Why::Longer),
        late(
            Late::Result,
            90,
            Why::Said("The *part* came <early>".to_owned()),
        ),
        Action::Prioritise { to: Priority::Low },
    ] {
        world.act(Some(LEA), action);
        all.push(read(&world));
    }
    for stops in [false, true] {
        let mut world = World::new();
        world.act(Some(LEA), Action::Take);
        if stops {
            world.act(Some(LEA), Action::Wait);
        }
        let service = world.request.service.clone();
        let mut services = world.catalogue.services.iter_mut();
        let service = services.find(|s| s.key == service).unwrap();
        service.promises.usual.first_response = Some(Span::Minutes(180));
        service.promises.usual.resolution = Some(Span::Days(3));
        service.promises.by_priority.clear();
        world.act(None, Action::Retarget);
        all.push(read(&world));
    }
    insta::assert_snapshot!(all.join("\n\n"));
}
