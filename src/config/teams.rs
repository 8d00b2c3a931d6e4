//! The variables of Teams.

use std::net::IpAddr;

use secrecy::SecretString;
use url::{Host, Url};

use super::env::{Env, http_url};

/// A bot registration, and the cloud that it is in.
#[derive(Clone, Debug)]
pub struct Teams {
    /// Lower case.
    pub app_id: String,
    pub password: SecretString,
    /// Of the app itself, and of everybody who may use it; lower case.
    pub tenant: String,
    /// The OpenID configuration of the channel that delivers to us.
    pub openid_url: Url,
    pub issuer: String,
    /// `{tenant}/oauth2/v2.0/token` is added to it; ends in a slash.
    pub login_url: Url,
    /// Where to send for a conversation that nothing came from yet; ends in a slash.
    pub service_url: Url,
    /// Where our token may be sent: `host`, `host:port` or `*.domain`. None: Microsoft's hosts.
    pub service_hosts: Option<Vec<String>>,
    /// Slash commands and words that only one person of a conversation sees: a preview of Microsoft's.
    pub slash_commands: bool,
}

const OPENID: &str = "https://login.botframework.com/v1/.well-known/openidconfiguration";
const ISSUER: &str = "https://api.botframework.com";
/// Microsoft passes it on to the right region of the public cloud.
const SERVICE: &str = "https://smba.trafficmanager.net/teams/";
const LOGIN: &str = "https://login.microsoftonline.com/";

pub(super) fn teams(env: &mut Env<'_>) -> Option<Teams> {
    let app_id = env.text("TEAMS_APP_ID");
    let password = env.secret("TEAMS_APP_PASSWORD");
    let tenant = env.text("TEAMS_TENANT_ID");
    let openid_url = env.parsed("TEAMS_OPENID_URL", OPENID, secure_url);
    let issuer = env.text("TEAMS_ISSUER");
    let login_url = env.parsed("TEAMS_LOGIN_URL", LOGIN, base);
    let service_url = env.parsed("TEAMS_SERVICE_URL", SERVICE, base);
    let hosts = env.text("TEAMS_SERVICE_HOSTS");
    let service_hosts = hosts.map(|list| {
        let entries = list.split(',').map(str::trim).filter(|e| !e.is_empty());
        entries.map(str::to_owned).collect::<Vec<String>>()
    });
    for entry in service_hosts.iter().flatten().filter(|e| !is_host(e)) {
        let text = format!(
            "\"{entry}\" is no host, like smba.trafficmanager.net, *.teams.microsoft.com or 127.0.0.1"
        );
        env.problem("TEAMS_SERVICE_HOSTS", text);
    }
    let slash_commands = env.parsed("TEAMS_SLASH_COMMANDS", "off", on_or_off);
    let set = [
        ("TEAMS_APP_ID", app_id.is_some()),
        ("TEAMS_APP_PASSWORD", password.is_some()),
        ("TEAMS_TENANT_ID", tenant.is_some()),
    ];
    if set.iter().all(|(_, set)| !set) {
        return None;
    }
    for (variable, _) in set.iter().filter(|(_, set)| !set) {
        env.problem(
            variable,
            "is not set, and Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID",
        );
    }
    let app_id = env.guid("TEAMS_APP_ID", app_id);
    let tenant = env.guid("TEAMS_TENANT_ID", tenant);
    Some(Teams {
        app_id: app_id?,
        password: password?.into(),
        tenant: tenant?,
        openid_url: openid_url?,
        issuer: issuer.unwrap_or_else(|| ISSUER.to_owned()),
        login_url: login_url?,
        service_url: service_url?,
        service_hosts,
        slash_commands: slash_commands.unwrap_or(false),
    })
}

impl Env<'_> {
    fn guid(&mut self, variable: &str, text: Option<String>) -> Option<String> {
        let text = text?.to_ascii_lowercase();
        let groups: Vec<usize> = text.split('-').map(str::len).collect();
        let hex = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        if groups == [8, 4, 4, 4, 12] && hex {
            return Some(text);
        }
        let example = "has to be an id like 00000000-0000-0000-0000-000000000000";
        self.problem(variable, example);
        None
    }
}

/// Where tokens and keys travel: https, and plain http on this machine only.
fn secure_url(text: &str) -> Result<Url, String> {
    let url = http_url(text)?;
    if url.scheme() == "https" || on_this_machine(&url) {
        return Ok(url);
    }
    Err("has to begin with https://; plain http is for addresses of this machine".to_owned())
}

fn base(text: &str) -> Result<Url, String> {
    let mut url = secure_url(text)?;
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

pub(super) fn on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("has to be on or off".to_owned()),
    }
}

fn is_host(entry: &str) -> bool {
    let host = entry.strip_prefix("*.").unwrap_or(entry);
    Url::parse(&format!("https://{host}"))
        .is_ok_and(|url| url.path() == "/" && url.query().is_none() && url.username().is_empty())
}
