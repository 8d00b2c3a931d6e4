//! `announcements`: what teams say to everybody, and where it stands.

use crate::clock::Millis;
use crate::domain::announcement::{Announcement, Ended};
use crate::domain::ids::{AnnouncementId, PersonId, PostId};

use super::db::{Row, query};
use super::{Result, Tx, sql_knowledge as sql};

/// More than this last at once nowhere.
const MOST_LASTING: i64 = 50;

/// An announcement before it has an id.
#[derive(Clone, Debug)]
pub struct NewAnnouncement {
    pub team: String,
    pub service: Option<String>,
    pub text: String,
    pub by: PersonId,
    pub channels: bool,
    pub askers: bool,
    pub until: Option<Millis>,
}

pub async fn insert(tx: &mut Tx, new: &NewAnnouncement, now: Millis) -> Result<AnnouncementId> {
    let id = query(sql::ANNOUNCE)
        .bind(&new.team)
        .bind(new.service.as_deref())
        .bind(&new.text)
        .bind(new.by.0)
        .bind(new.channels)
        .bind(new.askers)
        .bind(new.until)
        .bind(now)
        .insert(tx)
        .await?;
    Ok(AnnouncementId(id))
}

pub async fn get(tx: &mut Tx, id: AnnouncementId) -> Result<Option<Announcement>> {
    let row = query(sql::ANNOUNCEMENT_BY_ID)
        .bind(id.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Those that nobody ended, newest first.
pub async fn lasting(tx: &mut Tx) -> Result<Vec<Announcement>> {
    let rows = query(sql::ANNOUNCEMENTS_LASTING)
        .bind(MOST_LASTING)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// It is over; false: it was already.
pub async fn end(tx: &mut Tx, id: AnnouncementId, ended: Ended) -> Result<bool> {
    let done = query(sql::ANNOUNCEMENT_END)
        .bind(id.0)
        .bind(ended.at)
        .bind(ended.by.map(|p| p.0))
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// `post` is where it stands.
pub async fn add_post(tx: &mut Tx, id: AnnouncementId, post: PostId) -> Result<()> {
    query(sql::ANNOUNCEMENT_POST)
        .bind(id.0)
        .bind(post.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// Where it stands: posts whose ids come after `after`, in order.
pub async fn posts(tx: &mut Tx, id: AnnouncementId, after: i64, limit: i64) -> Result<Vec<PostId>> {
    let rows = query(sql::ANNOUNCEMENT_POSTS)
        .bind(id.0)
        .bind(after)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| Ok(PostId(row.try_get(0)?))).collect()
}

/// Whose page is in use: people whose ids come after `after`, in order.
pub async fn homes(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<PersonId>> {
    let rows = query(sql::HOMES_AFTER)
        .bind(after)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok(PersonId(row.try_get(0)?)))
        .collect()
}

fn read(row: &Row) -> Result<Announcement> {
    let ended_by = row.try_get::<Option<i64>>(10)?.map(PersonId);
    let ended_at: Option<Millis> = row.try_get(9)?;
    Ok(Announcement {
        id: AnnouncementId(row.try_get(0)?),
        team: row.try_get(1)?,
        service: row.try_get(2)?,
        text: row.try_get(3)?,
        by: PersonId(row.try_get(4)?),
        channels: row.try_get(5)?,
        askers: row.try_get(6)?,
        until: row.try_get(7)?,
        created_at: row.try_get(8)?,
        ended: ended_at.map(|at| Ended { at, by: ended_by }),
    })
}
