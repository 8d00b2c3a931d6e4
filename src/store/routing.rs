//! `intakes` and `misroutes`: as what and where requests were asked, and which had come to the wrong team.

use std::collections::BTreeMap;

use crate::clock::Millis;
use crate::domain::ids::{Channel, Platform, RequestId};
use crate::domain::intent::Place;
use crate::domain::promise::Priority;

use super::db::{Row, query};
use super::{Error, Result, Tx, request_row, sql_routing as sql};

/// As what and where a request was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    pub service: String,
    /// Who got it first.
    pub team: String,
    /// As it was asked; None: no rule changed it.
    pub priority: Option<Priority>,
    /// The channel; None: it was asked in none, or that is not known.
    pub place: Option<Channel>,
}

/// A request that had come to the wrong team.
#[derive(Clone, Copy, Debug)]
pub struct Misroute<'a> {
    pub request: RequestId,
    /// To whom it had come, and as what.
    pub team: &'a str,
    pub service: &'a str,
    pub to_team: &'a str,
    pub to_service: &'a str,
}

/// Puts on record what a request was asked as, unless that is on record.
pub async fn add_intake(tx: &mut Tx, request: RequestId, intake: &Intake) -> Result<()> {
    query(sql::INTAKE_ADD)
        .bind(request.0)
        .bind(&intake.service)
        .bind(intake.priority.map(|p| p as i64))
        .bind(intake.place.as_ref().map(|c| c.platform.as_str()))
        .bind(intake.place.as_ref().map(|c| c.id.as_str()))
        .bind(&intake.team)
        .execute(tx)
        .await?;
    Ok(())
}

/// Another team got it after all, before anybody had looked at it.
pub async fn correct_intake(tx: &mut Tx, request: RequestId, intake: &Intake) -> Result<()> {
    query(sql::INTAKE_TEAM)
        .bind(request.0)
        .bind(&intake.team)
        .bind(intake.priority.map(|p| p as i64))
        .execute(tx)
        .await?;
    Ok(())
}

/// None: no rule looked at it, and it was never moved.
pub async fn intake(tx: &mut Tx, request: RequestId) -> Result<Option<Intake>> {
    let row = query(sql::INTAKE)
        .bind(request.0)
        .fetch_optional(tx)
        .await?;
    Ok(row
        .as_ref()
        .map(read)
        .transpose()?
        .map(|(_, intake)| intake))
}

/// The same of several; those without are left out.
pub async fn intakes(tx: &mut Tx, all: &[i64]) -> Result<BTreeMap<RequestId, Intake>> {
    let rows = query(sql::INTAKES)
        .bind(super::json(&all))
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// The channels that requests were made in, of those that were made from a message.
pub async fn origins(tx: &mut Tx, all: &[i64]) -> Result<BTreeMap<RequestId, Channel>> {
    let rows = query(sql::ORIGINS)
        .bind(super::json(&all))
        .fetch_all(tx)
        .await?;
    let mut origins = BTreeMap::new();
    for row in &rows {
        // One that cannot be read is as good as none.
        if let Ok(place) = serde_json::from_str::<Place>(row.try_get(1)?) {
            origins.insert(RequestId(row.try_get(0)?), place.channel);
        }
    }
    Ok(origins)
}

pub async fn add_misroute(tx: &mut Tx, misroute: &Misroute<'_>, at: Millis) -> Result<()> {
    query(sql::MISROUTE_ADD)
        .bind(misroute.team)
        .bind(at)
        .bind(misroute.request.0)
        .bind(misroute.service)
        .bind(misroute.to_team)
        .bind(misroute.to_service)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many requests `team` moved on in `[since, until)` because they had come to the wrong team.
pub async fn misroutes(tx: &mut Tx, team: &str, since: Millis, until: Millis) -> Result<i64> {
    let row = query(sql::MISROUTES)
        .bind(team)
        .bind(since)
        .bind(until)
        .fetch_one(tx)
        .await?;
    Ok(row.try_get(0)?)
}

/// Where the latest requests went that had wrongly come as `service`: services, the newest first, at most `limit`.
pub async fn went_to(tx: &mut Tx, service: &str, limit: i64) -> Result<Vec<String>> {
    let rows = query(sql::MISROUTES_TO)
        .bind(service)
        .bind(limit)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

fn read(row: &Row) -> Result<(RequestId, Intake)> {
    let id: i64 = row.try_get(0)?;
    let broken = |column| Error::Broken {
        table: "intakes",
        column,
        row: id,
    };
    let platform: Option<&str> = row.try_get(3)?;
    let place = match (platform, row.try_get::<Option<String>>(4)?) {
        (Some(platform), Some(id)) => Some(Channel {
            platform: platform
                .parse::<Platform>()
                .map_err(|()| broken("platform"))?,
            id,
        }),
        _ => None,
    };
    let priority: Option<i64> = row.try_get(2)?;
    let intake = Intake {
        service: row.try_get(1)?,
        team: row.try_get(5)?,
        priority: priority
            .map(|stored| request_row::priority(stored).ok_or_else(|| broken("priority")))
            .transpose()?,
        place,
    };
    Ok((RequestId(id), intake))
}
