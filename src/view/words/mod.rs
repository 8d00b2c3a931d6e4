//! Every sentence that a person reads.

pub mod approval;
pub mod canned;
pub mod digest;
pub mod duty;
pub mod fields;
pub mod knowledge;
pub mod launch;
pub mod links;
pub mod moved;
pub mod plan;
pub mod promise;
pub mod promised;
pub mod refusal;
pub mod review;
pub mod routing;
pub mod sentence;
pub mod state;
pub mod time;
pub mod tools;
pub mod trouble;
pub mod whisper;
pub mod wrong;
