//! What the company's teams wrote down and announced before we came in.

use crate::desk::{Desk, Result, Shelf};
use crate::domain::article::ArticleState;
use crate::domain::catalogue::{Answer, Answers};
use crate::domain::ids::Account;
use crate::domain::intent::{FormKind, Inbound, Intent, Sender, input};

/// Team, service and author, and the texts: the first line of each is its title.
const SHELVES: [(&str, &str, &str, &[&str]); 4] = [
    (
        "IT",
        "laptop",
        "lea@acme.example",
        &[include_str!("articles/screen.md")],
    ),
    (
        "IT",
        "access",
        "ana@acme.example",
        &[include_str!("articles/password.md")],
    ),
    (
        "FAC",
        "room",
        "fritz@acme.example",
        &[include_str!("articles/coffee.md")],
    ),
    (
        "FIN",
        "expenses",
        "paul@acme.example",
        &[include_str!("articles/receipt.md")],
    ),
];

/// The articles.
pub async fn written(desk: &Desk) -> Result<()> {
    for (team, service, by, texts) in SHELVES {
        let shelf = Shelf {
            team: team.to_owned(),
            service: Some(service.to_owned()),
            state: ArticleState::Published,
            by: by.to_owned(),
        };
        let articles = texts.iter().map(|text| {
            let (title, body) = text.split_once('\n').unwrap_or((text, ""));
            let title = title.trim_start_matches("# ");
            (title.to_owned(), body.trim().to_owned())
        });
        desk.import_articles(shelf, articles.collect()).await?;
    }
    Ok(())
}

/// Fritz announces something, by the form that he would fill in.
pub async fn announced(desk: &Desk) -> Result<()> {
    let text = "The lift is being repaired. Please take the stairs, and call us for what is heavy.";
    let values = Answers::from([
        (input::ABOUT.to_owned(), Answer::Text("FAC/".to_owned())),
        (input::TEXT.to_owned(), Answer::Text(text.to_owned())),
        (
            input::WHERE.to_owned(),
            Answer::Many(vec![input::IN_CHANNELS.to_owned()]),
        ),
    ]);
    let by = Sender {
        account: Account::slack("U0FRITZ"),
        name: None,
        stranger: false,
    };
    desk.handle(Inbound {
        key: "demo: the lift".to_owned(),
        by: Some(by),
        intent: Intent::Submit {
            form: FormKind::Announce,
            values,
            files: Vec::new(),
        },
    })
    .await?;
    Ok(())
}
