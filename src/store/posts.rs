//! `posts`: messages of ours on the platforms, present or to come.

use crate::clock::Millis;
use crate::domain::ids::{Channel, PersonId, PostId, RequestId};
use crate::domain::post::{Post, PostData, PostKind, Side, Target, Thread};

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

/// A post before it has an id.
#[derive(Clone, Debug)]
pub struct NewPost<'a> {
    pub kind: PostKind,
    pub request: Option<RequestId>,
    pub about: i64,
    pub side: Side,
    pub to: &'a Target,
    pub data: Option<&'a PostData>,
}

pub async fn insert(tx: &mut Tx, new: &NewPost<'_>, now: Millis) -> Result<PostId> {
    let (thread_post, thread_ts) = match &new.to.thread {
        Thread::None => (None, None),
        Thread::Post(post) => (Some(post.0), None),
        Thread::Ts(ts) => (None, Some(ts.as_str())),
    };
    let id = query(sql::POST_INSERT)
        .bind(new.kind.as_str())
        .bind(new.request.map(|r| r.0))
        .bind(new.about)
        .bind(new.side.as_str())
        .bind(new.to.platform.as_str())
        .bind(new.to.channel.as_deref())
        .bind(new.to.person.map(|p| p.0))
        .bind(thread_post)
        .bind(thread_ts)
        .bind(new.data.map(super::json))
        .bind(now)
        .insert(tx)
        .await?;
    Ok(PostId(id))
}

pub async fn get(tx: &mut Tx, id: PostId) -> Result<Option<Post>> {
    let row = query(sql::POST_BY_ID).bind(id.0).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// The message of ours at that place, if it is one.
pub async fn at(tx: &mut Tx, channel: &Channel, ts: &str) -> Result<Option<Post>> {
    let row = query(sql::POST_BY_PLACE)
        .bind(&channel.id)
        .bind(ts)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Oldest first, retired ones too.
pub async fn of_request(tx: &mut Tx, request: RequestId, kind: PostKind) -> Result<Vec<Post>> {
    let rows = query(sql::POSTS_OF_REQUEST)
        .bind(request.0)
        .bind(kind.as_str())
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// The latest offer in somebody's direct messages.
pub async fn offered(tx: &mut Tx, to: PersonId) -> Result<Option<Post>> {
    let row = query(sql::POST_OFFERED)
        .bind(to.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The card in use that is somebody's page, where the platform has no pages.
pub async fn home(tx: &mut Tx, of: PersonId) -> Result<Option<Post>> {
    let row = query(sql::POST_HOME).bind(of.0).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// What it is about has changed.
pub async fn set_data(tx: &mut Tx, id: PostId, data: &PostData) -> Result<()> {
    query(sql::POST_DATA)
        .bind(id.0)
        .bind(super::json(data))
        .execute(tx)
        .await?;
    Ok(())
}

/// The platform gave it its place.
pub async fn sent(tx: &mut Tx, id: PostId, channel: &str, ts: &str) -> Result<()> {
    query(sql::POST_SENT)
        .bind(id.0)
        .bind(channel)
        .bind(ts)
        .execute(tx)
        .await?;
    Ok(())
}

/// It is no longer on the platform.
pub async fn gone(tx: &mut Tx, id: PostId) -> Result<()> {
    query(sql::POST_GONE).bind(id.0).execute(tx).await?;
    Ok(())
}

/// Another takes its place.
pub async fn retire(tx: &mut Tx, id: PostId) -> Result<()> {
    query(sql::POST_RETIRE).bind(id.0).execute(tx).await?;
    Ok(())
}

/// Another thread takes the place of one side's: everything that was said there is history. A
/// watcher's card is nobody's side.
pub async fn retire_side(tx: &mut Tx, request: RequestId, side: Side) -> Result<()> {
    query(sql::POSTS_RETIRE_SIDE)
        .bind(request.0)
        .bind(side.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Post> {
    let id: i64 = row.try_get(0)?;
    let broken = |column| Error::Broken {
        table: "posts",
        column,
        row: id,
    };
    let thread = match (
        row.try_get::<Option<i64>>(8)?,
        row.try_get::<Option<String>>(9)?,
    ) {
        (Some(post), _) => Thread::Post(PostId(post)),
        (None, Some(ts)) => Thread::Ts(ts),
        (None, None) => Thread::None,
    };
    let data: Option<&str> = row.try_get(12)?;
    Ok(Post {
        id: PostId(id),
        kind: PostKind::parse(row.try_get(1)?).ok_or_else(|| broken("kind"))?,
        request: row.try_get::<Option<i64>>(2)?.map(RequestId),
        about: row.try_get(3)?,
        side: super::threads::side(row.try_get(4)?, "posts", id)?,
        to: Target {
            platform: row
                .try_get::<&str>(5)?
                .parse()
                .map_err(|()| broken("platform"))?,
            channel: row.try_get(6)?,
            person: row.try_get::<Option<i64>>(7)?.map(PersonId),
            thread,
        },
        ts: row.try_get(10)?,
        retired: row.try_get(11)?,
        data: data
            .map(serde_json::from_str)
            .transpose()
            .map_err(|_| broken("data"))?,
        created_at: row.try_get(13)?,
    })
}
