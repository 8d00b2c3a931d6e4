//! `people`, `accounts`, `homes`: who is who on which platform, and whose home page is in use.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use crate::clock::Millis;
use crate::domain::ids::{Account, Channel, PersonId};
use crate::domain::intent::{Profile, Sender};
use crate::domain::people::{Person, PersonRef};

use super::db::{Row, query};
use super::{Error, Result, Tx, sql};

pub async fn get(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    let rows = query(sql::PERSON_BY_ID).bind(id.0).fetch_all(tx).await?;
    one(&rows)
}

/// These people, by id, with their accounts; who is not there is left out.
pub async fn all(tx: &mut Tx, ids: &BTreeSet<PersonId>) -> Result<BTreeMap<PersonId, Person>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = query(sql::PEOPLE)
        .bind(super::json(&ids))
        .fetch_all(tx)
        .await?;
    grouped(&rows)
}

/// What these are called, by how the configuration writes them; who is not known, or has no name, is
/// left out.
pub async fn names(tx: &mut Tx, people: &[&PersonRef]) -> Result<BTreeMap<String, String>> {
    let (mut emails, mut accounts) = (Vec::new(), Vec::new());
    for person in people {
        match person {
            PersonRef::Email(email) => emails.push(email),
            PersonRef::Account(a) => accounts.push([a.platform.as_str(), &a.user]),
        }
    }
    let rows = query(sql::NAMES)
        .bind(super::json(&emails))
        .bind(super::json(&accounts))
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

pub async fn by_account(tx: &mut Tx, account: &Account) -> Result<Option<Person>> {
    let rows = query(sql::PERSON_BY_ACCOUNT)
        .bind(account.platform.as_str())
        .bind(&account.user)
        .fetch_all(tx)
        .await?;
    one(&rows)
}

/// By their e-mail address, in any case.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Person>> {
    let rows = query(sql::PERSON_BY_EMAIL)
        .bind(email.to_lowercase())
        .fetch_all(tx)
        .await?;
    one(&rows)
}

/// The person who did something, made if this is the first that we hear of them. The second value
/// tells whether they are new: then their profile has to be fetched.
pub async fn meet(tx: &mut Tx, sender: &Sender, now: Millis) -> Result<(Person, bool)> {
    if let Some(mut person) = by_account(tx, &sender.account).await? {
        let news = (sender.stranger && !person.stranger)
            || (person.name.is_none() && sender.name.is_some());
        if news {
            query(sql::PERSON_SEEN)
                .bind(person.id.0)
                .bind(sender.name.as_deref())
                .bind(sender.stranger)
                .execute(&mut *tx)
                .await?;
            person.stranger |= sender.stranger;
            person.name = person.name.or_else(|| sender.name.clone());
        }
        return Ok((person, false));
    }
    let id = insert(tx, sender.name.as_deref(), None, sender.stranger, now).await?;
    add_account(tx, &sender.account, id).await?;
    let person = Person {
        id,
        name: sender.name.clone(),
        email: None,
        accounts: vec![sender.account.clone()],
        stranger: sender.stranger,
    };
    Ok((person, true))
}

/// Somebody known by their e-mail address only (the REST interface).
pub async fn meet_by_email(tx: &mut Tx, email: &str, now: Millis) -> Result<(Person, bool)> {
    if let Some(person) = by_email(tx, email).await? {
        return Ok((person, false));
    }
    let email = email.to_lowercase();
    let id = insert(tx, None, Some(&email), false, now).await?;
    let person = Person {
        id,
        name: None,
        email: Some(email),
        accounts: vec![],
        stranger: false,
    };
    Ok((person, true))
}

/// Takes in what the platform says of an account. An e-mail address that another person here has
/// already means that the two are one: the account moves to the older record. A stranger's address
/// is not believed: their own workspace could give them anybody's.
pub async fn learn(
    tx: &mut Tx,
    account: &Account,
    profile: &Profile,
    now: Millis,
) -> Result<PersonId> {
    let sender = Sender {
        account: account.clone(),
        name: Some(profile.name.clone()),
        stranger: profile.stranger,
    };
    let (person, _) = meet(tx, &sender, now).await?;
    let stranger = profile.stranger || person.stranger;
    let email = profile
        .email
        .as_ref()
        .filter(|_| !stranger)
        .map(|e| e.to_lowercase());
    let mut id = person.id;
    let other = match &email {
        Some(email) => by_email(tx, email).await?.filter(|p| p.id != id),
        None => None,
    };
    if let Some(other) = other {
        query(sql::ACCOUNT_MOVE)
            .bind(account.platform.as_str())
            .bind(&account.user)
            .bind(other.id.0)
            .execute(&mut *tx)
            .await?;
        // What is finished keeps its names; what is open follows the person.
        for merge in [
            sql::MERGE_POSTS,
            sql::MERGE_OFFERS,
            sql::MERGE_MESSAGES,
            sql::MERGE_REQUESTER,
            sql::MERGE_ASSIGNEE,
            super::sql_tools::MERGE_REPLIES,
            super::sql_numbers::MERGE_WISHES,
            super::sql_duty::MERGE_SWAPS_ASKER,
            super::sql_duty::MERGE_SWAPS_ASKED,
            super::sql_duty::MERGE_DUTY_NOTES,
        ] {
            query(merge)
                .bind(id.0)
                .bind(other.id.0)
                .execute(&mut *tx)
                .await?;
        }
        super::approvals::merge(tx, id, other.id).await?;
        super::watchers::merge(tx, id, other.id).await?;
        id = other.id;
    }
    query(sql::PERSON_PROFILE)
        .bind(id.0)
        .bind(&profile.name)
        .bind(email)
        .bind(profile.time_zone.as_deref())
        .bind(stranger)
        .bind(now)
        .execute(tx)
        .await?;
    Ok(id)
}

