//! Where `connect` leads to.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;

use crate::cli::Status;
use crate::cli::arguments::ConnectArguments;
use crate::cli::console;
use crate::cli::context::Context;
use crate::knock::{Service, all_addresses};
use crate::profile::{Host, Profile};
use crate::say;

/// Where `connect` leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    host: Host,
    port: NonZeroU16,
    /// Whether it is the server that is knocked on, so that the address is the same, too.
    is_own: bool,
}

impl Target {
    /// What is asked for, or else the service that the profile opens; what is wrong with it has been said.
    pub(super) fn of(
        context: &Context,
        profile: &Profile,
        asked: &ConnectArguments,
    ) -> Result<Self, Status> {
        let words = &context.words;
        let refuse = |line: String| {
            console::error(words, &line);
            Status::Usage
        };
        let host = match &asked.host {
            Some(host) => host
                .parse()
                .map_err(|_| refuse(say!(words, "connect-not-a-host", host = host.as_str())))?,
            None => profile.host.clone(),
        };
        let port = asked.port.or(profile.service_port()).ok_or_else(|| {
            let profile = profile.name.as_str();
            refuse(say!(words, "connect-no-port", profile = profile))
        })?;
        Ok(Self::new(profile, host, port))
    }

    /// ssh writes names in lower case; and somebody may name the profile, as `ssh homelab` does where no `HostName` is set.
    fn new(profile: &Profile, host: Host, port: NonZeroU16) -> Self {
        let own = [profile.host.as_str(), profile.name.as_str()];
        let is_own = own
            .iter()
            .any(|own| own.eq_ignore_ascii_case(host.as_str()))
            || host.address().is_some() && host.address() == profile.host.address();
        Self {
            host: if is_own { profile.host.clone() } else { host },
            port,
            is_own,
        }
    }

    /// Whether the server is no longer at the address at which it was opened: somebody else may be there by now. Where the name
    /// cannot be looked up, it is taken to be there.
    pub(super) async fn has_moved(&self, profile: &Profile, opened: IpAddr) -> bool {
        let is_it = |address: &SocketAddr| address.ip() == opened;
        let found = all_addresses(&profile.host).await;
        self.is_own && found.is_ok_and(|addresses| !addresses.iter().any(is_it))
    }

    /// The service, for a profile that was opened at this address where that is known.
    pub(super) fn service<'s>(
        &'s self,
        profile: &'s Profile,
        address: Option<IpAddr>,
    ) -> Service<'s> {
        Service {
            profile,
            host: &self.host,
            address: address.filter(|_| self.is_own),
            port: self.port,
        }
    }
}

/// As people write it: `home.example.net port 22`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} port {}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("home.example.net", "home.example.net", true)]
    #[case("Home.Example.net", "home.example.NET", true)]
    #[case("home.example.net", "homelab", true)]
    #[case("home.example.net", "inner.example.net", false)]
    #[case("home.example.net", "192.0.2.1", false)]
    #[case("192.0.2.1", "192.0.2.1", true)]
    #[case("2001:db8::1", "[2001:DB8:0::1]", true)]
    #[case("2001:db8::1", "2001:db8::2", false)]
    fn the_server_that_is_knocked_on_is_known_by_its_names(
        #[case] own: &str,
        #[case] asked: &str,
        #[case] is_own: bool,
    ) {
        let text = format!("[[profile]]\nname = \"homelab\"\nhost = \"{own}\"\nopen = [\"1\"]\n");
        let config = crate::config::decode(&text, std::path::Path::new("")).unwrap();
        let profile = &config.profiles[0];
        let target = Target::new(
            profile,
            asked.parse().unwrap(),
            NonZeroU16::new(22).unwrap(),
        );
        let known = "203.0.113.7".parse().unwrap();
        let service = target.service(profile, Some(known));
        assert_eq!(service.address, is_own.then_some(known));
        assert_eq!(service.host == &profile.host, is_own);
    }
}
