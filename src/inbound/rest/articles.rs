//! What the teams know.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::{ArticleFilter, Desk};
use crate::domain::article::{Article, ArticleState};

use super::auth::Reader;
use super::list::words;
use super::params::{Query, cursor};
use super::problem::Problem;
use super::record::time;

/// A page of articles, newest first.
#[derive(Serialize, ToSchema)]
pub struct ArticlePage {
    articles: Vec<ArticleOut>,
    /// Where the next page begins; null: this was the last.
    next_cursor: Option<String>,
}

/// Something that a team wrote down.
#[derive(Serialize, ToSchema)]
pub struct ArticleOut {
    id: i64,
    team: String,
    /// Null: it is about all that the team does.
    service: Option<String>,
    title: String,
    /// Markdown.
    body: String,
    /// draft, published or retired.
    state: &'static str,
    /// Read by its team alone.
    private: bool,
    /// How many people it helped, and how many not.
    helpful: i64,
    unhelpful: i64,
    /// How many requests it made unnecessary.
    requests_spared: i64,
    created_at: String,
    changed_at: String,
}

/// Articles that fit all filters, newest first, those that only their team reads among them.
#[utoipa::path(get, path = "/api/v1/articles", tag = "articles", security(("token" = [])),
    params(
        ("q" = Option<String>, Query, description = "Words of title and text, each from its beginning"),
        ("team" = Option<String>, Query, description = "A team's key"),
        ("service" = Option<String>, Query, description = "A service's key"),
        ("state" = Option<String>, Query, description = "draft, published or retired; published by default"),
        ("limit" = Option<i64>, Query, description = "1 to 200; 50 by default", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses(
        (status = 200, description = "A page of them", body = ArticlePage),
        (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn articles(
    State(desk): State<Desk>,
    _: Reader,
    mut query: Query,
) -> Result<Json<ArticlePage>, Problem> {
    let state = query.parsed("state", |name| {
        ArticleState::parse(name)
            .ok_or_else(|| "This should be draft, published or retired.".to_owned())
    });
    let q = query.one("q");
    let filter = ArticleFilter {
        state: Some(state.unwrap_or_default()),
        team: query.one("team"),
        service: query.one("service"),
        words: words(q.as_deref().unwrap_or_default()),
    };
    let before = match query.after() {
        0 => i64::MAX,
        before => before,
    };
    let limit = query.limit();
    query.end()?;
    // Asked for words, and none of them has a letter: nothing can fit.
    let mut found = match q.is_some() && filter.words.is_empty() {
        true => vec![],
        false => desk.articles(&filter, before, limit + 1).await?,
    };
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found.last().filter(|_| more).map(|last| cursor(last.id.0));
    Ok(Json(ArticlePage {
        articles: found.into_iter().map(out).collect(),
        next_cursor,
    }))
}

fn out(article: Article) -> ArticleOut {
    ArticleOut {
        id: article.id.0,
        team: article.team,
        service: article.service,
        title: article.title,
        body: article.body,
        state: article.state.as_str(),
        private: article.private,
        helpful: article.helpful,
        unhelpful: article.unhelpful,
        requests_spared: article.spared,
        created_at: time(article.created_at),
        changed_at: time(article.changed_at),
    }
}
