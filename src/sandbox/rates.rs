//! Slack's rate limits: about one post a second per channel, and tiers per method.

use std::collections::{HashMap, VecDeque};

const MINUTE: i64 = 60_000;

/// What has been used up so far.
#[derive(Default)]
pub struct Rates {
    /// Milliseconds of posting that a channel owes, and since when.
    channels: HashMap<String, (i64, i64)>,
    methods: HashMap<&'static str, VecDeque<i64>>,
}

impl Rates {
    /// Takes one post in `channel`, or says how many seconds to wait.
    pub fn post(&mut self, channel: &str, now: i64, burst: u32) -> Result<(), u64> {
        let (owed, since) = self.channels.get(channel).copied().unwrap_or((0, now));
        let owed = (owed - (now - since).max(0)).max(0);
        if owed + 1000 > i64::from(burst) * 1000 {
            self.channels.insert(channel.into(), (owed, now));
            return Err(1);
        }
        self.channels.insert(channel.into(), (owed + 1000, now));
        Ok(())
    }

    /// Takes one call of a method that allows `per_minute`, or says how many seconds to wait.
    pub fn call(&mut self, method: &'static str, per_minute: usize, now: i64) -> Result<(), u64> {
        let calls = self.methods.entry(method).or_default();
        while calls.front().is_some_and(|at| now - at >= MINUTE) {
            calls.pop_front();
        }
        if calls.len() >= per_minute {
            let oldest = calls.front().copied().unwrap_or(now);
            return Err(u64::try_from((MINUTE - (now - oldest)) / 1000)
                .unwrap_or(0)
                .max(1));
        }
        calls.push_back(now);
        Ok(())
    }
}
