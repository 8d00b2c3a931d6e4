//! What `frontdesk check` prints before it asks anyone: the configuration as it was understood.

use jiff::civil::Date;
use secrecy::ExposeSecret;
use url::Url;

use super::{Config, Database, explain_routes, limits, plan_said, roster, warnings};
use crate::domain::approval::{By, OnExpiry, Plan};
use crate::domain::catalogue::{DeskSettings, DigestKind, DigestPlan, Field, Service, Team};
use crate::domain::digest;
use crate::domain::ids::Channel;
use crate::domain::people::PersonRef;
use crate::domain::promise::{Calendar, Priority, Promise};

/// The desk, its teams and services in words, which parts are on, and what looks wrong without being
/// an error. Holds no secret.
pub fn explain(config: &Config) -> String {
    let catalogue = &config.catalogue;
    let mut out = Vec::new();
    desk(&mut out, &catalogue.desk);
    for team in &catalogue.teams {
        explain_team(&mut out, team, &catalogue.desk);
    }
    for service in &catalogue.services {
        explain_service(&mut out, service);
    }
    explain_routes::explain(&mut out, catalogue);
    parts(&mut out, config);
    let warnings = warnings::warnings(config);
    if !warnings.is_empty() {
        out.push("\nWarnings".to_owned());
        out.extend(warnings.into_iter().map(|warning| format!("  {warning}")));
    }
    out.join("\n") + "\n"
}

fn desk(out: &mut Vec<String>, desk: &DeskSettings) {
    let emoji = &desk.emoji;
    let ratings: Vec<String> = emoji
        .ratings
        .iter()
        .map(|(name, score)| format!(":{name}: {score}"))
        .collect();
    out.push(desk.name.clone());
    line(out, "time zone", zone(&desk.time_zone));
    line(out, "admins", people(&desk.admins));
    let (close, remind) = (desk.close_after_days, desk.remind_after_days);
    line(
        out,
        "silence",
        format!("reminder after {remind}d, closed after {close}d"),
    );
    let archive = desk.archive_after_days;
    let archive = archive.map_or("never".to_owned(), |days| format!("after {days}d"));
    let duty = desk.forget_rosters_after_days;
    let duty = duty.map_or("never".to_owned(), |days| format!("after {days}d"));
    line(
        out,
        "keeping",
        format!(
            "what was sent is forgotten after {}d, past duty {duty}, histories are archived {archive}",
            desk.forget_after_days
        ),
    );
    line(
        out,
        "emoji",
        format!(
            ":{}: makes a request, :{}: takes, :{}: resolves, :{}: waits",
            emoji.ticket, emoji.take, emoji.resolve, emoji.wait
        ),
    );
    line(out, "ratings", ratings.join(", "));
    line(out, "alarms", limits::explained(&desk.limits));
    for plan in &desk.own_digests {
        digest_plan(out, plan, "one's own digest", "one's own clock");
    }
}

fn digest_plan(out: &mut Vec<String>, plan: &DigestPlan, name: &str, clock: &str) {
    let kind = match plan.kind {
        DigestKind::Daily => "daily",
        DigestKind::Weekly => "weekly",
    };
    let when = digest::describe(&plan.cron).unwrap_or_else(|| plan.cron.clone());
    let when = when.trim_end_matches('.');
    line(out, kind, format!("{name}: {when} ({clock})"));
}

fn explain_team(out: &mut Vec<String>, team: &Team, desk: &DeskSettings) {
    out.push(format!("\nTeam {}: {}", team.key, team.name));
    if let Some(lead) = &team.lead {
        line(out, "lead", lead.to_string());
    }
    line(out, "agents", people(&team.agents));
    line(out, "works in", channels(&team.channels));
    line(out, "asked in", channels(&team.request_channels));
    let hours = match &team.calendar {
        None => "around the clock".to_owned(),
        Some(calendar) => format!(
            "{} ({}), {} holidays{}",
            calendar.week(),
            zone(&calendar.time_zone),
            calendar.holidays.len(),
            exceptions(calendar),
        ),
    };
    line(out, "open", hours);
    if team.limits != desk.limits {
        line(out, "alarms", limits::explained(&team.limits));
    }
    for (what, text) in roster::explained(team) {
        line(out, what, text);
    }
    let calendar = team.calendar.as_ref();
    let digest_zone = zone(calendar.map_or(&desk.time_zone, |c| &c.time_zone));
    for plan in &team.digests {
        digest_plan(out, plan, "digest", digest_zone);
    }
}

fn exceptions(calendar: &Calendar) -> String {
    let days: Vec<String> = calendar.exceptions.keys().map(Date::to_string).collect();
    match days.len() {
        0 => String::new(),
        _ => format!(", other hours on {}", days.join(", ")),
    }
}

