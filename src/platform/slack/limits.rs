//! What Slack accepts. It counts characters without saying which; we count code points and stay a
//! little under the large limits, where an emoji more or less could matter.

/// Top-level `text`: `chat.update` refuses more than 4,000, though `chat.postMessage` does not.
pub const MESSAGE_TEXT: usize = 3_800;
/// A section's or a context element's text: 3,000.
pub const SECTION: usize = 2_850;
/// A section's field: 2,000.
pub const FIELD: usize = 1_900;
/// Fields in one section.
pub const FIELDS: usize = 10;
pub const HEADER: usize = 150;
pub const BUTTON: usize = 75;
pub const OPTION: usize = 75;
pub const OPTION_VALUE: usize = 150;
/// Options of a select, groups of a select, options of a group.
pub const OPTIONS: usize = 100;
/// Slack allows 25 controls in a row; more than five do not fit a phone's.
pub const ROW: usize = 5;
pub const MESSAGE_BLOCKS: usize = 50;
pub const VIEW_BLOCKS: usize = 100;
/// Title, submit and close of a modal.
pub const TITLE: usize = 24;
/// An input's label and hint: 2,000.
pub const LABEL: usize = 1_900;
/// What can be typed into an input.
pub const TYPED: usize = 3_000;
/// In bytes, which are never fewer than whatever Slack counts: 3,000.
pub const METADATA: usize = 2_950;
pub const FILES: usize = 10;
