//! What comes while somebody types: the options of a long list, and their own requests in the compose box.

use serde_json::{Value, json};

use crate::domain::answer::{About, Answer, Say};
use crate::domain::article::Article;
use crate::domain::ids::Platform;
use crate::platform::teams::card;
use crate::view;
use crate::view::face::Message;
use crate::view::readers::Readers;
use crate::view::scene::team_name;

use super::TeamsDoor;

impl TeamsDoor {
    pub(super) fn options(&self, answer: Answer) -> Value {
        let found = match answer {
            Answer::Options { form, input, typed } => {
                view::options(&form, &input, &typed, &self.desk.catalogue)
            }
            Answer::Choices(found) => found,
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

    /// My requests and what the teams know, as the message extension lists them.
    pub(super) fn found(&self, answer: Answer) -> Value {
        let (mine, articles) = match answer {
            Answer::Say(Say::Found { mine, articles }) => (mine, articles),
            _ => (vec![], vec![]),
        };
        let mine = mine.iter().map(|about| self.listed(about));
        let known = articles.iter().map(|article| self.known(article));
        let attachments: Vec<Value> = mine.chain(known).collect();
        json!({ "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": attachments,
        } })
    }

    /// An article: the card that whoever searches puts into what they write.
    fn known(&self, article: &Article) -> Value {
        let catalogue = &self.desk.catalogue;
        let face = view::article_card(article, catalogue);
        let team = team_name(catalogue, &article.team);
        found(&face, &self.readers(), &article.title, &team)
    }

    fn listed(&self, about: &About) -> Value {
        let now = self.desk.clock.now();
        let say = Say::Mine(vec![About {
            link: None,
            ..about.clone()
        }]);
        let face = view::say(&say, &self.desk.catalogue, Platform::Teams, now);
        let title = format!("{} {}", about.number, about.subject);
        found(&face, &self.readers(), &title, &about.service)
    }
}

/// A card to choose, and how it looks in the list.
fn found(face: &Message, readers: &Readers, title: &str, text: &str) -> Value {
    json!({
        "contentType": card::CARD,
        "content": card::card(face, readers),
        "preview": {
            "contentType": "application/vnd.microsoft.card.thumbnail",
            "content": { "title": title, "text": text },
        },
    })
}
