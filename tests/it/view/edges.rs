//! What is not there any more, or never was; and the words for what is refused.

use frontdesk::domain::answer::{PersonName, Wrong};
use frontdesk::domain::catalogue::FieldError;
use frontdesk::domain::ids::{Account, PersonId};
use frontdesk::domain::post::Whisper;
use frontdesk::domain::request::{Action, Refusal};
use frontdesk::domain::talk::{Span, flat};
use frontdesk::view::words::refusal::refusal;
use frontdesk::view::words::whisper::whisper;
use frontdesk::view::words::wrong::wrong;
use frontdesk::view::{poll, requester_card, triage_card};

use super::dump;
use super::world::{ANA, LEA, NOW, World, catalogue};

#[test]
fn a_team_and_a_service_that_are_gone_are_named_by_their_keys() {
    let mut world = World::new();
    world.catalogue.teams.clear();
    world.catalogue.services.clear();
    let requester = dump::message(&requester_card(&world.scene()));
    let team = dump::message(&triage_card(&world.scene()));
    insta::assert_snapshot!(format!("{requester}\n\n{team}"));
}

#[test]
fn without_a_promise_nothing_is_promised() {
    let world = World::with("newcomer", NOW, |filed| filed.answers.clear());
    let card = dump::message(&requester_card(&world.scene()));
    assert!(
        !card.contains("First answer") && !card.contains("Result"),
        "{card}"
    );
}

#[test]
fn people_without_a_name_are_mentioned_and_unknown_ones_are_somebody() {
    let mut world = World::new();
    world.act(Some(LEA), Action::Take);
    world.people.get_mut(&LEA).unwrap().name = None;
    let card = dump::message(&requester_card(&world.scene()));
    assert!(card.contains("With: @U0LEA (IT support)"), "{card}");
    world.people.clear();
    let card = dump::message(&triage_card(&world.scene()));
    assert!(card.contains("From: somebody"), "{card}");
}

#[test]
fn what_was_typed_stays_plain() {
    let nasty = "<!channel> *bold* {} <https://a.example|b>";
    let mut world = World::with("laptop", NOW, |filed| filed.subject = nasty.to_owned());
    let mut messages = vec![requester_card(&world.scene()), triage_card(&world.scene())];
    let summary = Some(nasty.to_owned());
    world.act(Some(LEA), Action::Resolve { summary });
    world.act(
        Some(ANA),
        Action::Comment {
            text: nasty.to_owned(),
        },
    );
    messages.extend([poll(&world.scene(), true), triage_card(&world.scene())]);
    for message in messages {
        let shown = format!("{message:?}");
        assert!(shown.contains("<!channel>"), "{shown}");
        assert!(!shown.contains("Bold(\"<!"), "{shown}");
    }
}

#[test]
fn refusals_say_what_to_do() {
    let all = [
        Refusal::AlreadyTaken { by: LEA },
        Refusal::NotYourTeam,
        Refusal::NotTheRequester,
        Refusal::NotInvolved,
        Refusal::AlreadyResolved,
        Refusal::AlreadyWaiting,
        Refusal::AlreadyOnHold,
        Refusal::NotResolved,
        Refusal::NotWaiting,
        Refusal::Over,
        Refusal::NotAnAgent,
        Refusal::NoSuchDesk,
        Refusal::SameDesk,
        Refusal::NoSuchRequest,
        Refusal::NoSuchPerson,
        Refusal::Empty,
        Refusal::Stranger,
        Refusal::AwaitsApproval,
        Refusal::NotAnApprover,
        Refusal::OwnRequest,
        Refusal::NotYourTurn,
        Refusal::AlreadyDecided,
        Refusal::ChangesAwaited,
        Refusal::NoChangesAsked,
        Refusal::AlreadyAsked,
        Refusal::NobodyApproves,
        Refusal::NotApproved,
    ];
    let mut lines: Vec<String> = all
        .iter()
        .map(|r| flat(&refusal(r, Some(Span::Plain("Bo".to_owned())))))
        .collect();
    lines.push(flat(&refusal(&all[0], None)));
    let number = "IT-42".to_owned();
    for word in [Whisper::EditKept, Whisper::Already { number }] {
        lines.push(flat(&whisper(&word, None)));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn wrong_inputs_say_what_would_be_right() {
    let catalogue = catalogue();
    let laptop = catalogue.service("laptop");
    let by = PersonName {
        id: PersonId(9),
        name: None,
        accounts: vec![Account::slack("U9")],
    };
    let refused = Wrong::Refused {
        refusal: Refusal::AlreadyTaken { by: LEA },
        by: Some(by),
    };
    let said = [
        wrong(&Wrong::Field(FieldError::Pattern), "f.asset", laptop),
        wrong(&Wrong::Field(FieldError::Required), "f.gone", laptop),
        wrong(&Wrong::Field(FieldError::NotADate), "f.gone", None),
        wrong(&refused, "text", None),
        wrong(&Wrong::NoService, "service", None),
        wrong(&Wrong::NoSubject, "subject", None),
        wrong(&Wrong::PastDate, "needed_by", None),
        wrong(&Wrong::FarDate, "needed_by", None),
        wrong(&Wrong::NoSuchDate, "needed_by", None),
        wrong(&Wrong::TooLong { most: 150 }, "subject", None),
    ];
    insta::assert_snapshot!(said.join("\n"));
}
