//! When to try again. Pure: attempts in, waiting time out.

use crate::clock::Millis;

const FIRST: Millis = 2_000;
const LONGEST: Millis = 5 * 60 * 1000;

/// How long to wait after the `attempts`-th attempt (from 1): it doubles, up to five minutes. Jobs
/// that failed together do not come back together: each waits up to a second more, by its id.
pub fn wait(attempts: i64, id: i64) -> Millis {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    let apart = (id.unsigned_abs() * 7919 % 1000) as Millis;
    FIRST.saturating_mul(1 << doublings).min(LONGEST) + apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<Millis> = (1..=10).map(|n| wait(n, 0) / 1000).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait(i64::MAX, 0), LONGEST);
        assert_ne!(wait(1, 1), wait(1, 2));
    }
}
