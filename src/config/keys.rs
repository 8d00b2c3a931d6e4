//! Every key that the file may have: what is not here is refused, and the example shows each.

pub(super) const FILE: &[&str] = &[
    "desk",
    "emoji",
    "calendar",
    "people",
    "team",
    "roster",
    "service",
    "department",
    "route",
];
pub(super) const DESK: &[&str] = &[
    "name",
    "time_zone",
    "admins",
    "close_after",
    "remind_after",
    "forget_after",
    "archive_after",
    "escalate",
    "unassigned_after",
    "silent_after",
    "own_digest",
    "forget_rosters_after",
    "priorities",
];
pub(super) const STEP: &[&str] = &["at", "tell"];
pub(super) const EMOJI: &[&str] = &["ticket", "take", "resolve", "wait", "ratings"];
pub(super) const CALENDAR: &[&str] = &[
    "key",
    "time_zone",
    "hours",
    "holidays",
    "holidays_file",
    "exceptions",
];
/// Monday first, like `domain::promise::Calendar`.
pub(super) const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
pub(super) const TEAM: &[&str] = &[
    "key",
    "name",
    "calendar",
    "lead",
    "agents",
    "vision",
    "channel",
    "request_channels",
    "digest",
    "reply",
    "escalate",
    "unassigned_after",
    "silent_after",
    "assign",
    "page",
];
pub(super) const ROSTER: &[&str] = &["team", "announce", "hand_over", "shift"];
pub(super) const SHIFT: &[&str] = &["people", "turn", "from", "days", "hours", "time_zone"];
pub(super) const PLATFORMS: &[&str] = &["slack", "teams"];
pub(super) const REPLY: &[&str] = &["name", "text"];
pub(super) const DIGEST: &[&str] = &["kind", "cron"];
pub(super) const SERVICE: &[&str] = &[
    "key",
    "team",
    "name",
    "description",
    "needs",
    "private",
    "lead_time",
    "promise",
    "priority",
    "approval",
    "field",
    "step",
];
pub(super) const PLAN_STEP: &[&str] = &[
    "key", "name", "service", "after", "lead", "offset", "notice", "fill", "set", "files", "when",
];
pub(super) const WHEN: &[&str] = &["field", "has"];
/// Of somebody in `[people]`.
pub(super) const PERSON: &[&str] = &["manager"];
pub(super) const APPROVAL: &[&str] = &["by", "rule", "remind_after", "expires_after", "on_expiry"];
pub(super) const PRIORITIES: &[&str] = &["one", "several", "everybody"];
pub(super) const PROMISE: &[&str] = &[
    "first_response",
    "resolution",
    "low",
    "normal",
    "high",
    "urgent",
];
pub(super) const TARGETS: &[&str] = &["first_response", "resolution"];
pub(super) const FIELD: &[&str] = &[
    "key", "label", "type", "required", "hint", "pattern", "options", "min", "max",
];

pub(super) const DEPARTMENT: &[&str] = &["key", "name", "people", "domains"];
pub(super) const ROUTE: &[&str] = &["name", "if", "then"];
pub(super) const ROUTE_IF: &[&str] = &[
    "service", "words", "pattern", "asked_by", "asked_in", "within", "outside",
];
pub(super) const ROUTE_THEN: &[&str] = &["team", "assignee", "priority", "watchers"];

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_shows_every_key() {
        let example = include_str!("../../frontdesk.example.toml");
        let tables: [&[&str]; 24] = [
            super::FILE,
            super::DESK,
            super::EMOJI,
            super::CALENDAR,
            super::DAYS,
            super::TEAM,
            super::ROSTER,
            super::SHIFT,
            super::PLATFORMS,
            super::DIGEST,
            super::REPLY,
            super::STEP,
            super::PRIORITIES,
            super::SERVICE,
            super::PLAN_STEP,
            super::WHEN,
            super::PERSON,
            super::APPROVAL,
            super::PROMISE,
            super::FIELD,
            super::DEPARTMENT,
            super::ROUTE,
            super::ROUTE_IF,
            super::ROUTE_THEN,
        ];
        // Set, or in a comment as it would be set: `key =`, `[key]`, `[[table.key]]`.
        let shown = |key: &str| {
            example.match_indices(key).any(|(at, _)| {
                let before = example[..at].chars().next_back();
                let after = &example[at + key.len()..];
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                    && (after.starts_with(" =") || after.starts_with(']'))
            })
        };
        for key in tables.into_iter().flatten() {
            assert!(shown(key), "{key} is not in the example");
        }
    }
}
