//! What is asked besides where an agent logs what somebody told them.

use crate::domain::answer::Seed;
use crate::domain::intent::input;
use crate::domain::request::CameBy;

use super::super::face::{Choice, Element};
use super::super::words::tools;
use super::new_request::{one_of, whom};
use super::text;
use super::tools::minutes;

pub(super) fn inputs(seed: &Seed) -> [Element; 3] {
    let choice = |by: CameBy| Choice {
        value: by.as_str().to_owned(),
        label: tools::came_by(by).to_owned(),
    };
    let given = text(seed, input::CAME_BY).and_then(|name| CameBy::named(&name));
    let options = CameBy::ALL.map(choice).into();
    let came_by = one_of(
        input::CAME_BY,
        "How did it come in?",
        options,
        given.map(choice),
    );
    [whom(seed, true), came_by, minutes(seed)]
}
