//! Approvals as everybody reads them: who asked, who has to approve, the team.

use frontdesk::domain::approval::{Matter, OnExpiry, Rule, Sooner, Verdict, Wanted};
use frontdesk::domain::catalogue::Answers;
use frontdesk::domain::ids::PersonId;
use frontdesk::domain::post::Side;
use frontdesk::domain::promise::Span;
use frontdesk::domain::request::Action;
use frontdesk::view::{approval_card, approval_nudge, requester_card, told, triage_card};

use jiff::civil::date;

use super::dump;
use super::world::{ANA, BO, HANNA, HOUR, LEA, World};

fn wanted(matter: Matter, rule: Rule, approvers: &[PersonId]) -> Action {
    Action::SeekApproval(Wanted {
        matter,
        approvers: approvers.to_vec(),
        rule,
        remind_after: Span::Days(1),
        expires_after: Span::Days(2),
        on_expiry: OnExpiry::Decline,
    })
}

fn word(verdict: Verdict) -> Action {
    Action::GiveVerdict {
        verdict,
        reason: Some("The *small* one <will> do".to_owned()),
    }
}

/// Everything that is read after what happened last.
fn read(world: &World, approvers: &[PersonId]) -> String {
    let (scene, told_) = (world.scene(), world.told());
    let mut lines = vec![format!("----- {}", told_.fact.name())];
    for side in [Side::Requester, Side::Team] {
        if let Some(face) = told(&scene, &told_, side) {
            lines.push(format!(
                "told the {}> {}",
                side.as_str(),
                dump::message(&face)
            ));
        }
    }
    lines.push(format!(
        "requester's card> {}",
        dump::message(&requester_card(&scene))
    ));
    lines.push(format!(
        "team's card> {}",
        dump::message(&triage_card(&scene))
    ));
    for approver in approvers {
        let card = dump::message(&approval_card(&scene, *approver));
        lines.push(format!("card of {approver}> {card}"));
        let nudge = dump::message(&approval_nudge(&scene, &told_, *approver));
        lines.push(format!("reminder of {approver}> {nudge}"));
    }
    lines.join("\n")
}

#[test]
fn an_approval_reads_well_for_everybody_in_it() {
    let mut all = vec![];
    let mut world = World::new();
    let both = [HANNA, BO];
    // At once, as a service has it.
    world.now -= HOUR;
    world.act(None, wanted(Matter::Request, Rule::Sequence, &both));
    all.push(read(&world, &both));
    world.act(Some(HANNA), word(Verdict::Changes));
    all.push(read(&world, &both));
    let answers = world.request.answers.clone();
    world.act(
        Some(ANA),
        Action::Revise {
            answers,
            remark: Some("Only to <read> it".to_owned()),
        },
    );
    all.push(read(&world, &both));
    world.act(Some(HANNA), word(Verdict::Approved));
    all.push(read(&world, &both));
    let mut declined = World {
        people: world.people.clone(),
        request: world.request.clone(),
        catalogue: world.catalogue.clone(),
        link: None,
        last: None,
        ..World::new()
    };
    declined.now = world.now;
    world.act(Some(BO), word(Verdict::Approved));
    all.push(read(&world, &both));
    declined.act(Some(BO), word(Verdict::Declined));
    all.push(read(&declined, &both));
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn a_wish_that_nobody_approves_ends_and_the_request_goes_on() {
    let mut all = vec![];
    let mut world = World::new();
    let wish = Matter::Wish(vec![Sooner {
        step: "contract".to_owned(),
        name: "The *contract*".to_owned(),
        team: "IT".to_owned(),
        by: date(2026, 11, 27),
        lead: 5,
    }]);
    let three = [HANNA, BO, LEA];
    world.now -= HOUR;
    world.act(None, wanted(wish.clone(), Rule::Majority, &three));
    all.push(read(&world, &[HANNA]));
    // Nobody answers: reminded once, then it ends.
    for _ in 0..2 {
        world.now = world.request.watch.next.unwrap();
        world.act(None, Action::Look);
        all.push(read(&world, &[HANNA]));
    }
    assert!(world.request.status.is_open());
    world.act(None, wanted(wish, Rule::Any, &[HANNA]));
    world.act(Some(HANNA), word(Verdict::Approved));
    all.push(read(&world, &[HANNA]));
    // The request itself, sent back and never changed.
    let mut world = World::new();
    world.request.answers = Answers::new();
    world.now -= HOUR;
    world.act(None, wanted(Matter::Request, Rule::Any, &[HANNA]));
    world.act(Some(HANNA), word(Verdict::Changes));
    for _ in 0..2 {
        world.now = world.request.watch.next.unwrap();
        world.act(None, Action::Look);
        all.push(read(&world, &[HANNA]));
    }
    insta::assert_snapshot!(all.join("\n\n"));
}
