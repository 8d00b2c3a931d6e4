//! The page and its parts, built into the binary.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("assets/", $name)))),*]
    };
}

const PARTS: &[(&str, &str)] = parts![
    "app.js",
    "api.js",
    "base.css",
    "blocks.css",
    "blocks.js",
    "chat.css",
    "complete.js",
    "composer.js",
    "dates.js",
    "dom.js",
    "drawer.css",
    "drawer.js",
    "elements.js",
    "emoji.js",
    "files.js",
    "focus.js",
    "home.js",
    "icon.svg",
    "inputs.js",
    "layout.css",
    "menu.js",
    "message.js",
    "modal.css",
    "modal.js",
    "mrkdwn.js",
    "pickers.js",
    "rich.js",
    "room.js",
    "scroll.js",
    "sidebar.js",
    "state.js",
    "tour.css",
    "tour.js",
];

pub async fn index() -> Html<&'static str> {
    Html(include_str!("assets/index.html"))
}

pub async fn part(Path(name): Path<String>) -> Response {
    let Some((_, text)) = PARTS.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], *text).into_response()
}