fn explain_service(out: &mut Vec<String>, service: &Service) {
    let private = if service.private { ", private" } else { "" };
    out.push(format!(
        "\nService {} of {}{private}: {}",
        service.key, service.team, service.name
    ));
    if service.lead_time_days > 0 {
        line(out, "lead time", format!("{}d", service.lead_time_days));
    }
    if service.by_impact {
        line(out, "priority", "from impact and urgency");
    }
    line(out, "promise", promise(&service.promises.usual));
    for priority in service.promises.by_priority.keys() {
        let name = match priority {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        };
        line(out, name, promise(&service.promises.at(*priority)));
    }
    if let Some(plan) = &service.approval {
        line(out, "approval", approval(plan));
    }
    for each in &service.fields {
        line(out, "asks", field(each));
    }
    for each in &service.steps {
        line(out, "step", plan_said::explained(each));
    }
}

fn approval(plan: &Plan) -> String {
    let by: Vec<String> = plan.by.iter().map(By::to_string).collect();
    let then = match plan.on_expiry {
        OnExpiry::Decline => "declined",
        OnExpiry::Approve => "approved",
    };
    format!(
        "{} of {}, reminded each {}, {then} after {}",
        plan.rule.as_str(),
        by.join(", "),
        plan.remind_after,
        plan.expires_after
    )
}

fn parts(out: &mut Vec<String>, config: &Config) {
    out.push("\nParts".to_owned());
    line(out, "database", database(&config.database));
    let reached = match &config.public_url {
        Some(url) => format!("reached at {url}"),
        None => "no public URL (FRONTDESK_PUBLIC_URL is not set)".to_owned(),
    };
    line(
        out,
        "web",
        format!("listens on {}, {reached}", config.listen),
    );
    slack(out, config);
    teams(out, config);
}

/// Nothing where it is off: who uses Slack alone does not have to read of it.
fn teams(out: &mut Vec<String>, config: &Config) {
    let Some(teams) = &config.teams else { return };
    line(out, "Teams", format!("on, app {}", teams.app_id));
    line(out, "", format!("tenant {}", teams.tenant));
    let hosts = match &teams.service_hosts {
        Some(hosts) => hosts.join(", "),
        None => "Microsoft's".to_owned(),
    };
    line(
        out,
        "",
        format!("answers to {}, sends to {hosts}", teams.issuer),
    );
    if teams.slash_commands {
        line(out, "", "slash commands on");
    }
}

fn slack(out: &mut Vec<String>, config: &Config) {
    let Some(slack) = &config.slack else {
        line(out, "Slack", "off: SLACK_BOT_TOKEN is not set");
        return;
    };
    line(out, "Slack", format!("on, {}", slack.api_url));
    let socket = match &slack.app_token {
        Some(_) => "on",
        None => "off: SLACK_APP_TOKEN is not set",
    };
    line(out, "", format!("Socket Mode {socket}"));
    let http = match slack.signing_secrets.len() {
        0 => "off: SLACK_SIGNING_SECRET is not set".to_owned(),
        1 => "on".to_owned(),
        n => format!("on, {n} signing secrets"),
    };
    line(out, "", format!("HTTP routes {http}"));
}

/// Never with user and password.
fn database(database: &Database) -> String {
    match database {
        Database::Sqlite(path) => format!("SQLite, {}", path.display()),
        Database::Postgres(url) => match Url::parse(url.expose_secret()) {
            Ok(url) => {
                let folder = url.query_pairs().find(|(key, _)| key == "host");
                let folder = folder.map(|(_, folder)| folder.into_owned());
                let host = folder.as_deref().or(url.host_str()).unwrap_or("localhost");
                format!(
                    "PostgreSQL, {} at {host}",
                    url.path().trim_start_matches('/')
                )
            }
            Err(_) => "PostgreSQL".to_owned(),
        },
    }
}

fn line(out: &mut Vec<String>, what: &str, text: impl AsRef<str>) {
    out.push(format!("  {what:<10} {}", text.as_ref()));
}

fn zone(zone: &jiff::tz::TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

fn people(people: &[PersonRef]) -> String {
    let names: Vec<String> = people.iter().map(PersonRef::to_string).collect();
    or_none(names)
}

fn channels(channels: &[Channel]) -> String {
    let names = channels.iter().map(|c| format!("{} {}", c.platform, c.id));
    or_none(names.collect())
}

fn or_none(names: Vec<String>) -> String {
    if names.is_empty() {
        return "-".to_owned();
    }
    names.join(", ")
}

fn promise(promise: &Promise) -> String {
    let first = promise.first_response.map(|s| format!("first answer {s}"));
    let solved = promise.resolution.map(|s| format!("solved {s}"));
    or_none(first.into_iter().chain(solved).collect())
}

fn field(field: &Field) -> String {
    let required = if field.required { ", required" } else { "" };
    format!("{} ({}{required})", field.label, field.kind.name())
}
