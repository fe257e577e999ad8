//! How a server is opened with fwknop's single packet authorization, in place of a sequence.

use std::fmt;
use std::net::Ipv4Addr;
use std::num::NonZeroU16;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{ClockOffset, Field, KeySource, SecretSource};
use crate::public_address::AddressService;
use crate::spa::{Access, Algorithm, Target, Timeout, User};

/// How a server is opened with single packet authorization: what is asked for, with which keys, and how it gets there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spa {
    /// The ports that are asked for.
    pub access: Access,
    /// What the packet is encrypted with.
    pub key: KeySource,
    /// What it is signed with; absent only where the configuration says so.
    pub hmac: Option<HmacSource>,
    /// Where it is sent to.
    pub port: SpaPort,
    /// Where it is sent from; absent: the system chooses.
    pub source_port: Option<NonZeroU16>,
    /// What carries it.
    pub transport: SpaTransport,
    /// Who is to be let in; absent: the address that this machine has towards the server, where that can be right.
    pub allow: Option<Allow>,
    /// How long the server is asked to stay open; absent: as long as the server says.
    pub timeout: Option<Timeout>,
    /// Where the ports lead to, where that is not the server's own port of that number.
    pub nat: Option<SpaNat>,
    /// The user name in the packet; absent: that of whoever runs this program.
    pub user: Option<User>,
    /// The check sum inside the packet.
    pub digest: Algorithm,
    /// What is added to this machine's clock, for a server whose clock is wrong.
    pub clock_offset: ClockOffset,
}

/// What a packet is signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HmacSource {
    /// The key.
    pub key: KeySource,
    /// How; nothing in the packet tells the server.
    pub algorithm: Algorithm,
}

/// The port that a packet is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaPort {
    /// This one.
    Fixed(NonZeroU16),
    /// Another one each time; the server has to listen to all of them.
    Random,
}

/// What carries a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpaTransport {
    /// One datagram.
    #[default]
    Udp,
    /// A TCP connection, which something on the server has to accept.
    Tcp,
    /// The path of an HTTP request.
    Http,
}

/// Who is to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allow {
    /// The address that this machine has towards the server, whatever it is.
    Local,
    /// Whoever the server sees the packet come from.
    Source,
    /// This address.
    Address(Ipv4Addr),
    /// The address that this service sees.
    Service(AddressService),
}

/// Where the ports lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpaNat {
    /// Another host behind the server.
    Forward(Target),
    /// Another port of the server; absent: of its own address, the first port that is asked for.
    Local(Option<Target>),
}

impl Spa {
    /// The port that fwknopd listens on unless it is told another.
    pub const PORT: NonZeroU16 = NonZeroU16::new(62201).unwrap();

    /// How long fwknopd opens for unless it or the packet says otherwise (`FW_ACCESS_TIMEOUT`).
    pub const USUAL_TIMEOUT: Duration = Duration::from_secs(30);

    /// The longest that fwknopd opens for unless it says otherwise, whatever the packet asks for (`MAX_FW_TIMEOUT`).
    pub const USUAL_LONGEST: Duration = Duration::from_mins(5);

    /// A packet as it is where nothing is said but this.
    #[must_use]
    pub fn new(access: Access, key: KeySource, hmac: Option<HmacSource>) -> Self {
        Self {
            access,
            key,
            hmac,
            port: SpaPort::Fixed(Self::PORT),
            source_port: None,
            transport: SpaTransport::default(),
            allow: None,
            timeout: None,
            nat: None,
            user: None,
            digest: Algorithm::default(),
            clock_offset: ClockOffset::default(),
        }
    }

    /// The service that says whom to let in, where one does.
    #[must_use]
    pub fn address_service(&self) -> Option<&AddressService> {
        match self.allow.as_ref()? {
            Allow::Service(service) => Some(service),
            Allow::Local | Allow::Source | Allow::Address(_) => None,
        }
    }

    /// Its keys, and where each comes from.
    pub fn keys(&self) -> impl Iterator<Item = (Field, &KeySource)> {
        let hmac = self.hmac.iter().map(|hmac| (Field::HmacKey, &hmac.key));
        std::iter::once((Field::Key, &self.key)).chain(hmac)
    }

    /// The keys that are not in the configuration itself, and where they come from.
    #[must_use]
    pub fn secrets(&self) -> Vec<(Field, SecretSource)> {
        let elsewhere = |(field, key): (Field, &KeySource)| match key {
            KeySource::Literal(_) => None,
            KeySource::Secret(source) => Some((field, source.clone())),
        };
        self.keys().filter_map(elsewhere).collect()
    }
}

impl SpaTransport {
    /// The words of a configuration.
    pub const WORDS: [&'static str; 3] = ["udp", "tcp", "http"];

    /// `udp`, `tcp` or `http`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Http => "http",
        }
    }
}

impl FromStr for SpaTransport {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Udp, Self::Tcp, Self::Http]
            .into_iter()
            .find(|transport| transport.word() == text)
            .ok_or(())
    }
}

impl fmt::Display for SpaTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
