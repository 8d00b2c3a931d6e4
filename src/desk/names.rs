//! Mentions in plain text, spelled as names.

use crate::domain::ids::Account;
use crate::store::{self, Result, Tx};

/// `text` with everybody's name in place of `@U0ANA`, as far as we know them: in a subject or a field
/// no platform shows a mention.
pub(super) async fn spelled(tx: &mut Tx, text: &str) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let end = rest
            .find(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let user = &rest[..end];
        let id = user.starts_with(['U', 'W']) && user.len() > 2;
        let known = match id {
            true => store::people::by_account(tx, &Account::slack(user)).await?,
            false => None,
        };
        if let Some(name) = known.and_then(|person| person.name) {
            out.push_str(&name);
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    Ok(out)
}
