//! Reads one table of the file, key by key: whatever is wrong becomes a problem with its place,
//! and reading goes on, so that one run finds everything.

use std::cell::RefCell;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, Problems, hint};

/// The file's text and what was found wrong with it so far.
pub(super) struct Source<'a> {
    name: &'a str,
    text: &'a str,
    found: RefCell<Vec<(usize, Problem)>>,
}

impl<'a> Source<'a> {
    pub fn new(name: &'a str, text: &'a str) -> Source<'a> {
        let found = RefCell::default();
        Source { name, text, found }
    }

    /// Notes a problem at `span`, a range of bytes in the text.
    pub fn problem(&self, span: &Range<usize>, text: impl Into<String>) {
        let at = Some(place(self.text, span.start));
        let source = self.name.to_owned();
        let text = text.into();
        let problem = Problem { source, at, text };
        self.found.borrow_mut().push((span.start, problem));
    }

    /// Where a file is that the text names: beside the configuration's own.
    pub fn beside(&self, file: &str) -> PathBuf {
        let folder = Path::new(self.name).parent();
        folder.map_or_else(|| PathBuf::from(file), |folder| folder.join(file))
    }

    /// The line, from 1, where `span` begins.
    pub fn line(&self, span: &Range<usize>) -> usize {
        place(self.text, span.start).0
    }

    pub fn has_problems(&self) -> bool {
        !self.found.borrow().is_empty()
    }

    /// What was found, from the file's beginning to its end.
    pub fn problems(self) -> Problems {
        let mut found = self.found.into_inner();
        found.sort_by_key(|(start, _)| *start);
        let mut problems: Vec<Problem> = found.into_iter().map(|(_, p)| p).collect();
        problems.dedup();
        Problems(problems)
    }
}

/// Line and column, both from 1, the column in characters.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// A value with the place where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// One table with the keys that it may have.
pub(super) struct Table<'a> {
    pub source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    /// Where to point when a key is missing.
    span: &'a Range<usize>,
    /// `team "IT"`: how problems name it.
    name: String,
    known: &'static [&'static str],
}

impl<'a> Table<'a> {
    /// Opens a table and refuses every key that is not among `known`.
    pub fn open(
        source: &'a Source<'a>,
        table: &'a DeTable<'a>,
        span: &'a Range<usize>,
        name: &str,
        known: &'static [&'static str],
    ) -> Table<'a> {
        for key in table.keys() {
            let written = key.get_ref().as_ref();
            if !known.contains(&written) {
                let hint = hint(written, known.iter().copied());
                let text = format!("{name}: unknown key \"{written}\"{hint}");
                source.problem(&key.span(), text);
            }
        }
        Table {
            source,
            table,
            span,
            name: name.to_owned(),
            known,
        }
    }

    /// Opens a table within this one, named after both.
    pub fn open_sub<'b>(
        &'b self,
        at: &'b At<&'b DeTable<'b>>,
        name: &str,
        known: &'static [&'static str],
    ) -> Table<'b> {
        let name = format!("{}: {name}", self.name);
        Table::open(self.source, at.value, &at.span, &name, known)
    }

    /// Notes a problem of this table at `span`.
    pub fn problem(&self, span: &Range<usize>, text: &str) {
        self.source.problem(span, format!("{}: {text}", self.name));
    }

    /// Notes that `key` has to be there.
    pub fn missing(&self, key: &str, example: &str) {
        let text = format!("\"{key}\" is missing, like {key} = {example}");
        self.problem(self.span, &text);
    }

    /// Where the table begins.
    pub fn span(&self) -> &'a Range<usize> {
        self.span
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let text = format!(
            "\"{key}\" has to be {wanted}, not {}",
            kind(value.get_ref())
        );
        self.problem(&value.span(), &text);
    }

    pub fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        debug_assert!(self.known.contains(&key), "{key} is not declared");
        self.table.get(key)
    }

    /// Text that is not empty.
    pub fn text(&self, key: &str) -> Option<At<&'a str>> {
        let value = self.value(key)?;
        let text = self.as_text(key, value)?;
        if text.value.trim().is_empty() {
            self.problem(&text.span, &format!("\"{key}\" is empty"));
            return None;
        }
        Some(text)
    }

    fn as_text(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Option<At<&'a str>> {
        match value.get_ref() {
            DeValue::String(text) => Some(At {
                value: text.as_ref(),
                span: value.span(),
            }),
            _ => {
                self.wrong_type(key, value, "text in quotes");
                None
            }
        }
    }

    /// Text that has to be there; `example` shows it as it would stand in the file.
    pub fn required(&self, key: &str, example: &str) -> Option<At<&'a str>> {
        if self.value(key).is_none() {
            self.missing(key, example);
        }
        self.text(key)
    }

    /// Text that `parse` understands; what it says otherwise is the problem.
    pub fn parsed<T>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<At<T>> {
        let text = self.text(key)?;
        self.parse(&text, parse)
    }

    pub fn parse<T>(
        &self,
        text: &At<&str>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<At<T>> {
        match parse(text.value) {
            Ok(value) => Some(At {
                value,
                span: text.span.clone(),
            }),
            Err(problem) => {
                self.problem(&text.span, &problem);
                None
            }
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_type(key, value, "true or false");
                None
            }
        }
    }

    /// A whole or broken number, finite.
    pub fn number(&self, key: &str) -> Option<At<f64>> {
        let value = self.value(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix())
                .ok()
                .map(|n| n as f64),
            DeValue::Float(n) => n.as_str().parse().ok().filter(|n: &f64| n.is_finite()),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(key, value, "a finite number");
        }
        Some(At {
            value: number?,
            span: value.span(),
        })
    }

    /// The elements of a list; none where the key is absent.
    pub fn list(&self, key: &str) -> impl Iterator<Item = &'a Spanned<DeValue<'a>>> + use<'a> {
        let value = self.value(key);
        let list = value.and_then(|value| match value.get_ref() {
            DeValue::Array(list) => Some(list),
            _ => {
                self.wrong_type(key, value, "a list in [ ]");
                None
            }
        });
        list.into_iter().flat_map(|list| list.iter())
    }

    /// The elements of a list of texts.
    pub fn texts(&self, key: &str) -> Vec<At<&'a str>> {
        self.list(key)
            .filter_map(|value| self.as_text(key, value))
            .collect()
    }

    /// The tables of a list: `[[key]]`, or `key = [{…}]`.
    pub fn tables(&self, key: &str) -> Vec<At<&'a DeTable<'a>>> {
        self.list(key)
            .filter_map(|value| self.as_table(key, value, "a list of tables"))
            .collect()
    }

    /// A table: `[key]`, or `key = {…}`.
    pub fn sub(&self, key: &str) -> Option<At<&'a DeTable<'a>>> {
        self.as_table(key, self.value(key)?, "a table in { }")
    }

    fn as_table(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        wanted: &str,
    ) -> Option<At<&'a DeTable<'a>>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(At {
                value: table,
                span: value.span(),
            }),
            _ => {
                self.wrong_type(key, value, wanted);
                None
            }
        }
    }
}

/// What a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
