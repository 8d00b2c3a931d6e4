//! Who we are in this workspace, which decides what is our own voice and who comes from outside.

use serde::{Deserialize, Serialize};

use crate::domain::ids::Account;
use crate::domain::intent::Sender;

/// The installation, as `auth.test` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Me {
    pub bot_user: String,
    pub bot_id: Option<String>,
    /// None when the app is installed for a whole Enterprise organisation.
    pub team: Option<String>,
    pub enterprise: Option<String>,
    pub app_id: Option<String>,
}

impl Me {
    /// Something that we posted ourselves. It comes back as an event like everybody else's.
    pub(super) fn is_own(&self, user: Option<&str>, bot: Option<&str>, app: Option<&str>) -> bool {
        user == Some(self.bot_user.as_str())
            || (bot.is_some() && bot == self.bot_id.as_deref())
            || (app.is_some() && app == self.app_id.as_deref())
    }

    /// Whether somebody of `team` and `enterprise` (as far as they are known) belongs to another
    /// company, which Slack Connect lets into channels and lets press buttons. What cannot be told
    /// is left to the profile: an organisation-wide installation does not know its workspaces' ids.
    pub fn is_stranger(&self, team: Option<&str>, enterprise: Option<&str>) -> bool {
        // On Enterprise a `team_id` may be the organisation's own id.
        let organisation = team.filter(|t| t.starts_with('E')).or(enterprise);
        if organisation.is_some() && organisation == self.enterprise.as_deref() {
            return false;
        }
        match (team, self.team.as_deref()) {
            (Some(theirs), Some(ours)) => theirs != ours,
            _ => organisation.is_some(),
        }
    }

    /// Payloads have the account's name only (`username`, Slack's deprecated `user_name`), which is not what
    /// people are called: that is asked of Slack (`users.info`), and until it is known they are mentioned.
    pub(super) fn sender(&self, user: &str, stranger: bool) -> Sender {
        Sender {
            account: Account::slack(user),
            name: None,
            stranger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn me(team: Option<&str>, enterprise: Option<&str>) -> Me {
        Me {
            bot_user: "U0BOT".into(),
            bot_id: Some("B0BOT".into()),
            team: team.map(Into::into),
            enterprise: enterprise.map(Into::into),
            app_id: None,
        }
    }

    #[test]
    fn strangers_come_from_another_company() {
        let alone = me(Some("T1"), None);
        assert!(!alone.is_stranger(Some("T1"), None));
        assert!(!alone.is_stranger(None, None));
        assert!(alone.is_stranger(Some("T2"), None));
        assert!(alone.is_stranger(Some("E2"), None));

        let grid = me(Some("T1"), Some("E1"));
        assert!(!grid.is_stranger(Some("T2"), Some("E1")));
        assert!(!grid.is_stranger(Some("E1"), None));
        assert!(grid.is_stranger(Some("T2"), Some("E2")));

        let org = me(None, Some("E1"));
        assert!(!org.is_stranger(Some("T7"), Some("E1")));
        assert!(!org.is_stranger(Some("T7"), None));
        assert!(org.is_stranger(Some("T7"), Some("E2")));
        assert!(org.is_stranger(Some("E2"), None));
    }

    #[test]
    fn our_own_voice_is_known() {
        let me = me(Some("T1"), None);
        assert!(me.is_own(Some("U0BOT"), None, None));
        assert!(me.is_own(None, Some("B0BOT"), None));
        assert!(!me.is_own(None, None, None));
        assert!(!me.is_own(Some("U1"), Some("B1"), Some("A1")));
    }
}
