//! What every activity of Teams tells besides what it is about: where a conversation is reached, who is who, and in
//! which zone. Kept as notes, written only when they change.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use crate::desk::Result;
use crate::platform::teams::seen::{Conversation, ConversationKind, Seen};

use super::teams::TeamsSide;

/// Notes of this kind.
const NOTES: &str = "teams";

impl TeamsSide {
    /// Keeps where a conversation is reached, and by which ids its people are known.
    ///
    /// # Errors
    /// The store's.
    pub async fn saw(&self, seen: &Seen) -> Result<()> {
        // Something comes from there: so we are there.
        self.open(&seen.conversation.id);
        let told = seen.conversation.clone();
        let conversation = match self.conversation(&told.id).await? {
            Some(before) => told.remembering(&before),
            None => told,
        };
        if self.look(&conversation.id).as_ref() != Some(&conversation) {
            let text = serde_json::to_string(&conversation).unwrap_or_default();
            self.desk.keep(note(&conversation.id), text.clone()).await?;
            // Any of them will do for whoever has no chat with us yet.
            self.desk.keep(note("anywhere"), text).await?;
            self.lock().insert(conversation.id.clone(), conversation);
        }
        self.saw_person(seen).await
    }

    async fn saw_person(&self, seen: &Seen) -> Result<()> {
        let Some((account, own)) = &seen.person else {
            return Ok(());
        };
        if self.people().get(own) != Some(&account.user) {
            self.desk.keep(note(own), account.user.clone()).await?;
            self.people().insert(own.clone(), account.user.clone());
        }
        Ok(())
    }

    /// In which zone somebody is, as what they use tells with each activity.
    ///
    /// # Errors
    /// The store's.
    pub async fn in_zone(&self, seen: &Seen) -> Result<()> {
        let (Some((account, _)), Some(zone)) = (&seen.person, &seen.zone) else {
            return Ok(());
        };
        let told = format!("zone:{}", account.user);
        if self.people().get(&told) != Some(zone)
            && self.desk.in_zone(account.clone(), zone.clone()).await?
        {
            self.people().insert(told, zone.clone());
        }
        Ok(())
    }

    /// Where a conversation is reached. None: nothing ever came from there.
    ///
    /// # Errors
    /// The store's.
    pub async fn conversation(&self, id: &str) -> Result<Option<Conversation>> {
        if let Some(known) = self.look(id) {
            return Ok(Some(known));
        }
        let kept = self.desk.kept(note(id)).await?;
        let found: Option<Conversation> = kept.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(found) = &found {
            self.lock().insert(id.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// A conversation that we have heard from, whichever.
    ///
    /// # Errors
    /// The store's.
    pub async fn anywhere(&self) -> Result<Option<Conversation>> {
        let kept = self.desk.kept(note("anywhere")).await?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The account of somebody known by the id that only we have for them.
    ///
    /// # Errors
    /// The store's.
    pub async fn account(&self, own: &str) -> Result<Option<String>> {
        self.desk.kept(note(own)).await
    }

    pub(super) async fn kind(&self, channel: &str) -> ConversationKind {
        match self.conversation(channel).await {
            Ok(Some(known)) => known.kind,
            _ if channel.starts_with("19:") => ConversationKind::Channel,
            _ => ConversationKind::Personal,
        }
    }

    pub(super) fn look(&self, id: &str) -> Option<Conversation> {
        self.lock().get(id).cloned()
    }

    fn people(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Conversation>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note(of: &str) -> String {
    format!("{NOTES}:{of}")
}
