//! Modals and home pages.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::intent::ViewRef;

use super::client::Client;
use super::errors::SendError;

#[derive(Deserialize)]
struct Shown {
    view: View,
}

#[derive(Deserialize)]
struct View {
    id: String,
    hash: Option<String>,
}

impl Client {
    /// Opens a modal. `trigger` is good for three seconds, and once.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Gone`] when the trigger came too late.
    pub async fn open_view(&self, trigger: &str, view: &Value) -> Result<ViewRef, SendError> {
        let args = json!({ "trigger_id": trigger, "view": view });
        let shown: Shown = self.call_as("views.open", &args).await?;
        Ok(shown.view.into())
    }

    /// Opens a modal above the one that is open: a trigger from inside a modal can do only that. At
    /// most three stand on each other.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Gone`] when the trigger came too late.
    pub async fn push_view(&self, trigger: &str, view: &Value) -> Result<ViewRef, SendError> {
        let args = json!({ "trigger_id": trigger, "view": view });
        let shown: Shown = self.call_as("views.push", &args).await?;
        Ok(shown.view.into())
    }

    /// Shows `view` in place of an open modal.
    ///
    /// # Errors
    /// As Slack says; [`SendError::Gone`] when it was closed, or is no longer the one with `hash`.
    pub async fn update_view(
        &self,
        id: &str,
        hash: Option<&str>,
        view: &Value,
    ) -> Result<ViewRef, SendError> {
        let args = json!({ "view_id": id, "hash": hash, "view": view });
        let shown: Shown = self.call_as("views.update", &args).await?;
        Ok(shown.view.into())
    }

    /// Puts up a person's home page. Doing it twice does no harm.
    ///
    /// # Errors
    /// As Slack says.
    pub async fn publish_home(&self, user: &str, view: &Value) -> Result<(), SendError> {
        let args = json!({ "user_id": user, "view": view });
        self.call("views.publish", &args).await?;
        Ok(())
    }
}

impl From<View> for ViewRef {
    fn from(view: View) -> ViewRef {
        ViewRef {
            id: view.id,
            hash: view.hash.filter(|hash| !hash.is_empty()),
        }
    }
}
