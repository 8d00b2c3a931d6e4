//! What a service desk is: pure, no input or output.

pub mod catalogue;
pub mod digest;
pub mod ids;
pub mod people;
pub mod promise;
