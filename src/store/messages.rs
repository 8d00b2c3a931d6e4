//! `messages` and `files`: what people said in a request's conversation.

use crate::clock::Millis;
use crate::domain::ids::{Channel, FileId, MessageId, PersonId, RequestId};
use crate::domain::intent::Place;
use crate::domain::post::Side;
use crate::domain::talk::{Attachment, Text};

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub id: MessageId,
    pub request: RequestId,
    pub author: Option<PersonId>,
    /// On which side it was said.
    pub side: Side,
    pub kind: Kind,
    pub text: Text,
    /// None: it was said in a form.
    pub at: Option<(Channel, String)>,
    pub created_at: Millis,
    pub edited_at: Option<Millis>,
    pub deleted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By the requester, or somebody else in their thread.
    Said,
    Reply,
    /// A reply that is a question.
    Asked,
    /// Stays with the team.
    Note,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Said => "said",
            Kind::Reply => "reply",
            Kind::Asked => "asked",
            Kind::Note => "note",
        }
    }
}

/// What is new: a message as it came in.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    pub request: RequestId,
    pub author: Option<PersonId>,
    pub side: Side,
    pub kind: Kind,
    pub text: &'a Text,
    pub at: Option<&'a Place>,
    pub created_at: Millis,
}

/// Stores a message; None when the one at that place is stored already.
pub async fn insert(tx: &mut Tx, new: &NewMessage<'_>) -> Result<Option<MessageId>> {
    let id = query(sql::MESSAGE_INSERT)
        .bind(new.request.0)
        .bind(new.author.map(|p| p.0))
        .bind(new.side.as_str())
        .bind(new.kind.as_str())
        .bind(super::json(new.text))
        .bind(new.at.map(|p| p.channel.platform.as_str()))
        .bind(new.at.map(|p| p.channel.id.as_str()))
        .bind(new.at.map(|p| p.ts.as_str()))
        .bind(new.created_at)
        .insert_new(tx)
        .await?;
    Ok(id.map(MessageId))
}

pub async fn get(tx: &mut Tx, id: MessageId) -> Result<Option<Message>> {
    let row = query(sql::MESSAGE_BY_ID)
        .bind(id.0)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn at(tx: &mut Tx, place: &Place) -> Result<Option<Message>> {
    let row = query(sql::MESSAGE_BY_PLACE)
        .bind(place.channel.platform.as_str())
        .bind(&place.channel.id)
        .bind(&place.ts)
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// What both sides may read, oldest first.
pub async fn public(tx: &mut Tx, request: RequestId, limit: i64) -> Result<Vec<Message>> {
    let rows = query(sql::MESSAGES_PUBLIC)
        .bind(request.0)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// What was said in forms, oldest first.
pub async fn in_forms(tx: &mut Tx, request: RequestId) -> Result<Vec<Message>> {
    let rows = query(sql::MESSAGES_IN_FORMS)
        .bind(request.0)
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

pub async fn edit(tx: &mut Tx, id: MessageId, text: &Text, now: Millis) -> Result<()> {
    query(sql::MESSAGE_EDIT)
        .bind(id.0)
        .bind(super::json(text))
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the text away; that something was there stays on record.
pub async fn delete(tx: &mut Tx, id: MessageId, now: Millis) -> Result<()> {
    query(sql::MESSAGE_DELETE)
        .bind(id.0)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn add_file(tx: &mut Tx, message: MessageId, file: &Attachment) -> Result<FileId> {
    let id = query(sql::FILE_INSERT)
        .bind(message.0)
        .bind(&file.id)
        .bind(&file.name)
        .bind(i64::try_from(file.size).unwrap_or(i64::MAX))
        .bind(&file.url)
        .insert(&mut *tx)
        .await?;
    let id = FileId(id);
    if let Some(link) = &file.link {
        super::notes::set_file_link(tx, id, link).await?;
    }
    Ok(id)
}

pub async fn file(tx: &mut Tx, id: FileId) -> Result<Option<(MessageId, Attachment)>> {
    let row = query(sql::FILE_BY_ID).bind(id.0).fetch_optional(tx).await?;
    row.map(|r| Ok((MessageId(r.try_get(1)?), read_file(&r)?)))
        .transpose()
}

pub async fn files(tx: &mut Tx, message: MessageId) -> Result<Vec<(FileId, Attachment)>> {
    let rows = query(sql::FILES_OF_MESSAGE)
        .bind(message.0)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|r| Ok((FileId(r.try_get(0)?), read_file(r)?)))
        .collect()
}

fn read_file(row: &Row) -> Result<Attachment> {
    Ok(Attachment {
        id: row.try_get(2)?,
        name: row.try_get(3)?,
        size: row.try_get::<i64>(4)?.try_into().unwrap_or(0),
        url: row.try_get(5)?,
        // A note of its own, read where it is shown.
        link: None,
    })
}

fn read(row: &Row) -> Result<Message> {
    let id: i64 = row.try_get(0)?;
    let broken = |column| Error::Broken {
        table: "messages",
        column,
        row: id,
    };
    let place = match (
        row.try_get::<Option<&str>>(6)?,
        row.try_get::<Option<String>>(7)?,
        row.try_get::<Option<String>>(8)?,
    ) {
        (Some(platform), Some(channel), Some(ts)) => {
            let platform = platform.parse().map_err(|()| broken("platform"))?;
            Some((
                Channel {
                    platform,
                    id: channel,
                },
                ts,
            ))
        }
        _ => None,
    };
    Ok(Message {
        id: MessageId(id),
        request: RequestId(row.try_get(1)?),
        author: row.try_get::<Option<i64>>(2)?.map(PersonId),
        side: super::threads::side(row.try_get(3)?, "messages", id)?,
        kind: match row.try_get(4)? {
            "said" => Kind::Said,
            "reply" => Kind::Reply,
            "asked" => Kind::Asked,
            "note" => Kind::Note,
            _ => return Err(broken("kind")),
        },
        text: serde_json::from_str(row.try_get(5)?).map_err(|_| broken("text"))?,
        at: place,
        created_at: row.try_get(9)?,
        edited_at: row.try_get(10)?,
        deleted: row.try_get::<Option<i64>>(11)?.is_some(),
    })
}
