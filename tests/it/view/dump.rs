//! Faces as plain text, the way a person sees them.

use frontdesk::domain::talk::{Span, Text};
use frontdesk::view::face::{
    Choice, Control, Element, Entry, Form, Home, Input, Message, Part, Style,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub fn message(message: &Message) -> String {
    format!("({})\n{}", text(&message.summary), parts(&message.parts))
}

pub fn home(home: &Home) -> String {
    parts(&home.parts)
}

pub fn form(form: &Form) -> String {
    let submit = form
        .submit
        .as_ref()
        .map_or(String::new(), |s| format!(" <{s}>"));
    let body: Vec<String> = form
        .body
        .iter()
        .map(|element| match element {
            Element::Part(p) => part(p),
            Element::Input(i) => input(i),
        })
        .collect();
    format!(
        "== {} ==\n{}\n<{}>{submit}",
        form.title,
        body.join("\n"),
        form.close
    )
}

pub fn text(text: &Text) -> String {
    text.iter().map(span).collect()
}

fn parts(parts: &[Part]) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join("\n")
}

fn part(part: &Part) -> String {
    match part {
        Part::Header(header) => format!("# {header}"),
        Part::Text(t) => text(t),
        Part::Facts(facts) => {
            let facts = facts.iter().map(|(l, t)| format!("  {l}: {}", text(t)));
            facts.collect::<Vec<_>>().join("\n")
        }
        Part::Small(t) => format!("  ~ {}", text(t).replace('\n', "\n  ~ ")),
        Part::Actions(controls) => controls.iter().map(control).collect::<Vec<_>>().join(" "),
        Part::Menu(menu) => {
            let choices: Vec<String> = menu.choices.iter().map(control).collect();
            format!("{}: {}", menu.label, choices.join(" "))
        }
        Part::Divider => "---".to_owned(),
    }
}

fn control(control: &Control) -> String {
    let mark = match control.style {
        Style::Plain => "",
        Style::Primary => "*",
        Style::Danger => "!",
    };
    let spoken = control.spoken.as_ref();
    let spoken = spoken.map_or(String::new(), |s| format!(" ({s})"));
    format!("[{mark}{}{spoken}]", control.label)
}

fn span(span: &Span) -> String {
    match span {
        Span::Plain(s) => s.clone(),
        Span::Bold(s) => format!("**{s}**"),
        Span::Person(account) => format!("@{}", account.user),
        Span::Link { url, label } => format!("[{label}]({url})"),
        Span::When(at) => {
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let at = Timestamp::from_millisecond(*at).unwrap().to_zoned(zone);
            at.strftime("{%a %-d %b %H:%M}").to_string()
        }
        Span::Emoji(name) => format!(":{name}:"),
    }
}

fn input(input: &Input) -> String {
    let star = if input.required { "*" } else { "" };
    let follow = if input.follow {
        " (the form follows)"
    } else {
        ""
    };
    let hint = input
        .hint
        .as_ref()
        .map_or(String::new(), |h| format!("\n    ~ {h}"));
    format!(
        "{}{star}{follow} [{}] {}{hint}",
        input.label,
        input.key,
        entry(&input.control)
    )
}

fn entry(entry: &Entry) -> String {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    match entry {
        Entry::Line { value, most } => format!("line of {most}: {}", or_empty(value)),
        Entry::Paragraph { value, most } => format!("paragraph of {most}: {}", or_empty(value)),
        Entry::Select { groups, value } => {
            let groups: Vec<String> = groups
                .iter()
                .map(|g| format!("{}: {}", g.label, labels(&g.options)))
                .collect();
            format!(
                "select {} <- {}",
                value.as_ref().map_or("", |v| &v.label),
                groups.join(" | ")
            )
        }
        Entry::Search { value } => {
            format!("search {}", value.as_ref().map_or("", |v| &v.label))
        }
        Entry::Multiselect { options, values } => {
            format!("select many {} <- {}", labels(values), labels(options))
        }
        Entry::MultiSearch { values } => format!("search many {}", labels(values)),
        Entry::Person { value } => {
            format!("person {}", value.as_ref().map_or("", |v| &v.user))
        }
        Entry::Date { value } => format!("date {}", or_empty(value)),
        Entry::Number { value } => format!("number {}", or_empty(value)),
        Entry::Email { value } => format!("email {}", or_empty(value)),
        Entry::Url { value } => format!("url {}", or_empty(value)),
        Entry::Checkbox { label, checked } => {
            format!("[{}] {label}", if *checked { "x" } else { " " })
        }
        Entry::File => "file".to_owned(),
    }
}

fn labels(choices: &[Choice]) -> String {
    choices
        .iter()
        .map(|c| c.label.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
