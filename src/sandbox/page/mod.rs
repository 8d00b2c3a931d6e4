//! The workspace in a browser.
//!
//! - `GET /` and `/page/…`: the page and its parts, built into the binary.
//! - `GET /page/live`: what one window shows, as Server-Sent Events; first all of it, then what changed.
//! - `POST /page/act`: somebody does something, by the handles that the tests use.
//! - `POST /page/upload`, `GET /page/file/…`: files in and out.
//! - `GET /page/record/…`: one call or delivery in full.
//!
//! Whoever sits at the page is whoever they say: the address names the person. Hence only this machine may
//! come in (`guard`).

mod act;
pub mod assets;
mod files;
pub mod guard;
pub mod live;
mod log;
mod press;
mod screen;
mod tools;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};

use super::hub::Hub;

pub const LARGEST_FILE: usize = 32 * 1024 * 1024;

pub fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/", get(assets::index))
        .route("/page/{name}", get(assets::part))
        .route("/page/teams/{name}", get(assets::teams_part))
        .route("/page/live", get(live::stream))
        .route("/page/act", post(act::act))
        .route("/page/upload", post(files::upload))
        .route("/page/file/{id}", get(files::download))
        .route("/page/record/{kind}/{number}", get(log::record))
        .layer(DefaultBodyLimit::max(LARGEST_FILE))
        .layer(from_fn(guard::guard))
        .with_state(hub)
}
