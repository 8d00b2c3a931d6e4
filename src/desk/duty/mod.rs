//! Who is on duty: read, told, changed in chat, and what follows from it for new requests.

mod assign;
mod dates;
mod note;
mod read;
mod seed;
mod set;
mod swap;
mod timers;

use crate::clock::Millis;
use crate::domain::catalogue::Team;
use crate::domain::ids::PostId;
use crate::domain::people::PersonRef;
use crate::domain::post::{PostData, PostKind, Target, Thread};
use crate::domain::roster::{Deviation, DutyPost, Roster};
use crate::store::{self, Tx};

use super::outgoing::direct;
use super::{Done, Work};

pub use read::{on_duty, today};
pub(super) use timers::schedule;

/// Nobody looks further ahead than this: five weeks.
const HORIZON: Millis = 35 * 24 * 60 * 60 * 1000;

/// The roster of `team` as it holds from `from` on. Who no longer serves in the team is in none of it.
async fn roster<'c>(tx: &mut Tx, team: &'c Team, from: Millis) -> store::Result<Roster<'c>> {
    let serves = |person: &PersonRef| team.members().any(|member| member == person);
    let mut shifts = team.roster.shifts.clone();
    if shifts.is_empty() {
        for (_, mut shift) in store::duty::shifts(tx, &team.key).await? {
            shift.people.retain(serves);
            if !shift.people.is_empty() {
                shifts.push(shift);
            }
        }
    }
    let mut changes = store::duty::changes(tx, &team.key, from).await?;
    changes.retain(|change| match &change.what {
        Deviation::Away(_) => true,
        Deviation::Instead { who, .. } => serves(who),
    });
    Ok(Roster {
        shifts,
        changes,
        calendar: team.calendar.as_ref(),
    })
}

impl Work<'_> {
    /// Says something of a roster in the team's channel, if it has one.
    async fn tell_team(&mut self, team: &Team, post: DutyPost) -> Done<()> {
        let Some(channel) = self.catalogue.desk_channel(team) else {
            return Ok(());
        };
        let to = Target {
            platform: channel.platform,
            channel: Some(channel.id.clone()),
            person: None,
            thread: Thread::None,
        };
        self.free_post(PostKind::Duty, &to, &PostData::Duty(post))
            .await?;
        Ok(())
    }

    /// Says something of a roster to one person, on the team's platform if they are there. None: they cannot be reached.
    async fn tell_person(
        &mut self,
        team: &Team,
        person: &crate::domain::people::Person,
        post: DutyPost,
    ) -> Done<Option<PostId>> {
        let platform = self.catalogue.desk_channel(team).map(|c| c.platform);
        let Some(to) = direct(person, platform) else {
            return Ok(None);
        };
        let data = PostData::Duty(post);
        Ok(Some(self.free_post(PostKind::Duty, &to, &data).await?))
    }

    /// What is due next follows the roster, and so do the pages of those who serve.
    async fn roster_changed(&mut self, team: &Team) -> Done<()> {
        schedule(self.tx, self.catalogue, team, self.now).await?;
        let homes = store::people::homes(self.tx, &team.key, [None; 3]).await?;
        self.draw_homes(homes).await
    }
}
