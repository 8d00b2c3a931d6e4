//! What a failed call means for whoever made it.

use std::time::Duration;

pub use crate::platform::failure::SendError;

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// No connection: nothing was sent.
    Unreachable,
    /// A time-out or a broken connection after sending had begun.
    Lost,
    /// HTTP 429, with its `Retry-After`.
    Throttled { after: Option<Duration> },
    /// Another HTTP status without Slack's own words.
    Status(u16),
    /// An answer that is not Slack's.
    NotSlack,
    /// `"ok": false` with this error.
    Slack(String),
    /// We did not even ask.
    Ours(&'static str),
}

impl From<CallError> for SendError {
    fn from(error: CallError) -> SendError {
        let why = |text: &str| text.to_owned();
        match error {
            CallError::Unreachable => SendError::Retry {
                after: None,
                why: why("unreachable"),
            },
            CallError::Lost => SendError::Unsure { why: why("lost") },
            CallError::Throttled { after } => SendError::Retry {
                after,
                why: why("ratelimited"),
            },
            CallError::Status(status) => of_status(status),
            CallError::NotSlack => SendError::Unsure {
                why: why("not_slack"),
            },
            CallError::Slack(code) => of_code(&code),
            CallError::Ours(code) => SendError::Refused { why: why(code) },
        }
    }
}

fn of_status(status: u16) -> SendError {
    let why = format!("http_{status}");
    match status {
        408 | 500..=599 => SendError::Unsure { why },
        // Whoever answers here is a proxy, or the configured base is not Slack's.
        _ => SendError::Misconfigured { why },
    }
}

/// Slack's error codes, most of which come with HTTP 200. One that we do not know is taken for our
/// fault: it is kept and shown, and not repeated for ever.
fn of_code(code: &str) -> SendError {
    let why = safe(code);
    match code {
        "ratelimited" | "rate_limited" | "message_limit_exceeded" | "team_added_to_org"
        | "org_login_required" => SendError::Retry { after: None, why },

        "internal_error" | "fatal_error" | "service_unavailable" | "request_timeout" => {
            SendError::Unsure { why }
        }

        "invalid_auth"
        | "account_inactive"
        | "token_revoked"
        | "not_authed"
        | "token_expired"
        | "team_access_not_granted"
        | "access_denied"
        | "accesslimited"
        | "enterprise_is_restricted"
        | "not_allowed_token_type"
        | "user_removed_from_team"
        | "team_disabled" => SendError::Dead { why },

        "missing_scope"
        | "not_in_channel"
        | "channel_not_found"
        | "is_archived"
        | "no_permission"
        | "ekm_access_denied"
        | "messages_tab_disabled"
        | "not_enabled"
        | "user_not_in_channel"
        | "user_disabled"
        | "user_not_visible"
        | "app_access_restricted"
        | "posting_to_channel_denied"
        | "forbidden_team"
        | "file_uploads_disabled"
        | "file_uploads_except_images_disabled"
        | "storage_limit_reached" => SendError::Misconfigured { why },
        restricted if restricted.starts_with("restricted_action") => {
            SendError::Misconfigured { why }
        }

        "message_not_found"
        | "cant_update_message"
        | "cant_delete_message"
        | "cannot_reply_to_message"
        | "edit_window_closed"
        | "is_inactive"
        | "thread_not_found"
        | "not_found"
        | "user_not_found"
        | "file_not_found"
        | "file_deleted"
        // A form that came too late: the person has to press again.
        | "expired_trigger_id"
        | "exchanged_trigger_id"
        | "invalid_trigger_id"
        | "push_limit_reached"
        | "hash_conflict" => SendError::Gone { why },

        _ => SendError::Refused { why },
    }
}

/// An error code that may be shown and logged; Slack's are lower-case words.
fn safe(code: &str) -> String {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if code.is_empty() || code.len() > 80 || !code.bytes().all(known) {
        return "unknown_error".to_owned();
    }
    code.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(code: &str) -> &'static str {
        match SendError::from(CallError::Slack(code.to_owned())) {
            SendError::Retry { .. } => "retry",
            SendError::Unsure { .. } => "unsure",
            SendError::Gone { .. } => "gone",
            SendError::Refused { .. } => "refused",
            SendError::Misconfigured { .. } => "misconfigured",
            SendError::Dead { .. } => "dead",
        }
    }

    #[test]
    fn every_class_of_slacks_errors() {
        for (codes, expected) in [
            (
                "ratelimited rate_limited message_limit_exceeded team_added_to_org org_login_required",
                "retry",
            ),
            (
                "internal_error fatal_error service_unavailable request_timeout",
                "unsure",
            ),
            (
                "invalid_auth account_inactive token_revoked not_authed token_expired team_access_not_granted access_denied accesslimited enterprise_is_restricted not_allowed_token_type",
                "dead",
            ),
            (
                "missing_scope not_in_channel channel_not_found is_archived restricted_action restricted_action_read_only_channel restricted_action_thread_locked no_permission ekm_access_denied messages_tab_disabled not_enabled user_not_in_channel user_disabled user_not_visible",
                "misconfigured",
            ),
            (
                "message_not_found cant_update_message edit_window_closed is_inactive thread_not_found not_found expired_trigger_id hash_conflict",
                "gone",
            ),
            (
                "invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long no_text invalid_arguments invalid_json unknown_method view_too_large block_mismatch something_new",
                "refused",
            ),
        ] {
            for code in codes.split(' ') {
                assert_eq!(class(code), expected, "{code}");
            }
        }
    }

    #[test]
    fn statuses_without_slacks_words() {
        let of = |status| SendError::from(CallError::Status(status));
        assert!(matches!(of(503), SendError::Unsure { .. }));
        assert!(matches!(of(408), SendError::Unsure { .. }));
        assert!(matches!(of(407), SendError::Misconfigured { .. }));
    }

    #[test]
    fn nothing_but_a_code_is_shown() {
        let error = of_code("text \"Anna is ill\" is wrong");
        assert_eq!(error.why(), "unknown_error");
    }
}
