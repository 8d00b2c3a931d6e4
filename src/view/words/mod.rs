//! Every sentence that a person reads.

pub mod fields;
pub mod promise;
