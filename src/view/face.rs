//! What a card, a message, a form or a home page is made of, whatever platform shows it.

use crate::domain::ids::Account;
use crate::domain::intent::FormKind;
use crate::domain::press::Press;
use crate::domain::talk::{Span, Text};

/// A message of ours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// What notifications and screen readers say: the whole meaning in one line.
    pub summary: Text,
    pub parts: Vec<Part>,
}

/// A notification has one line only.
fn one_line(text: &[Span]) -> Text {
    let flat = |span: &Span| match span {
        Span::Plain(words) => Span::Plain(words.replace('\n', " ")),
        other => other.clone(),
    };
    text.iter().map(flat).collect()
}

impl Message {
    /// One text that is its own summary.
    pub fn line(text: Text) -> Message {
        Message {
            summary: one_line(&text),
            parts: vec![Part::Text(text)],
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Header(String),
    Text(Text),
    /// Label and value, side by side where there is room.
    Facts(Vec<(String, Text)>),
    /// Small print.
    Small(Text),
    Actions(Vec<Control>),
    /// Several of which one is chosen, and does what it says at once.
    Menu(Menu),
    Divider,
}

/// Buttons that are behind one word until it is touched; few enough for each platform to show them all.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    pub label: String,
    pub choices: Vec<Control>,
}

impl Menu {
    /// What Teams shows in one row.
    pub const MOST: usize = 6;
}

/// A button.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    pub label: String,
    pub press: Press,
    pub style: Style,
    /// What a screen reader says, where the label alone does not tell.
    pub spoken: Option<String>,
}

impl Control {
    pub fn button(label: &str, press: Press) -> Control {
        Control::styled(label, press, Style::Plain)
    }

    pub fn primary(label: &str, press: Press) -> Control {
        Control::styled(label, press, Style::Primary)
    }

    fn styled(label: &str, press: Press, style: Style) -> Control {
        Control {
            label: label.to_owned(),
            press,
            style,
            spoken: None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    #[default]
    Plain,
    Primary,
    Danger,
}

/// A form: a modal on Slack.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub kind: FormKind,
    pub title: String,
    /// None: there is nothing to submit.
    pub submit: Option<String>,
    pub close: String,
    pub body: Vec<Element>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    Part(Part),
    Input(Box<Input>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Comes back with the value; the same key keeps what was typed when the form changes.
    pub key: String,
    pub label: String,
    pub hint: Option<String>,
    pub required: bool,
    pub control: Entry,
    /// The form changes with this input's value.
    pub follow: bool,
}

/// What can be entered, with what is filled in already.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Line {
        value: Option<String>,
        most: usize,
    },
    Paragraph {
        value: Option<String>,
        most: usize,
    },
    /// `groups`: a heading (may be empty when there is only one group) with its options.
    Select {
        groups: Vec<Group>,
        value: Option<Choice>,
    },
    /// More options than a list holds: they come as the person types.
    Search {
        value: Option<Choice>,
    },
    Multiselect {
        options: Vec<Choice>,
        values: Vec<Choice>,
    },
    MultiSearch {
        values: Vec<Choice>,
    },
    Person {
        value: Option<Account>,
    },
    /// `2026-12-24`.
    Date {
        value: Option<String>,
    },
    Number {
        value: Option<String>,
    },
    Email {
        value: Option<String>,
    },
    Url {
        value: Option<String>,
    },
    Checkbox {
        label: String,
        checked: bool,
    },
    File,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub label: String,
    pub options: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// A person's home page.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub parts: Vec<Part>,
}
