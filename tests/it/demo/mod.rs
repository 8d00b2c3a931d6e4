//! `frontdesk demo` as its users see it: the page in a browser, and what the page may be asked.

mod access;
mod bot;
mod browser;
mod fields;
mod files;
mod guarded;
mod hands;
mod kept;
mod keyboard;
mod many;
mod measured;
mod modals;
mod running;
mod scenes;
mod task;
mod teams;
mod teams_access;
mod tour;
mod trouble;
mod window;
mod writing;
