//! How a request came in, as the REST interface calls it.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::request::Intake;

/// How a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntakeName {
    Good,
    Incomplete,
    WrongDesk,
    TooLate,
}

impl From<IntakeName> for Intake {
    fn from(name: IntakeName) -> Intake {
        match name {
            IntakeName::Good => Intake::Good,
            IntakeName::Incomplete => Intake::Incomplete,
            IntakeName::WrongDesk => Intake::WrongDesk,
            IntakeName::TooLate => Intake::TooLate,
        }
    }
}
