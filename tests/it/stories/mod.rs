//! The desk told in stories, one paragraph of the product each.

mod at_once;
mod first;
mod hand_over;
mod serve_buttons;
mod serve_emoji;
mod serve_more;
mod who_may;
