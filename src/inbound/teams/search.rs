//! What comes while somebody types: the options of a long list, and their own requests in the compose box.

use serde_json::{Value, json};

use crate::domain::answer::{About, Answer, Say};
use crate::domain::ids::Platform;
use crate::platform::teams::card;
use crate::view;

use super::TeamsDoor;

impl TeamsDoor {
    pub(super) fn options(&self, answer: Answer) -> Value {
        let found = match answer {
            Answer::Options { form, input, typed } => {
                view::options(&form, &input, &typed, &self.desk.catalogue)
            }
            _ => vec![],
        };
        let results: Vec<Value> = found
            .into_iter()
            .map(|(value, title)| json!({ "title": title, "value": value }))
            .collect();
        json!({
            "type": "application/vnd.microsoft.search.searchResponse",
            "value": { "results": results },
        })
    }

    /// My requests, as the message extension lists them.
    pub(super) fn found(&self, answer: Answer, words: &str) -> Value {
        let mine = match answer {
            Answer::Say(Say::Mine(mine)) => mine,
            _ => vec![],
        };
        let wanted = words.to_lowercase();
        let matching = mine.iter().filter(|about| {
            let line = format!("{} {}", about.number, about.subject).to_lowercase();
            wanted.split_whitespace().all(|w| line.contains(w))
        });
        let attachments: Vec<Value> = matching.map(|about| self.listed(about)).collect();
        json!({ "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": attachments,
        } })
    }

    fn listed(&self, about: &About) -> Value {
        let now = self.desk.clock.now();
        let say = Say::Mine(vec![About {
            link: None,
            ..about.clone()
        }]);
        let face = view::say(&say, &self.desk.catalogue, Platform::Teams, now);
        let title = format!("{} {}", about.number, about.subject);
        json!({
            "contentType": card::CARD,
            "content": card::card(&face, &self.readers()),
            "preview": {
                "contentType": "application/vnd.microsoft.card.thumbnail",
                "content": { "title": title, "text": about.service },
            },
        })
    }
}
