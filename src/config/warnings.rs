//! What looks wrong in a configuration without being an error.

use std::collections::BTreeMap;

use super::Config;
use crate::domain::approval::{By, MANAGER_FIELD, OnExpiry};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{Channel, Platform};
use crate::domain::roster::Assign;

/// One sentence each; none holds a secret.
pub(super) fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = team_warnings(&config.catalogue, config.slack.is_some());
    warnings.extend(shared_channels(&config.catalogue));
    warnings.extend(roster_warnings(&config.catalogue));
    warnings.extend(super::plan_said::warnings(&config.catalogue));
    warnings.extend(approval_warnings(&config.catalogue));
    warnings.extend(route_warnings(&config.catalogue));
    if config.teams.is_some() {
        warnings.extend(teams_warnings(config));
    }
    let Some(slack) = &config.slack else {
        return warnings;
    };
    if slack.api_url.scheme() == "http" && !is_loopback(&slack.api_url) {
        warnings.push("SLACK_API_URL is plain http: the bot token travels unprotected".to_owned());
    }
    let only_http = slack.app_token.is_none();
    match &config.public_url {
        None if only_http => warnings.push(
            "Slack delivers over HTTP, but FRONTDESK_PUBLIC_URL is not set: the manifest will hold \
             a placeholder"
                .to_owned(),
        ),
        Some(url) if only_http && url.scheme() == "http" => warnings.push(
            "FRONTDESK_PUBLIC_URL begins with http://: Slack delivers to https:// only".to_owned(),
        ),
        _ => {}
    }
    warnings
}

/// Approvals that will seldom find whom they mean.
fn approval_warnings(catalogue: &Catalogue) -> Vec<String> {
    let mut warnings = Vec::new();
    for service in &catalogue.services {
        let Some(plan) = &service.approval else {
            continue;
        };
        let key = &service.key;
        let asks = |field: &str| service.fields.iter().any(|f| f.key == field && f.required);
        for by in &plan.by {
            match by {
                By::Manager if catalogue.managers.is_empty() && !asks(MANAGER_FIELD) => {
                    warnings.push(format!(
                        "service {key} is approved by the manager, but [people] names none and the form requires no \
                         field \"manager\": the lead will be asked instead"
                    ));
                }
                By::Field(field) if !asks(field) && plan.by.len() == 1 => warnings.push(format!(
                    "service {key} is approved by whoever is named in \"{field}\", which is not required: where it is \
                     empty, others are asked"
                )),
                _ => {}
            }
        }
        if plan.on_expiry == OnExpiry::Approve {
            warnings.push(format!(
                "service {key} counts as approved when nobody answers within {}",
                plan.expires_after
            ));
        }
    }
    warnings
}

fn teams_warnings(config: &Config) -> Vec<String> {
    let catalogue = &config.catalogue;
    let mut warnings = Vec::new();
    for team in &catalogue.teams {
        let works = catalogue
            .desk_channel(team)
            .is_some_and(|c| c.platform == Platform::Teams);
        if works && catalogue.gets_private(team) {
            warnings.push(format!(
                "team {} gets private requests and works in a Teams channel: it has to be a private one, \
                 for nothing of them is shown in any other",
                team.key
            ));
        }
        if catalogue.desk_channel(team).is_none() {
            warnings.push(format!(
                "team {} has no channel: nobody is told of its requests there",
                team.key
            ));
        }
    }
    match &config.public_url {
        None => warnings.push(
            "Teams delivers over HTTP, but FRONTDESK_PUBLIC_URL is not set: the package will hold a placeholder"
                .to_owned(),
        ),
        Some(url) if url.scheme() == "http" => warnings.push(
            "FRONTDESK_PUBLIC_URL begins with http://: Teams delivers to https:// only".to_owned(),
        ),
        Some(_) => {}
    }
    warnings
}

fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn team_warnings(catalogue: &Catalogue, slack: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    for team in &catalogue.teams {
        let key = &team.key;
        let elsewhere = catalogue
            .desk_channel(team)
            .is_some_and(|c| c.platform != Platform::Slack);
        if slack && !elsewhere && team.channel_on(Platform::Slack).is_none() {
            warnings.push(format!(
                "team {key} has no Slack channel: nobody is told of its requests there"
            ));
        }
        if !catalogue.services.iter().any(|s| s.team == *key) {
            warnings.push(format!("team {key} offers no service"));
        }
        if !team.digests.is_empty() && team.channels.is_empty() {
            warnings.push(format!("team {key} has digests but no channel for them"));
        }
    }
    warnings
}

/// Rules that need somebody on duty, where the file says of nobody when they are.
fn roster_warnings(catalogue: &Catalogue) -> Vec<String> {
    let mut warnings = Vec::new();
    for team in &catalogue.teams {
        let (key, roster) = (&team.key, &team.roster);
        if roster.shifts.is_empty() && team.assign == Some(Assign::Duty) {
            warnings.push(format!(
                "team {key} assigns to who is on duty, and has no shift here: unless one is set in chat, its requests \
                 wait for whoever takes them"
            ));
        }
        if roster.shifts.is_empty() && team.page.is_some() {
            let instead = match team.lead {
                Some(_) => "its lead is called",
                None => "its channel is told",
            };
            warnings.push(format!(
                "team {key} calls who is on duty, and has no shift here: unless one is set in chat, {instead} instead"
            ));
        }
        if !roster.shifts.is_empty() && roster.announce.is_some() && team.channels.is_empty() {
            warnings.push(format!(
                "team {key} has a roster but no channel in which to say who is on duty"
            ));
        }
    }
    warnings
}

/// Rules that are allowed, and seldom meant.
fn route_warnings(catalogue: &Catalogue) -> Vec<String> {
    let mut warnings = Vec::new();
    for rule in &catalogue.routes {
        let (name, then) = (&rule.name, &rule.then);
        let gets = catalogue.services.iter();
        let mut gets = gets.filter(|s| rule.when.may_be(&s.key));
        if !then.watchers.is_empty() && gets.clone().any(|s| s.private) {
            warnings.push(format!(
                "route \"{name}\" lets people watch private requests, too: name the services that it is about"
            ));
        }
        let nothing_else = then.assignee.is_none() && then.priority.is_none();
        if nothing_else
            && then.watchers.is_empty()
            && gets.all(|s| Some(&s.team) == then.team.as_ref())
        {
            warnings.push(format!(
                "route \"{name}\" changes nothing: its services are that team's already"
            ));
        }
    }
    warnings
}

/// Request channels that serve two purposes: allowed, and seldom meant.
fn shared_channels(catalogue: &Catalogue) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut first: BTreeMap<&Channel, &str> = BTreeMap::new();
    for team in &catalogue.teams {
        for channel in &team.request_channels {
            let (key, id) = (&team.key, &channel.id);
            if let Some(other) = catalogue.team_working_in(channel) {
                warnings.push(format!(
                    "people ask team {key} in {id}, where team {} works: they will read what is \
                     meant to stay inside",
                    other.key
                ));
            }
            match first.get(channel) {
                Some(other) => warnings.push(format!(
                    "people ask both {other} and {key} in {id}: the services of {other} come first"
                )),
                None => _ = first.insert(channel, key),
            }
        }
    }
    warnings
}
