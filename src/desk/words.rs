//! What is typed after `/desk`, as far as it only asks.

use strsim::damerau_levenshtein;

use crate::domain::answer::{Answer, Say};
use crate::domain::intent::DeskWord;
use crate::domain::people::Person;
use crate::store::{self, Tx};

use super::forms::serves;
use super::{Desk, Result, canned, read, why};

/// `/desk mine` and `/desk queue` show so many.
const MOST_LISTED: i64 = 20;

impl Desk {
    pub(super) async fn word(
        &self,
        tx: &mut Tx,
        word: DeskWord,
        person: &Person,
    ) -> Result<Answer> {
        let say = match word {
            DeskWord::Help => Say::Help {
                agent: serves(&self.catalogue, person),
            },
            DeskWord::Mine => {
                let mine = store::requests::open_of(tx, person.id, MOST_LISTED).await?;
                Say::Mine(read::about(tx, &self.catalogue, &mine).await?)
            }
            DeskWord::Approvals => {
                let waiting = store::approvals::awaiting(tx, person.id, MOST_LISTED).await?;
                Say::Approvals(read::about(tx, &self.catalogue, &waiting).await?)
            }
            DeskWord::Queue => self.queue(tx, person).await?,
            DeskWord::Duty => self.duty(tx, person).await?,
            DeskWord::DutyExport => self.rosters(tx, person).await?,
            DeskWord::Who(typed) => self.who(tx, typed).await?,
            DeskWord::Home => Say::HomeIsAPage,
            DeskWord::Why(number) => why::asked(tx, &self.catalogue, &number, person).await?,
            DeskWord::Replies => canned::listed(tx, &self.catalogue, person).await?,
            DeskWord::Digest { channel, kind } => {
                self.digest_now(tx, channel, kind, person).await?
            }
            DeskWord::Kb(words) => return self.kb(tx, &words, person).await,
            DeskWord::Find(words) => self.find_theirs(tx, &words, person).await?,
            DeskWord::Announce => return Ok(self.announce(person)),
            DeskWord::OwnDigest => self.own_digest_now(tx, person).await?,
            // Answered where it is stored.
            DeskWord::DigestMe(_) => return Ok(Answer::Done),
            DeskWord::Log { .. } if !serves(&self.catalogue, person) => Say::NoTeam,
            DeskWord::Log { person: whom, text } => {
                let seed = self.log(tx, whom, text, person).await?;
                return Ok(Answer::Open(Box::new(seed)));
            }
            DeskWord::NotYet(word) => Say::NotYet { word },
            DeskWord::Unknown(word) => {
                let near = nearest(&word);
                Say::Unknown { word, near }
            }
        };
        Ok(Answer::Say(say))
    }

    /// Requests of theirs, whatever became of them, and articles. Before anything is typed: what is open.
    async fn find_theirs(&self, tx: &mut Tx, typed: &str, person: &Person) -> Result<Say> {
        let mine = match typed.chars().any(char::is_alphanumeric) {
            true => store::theirs::found(tx, person.id, typed, MOST_LISTED).await?,
            false => store::requests::open_of(tx, person.id, MOST_LISTED).await?,
        };
        Ok(Say::Found {
            mine: read::about(tx, &self.catalogue, &mine).await?,
            articles: self.open_articles(tx, typed, person).await?,
        })
    }

    async fn queue(&self, tx: &mut Tx, person: &Person) -> Result<Say> {
        let teams: Vec<_> = self.catalogue.teams_of(person).collect();
        let team = match teams[..] {
            [] => return Ok(Say::NoTeam),
            [team] => Some(team.name.clone()),
            _ => None,
        };
        let mut open = Vec::new();
        for team in teams {
            open.extend(store::requests::queue(tx, &team.key, MOST_LISTED).await?);
        }
        Ok(Say::Queue {
            team,
            open: read::about(tx, &self.catalogue, &open).await?,
        })
    }
}

/// The known word that a typing slip away from `word`, if one is near enough.
fn nearest(word: &str) -> Option<&'static str> {
    DeskWord::KNOWN
        .iter()
        .chain(&DeskWord::LATER)
        .map(|known| (damerau_levenshtein(&word.to_lowercase(), known), *known))
        .min()
        .filter(|(distance, known)| *distance <= known.len() / 2)
        .map(|(_, known)| known)
}
