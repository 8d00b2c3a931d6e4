//! `frontdesk demo` as its users see it: the page in a browser, and what the page may be asked.

mod browser;
mod guarded;
mod kept;
mod many;
mod running;
mod tour;
