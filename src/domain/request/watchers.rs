//! Who follows a request without serving it.

use super::super::ids::PersonId;
use super::change::Change;
use super::{Decision, Fact, Refusal, Standing};

impl Change<'_> {
    /// Somebody is to follow it from now on. Of what is private only the requester decides who else reads it.
    pub fn add_watcher(&self, who: PersonId) -> Result<Decision, Refusal> {
        let named = self.context.named.filter(|p| p.id == who);
        let named = named.ok_or(Refusal::NoSuchPerson)?;
        if named.stranger {
            return Err(Refusal::Stranger);
        }
        let serves = Standing::of(named, self.request, self.context.catalogue).agent;
        let requester = self.me()? == self.request.requester;
        if self.request.private && !serves && !requester {
            return Err(Refusal::OthersPrivate);
        }
        if self.context.watching {
            return Ok(self.nothing());
        }
        Ok(self.noted(Fact::WatcherAdded { who }))
    }

    /// Somebody follows it no longer.
    pub fn remove_watcher(&self, who: PersonId) -> Decision {
        if self.context.watching {
            self.noted(Fact::WatcherRemoved { who })
        } else {
            self.nothing()
        }
    }
}
