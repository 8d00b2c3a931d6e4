//! The environment: where we listen, where data lives, and every secret.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

use super::problem::Problem;
use super::{Database, Slack, Teams};

/// Reads variables and keeps what is wrong with them.
pub(super) struct Env<'a> {
    pub get: &'a dyn Fn(&str) -> Option<String>,
    pub problems: Vec<Problem>,
}

/// What the environment decides.
pub(super) struct Surroundings {
    pub listen: Option<SocketAddr>,
    pub public_url: Option<Url>,
    pub database: Option<Database>,
    pub slack: Option<Slack>,
    pub teams: Option<Teams>,
    pub log: String,
}

pub(super) fn read(env: &mut Env<'_>) -> Surroundings {
    Surroundings {
        listen: env.parsed("FRONTDESK_LISTEN", "127.0.0.1:3978", listen),
        public_url: env
            .text("FRONTDESK_PUBLIC_URL")
            .and_then(|url| env.check("FRONTDESK_PUBLIC_URL", http_url(&url))),
        database: url(env),
        slack: slack(env),
        teams: super::teams::teams(env),
        log: env
            .parsed("FRONTDESK_LOG", "info", log_filter)
            .unwrap_or_default(),
    }
}

impl Env<'_> {
    pub(super) fn problem(&mut self, variable: &str, text: impl Into<String>) {
        self.problems.push(Problem::of(variable, text));
    }

    /// A variable's text; set but empty is the same as not set, as `VAR= command` means it.
    pub fn text(&self, variable: &str) -> Option<String> {
        let value = (self.get)(variable)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn check<T>(&mut self, variable: &str, result: Result<T, String>) -> Option<T> {
        result.map_err(|text| self.problem(variable, text)).ok()
    }

    pub(super) fn parsed<T>(
        &mut self,
        variable: &str,
        default: &str,
        parse: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(variable);
        self.check(variable, parse(text.as_deref().unwrap_or(default)))
    }

    /// A secret from `variable`, or from the file that `variable` with `_FILE` names.
    pub(super) fn secret(&mut self, variable: &str) -> Option<String> {
        let direct = self.text(variable);
        let file_variable = format!("{variable}_FILE");
        let Some(file) = self.text(&file_variable) else {
            return direct;
        };
        if direct.is_some() {
            let text = format!("is set, and so is {variable}: keep one of the two");
            self.problem(&file_variable, text);
            return None;
        }
        match std::fs::read_to_string(&file) {
            Ok(text) if text.trim().is_empty() => {
                self.problem(&file_variable, format!("the file {file} is empty"));
                None
            }
            Ok(text) => Some(text.trim().to_owned()),
            Err(error) => {
                self.problem(&file_variable, format!("cannot read {file}: {error}"));
                None
            }
        }
    }

    /// A Slack token, which tells by its beginning what it is for.
    fn token(&mut self, variable: &str, prefix: &str, where_to_find: &str) -> Option<SecretString> {
        let token = self.secret(variable)?;
        if !token.starts_with(prefix) || token.contains(char::is_whitespace) {
            let text = format!("has to be one token that begins with {prefix} ({where_to_find})");
            self.problem(variable, text);
            return None;
        }
        Some(token.into())
    }
}

fn slack(env: &mut Env<'_>) -> Option<Slack> {
    let before = env.problems.len();
    let bot_token = env.token(
        "SLACK_BOT_TOKEN",
        "xoxb-",
        "in the app's settings: OAuth & Permissions",
    );
    let app_token = env.token(
        "SLACK_APP_TOKEN",
        "xapp-",
        "in the app's settings: Basic Information, App-Level Tokens",
    );
    let signing_secrets: Vec<SecretString> = env
        .secret("SLACK_SIGNING_SECRET")
        .iter()
        .flat_map(|list| list.split(',').map(str::trim))
        .filter(|secret| !secret.is_empty())
        .map(SecretString::from)
        .collect();
    let api_url = env.parsed("SLACK_API_URL", "https://slack.com/api/", api_url);
    let all_read = env.problems.len() == before;
    if bot_token.is_some() && all_read && app_token.is_none() && signing_secrets.is_empty() {
        env.problem(
            "SLACK_BOT_TOKEN",
            "is set, but Slack has no way to reach us: set SLACK_APP_TOKEN (Socket Mode) \
             or SLACK_SIGNING_SECRET (HTTP)",
        );
    }
    Some(Slack {
        signing_secrets,
        bot_token: bot_token?,
        app_token,
        api_url: api_url?,
    })
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        format!("\"{text}\" is not an address and port, like 127.0.0.1:3978 or [::]:3978")
    })
}

/// Problems do not repeat the URL: it may hold a password.
pub(super) fn http_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .map_err(|e| format!("is not a URL, like https://desk.example.com: {e}"))?;
    if !["http", "https"].contains(&url.scheme()) {
        return Err("has to begin with https:// (or http://)".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a ? or # part".to_owned());
    }
    Ok(url)
}

/// Ends in a slash, so that a method's name can be joined to it.
fn api_url(text: &str) -> Result<Url, String> {
    let mut url = http_url(text)?;
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

fn url(env: &mut Env<'_>) -> Option<Database> {
    let before = env.problems.len();
    let text = env.secret("FRONTDESK_DATABASE_URL");
    if env.problems.len() > before {
        return None;
    }
    let text = text.as_deref().unwrap_or("sqlite://frontdesk.db");
    env.check("FRONTDESK_DATABASE_URL", database(text))
}

/// Which database a URL names. Problems do not repeat the URL: it may hold a password.
///
/// # Errors
/// What is wrong with it, to be put after its name.
pub fn database(text: &str) -> Result<Database, String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return match Url::parse(text) {
            Ok(url) if url.path().len() > 1 => Ok(Database::Postgres(text.to_owned().into())),
            _ => Err(
                "has to be like postgres://USER:PASSWORD@HOST/DATABASE, with %40 for an @ in the password, and so on"
                    .to_owned(),
            ),
        };
    }
    match text.strip_prefix("sqlite://") {
        Some(path) if !path.is_empty() && !path.contains('?') => {
            Ok(Database::Sqlite(PathBuf::from(path)))
        }
        _ => Err(
            "has to be sqlite:// and a path, like sqlite://frontdesk.db or \
             sqlite:///var/lib/frontdesk/frontdesk.db, or postgres://USER:PASSWORD@HOST/DATABASE"
                .to_owned(),
        ),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::builder()
        .parse(text)
        .map(|_| text.to_owned())
        .map_err(|e| format!("\"{text}\" is not a filter, like \"info,frontdesk=debug\": {e}"))
}
