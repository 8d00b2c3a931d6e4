//! What is behind a line of a digest, for whoever looks.

use crate::domain::answer::{Listed, Seed};
use crate::domain::catalogue::{Catalogue, Team};
use crate::domain::digest::{Behind, Line, Whose};
use crate::domain::ids::Platform;
use crate::domain::intent::FormKind;
use crate::domain::people::Person;
use crate::domain::request::Refusal;
use crate::store::behind::Of;
use crate::store::{self, Tx};

use super::{Desk, read};

/// So many are shown behind a line.
const MOST_BEHIND: i64 = 20;

impl Desk {
    /// The requests behind a line of a digest, to those whom it is for.
    pub(super) async fn behind(
        &self,
        tx: &mut Tx,
        behind: Behind,
        platform: Platform,
        person: &Person,
    ) -> super::Result<std::result::Result<Seed, Refusal>> {
        let between = (behind.since, behind.until);
        let most = MOST_BEHIND + 1;
        let mut found = match &behind.whose {
            Whose::Mine if behind.line == Line::Unassigned => {
                let mut all = Vec::new();
                for team in self.catalogue.teams.iter().filter(|t| t.served_by(person)) {
                    let of = Of::Team(&team.key);
                    all.extend(store::behind::line(tx, behind.line, of, between, most).await?);
                }
                all.sort_unstable_by_key(|request| request.id);
                all
            }
            Whose::Mine => {
                let of = Of::Person(person.id);
                store::behind::line(tx, behind.line, of, between, most).await?
            }
            Whose::Team(key) => {
                let team = self.catalogue.team(key.as_str());
                if !team.is_some_and(|team| may_see(&self.catalogue, team, person)) {
                    return Ok(Err(Refusal::NotYourTeam));
                }
                let of = Of::Team(key.as_str());
                store::behind::line(tx, behind.line, of, between, most).await?
            }
        };
        let most = usize::try_from(MOST_BEHIND).unwrap_or(0);
        let more = found.len() > most;
        found.truncate(most);
        Ok(Ok(Seed {
            agent: true,
            listed: Some(Box::new(Listed {
                behind,
                platform,
                all: read::about(tx, &self.catalogue, &found).await?,
                more,
            })),
            ..Seed::new(FormKind::Show)
        }))
    }
}

/// Whether a team's digest is for them.
pub(super) fn may_see(catalogue: &Catalogue, team: &Team, person: &Person) -> bool {
    catalogue.is_admin(person) || team.served_by(person)
}
