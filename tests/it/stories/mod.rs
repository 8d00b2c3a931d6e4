//! The desk told in stories, one paragraph of the product each.

mod after;
mod at_once;
mod desk_words;
mod first;
mod hand_over;
mod home;
mod serve_buttons;
mod serve_emoji;
mod serve_more;
mod talk;
mod talk_edits;
mod talk_files;
mod who_may;
