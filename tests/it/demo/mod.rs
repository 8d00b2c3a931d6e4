//! `frontdesk demo` as its users see it: the page in a browser, and what the page may be asked.

mod access;
mod approvals;
mod bot;
mod browser;
mod fields;
mod files;
mod guarded;
mod hands;
mod kept;
mod keyboard;
mod late;
mod many;
mod measured;
mod modals;
mod people;
mod plans;
mod running;
mod scenes;
mod task;
mod teams;
mod teams_access;
mod tour;
mod trouble;
mod weeks;
mod window;
mod writing;
