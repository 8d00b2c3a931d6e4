//! How lengths are spread: buckets that grow with what is in them, each with its own sum, so that a median can be told
//! of any number of requests without looking at them.

use crate::clock::Millis;

const SECOND: Millis = 1_000;
/// Each doubling is cut into two to the power of this.
const PARTS: u32 = 3;

/// A bucket: how many lengths are in it, and their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub requests: i64,
    pub took: Millis,
}

/// The number of the bucket that a length belongs to, rising with it: whole seconds up to eight, then eight to each
/// doubling. So no bucket is wider than an eighth of what is in it, and a hundred years are less than 250 buckets.
pub fn bucket(took: Millis) -> i64 {
    let seconds = u64::try_from(took / SECOND).unwrap_or(0);
    let Some(doublings) = seconds.checked_ilog2().filter(|d| *d >= PARTS) else {
        return i64::try_from(seconds).unwrap_or(0);
    };
    let shift = doublings - PARTS;
    let within = (seconds >> shift) - (1 << PARTS);
    i64::from((shift + 1) << PARTS) + i64::try_from(within).unwrap_or(0)
}

/// The length that half of all do not exceed: the mean of the bucket that the one in the middle is in, and between two
/// in the middle half of both. `buckets` rise.
pub fn median(buckets: &[Bucket]) -> Option<Millis> {
    let all: i64 = buckets.iter().map(|b| b.requests).sum();
    if all <= 0 {
        return None;
    }
    let nth = |n: i64| {
        let mut passed = 0;
        let found = buckets.iter().find(|b| {
            passed += b.requests;
            passed > n
        });
        found.map_or(0, |b| b.took / b.requests)
    };
    Some((nth((all - 1) / 2) + nth(all / 2)) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Millis = 60 * SECOND;

    fn median_of(all: &[Millis]) -> Option<Millis> {
        let mut buckets = std::collections::BTreeMap::new();
        for took in all {
            let entry = buckets.entry(bucket(*took)).or_insert(Bucket {
                requests: 0,
                took: 0,
            });
            entry.requests += 1;
            entry.took += took;
        }
        median(&buckets.into_values().collect::<Vec<_>>())
    }

    #[test]
    fn buckets_rise_without_gaps_and_are_narrow() {
        let (mut last, mut first_of) = (0, 0);
        for seconds in 0..400_000 {
            let at = bucket(seconds * SECOND);
            assert!(at == last || at == last + 1, "{seconds}: {last} {at}");
            if at > last {
                (last, first_of) = (at, seconds);
            }
            assert!((seconds - first_of) * 8 <= first_of.max(1), "{seconds}");
        }
        assert_eq!(bucket(-5), 0);
        assert!(bucket(100 * 366 * 24 * 60 * MINUTE) < 250);
    }

    #[test]
    fn the_median_of_few_is_exact() {
        assert_eq!(median_of(&[]), None);
        assert_eq!(median_of(&[7 * MINUTE]), Some(7 * MINUTE));
        assert_eq!(median_of(&[2 * MINUTE, 60 * MINUTE]), Some(31 * MINUTE));
        let odd = [500 * MINUTE, 2 * MINUTE, 60 * MINUTE];
        assert_eq!(median_of(&odd), Some(60 * MINUTE));
    }

    #[test]
    fn the_median_of_many_is_near() {
        // Of a length each minute up to a week the true median is known.
        let all: Vec<Millis> = (1..=10_079).map(|m| m * MINUTE).collect();
        let (said, right) = (median_of(&all).unwrap(), 5_040 * MINUTE);
        assert!((said - right).abs() * 16 <= right, "{said} {right}");
    }
}
