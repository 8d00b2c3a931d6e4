//! What can be asked for, and who serves.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::Desk;
use crate::domain::catalogue::{Field, FieldKind, Service, Team};
use crate::domain::promise::Promise;

use super::auth::Reader;
use super::record::name;

/// All services, in the order in which people see them.
#[derive(Serialize, ToSchema)]
pub struct ServiceList {
    services: Vec<ServiceOut>,
}

/// Something that can be asked for.
#[derive(Serialize, ToSchema)]
pub struct ServiceOut {
    key: String,
    team: String,
    name: String,
    description: Option<String>,
    /// What the team expects of the requester.
    needs: Option<String>,
    /// Never shown in an open channel.
    private: bool,
    lead_time_days: u32,
    /// By priority, in business time.
    promise: BTreeMap<String, TargetsOut>,
    fields: Vec<FieldOut>,
}

/// What is promised; null: nothing.
#[derive(Serialize, ToSchema)]
pub struct TargetsOut {
    #[schema(example = "1h")]
    first_response: Option<String>,
    #[schema(example = "2d")]
    resolution: Option<String>,
}

/// A field of a service's form.
#[derive(Serialize, ToSchema)]
pub struct FieldOut {
    key: String,
    label: String,
    /// text, paragraph, select, multiselect, person, date, number, email, url, checkbox or file.
    #[serde(rename = "type")]
    kind: &'static str,
    required: bool,
    hint: Option<String>,
    /// Of a select or multiselect.
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<String>>,
    /// Of a text: has to match the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
}

/// All teams.
#[derive(Serialize, ToSchema)]
pub struct TeamList {
    teams: Vec<TeamOut>,
}

/// Who serves.
#[derive(Serialize, ToSchema)]
pub struct TeamOut {
    key: String,
    name: String,
    vision: Option<String>,
    /// As the configuration names them: an e-mail address, or `slack:U…`.
    lead: Option<String>,
    agents: Vec<String>,
    /// Keys of the services that it offers.
    services: Vec<String>,
}

/// What can be asked for.
#[utoipa::path(get, path = "/api/v1/services", tag = "catalogue", security(("token" = [])),
    responses((status = 200, description = "All services", body = ServiceList)))]
pub async fn services(State(desk): State<Desk>, _: Reader) -> Json<ServiceList> {
    Json(ServiceList {
        services: desk.catalogue.services.iter().map(service).collect(),
    })
}

/// Who serves.
#[utoipa::path(get, path = "/api/v1/teams", tag = "catalogue", security(("token" = [])),
    responses((status = 200, description = "All teams", body = TeamList)))]
pub async fn teams(State(desk): State<Desk>, _: Reader) -> Json<TeamList> {
    let services = &desk.catalogue.services;
    Json(TeamList {
        teams: desk
            .catalogue
            .teams
            .iter()
            .map(|t| team(t, services))
            .collect(),
    })
}

fn service(service: &Service) -> ServiceOut {
    use crate::domain::promise::Priority;
    let priorities = [
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ];
    let promise = priorities.into_iter().map(|p| {
        let key = name(&p).as_str().unwrap_or_default().to_owned();
        (key, targets(service.promises.at(p)))
    });
    ServiceOut {
        key: service.key.clone(),
        team: service.team.clone(),
        name: service.name.clone(),
        description: service.description.clone(),
        needs: service.needs.clone(),
        private: service.private,
        lead_time_days: service.lead_time_days,
        promise: promise.collect(),
        fields: service.fields.iter().map(field).collect(),
    }
}

fn targets(promise: Promise) -> TargetsOut {
    TargetsOut {
        first_response: promise.first_response.map(|s| s.to_string()),
        resolution: promise.resolution.map(|s| s.to_string()),
    }
}

fn field(field: &Field) -> FieldOut {
    let (min, max) = match field.kind {
        FieldKind::Number { min, max } => (min, max),
        _ => (None, None),
    };
    FieldOut {
        key: field.key.clone(),
        label: field.label.clone(),
        kind: field.kind.name(),
        required: field.required,
        hint: field.hint.clone(),
        options: match &field.kind {
            FieldKind::Select { options } | FieldKind::Multiselect { options } => {
                Some(options.clone())
            }
            _ => None,
        },
        pattern: field.pattern().map(str::to_owned),
        min,
        max,
    }
}

fn team(team: &Team, services: &[Service]) -> TeamOut {
    TeamOut {
        key: team.key.clone(),
        name: team.name.clone(),
        vision: team.vision.clone(),
        lead: team.lead.as_ref().map(ToString::to_string),
        agents: team.agents.iter().map(ToString::to_string).collect(),
        services: services
            .iter()
            .filter(|s| s.team == team.key)
            .map(|s| s.key.clone())
            .collect(),
    }
}
