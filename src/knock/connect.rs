//! A connection to a service that a knock has opened, for whoever goes on with it.

use std::net::{IpAddr, SocketAddr, TcpStream};
use std::num::NonZeroU16;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use super::Failure;
use super::check::{self, Reached, Unanswered};
use super::resolve::resolve_for;
use crate::profile::{Host, Profile};

/// After so long without a word the other end is asked whether it is still there.
const QUIET: Duration = Duration::from_mins(2);

/// A service that a profile opens, or one behind it.
#[derive(Debug, Clone)]
pub struct Service<'p> {
    /// Whose family and way of leaving count.
    pub profile: &'p Profile,
    /// The server.
    pub host: &'p Host,
    /// The very address of it, where that is known; otherwise what its name leads to.
    pub address: Option<IpAddr>,
    /// The service's port.
    pub port: NonZeroU16,
}

/// How long and how often a service is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Once, for so long.
    Once(Duration),
    /// Again and again, for so long: a server needs a moment to open.
    Until(Duration),
}

/// A connection, which blocks and does not hold small pieces back.
#[derive(Debug)]
pub struct Connected {
    /// The other end.
    pub service: SocketAddr,
    /// The connection.
    pub stream: TcpStream,
}

impl Service<'_> {
    /// Connects to it.
    ///
    /// # Errors
    ///
    /// Where its name leads nowhere, or it does not answer.
    pub async fn connect(&self, patience: Patience) -> Result<Connected, Failure> {
        let services = self.addresses().await?;
        let bind = self.profile.settings.bind.as_ref();
        let (found, waited) = match patience {
            Patience::Once(limit) => (check::reachable(&services, bind, limit).await, limit),
            Patience::Until(limit) => {
                let found = check::until_reachable(&services, bind, limit).await;
                (found, limit)
            }
        };
        let reached = found.map_err(|unanswered| match unanswered {
            Unanswered::NotAsked(failure) => failure,
            Unanswered::Silent(silence) => Failure::NotReachable {
                port: self.port,
                silence,
                waited,
            },
        })?;
        let service = reached.service;
        connected(reached).map_err(|error| Failure::Send {
            address: service.ip(),
            cause: error.to_string(),
        })
    }

    /// Where it is. A link-local address of IPv6 means nothing without the zone, which stands in the name alone.
    async fn addresses(&self) -> Result<Vec<SocketAddr>, Failure> {
        let needs_zone =
            |address: &IpAddr| matches!(address, IpAddr::V6(v6) if v6.is_unicast_link_local());
        let mut addresses = match self.address.filter(|address| !needs_zone(address)) {
            Some(address) => vec![SocketAddr::new(address, 0)],
            None => resolve_for(self.profile, self.host).await?,
        };
        for address in &mut addresses {
            address.set_port(self.port.get());
        }
        Ok(addresses)
    }
}

fn connected(reached: Reached) -> std::io::Result<Connected> {
    let stream = TcpStream::from(reached.connection);
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    // ssh has no socket to do that with, and the other end may be gone without a word.
    SockRef::from(&stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(QUIET))?;
    Ok(Connected {
        service: reached.service,
        stream,
    })
}
