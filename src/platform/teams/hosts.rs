//! Which hosts our token may be sent to. `serviceUrl` comes with every activity and decides where we send;
//! a wrong one would get the token.

use url::{Host, Url};

/// Where the connectors of Microsoft's clouds are.
const MICROSOFTS: [&str; 3] = [
    "smba.trafficmanager.net",
    "*.teams.microsoft.com",
    "*.teams.microsoft.us",
];

/// Hosts that may be trusted with our token.
#[derive(Clone, Debug)]
pub struct Hosts(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// Everything beneath it, but not itself.
    below: bool,
    host: String,
    port: Option<u16>,
    /// Named in so many words: then plain http is allowed there.
    loopback: bool,
}

impl Default for Hosts {
    fn default() -> Hosts {
        Hosts(MICROSOFTS.into_iter().filter_map(rule).collect())
    }
}

impl Hosts {
    /// Reads a comma-separated list: `host`, `host:port`, `*.domain`.
    ///
    /// # Errors
    /// The first entry that is no host.
    pub fn parse(list: &str) -> Result<Hosts, String> {
        let entries = list.split(',').map(str::trim).filter(|e| !e.is_empty());
        let rules = entries.map(|entry| rule(entry).ok_or_else(|| entry.to_owned()));
        Ok(Hosts(rules.collect::<Result<_, _>>()?))
    }

    /// With what `others` name of this machine.
    pub fn with_loopback(mut self, others: &Hosts) -> Hosts {
        let near = others.0.iter().filter(|rule| rule.loopback);
        self.0.extend(near.cloned());
        self
    }

    /// Whether our token may go to `url`.
    pub fn allow(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        if !url.username().is_empty() || url.password().is_some() {
            return false;
        }
        let name = host.to_string().to_ascii_lowercase();
        let name = name.trim_start_matches('[').trim_end_matches(']');
        self.0.iter().any(|rule| {
            let named = if rule.below {
                name.strip_suffix(&rule.host)
                    .is_some_and(|left| left.len() > 1 && left.ends_with('.'))
            } else {
                name == rule.host
            };
            let port = match rule.port {
                Some(port) => url.port_or_known_default() == Some(port),
                // On loopback a port is whatever the test was given.
                None => rule.loopback || url.port().is_none(),
            };
            let scheme = match url.scheme() {
                "https" => true,
                "http" => rule.loopback,
                _ => false,
            };
            named && port && scheme
        })
    }
}

fn rule(entry: &str) -> Option<Rule> {
    let (below, rest) = match entry.strip_prefix("*.") {
        Some(rest) => (true, rest),
        None => (false, entry),
    };
    let url = Url::parse(&format!("https://{rest}")).ok()?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !plain || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let host = url.host()?;
    let loopback = is_loopback(&url);
    if below && !matches!(host, Host::Domain(_)) {
        return None;
    }
    let name = host.to_string().to_ascii_lowercase();
    Some(Rule {
        below,
        host: name
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned(),
        port: url.port(),
        loopback: loopback && !below,
    })
}

/// This machine itself.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(hosts: &Hosts, url: &str) -> bool {
        hosts.allow(&Url::parse(url).expect(url))
    }

    #[test]
    fn only_microsofts_hosts_over_https() {
        let hosts = Hosts::default();
        for yes in [
            "https://smba.trafficmanager.net/amer/",
            "https://SMBA.trafficmanager.net/emea/0-0/",
            "https://smba.infra.gcc.teams.microsoft.com/gcc",
            "https://smba.infra.gov.teams.microsoft.us/gcch",
        ] {
            assert!(allows(&hosts, yes), "{yes}");
        }
        for no in [
            "http://smba.trafficmanager.net/amer/",
            "https://smba.trafficmanager.net:8443/amer/",
            "https://smba.trafficmanager.net.evil.example/",
            "https://evil.trafficmanager.net/",
            "https://teams.microsoft.com.evil.example/",
            "https://evilteams.microsoft.com/",
            "https://.teams.microsoft.com/",
            "https://user:pw@smba.trafficmanager.net/",
            "https://smba.trafficmanager.net@evil.example/",
            "https://127.0.0.1/",
            "https://localhost/",
            "https://169.254.169.254/metadata",
            "ftp://smba.trafficmanager.net/",
        ] {
            assert!(!allows(&hosts, no), "{no}");
        }
    }

    #[test]
    fn loopback_only_where_it_is_named() {
        let hosts = Hosts::parse("127.0.0.1, [::1]:3979, connector.example").expect("a list");
        for yes in [
            "http://127.0.0.1:45678/amer/",
            "http://[::1]:3979/",
            "https://connector.example/",
        ] {
            assert!(allows(&hosts, yes), "{yes}");
        }
        for no in [
            "http://[::1]:3980/",
            "http://localhost:45678/",
            "http://connector.example/",
            "https://smba.trafficmanager.net/amer/",
        ] {
            assert!(!allows(&hosts, no), "{no}");
        }
        assert!(Hosts::parse("a b").is_err());
        assert!(Hosts::parse("host/path").is_err());
    }
}
