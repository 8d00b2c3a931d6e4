//! How many of the approvers it takes.

use serde::{Deserialize, Serialize};

use super::{Approval, Outcome, Verdict};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One yes is enough; only when all say no it is one.
    #[default]
    Any,
    /// Everybody has to; the first no ends it.
    All,
    /// More than half of those who are asked.
    Majority,
    /// Everybody, one after the other; the first no ends it.
    Sequence,
}

impl Rule {
    pub const ALL: [Rule; 4] = [Rule::Any, Rule::All, Rule::Majority, Rule::Sequence];

    pub fn as_str(self) -> &'static str {
        match self {
            Rule::Any => "any",
            Rule::All => "all",
            Rule::Majority => "majority",
            Rule::Sequence => "sequence",
        }
    }
}

impl Approval {
    /// What has come of it so far; None: somebody still has to answer.
    pub fn outcome(&self) -> Option<Outcome> {
        let count = |verdict| {
            let said = self.approvers.iter().filter_map(|a| a.said.as_ref());
            said.filter(|s| s.verdict == verdict).count()
        };
        let all = self.approvers.len();
        let enough = match self.rule {
            Rule::Any => 1,
            Rule::All | Rule::Sequence => all,
            Rule::Majority => all / 2 + 1,
        };
        if count(Verdict::Approved) >= enough {
            Some(Outcome::Approved)
        } else if all - count(Verdict::Declined) < enough {
            Some(Outcome::Declined)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Approver, Matter, OnExpiry, Said};
    use super::*;
    use crate::domain::ids::PersonId;
    use crate::domain::promise::Span;

    /// `y`: yes, `n`: no, anything else: silent.
    fn approval(rule: Rule, said: &str) -> Approval {
        let approver = |(n, word): (usize, char)| Approver {
            person: PersonId(n as i64),
            instead_of: None,
            earlier: vec![],
            said: match word {
                'y' => Some(Verdict::Approved),
                'n' => Some(Verdict::Declined),
                _ => None,
            }
            .map(|verdict| Said {
                verdict,
                reason: None,
                at: 0,
            }),
        };
        Approval {
            matter: Matter::Request,
            rule,
            approvers: said.chars().enumerate().map(approver).collect(),
            remind_after: Span::Days(1),
            expires_after: Span::Days(5),
            on_expiry: OnExpiry::Decline,
            asked_at: 0,
            remind_at: 0,
            expires_at: 0,
            changes: None,
            remark: None,
        }
    }

    #[test]
    fn each_rule_counts_as_it_says() {
        let yes = Some(Outcome::Approved);
        let no = Some(Outcome::Declined);
        for (rule, said, outcome) in [
            (Rule::Any, "--", None),
            (Rule::Any, "n-", None),
            (Rule::Any, "ny", yes),
            (Rule::Any, "nn", no),
            (Rule::All, "yy-", None),
            (Rule::All, "yyy", yes),
            (Rule::All, "y-n", no),
            (Rule::Majority, "y--", None),
            (Rule::Majority, "y-y", yes),
            (Rule::Majority, "nn-", no),
            // Half is no majority.
            (Rule::Majority, "yn", no),
            (Rule::Majority, "yy--", None),
            (Rule::Majority, "yyy-", yes),
            (Rule::Sequence, "y-", None),
            (Rule::Sequence, "yy", yes),
            (Rule::Sequence, "yn", no),
        ] {
            assert_eq!(approval(rule, said).outcome(), outcome, "{rule:?} {said}");
        }
    }

    #[test]
    fn in_sequence_one_is_asked_at_a_time() {
        let asked = |rule, said| approval(rule, said).asked();
        assert_eq!(asked(Rule::Sequence, "---"), [PersonId(0)]);
        assert_eq!(asked(Rule::Sequence, "y--"), [PersonId(1)]);
        assert_eq!(asked(Rule::All, "y--"), [PersonId(1), PersonId(2)]);
    }

    proptest! {
        #[test]
        fn as_long_as_nothing_is_decided_somebody_is_asked_and_never_after(said in "[yn-]{1,7}", rule in 0..4usize) {
            let approval = approval(Rule::ALL[rule], &said);
            if approval.outcome().is_none() {
                prop_assert!(!approval.asked().is_empty());
            }
            if !said.contains('-') {
                prop_assert!(approval.outcome().is_some());
            }
        }
    }
}
