//! Articles from a folder of Markdown files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args as Arguments;
use frontdesk::app;
use frontdesk::clock::Clock;
use frontdesk::config::Config;
use frontdesk::desk::{Desk, Shelf};
use frontdesk::domain::article::{ArticleState, MOST_BODY, MOST_TITLE};
use frontdesk::domain::catalogue::is_email;

use super::Failure;

#[derive(Debug, Arguments)]
pub struct Args {
    /// The folder: every `*.md` right in it is an article, its first heading the title, else its name
    folder: PathBuf,
    /// The key of the team that keeps them
    #[arg(long)]
    team: String,
    /// The key of the service that they are about; else they are about all that the team does
    #[arg(long)]
    service: Option<String>,
    /// The e-mail address of whoever answers for them
    #[arg(long, value_name = "EMAIL")]
    by: String,
    /// Nobody finds them until somebody of the team publishes them
    #[arg(long)]
    draft: bool,
}

pub async fn run(args: Args, config: Config) -> Result<(), Failure> {
    let catalogue = &config.catalogue;
    if catalogue.team(&args.team).is_none() {
        let words = format!("there is no team {} in the configuration", args.team);
        return Err(Failure::Usage(words));
    }
    let service = args.service.as_deref().map(|key| catalogue.service(key));
    if service.is_some_and(|s| s.is_none_or(|s| s.team != args.team)) {
        let words = format!("the team {} has no such service", args.team);
        return Err(Failure::Usage(words));
    }
    if !is_email(&args.by) {
        return Err(Failure::Usage(format!("{} is no e-mail address", args.by)));
    }
    let articles = read(&args.folder)?;
    let shelf = Shelf {
        team: args.team,
        service: args.service,
        state: match args.draft {
            true => ArticleState::Draft,
            false => ArticleState::Published,
        },
        by: args.by,
    };
    let store = app::open(&config.database).await?;
    let desk = Desk::new(store, Arc::new(config.catalogue), Clock::System);
    let done = desk.import_articles(shelf, articles).await;
    desk.store.close().await;
    let done = done.map_err(anyhow::Error::from)?;
    println!(
        "{} new, {} changed, {} as they were",
        done.new, done.changed, done.same
    );
    Ok(())
}

/// Every article of the folder, by title; all mistakes at once.
fn read(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.extension().is_some_and(|e| e == "md") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    let (mut articles, mut wrong) = (BTreeMap::new(), Vec::new());
    for path in &files {
        match article(path) {
            Ok((title, body)) => {
                if articles.insert(title, body).is_some() {
                    wrong.push(format!("{}: another file has this title", path.display()));
                }
            }
            Err(words) => wrong.push(format!("{}: {words}", path.display())),
        }
    }
    if files.is_empty() {
        wrong.push(format!("{} has no *.md", folder.display()));
    }
    match wrong.is_empty() {
        true => Ok(articles.into_iter().collect()),
        false => Err(Failure::Usage(wrong.join("\n"))),
    }
}

fn article(path: &Path) -> Result<(String, String), String> {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (title, body) = match first.trim().strip_prefix("# ") {
        Some(heading) => (heading.trim().to_owned(), rest.trim()),
        None => {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            (name.replace(['-', '_'], " "), text)
        }
    };
    match (title.chars().count(), body.chars().count()) {
        (0, _) => Err("it has no title".to_owned()),
        (_, 0) => Err("it has no text".to_owned()),
        (long, _) if long > MOST_TITLE => Err(format!(
            "its title has {long} characters; {MOST_TITLE} are the most"
        )),
        (_, long) if long > MOST_BODY => Err(format!(
            "it has {long} characters; {MOST_BODY} are the most"
        )),
        _ => Ok((title, body.to_owned())),
    }
}
