//! What a service desk is: pure, no input or output.

pub mod announcement;
pub mod answer;
pub mod approval;
pub mod article;
pub mod canned;
pub mod catalogue;
pub mod desk_word;
pub mod digest;
pub mod ids;
pub mod intent;
pub mod measure;
pub mod people;
pub mod plan;
pub mod post;
pub mod press;
pub mod promise;
pub mod request;
pub mod roster;
pub mod routing;
pub mod talk;
