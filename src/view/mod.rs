//! Platform-neutral faces, and every sentence that a person reads.

pub mod face;
pub mod scene;
pub mod words;
