//! Who is who: we ourselves, and how the desk knows people and conversations of Teams.

use crate::domain::ids::{Account, Channel, Platform};

use super::wire::Party;

/// Who we are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub app_id: String,
    pub tenant: String,
}

impl Me {
    /// As recipients and mentions name us.
    pub fn bot(&self) -> String {
        format!("28:{}", self.app_id)
    }

    pub fn is_me(&self, id: Option<&str>) -> bool {
        id.and_then(|id| id.strip_prefix("28:"))
            .is_some_and(|id| id.eq_ignore_ascii_case(&self.app_id))
    }
}

/// The desk knows people by their object id in Entra, which is the same for every bot. Who has none (an anonymous
/// guest) is known by the id that this bot has for them.
pub fn account(party: &Party) -> Option<Account> {
    let object = party.aad_object_id.as_deref().filter(|id| !id.is_empty());
    let own = party.id.as_deref().filter(|id| !id.is_empty());
    let user = match object {
        Some(object) => object.to_ascii_lowercase(),
        None => own?.to_owned(),
    };
    Some(teams(user))
}

pub fn teams(user: impl Into<String>) -> Account {
    Account {
        platform: Platform::Teams,
        user: user.into(),
    }
}

/// The conversation without the thread.
pub fn base(conversation: &str) -> &str {
    conversation.split(';').next().unwrap_or_default()
}

/// The message that the thread of this conversation id began with.
pub fn root(conversation: &str) -> Option<&str> {
    let parts = conversation.split(';').skip(1);
    let root = parts
        .filter_map(|part| part.strip_prefix("messageid="))
        .next()?;
    let digits = !root.is_empty() && root.bytes().all(|b| b.is_ascii_digit()) && root != "0";
    digits.then_some(root)
}

pub fn channel(conversation: &str) -> Channel {
    Channel {
        platform: Platform::Teams,
        id: base(conversation).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_part_of_the_conversations_id() {
        let id = "19:it@thread.tacv2;messageid=1700000000001";
        assert_eq!(base(id), "19:it@thread.tacv2");
        assert_eq!(root(id), Some("1700000000001"));
        for none in ["19:it@thread.tacv2", "a:x;messageid=0", "a:x;messageid=1a"] {
            assert_eq!(root(none), None, "{none}");
        }
    }

    #[test]
    fn we_know_ourselves_in_any_case() {
        let me = Me {
            app_id: "0A-1".into(),
            tenant: "t".into(),
        };
        assert!(me.is_me(Some("28:0a-1")));
        assert!(!me.is_me(Some("29:0a-1")));
        assert!(!me.is_me(None));
    }
}
