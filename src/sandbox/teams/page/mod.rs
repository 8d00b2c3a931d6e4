//! The tenant in a browser: Teams' own client, as far as a desk needs one.
//!
//! - `GET /teams`: the page. Its parts lie with those of the workspace's page, some of which it shares.
//! - `GET /teams/live`: what one window shows, as the workspace's page tells it.
//! - `POST /teams/act`: somebody does something.
//! - `POST /teams/upload`, `GET /teams/file/…`: files in and out.
//!
//! What a client decides by itself (which card stands where, which dialog is open) the page does; what Teams' servers do
//! (activities, tokens, what is kept) is done here.

mod act;
mod files;
mod hands;
mod screen;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::super::page::{LARGEST_FILE, assets, guard, live};
use super::tenant::{Hub, Teams};
use screen::{Window, screen};

impl Teams {
    /// The page's routes, for the server of the workspace's page.
    pub fn page(&self) -> Router {
        Router::new()
            .route("/teams", get(assets::teams_index))
            .route("/teams/live", get(stream))
            .route("/teams/act", post(act::act))
            .route("/teams/upload", post(files::upload))
            .route("/teams/file/{id}", get(files::download))
            .layer(DefaultBodyLimit::max(LARGEST_FILE))
            .layer(from_fn(guard::guard))
            .with_state(Arc::clone(&self.hub))
    }
}

async fn stream(State(hub): State<Arc<Hub>>, Query(window): Query<Window>) -> impl IntoResponse {
    let changes = hub.changes();
    live::told(changes, move || hub.peek(|w| screen(w, &window)))
}
