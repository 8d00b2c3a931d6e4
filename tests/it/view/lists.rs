//! Home, digest, offers, and what the desk answers.

use frontdesk::domain::answer::{About, OnDuty, Say, Turnover};
use frontdesk::domain::canned::Canned;
use frontdesk::domain::catalogue::{Catalogue, DigestKind};
use frontdesk::domain::digest::{Before, Figures, Line, Span, Week};
use frontdesk::domain::ids::{Channel, Platform};
use frontdesk::domain::intent::NewRequest;
use frontdesk::domain::measure::{Measures, Spent, Sums};
use frontdesk::domain::post::{Offer, OfferReason};
use frontdesk::domain::press::Press;
use frontdesk::platform::slack::render;
use frontdesk::platform::teams::card;
use frontdesk::view::face::{Control, Message, Part};
use frontdesk::view::readers::Readers;
use frontdesk::view::scene::{HomeScene, Serving};
use frontdesk::view::{Looks, digest, home, offer, say};
use jiff::tz::TimeZone;

use super::dump;
use super::world::{BO, DAY, HOUR, LEA, NOW, about, catalogue, name};

const MINUTE: i64 = HOUR / 60;

fn duty() -> Vec<OnDuty> {
    let team = |team: &str, people: &[&str], roster| OnDuty {
        team: team.to_owned(),
        people: people.iter().map(|p| (*p).to_owned()).collect(),
        roster,
    };
    let then = |until, next: Option<i64>| {
        let next = next.map(|at| (at, vec!["Cy".to_owned()]));
        Some(Turnover { until, next })
    };
    vec![
        team("IT support", &["Lea", "Bo"], None),
        team("Facilities", &[], None),
        team("House", &["Lea"], then(Some(NOW), Some(NOW))),
        team("Garden", &["Lea"], then(Some(NOW), Some(NOW + DAY))),
        team("Kitchen", &["Lea"], then(Some(NOW), None)),
        team("Roof", &["Lea", "Bo"], then(None, None)),
        team("Yard", &[], then(Some(NOW), Some(NOW + DAY))),
        team("Cellar", &[], then(None, None)),
    ]
}

fn some() -> Vec<About> {
    let mut waiting = about(2);
    waiting.status = "waiting";
    waiting.assignee = Some(name(LEA));
    let mut late = about(3);
    late.status = "in_progress";
    late.assignee = Some(name(BO));
    late.first_response_due = None;
    late.resolution_due = Some(NOW - DAY);
    late.link = Some("https://chat.example/3".to_owned());
    let mut private = about(4);
    private.private = true;
    private.subject = "My contract".to_owned();
    vec![about(1), waiting, late, private]
}

fn figures() -> Figures {
    Figures {
        team: "IT".to_owned(),
        span: Span {
            kind: DigestKind::Daily,
            since: NOW - DAY,
            until: NOW,
            before: None,
        },
        opened: 7,
        resolved: 5,
        open: 4,
        unassigned: 2,
        waiting: 1,
        on_hold: 0,
        oldest: some(),
        next: vec![about(1)],
        duty: vec!["Lea".to_owned(), "Bo".to_owned()],
        ratings: 6,
        rating_sum: 26,
        week: None,
    }
}

/// What everybody in the channel sees.
fn read_along(catalogue: &Catalogue) -> Looks<'_> {
    Looks {
        catalogue,
        platform: Platform::Slack,
        now: NOW,
        open: true,
    }
}

#[test]
fn the_digest_tells_the_day_and_no_private_subject() {
    let catalogue = catalogue();
    let full = digest(&figures(), read_along(&catalogue));
    let quiet = Figures {
        oldest: vec![],
        ratings: 0,
        rating_sum: 0,
        ..figures()
    };
    let quiet = digest(&quiet, read_along(&catalogue));
    let full = dump::message(&full);
    assert!(!full.contains("contract"));
    insta::assert_snapshot!(format!("{full}\n\n{}", dump::message(&quiet)));
}

/// A week in which everything happened, with lists as long as they get.
fn full_week() -> Figures {
    let sums = Sums {
        answers: 90,
        answers_promised: 90,
        answers_kept: 80,
        results: 80,
        results_promised: 80,
        results_kept: 70,
        touched: 80,
        first_touch: 40,
        single: 60,
        questions: 50,
        spent: Spent {
            intake: 1_000 * MINUTE,
            work: 900 * MINUTE,
            requester: 800 * MINUTE,
            approval: 700 * MINUTE,
            hold: 600 * MINUTE,
        },
        reviews: 50,
        review: 5_000 * MINUTE,
        reopened: 3,
    };
    let measures = Measures {
        sums,
        services: vec![("laptop".to_owned(), sums)],
        median_answer: Some(30 * MINUTE),
        median_result: Some(300 * MINUTE),
    };
    let long = |id| {
        let mut about = about(id);
        about.subject = "Something that took its requester the whole of a line to tell".to_owned();
        about.link = Some(format!("https://chat.example/{}/{id}", "x".repeat(160)));
        about
    };
    Figures {
        span: Span {
            kind: DigestKind::Weekly,
            since: NOW - 7 * DAY,
            until: NOW,
            before: None,
        },
        waiting: 3,
        on_hold: 2,
        oldest: (1..=5).map(long).collect(),
        next: (6..=10).map(long).collect(),
        week: Some(Box::new(Week {
            measures: measures.clone(),
            before: Before {
                measures,
                ..Before::default()
            },
        })),
        ..figures()
    }
}

