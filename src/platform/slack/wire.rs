//! The parts that several of Slack's payloads share. Only what is read is named; everything may be
//! missing or null that Slack does not promise ("only conditionally present").

use serde::Deserialize;

use crate::domain::talk::Attachment;

/// The person who clicked, submitted or called a shortcut.
#[derive(Deserialize)]
pub struct User {
    pub id: String,
    /// On Enterprise this may be the organisation's id.
    pub team_id: Option<String>,
}

/// The workspace; null for an organisation-wide installation.
#[derive(Deserialize)]
pub struct Team {
    pub id: String,
    pub enterprise_id: Option<String>,
}

#[derive(Deserialize)]
pub struct Id {
    pub id: String,
}

#[derive(Deserialize)]
pub struct File {
    pub id: String,
    pub name: Option<String>,
    pub title: Option<String>,
    pub size: Option<u64>,
    pub mode: Option<String>,
    pub url_private: Option<String>,
    pub url_private_download: Option<String>,
    pub permalink: Option<String>,
}

impl File {
    /// None for what is only a gravestone. In a channel shared with another company name and address
    /// may be missing (`file_access: check_file_info`); the id then has to do.
    pub fn attachment(self) -> Option<Attachment> {
        if matches!(self.mode.as_deref(), Some("tombstone" | "hidden_by_limit")) {
            return None;
        }
        let name = self.name.or(self.title).filter(|name| !name.is_empty());
        Some(Attachment {
            name: name.unwrap_or_else(|| self.id.clone()),
            id: self.id,
            size: self.size.unwrap_or(0),
            url: self
                .url_private_download
                .or(self.url_private)
                .unwrap_or_default(),
            link: self.permalink,
        })
    }
}

pub fn attachments(files: Option<Vec<File>>) -> Vec<Attachment> {
    files
        .unwrap_or_default()
        .into_iter()
        .filter_map(File::attachment)
        .collect()
}
