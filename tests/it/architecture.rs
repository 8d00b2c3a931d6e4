//! The import table of ARCHITECTURE.md against what `src/` really imports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const HEADING: &str = "## Who may import what";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Room and what it may import, from the table.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = text.split_once(HEADING).expect(HEADING);
    let section = section.split("\n## ").next().unwrap_or_default();
    section
        .lines()
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let names = cells[2].split(',').map(str::trim);
            let names = names.filter(|n| !n.is_empty()).map(str::to_owned);
            (cells[1].to_owned(), names.collect())
        })
        .collect()
}

/// Every source file with the room that it is in.
fn sources() -> Vec<(String, PathBuf)> {
    let src = root().join("src");
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(&src).unwrap();
                let first = inside.components().next().unwrap();
                let first = first.as_os_str().to_string_lossy();
                let room = first.trim_end_matches(".rs").to_owned();
                found.push((room, path));
            }
        }
    }
    assert!(found.len() > 50);
    found
}

/// The code without its comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that the code names: `crate::room::…`, also in braces.
fn imported(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        text[..end.unwrap_or(text.len())].to_owned()
    };
    let mut rooms = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(inside) => {
                let mut depth = 1;
                let mut start = true;
                for (at, c) in inside.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => start = true,
                        c if start && !c.is_whitespace() => {
                            rooms.insert(name(&inside[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            None => {
                rooms.insert(name(rest));
            }
        }
    }
    rooms
}

#[test]
fn every_room_imports_only_what_the_table_allows() {
    let table = table();
    let mut wrong = Vec::new();
    for (room, path) in sources() {
        if matches!(room.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let Some(allowed) = table.get(&room) else {
            wrong.push(format!("{room} has no row in ARCHITECTURE.md"));
            continue;
        };
        for other in imported(&code(&path)) {
            if other != room && !allowed.contains(&other) {
                wrong.push(format!("{}: crate::{other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_store_speaks_sql() {
    for (room, path) in sources() {
        let speaks = code(&path).contains("sqlx::");
        assert!(!speaks || room == "store", "{}", path.display());
    }
}

#[test]
fn the_domain_and_the_faces_do_no_io() {
    for (room, path) in sources() {
        let code = code(&path);
        let io = [
            "tokio::",
            "reqwest::",
            "axum::",
            "std::fs",
            "std::net",
            "async fn",
        ];
        if matches!(room.as_str(), "domain" | "view") {
            for word in io {
                assert!(!code.contains(word), "{}: {word}", path.display());
            }
        }
    }
}

#[test]
fn imports_in_braces_are_seen() {
    let found =
        imported("use crate::{desk, store::{self, Tx}, view::face::Part}; crate::domain::x");
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, ["desk", "domain", "store", "view"]);
}