#[test]
fn a_full_week_has_a_button_for_every_line_and_fits_both_platforms() {
    let catalogue = catalogue();
    let face = digest(&full_week(), read_along(&catalogue));
    let behind = |control: &Control| match control.press {
        Press::Behind(behind) => Some(behind.line),
        _ => None,
    };
    let lines: Vec<Line> = face
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Actions(controls) => Some(controls.iter().filter_map(behind)),
            _ => None,
        })
        .flatten()
        .collect();
    let missing: Vec<Line> = Line::ALL
        .into_iter()
        .filter(|line| !lines.contains(line))
        .collect();
    assert_eq!(missing, [], "lines without a button");
    uncut(&face, 3);
}

#[test]
fn a_full_day_fits_both_platforms() {
    let catalogue = catalogue();
    let full = Figures {
        span: figures().span,
        week: None,
        ..full_week()
    };
    let face = digest(&full, read_along(&catalogue));
    uncut(&face, 10);
}

/// So many entries are there, with the end of their subjects, and the last button.
fn uncut(face: &Message, entries: usize) {
    let slack = render::message(face);
    let blocks = slack["blocks"].as_array().unwrap();
    assert!(blocks.len() <= 50, "{} blocks", blocks.len());
    let readers = Readers {
        once: "0123456789abcdef".to_owned(),
        ..Readers::at_desk(&TimeZone::UTC)
    };
    let teams = card::card(face, &readers);
    let mut controls = face.parts.iter().filter_map(|part| match part {
        Part::Actions(controls) => controls.last(),
        _ => None,
    });
    let last = &controls.next_back().unwrap().label;
    for whole in [slack.to_string(), teams.to_string()] {
        assert_eq!(
            whole.matches("the whole of a line to tell").count(),
            entries
        );
        assert!(whole.contains(last), "{last}");
        assert!(!whole.contains('…'), "{whole}");
    }
}

#[test]
fn home_for_requesters_and_agents() {
    let catalogue = catalogue();
    let mut scene = HomeScene {
        catalogue: &catalogue,
        platform: Platform::Slack,
        now: NOW,
        name: None,
        mine: vec![],
        awaiting: vec![],
        serving: None,
        news: vec![],
    };
    let empty = dump::home(&home(&scene));
    scene.name = Some("Lea".to_owned());
    scene.mine = some();
    let requester = dump::home(&home(&scene));
    scene.mine = vec![];
    scene.awaiting = (1..=7).map(about).collect();
    scene.serving = Some(Serving {
        assigned: vec![],
        unassigned: (1..=22).map(about).collect(),
        at_risk: some(),
        undecided: some(),
        duty: duty(),
    });
    let agent = dump::home(&home(&scene));
    insta::assert_snapshot!([empty, requester, agent].join("\n\n----------\n\n"));
}

#[test]
fn a_full_home_page_fits_the_platform() {
    let catalogue = catalogue();
    let full: Vec<About> = (1..=500).map(about).collect();
    let scene = HomeScene {
        catalogue: &catalogue,
        platform: Platform::Slack,
        now: NOW,
        name: None,
        mine: full.clone(),
        awaiting: full.clone(),
        serving: Some(Serving {
            assigned: full.clone(),
            unassigned: full.clone(),
            at_risk: full.clone(),
            undecided: full,
            duty: duty(),
        }),
        news: vec![],
    };
    assert!(home(&scene).parts.len() <= 100);
}

#[test]
fn the_desk_answers() {
    let catalogue = catalogue();
    let team = || Some("IT".to_owned());
    let silent = Figures {
        opened: 0,
        resolved: 0,
        open: 0,
        ratings: 0,
        ..figures()
    };
    let unknown = |near| Say::Unknown {
        word: "quueue".to_owned(),
        near,
    };
    let all = [
        Say::Help { agent: false },
        Say::Help { agent: true },
        Say::Mine(vec![]),
        Say::Mine(some()),
        Say::Queue {
            team: team(),
            open: vec![],
        },
        Say::Queue {
            team: None,
            open: vec![],
        },
        Say::Queue {
            team: team(),
            open: some(),
        },
        Say::Duty {
            teams: duty(),
            agent: true,
        },
        Say::Duty {
            teams: vec![],
            agent: false,
        },
        unknown(Some("queue")),
        unknown(None),
        Say::NotYet {
            word: "stats".to_owned(),
        },
        Say::Replies {
            own: vec![(
                7,
                Canned {
                    name: "vpn".to_owned(),
                    text: "Hello {requester}".to_owned(),
                },
            )],
            team: vec![(
                "IT support".to_owned(),
                Canned {
                    name: "when".to_owned(),
                    text: "By {due}.".to_owned(),
                },
            )],
        },
        Say::NoTeam,
        Say::Digest(Box::new(silent)),
    ];
    let dumps = all.map(|s| dump::message(&say(&s, &catalogue, Platform::Slack, NOW)));
    let teams = say(&Say::Help { agent: true }, &catalogue, Platform::Teams, NOW);
    insta::assert_snapshot!(format!(
        "{}\n\n----- in Teams\n{}",
        dumps.join("\n\n"),
        dump::message(&teams)
    ));
}

#[test]
fn offers_say_why() {
    let catalogue = catalogue();
    let offers = [
        OfferReason::Direct,
        OfferReason::Mention,
        OfferReason::Ticket,
        OfferReason::Over,
    ]
    .map(|why| {
        let mut start = NewRequest::default();
        if why == OfferReason::Mention {
            start.channel = Some(Channel {
                platform: Platform::Slack,
                id: "C0ITHELP".to_owned(),
            });
        }
        dump::message(&offer(
            &Offer {
                why,
                start,
                helped: None,
                used: None,
            },
            9,
            &[],
            &catalogue,
        ))
    });
    insta::assert_snapshot!(offers.join("\n\n"));
}