/// The name of their time zone, as far as a platform told it.
pub async fn zone(tx: &mut Tx, person: PersonId) -> Result<Option<String>> {
    let row = query(sql::PERSON_ZONE)
        .bind(person.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?.flatten())
}

/// What they use tells in which zone they are. False: nobody is known by that account yet.
pub async fn set_zone(tx: &mut Tx, account: &Account, zone: &str) -> Result<bool> {
    let done = query(sql::PERSON_SET_ZONE)
        .bind(account.platform.as_str())
        .bind(&account.user)
        .bind(zone)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Their direct message channel with the bot, where it was opened before.
pub async fn dm(tx: &mut Tx, account: &Account) -> Result<Option<String>> {
    let row = query(sql::ACCOUNT_DM)
        .bind(account.platform.as_str())
        .bind(&account.user)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?.flatten())
}

/// Whose direct messages with the bot this channel is, as far as we know.
pub async fn of_dm(tx: &mut Tx, channel: &Channel) -> Result<Option<PersonId>> {
    let row = query(sql::ACCOUNT_OF_DM)
        .bind(channel.platform.as_str())
        .bind(&channel.id)
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|r| r.try_get(0)).transpose()?.map(PersonId))
}

pub async fn set_dm(tx: &mut Tx, account: &Account, channel: &str) -> Result<()> {
    query(sql::ACCOUNT_SET_DM)
        .bind(account.platform.as_str())
        .bind(&account.user)
        .bind(channel)
        .execute(tx)
        .await?;
    Ok(())
}

/// Their home page is in use: for themselves, and for the `teams` that they serve (of `all`).
pub async fn use_home(tx: &mut Tx, person: PersonId, teams: &[&str], all: &[&str]) -> Result<()> {
    let left: Vec<&str> = all.iter().copied().filter(|t| !teams.contains(t)).collect();
    drop_home(tx, person, &left).await?;
    for team in teams.iter().chain(&[""]) {
        query(sql::HOME_ADD)
            .bind(*team)
            .bind(person.0)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Their page is under another record from now on; `all`: every team.
pub async fn forget_home(tx: &mut Tx, person: PersonId, all: &[&str]) -> Result<()> {
    drop_home(tx, person, all).await?;
    drop_home(tx, person, &[""]).await
}

async fn drop_home(tx: &mut Tx, person: PersonId, teams: &[&str]) -> Result<()> {
    for team in teams {
        query(sql::HOME_DROP)
            .bind(*team)
            .bind(person.0)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Whose home page shows something of `team`, or is that of one of `others`.
pub async fn homes(
    tx: &mut Tx,
    team: &str,
    others: [Option<PersonId>; 3],
) -> Result<BTreeSet<PersonId>> {
    let others = others.map(|person| person.map(|p| p.0));
    let rows = query(sql::HOMES)
        .bind(team)
        .bind(others[0])
        .bind(others[1])
        .bind(others[2])
        .fetch_all(tx)
        .await?;
    rows.iter().map(|r| Ok(PersonId(r.try_get(0)?))).collect()
}

/// Whether they use a home page.
pub async fn has_home(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let row = query(sql::HOME_OF)
        .bind(person.0)
        .fetch_optional(tx)
        .await?;
    Ok(row.is_some())
}

async fn insert(
    tx: &mut Tx,
    name: Option<&str>,
    email: Option<&str>,
    stranger: bool,
    now: Millis,
) -> Result<PersonId> {
    let id = query(sql::PERSON_INSERT)
        .bind(name)
        .bind(email)
        .bind(stranger)
        .bind(now)
        .insert(tx)
        .await?;
    Ok(PersonId(id))
}

async fn add_account(tx: &mut Tx, account: &Account, person: PersonId) -> Result<()> {
    query(sql::ACCOUNT_INSERT)
        .bind(account.platform.as_str())
        .bind(&account.user)
        .bind(person.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// The person in these rows of `sql::person!`.
fn one(rows: &[Row]) -> Result<Option<Person>> {
    Ok(grouped(rows)?.into_values().next())
}

/// The people in these rows of `sql::person!`.
fn grouped(rows: &[Row]) -> Result<BTreeMap<PersonId, Person>> {
    let mut people = BTreeMap::new();
    for row in rows {
        let id = PersonId(row.try_get(0)?);
        let person = match people.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Person {
                id,
                name: row.try_get(1)?,
                email: row.try_get(2)?,
                stranger: row.try_get(3)?,
                accounts: vec![],
            }),
        };
        if row.try_get::<Option<&str>>(4)?.is_some() {
            person.accounts.push(account(row, 4, id)?);
        }
    }
    Ok(people)
}

/// Platform and the person's id there, in two columns from `first` on.
fn account(row: &Row, first: usize, person: PersonId) -> Result<Account> {
    let platform: &str = row.try_get(first)?;
    let broken = Error::Broken {
        table: "accounts",
        column: "platform",
        row: person.0,
    };
    Ok(Account {
        platform: platform.parse().map_err(|()| broken)?,
        user: row.try_get(first + 1)?,
    })
}
