//! What a plan asks for where the whole asks for something else.

use frontdesk::config;
use frontdesk::domain::catalogue::{Answer, Answers, Catalogue};
use frontdesk::domain::ids::RequestId;
use frontdesk::domain::plan::{Made, Step, StepState, Wish, draft, redraft};
use jiff::civil::date;

#[test]
fn other_answers_ask_for_other_steps_and_leave_what_has_begun() {
    let text = "[desk]\ntime_zone = \"Europe/Berlin\"\n[[team]]\nkey = \"A\"\nname = \"A\"\nagents = [\"a@acme.example\"]\n\
        [[service]]\nkey = \"a\"\nteam = \"A\"\nname = \"a\"\n[[service.field]]\nkey = \"who\"\nlabel = \"Who?\"\ntype = \"text\"\n\
        [[service]]\nkey = \"all\"\nteam = \"A\"\nname = \"all\"\n[[service.field]]\nkey = \"walls\"\nlabel = \"Walls?\"\ntype = \"checkbox\"\n\
        [[service.field]]\nkey = \"who\"\nlabel = \"Who?\"\ntype = \"text\"\n\
        [[service.step]]\nkey = \"walls\"\nservice = \"a\"\nwhen = { field = \"walls\", has = \"yes\" }\n\
        [[service.step]]\nkey = \"desks\"\nservice = \"a\"\nafter = [\"walls\"]\nfill = { who = \"who\" }\n";
    let catalogue = config::catalogue(text, "frontdesk.toml").unwrap();
    let service = catalogue.service("all").unwrap();
    let asked = |walls, who: &str| {
        let answers = Answers::from([
            ("walls".to_owned(), Answer::Checked(walls)),
            ("who".to_owned(), Answer::Text(who.to_owned())),
        ]);
        let wish = Wish {
            subject: "",
            details: "",
            answers: &answers,
        };
        draft(service, wish, date(2027, 1, 15), &catalogue)
    };
    let states = |steps: &[Step]| -> Vec<(String, StepState)> {
        steps.iter().map(|s| (s.key.clone(), s.state)).collect()
    };
    let (none, some) = (asked(false, "Ann"), asked(true, "Ben"));
    let mut steps = none.clone();
    let new = redraft(&mut steps, &none, some.clone());
    assert_eq!(states(&new), [("walls".to_owned(), StepState::Planned)]);
    assert_eq!(steps[0].answers["who"], Answer::Text("Ben".to_owned()));
    steps.extend(new);
    assert!(redraft(&mut steps, &some, none.clone()).is_empty());
    assert_eq!(steps[1].state, StepState::Skipped);
    assert!(redraft(&mut steps, &none, some.clone()).is_empty());
    assert_eq!(steps[1].state, StepState::Planned);
    // Where somebody has to agree to it, that is so still when it is wanted again.
    steps[1].state = StepState::Asked;
    assert!(redraft(&mut steps, &some, none.clone()).is_empty());
    assert_eq!(steps[1].state, StepState::Skipped);
    assert!(redraft(&mut steps, &none, some.clone()).is_empty());
    assert_eq!(steps[1].state, StepState::Asked);
    // Left out by choice it stays so; what has begun keeps what it was asked with.
    steps[1].state = StepState::Skipped;
    steps[0].state = StepState::Open;
    steps[0].made = Some(Made {
        id: RequestId(1),
        number: "A-1".to_owned(),
        team: "A".to_owned(),
        status: "new".to_owned(),
        assignee: None,
    });
    assert!(redraft(&mut steps, &some, asked(true, "Cy")).is_empty());
    assert_eq!(steps[1].state, StepState::Skipped);
    assert_eq!(steps[0].answers["who"], Answer::Text("Ben".to_owned()));
}

#[test]
fn what_only_the_configuration_changed_stays_as_it_was_planned() {
    let of = |first: &str| {
        let text = format!(
            "[desk]\ntime_zone = \"Europe/Berlin\"\n[[team]]\nkey = \"A\"\nname = \"A\"\nagents = [\"a@acme.example\"]\n\
             [[service]]\nkey = \"a\"\nteam = \"A\"\nname = \"a\"\n\
             [[service]]\nkey = \"all\"\nteam = \"A\"\nname = \"all\"\n[[service.field]]\nkey = \"walls\"\nlabel = \"Walls?\"\ntype = \"checkbox\"\n\
             [[service.step]]\nkey = \"{first}\"\nservice = \"a\"\n\
             [[service.step]]\nkey = \"walls\"\nservice = \"a\"\nwhen = {{ field = \"walls\", has = \"yes\" }}\n"
        );
        config::catalogue(&text, "frontdesk.toml").unwrap()
    };
    let asked = |catalogue: &Catalogue, walls: bool| {
        let answers = Answers::from([("walls".to_owned(), Answer::Checked(walls))]);
        let wish = Wish {
            subject: "",
            details: "",
            answers: &answers,
        };
        let service = catalogue.service("all").unwrap();
        draft(service, wish, date(2027, 1, 15), catalogue)
    };
    let (old, new) = (of("desks"), of("tables"));
    let mut steps = asked(&old, true);
    // The answers take the walls out; that desks are called otherwise by now is nobody's wish.
    let more = redraft(&mut steps, &asked(&new, true), asked(&new, false));
    assert_eq!(more, []);
    let states: Vec<_> = steps.iter().map(|s| (s.key.as_str(), s.state)).collect();
    assert_eq!(
        states,
        [("desks", StepState::Planned), ("walls", StepState::Skipped)]
    );
}
