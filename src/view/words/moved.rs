//! What is said of a request that went to another team, or became another service's.

use crate::domain::talk::{Span, Text, plain};

use super::super::scene::{Scene, service_name, team_name};
use super::sentence::{sentence, words};

/// To the requester: another team has it, or the same one as another service. The note is the teams' own.
pub fn moved(scene: &Scene<'_>, from: &str, to: &str, service: &str, wrong_door: bool) -> Text {
    if from == to {
        return sentence(
            "This is now handled as “{}”. You do not have to do anything.",
            [words(service_name(scene.catalogue, service))],
        );
    }
    if wrong_door {
        return sentence(
            "This is a matter for {}, and they have it now. You do not have to do anything: the number, this thread and the clock stay the same.",
            [words(team_name(scene.catalogue, to))],
        );
    }
    sentence(
        "{} takes over from {}. You do not have to do anything: the number, this thread and the clock stay the same.",
        [
            words(team_name(scene.catalogue, to)),
            words(team_name(scene.catalogue, from)),
        ],
    )
}

/// To the team that it comes to, or that keeps it as another service.
pub fn handed_over(
    scene: &Scene<'_>,
    by: Span,
    from: &str,
    to: &str,
    service: &str,
    wrong_door: bool,
) -> Text {
    let service = words(service_name(scene.catalogue, service));
    if from == to {
        return sentence("{} made it “{}”.", [by, service]);
    }
    let from = words(team_name(scene.catalogue, from));
    let what = match wrong_door {
        true => "{} ({}) moved it to you as “{}”: it had come to the wrong team.",
        false => "{} ({}) handed it over to you as “{}”.",
    };
    sentence(what, [by, from, service])
}

/// To the requester: it became private with that.
pub fn private_now() -> Text {
    plain(
        "It is private now: whoever watched it and does not serve there no longer does. With Add a watcher on its card you say who else reads it.",
    )
}
