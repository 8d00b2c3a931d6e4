//! Who reads a face, for platforms that do not know by themselves how people are called and what time it is for them.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

/// Who reads it, and how they are to be named.
#[derive(Clone, Debug)]
pub struct Readers {
    /// Names of the people who are mentioned, by their user id.
    pub names: BTreeMap<String, String>,
    /// Of the one who reads; of the desk where several do.
    pub zone: TimeZone,
    /// Different each time that something is drawn: what is pressed on it counts once.
    pub once: String,
    /// Several people see it who may do different things: it is drawn anew for each who looks, where that can be.
    pub each: bool,
}

impl Readers {
    /// Nobody in particular, at the desk's own time.
    pub fn at_desk(zone: &TimeZone) -> Readers {
        Readers {
            names: BTreeMap::new(),
            zone: zone.clone(),
            once: String::new(),
            each: false,
        }
    }
}
