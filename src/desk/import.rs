//! Articles that were written elsewhere, all at once.

use futures_util::FutureExt;

use crate::domain::article::{Article, ArticleState};
use crate::store;
use crate::store::articles::NewArticle;

use super::{Desk, Result};

/// A team has fewer articles than this.
const ALL: i64 = 100_000;

/// Where articles from elsewhere belong.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub team: String,
    pub service: Option<String>,
    pub state: ArticleState,
    /// The e-mail address of whoever answers for them.
    pub by: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: usize,
    /// There before under the same title, with another text.
    pub changed: usize,
    pub same: usize,
}

impl Desk {
    /// Takes in articles, each a title and Markdown, all or none. One whose title the team has already is brought up to
    /// date, so that the same can be done again.
    ///
    /// # Errors
    /// The store's; then nothing was taken in.
    pub async fn import_articles(
        &self,
        shelf: Shelf,
        articles: Vec<(String, String)>,
    ) -> Result<Imported> {
        let now = self.clock.now();
        let done: store::Result<Imported> = self
            .store
            .write(move |tx| {
                let (shelf, articles) = (shelf.clone(), articles.clone());
                async move {
                    let (author, _) = store::people::meet_by_email(tx, &shelf.by, now).await?;
                    let there = store::articles::of_team(tx, &shelf.team, ALL).await?;
                    let mut done = Imported::default();
                    for (title, body) in articles {
                        let before = there.iter().find(|a| a.title == title);
                        let Some(before) = before else {
                            let new = NewArticle {
                                team: shelf.team.clone(),
                                service: shelf.service.clone(),
                                title,
                                body,
                                state: shelf.state,
                                private: false,
                                author: author.id,
                                made_from: None,
                            };
                            store::articles::insert(tx, &new, now).await?;
                            done.new += 1;
                            continue;
                        };
                        if before.body == body {
                            done.same += 1;
                            continue;
                        }
                        let article = Article {
                            body,
                            changed_at: now,
                            ..before.clone()
                        };
                        store::articles::update(tx, &article).await?;
                        done.changed += 1;
                    }
                    Ok(done)
                }
                .boxed()
            })
            .await;
        Ok(done?)
    }
}
