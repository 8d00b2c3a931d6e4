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
    "confirm.js",
    "composer.js",
    "dates.js",
    "dom.js",
    "drawer.css",
    "drawer.js",
    "elements.js",
    "emoji.js",
    "files.js",
    "focus.js",
    "frame.js",
    "home.js",
    "icon.svg",
    "inputs.js",
    "layout.css",
    "list.js",
    "menu.js",
    "message.js",
    "modal.css",
    "modal.js",
    "mrkdwn.js",
    "narrow.js",
    "offers.js",
    "pickers.js",
    "rich.js",
    "room.js",
    "scroll.js",
    "send.js",
    "sidebar.js",
    "state.js",
    "stream.js",
    "tour.css",
    "tour.js",
    "unread.js",
    "who.js",
];

/// Of Teams' face, in `assets/teams`. Microsoft's own renderer and host configurations are in there as they were
/// published; `assets/teams/VENDORED.md` says which.
const TEAMS: &[(&str, &str)] = parts![
    "teams/adaptivecards.LICENSE",
    "teams/adaptivecards.min.js",
    "teams/api.js",
    "teams/app.js",
    "teams/card.js",
    "teams/cards.css",
    "teams/composer.js",
    "teams/dialog.js",
    "teams/extension.js",
    "teams/hostconfig-light.json",
    "teams/html.js",
    "teams/message.js",
    "teams/moments.js",
    "teams/post.js",
    "teams/press.js",
    "teams/reactions.js",
    "teams/room.js",
    "teams/sidebar.js",
    "teams/state.js",
    "teams/teams.css",
    "teams/theme.js",
];

pub async fn index() -> Html<&'static str> {
    Html(include_str!("assets/index.html"))
}

pub async fn teams_index() -> Html<&'static str> {
    Html(include_str!("assets/teams/index.html"))
}

pub async fn part(Path(name): Path<String>) -> Response {
    served(PARTS, &name)
}

pub async fn teams_part(Path(name): Path<String>) -> Response {
    served(TEAMS, &format!("teams/{name}"))
}

fn served(parts: &[(&str, &'static str)], name: &str) -> Response {
    let Some((_, text)) = parts.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "json")) => "application/json",
        Some((_, "LICENSE")) => "text/plain; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    ([(header::CONTENT_TYPE, kind)], *text).into_response()
}
