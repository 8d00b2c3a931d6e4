//! The desk told in stories, one paragraph of the product each.

mod first;
