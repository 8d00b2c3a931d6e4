//! The catalogue: teams, the services they offer, the form of each service.

mod find;
mod form;
mod step;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::approval::{By, Plan};
use super::canned::Canned;
use super::ids::{Channel, Platform};
use super::people::{Person, PersonRef};
use super::promise::{Calendar, Days, Limits, Matrix, Priority, Promises};
use super::roster::{self, Assign};
use super::routing::{Department, Rule};

pub use form::{
    Answer, Answers, FieldError, MOST_LINE, MOST_PARAGRAPH, check_answers, fitting, is_email, whole,
};
pub use step::{Condition, Filler, StepRule};

/// Everything that the configuration file says about the desk, checked.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub desk: DeskSettings,
    pub teams: Vec<Team>,
    /// In the file's order, which is the order that people see.
    pub services: Vec<Service>,
    /// Whose manager is who: the second is the first one's.
    pub managers: Vec<(PersonRef, PersonRef)>,
    pub departments: Vec<Department>,
    /// Who gets what is asked, the first that applies; none: every request goes where its service is.
    pub routes: Vec<Rule>,
    /// The platforms that are on. The file does not say: their variables do.
    pub platforms: Vec<Platform>,
}

#[derive(Clone, Debug)]
pub struct DeskSettings {
    pub name: String,
    /// For times where the reader's own zone cannot be known, and for teams without a calendar.
    pub time_zone: jiff::tz::TimeZone,
    pub admins: Vec<PersonRef>,
    pub emoji: Emoji,
    /// Days of silence after which a resolved request closes.
    pub close_after_days: u32,
    /// Days of silence after which the requester is reminded to rate; less than `close_after_days`.
    pub remind_after_days: u32,
    /// Days after which is forgotten what was sent, and which keys came in; at least two.
    pub forget_after_days: u32,
    /// Days after which the history of a request that is over is folded away; None: never.
    pub archive_after_days: Option<u32>,
    /// Days after which is forgotten what was set in chat of rosters and is over; None: never.
    pub forget_rosters_after_days: Option<u32>,
    /// When digests of somebody's own come, by their own clocks: daily ones, weekly ones.
    pub own_digests: [DigestPlan; 2],
    /// What priority follows from impact and urgency.
    pub priorities: Matrix,
    /// For teams without limits of their own.
    pub limits: Limits,
}

impl DeskSettings {
    pub fn own_digest(&self, kind: DigestKind) -> &DigestPlan {
        let [daily, weekly] = &self.own_digests;
        match kind {
            DigestKind::Daily => daily,
            DigestKind::Weekly => weekly,
        }
    }
}

/// Emoji names, without colons, and what a reaction with them means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emoji {
    pub ticket: String,
    pub take: String,
    pub resolve: String,
    pub wait: String,
    /// Name to score, 1 to 5.
    pub ratings: BTreeMap<String, u8>,
}

impl Emoji {
    /// What a reaction says of how it was. Teams' own six are not to be configured: everybody has them.
    pub fn score(&self, platform: Platform, emoji: &str) -> Option<u8> {
        match (platform, emoji) {
            (Platform::Teams, "like" | "heart") => Some(5),
            (Platform::Teams, "laugh") => Some(4),
            (Platform::Teams, "surprised") => Some(3),
            (Platform::Teams, "sad") => Some(2),
            (Platform::Teams, "angry") => Some(1),
            _ => self.ratings.get(emoji).copied(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Team {
    pub key: String,
    pub name: String,
    /// None: around the clock.
    pub calendar: Option<Calendar>,
    pub lead: Option<PersonRef>,
    pub agents: Vec<PersonRef>,
    pub vision: Option<String>,
    /// Where the team works: at most one channel a platform.
    pub channels: Vec<Channel>,
    /// Where people ask.
    pub request_channels: Vec<Channel>,
    pub digests: Vec<DigestPlan>,
    /// What it keeps to say again.
    pub replies: Vec<Canned>,
    /// What is looked after in its requests.
    pub limits: Limits,
    pub roster: roster::Plan,
    /// To whom new requests go by themselves; None: whoever takes them.
    pub assign: Option<Assign>,
    /// Who is on duty is told at once of what is at least so urgent and comes while the team is closed; None: of nothing.
    pub page: Option<Priority>,
}

#[derive(Clone, Debug)]
pub struct DigestPlan {
    pub kind: DigestKind,
    /// Five fields, checked; read in the team's calendar's zone, else the desk's, or by a person's own clocks.
    pub cron: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DigestKind {
    Daily,
    Weekly,
}

impl DigestKind {
    /// As the configuration and the store write it.
    pub fn as_str(self) -> &'static str {
        match self {
            DigestKind::Daily => "daily",
            DigestKind::Weekly => "weekly",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Service {
    pub key: String,
    pub team: String,
    pub name: String,
    pub description: Option<String>,
    /// What the team expects of the requester.
    pub needs: Option<String>,
    /// Never shown in an open channel.
    pub private: bool,
    /// Working days where the team has a calendar, else days.
    pub lead_time_days: u32,
    pub promises: Promises,
    /// Its priority comes from impact and urgency; else it is chosen.
    pub by_impact: bool,
    /// Who has to approve it before anybody works on it; None: nobody.
    pub approval: Option<Plan>,
    pub fields: Vec<Field>,
    /// What other teams do for it; asked for, it becomes a plan.
    pub steps: Vec<StepRule>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub key: String,
    pub label: String,
    pub kind: FieldKind,
    pub required: bool,
    pub hint: Option<String>,
}

#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One line; the pattern must match the whole of it.
    Text {
        pattern: Option<regex::Regex>,
    },
    Paragraph,
    Select {
        options: Vec<String>,
    },
    Multiselect {
        options: Vec<String>,
    },
    Person,
    Date,
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Email,
    Url,
    Checkbox,
    File,
}

impl FieldKind {
    /// As the configuration writes it.
    pub fn name(&self) -> &'static str {
        match self {
            FieldKind::Text { .. } => "text",
            FieldKind::Paragraph => "paragraph",
            FieldKind::Select { .. } => "select",
            FieldKind::Multiselect { .. } => "multiselect",
            FieldKind::Person => "person",
            FieldKind::Date => "date",
            FieldKind::Number { .. } => "number",
            FieldKind::Email => "email",
            FieldKind::Url => "url",
            FieldKind::Checkbox => "checkbox",
            FieldKind::File => "file",
        }
    }
}

impl Catalogue {
    pub fn team(&self, key: &str) -> Option<&Team> {
        self.teams.iter().find(|t| t.key == key)
    }

    pub fn service(&self, key: &str) -> Option<&Service> {
        self.services.iter().find(|s| s.key == key)
    }

    /// The days on which `team` works.
    pub fn days(&self, team: &str) -> Days<'_> {
        Days {
            calendar: self.team(team).and_then(|t| t.calendar.as_ref()),
            zone: &self.desk.time_zone,
        }
    }

    /// The team whose request channel this is.
    pub fn team_asked_in(&self, channel: &Channel) -> Option<&Team> {
        self.teams
            .iter()
            .find(|t| t.request_channels.contains(channel))
    }

    /// The team that works in this channel.
    pub fn team_working_in(&self, channel: &Channel) -> Option<&Team> {
        self.teams.iter().find(|t| t.channels.contains(channel))
    }

    /// Where the triage cards of `team` go: the first channel that the file names on a platform that is on.
    pub fn desk_channel<'a>(&self, team: &'a Team) -> Option<&'a Channel> {
        let on = team
            .channels
            .iter()
            .find(|c| self.platforms.contains(&c.platform));
        on.or_else(|| team.channels.first())
    }

    /// Whether private requests come to `team`: as its own services, or by a rule.
    pub fn gets_private(&self, team: &Team) -> bool {
        let private = |service: &Service| {
            let sent = |rule: &&Rule| rule.then.team.as_ref() == Some(&team.key);
            let mut sent = self.routes.iter().filter(sent);
            service.private
                && (service.team == team.key || sent.any(|r| r.when.may_be(&service.key)))
        };
        self.services.iter().any(private)
    }

    /// Keys of the teams that somebody serves in, and of the departments that they belong to.
    pub fn belongs(&self, person: &Person) -> Vec<&str> {
        let teams = self.teams.iter().filter(|t| t.served_by(person));
        let departments = self.departments.iter().filter(|d| d.has(person));
        let teams = teams.map(|t| t.key.as_str());
        teams.chain(departments.map(|d| d.key.as_str())).collect()
    }

    pub fn is_admin(&self, person: &Person) -> bool {
        self.desk.admins.iter().any(|r| r.is(person))
    }

    /// The teams for which `person` may act: an admin's are all, and somebody's of another company none, since no name in
    /// the configuration means them.
    pub fn teams_of(&self, person: &Person) -> impl Iterator<Item = &Team> {
        let admin = self.is_admin(person);
        let all = self.teams.iter();
        all.filter(move |team| admin || team.served_by(person))
    }

    /// Whose word counts for what `person` asks for, as the file has it.
    pub fn manager_of(&self, person: &Person) -> Option<&PersonRef> {
        let of = |(who, _): &&(PersonRef, PersonRef)| who.is(person);
        self.managers.iter().find(of).map(|(_, manager)| manager)
    }

    /// Something may have to be approved: a request, or that a step of a plan is quicker than usual.
    pub fn approves(&self) -> bool {
        let mut services = self.services.iter();
        services.any(|s| s.approval.is_some() || !s.steps.is_empty())
    }

    /// Every person that the file names to act, once (managers are looked up when they are asked): who has to be looked up on the platforms.
    pub fn people(&self) -> Vec<&PersonRef> {
        let mut all: Vec<&PersonRef> = self.desk.admins.iter().collect();
        for team in &self.teams {
            all.extend(team.lead.iter().chain(&team.agents));
        }
        let approvals = self.services.iter().filter_map(|s| s.approval.as_ref());
        all.extend(approvals.flat_map(|a| &a.by).filter_map(|by| match by {
            By::Person(person) => Some(person),
            _ => None,
        }));
        for rule in &self.routes {
            all.extend(rule.then.assignee.iter().chain(&rule.then.watchers));
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|r| seen.insert(*r));
        all
    }
}

impl Team {
    pub fn channel_on(&self, platform: Platform) -> Option<&Channel> {
        self.channels.iter().find(|c| c.platform == platform)
    }

    /// An agent of the team, or its lead.
    pub fn served_by(&self, person: &Person) -> bool {
        self.agents.iter().chain(&self.lead).any(|r| r.is(person))
    }

    /// How the configuration names `person` among those who serve the team.
    pub fn member(&self, person: &Person) -> Option<&PersonRef> {
        self.members().find(|r| r.is(person))
    }

    /// Everybody who serves the team, each once: its agents, then its lead.
    pub fn members(&self) -> impl Iterator<Item = &PersonRef> {
        let lead = self.lead.iter().filter(|lead| !self.agents.contains(lead));
        self.agents.iter().chain(lead)
    }

    /// By whose clocks the team lives.
    pub fn zone<'a>(&'a self, desk: &'a DeskSettings) -> &'a jiff::tz::TimeZone {
        let calendar = self.calendar.as_ref();
        calendar.map_or(&desk.time_zone, |c| &c.time_zone)
    }

    pub fn led_by(&self, person: &Person) -> bool {
        self.lead.iter().any(|r| r.is(person))
    }
}
