//! The model: a profile and what it is made of. Values only: no file, socket or clock is touched here.

mod action;
mod bind;
mod clock_offset;
mod family;
mod field;
mod follow_up;
mod host;
mod invented;
mod opening;
mod payload;
mod secret;
mod sequence;
mod server;
mod settings;
mod source;
mod spa;
mod span;
mod step;
mod tcp_flags;
mod term;
mod trigger;

pub use action::Action;
pub use bind::{Bind, EmptyBind};
pub use clock_offset::ClockOffset;
pub use family::Family;
pub use field::Field;
pub use follow_up::{Facts, Filled, FollowUp, Template, TemplateError};
pub use host::{Host, HostError};
pub use invented::invented;
pub use opening::Opening;
pub use payload::{Payload, PayloadError};
pub use secret::{Secret, SecretValueError};
pub use sequence::Sequence;
pub use server::{Server, ServerKind, Window};
pub use settings::Settings;
pub use source::{KeySource, ListSource, SecretSource, SequenceSource};
pub use spa::{Allow, HmacSource, Spa, SpaNat, SpaPort, SpaTransport};
pub use span::{Span, SpanError};
pub use step::{Mode, Protocol, Step, StepError, Transport};
pub use tcp_flags::{TcpFlags, TcpFlagsError};
pub use term::{Term, TermError};
pub use trigger::Trigger;

use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::spa::{Port, Timeout};

/// One server: where it is, how to open and close it, and what to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Unique among the profiles of a configuration.
    pub name: String,
    /// The drop-in that it stands in; absent: the user's own file.
    pub origin: Option<Arc<Path>>,
    /// The submenu that the profile stands in; `@GROUP` on the command line.
    pub group: Option<String>,
    /// The server.
    pub host: Host,
    /// What opens the port.
    pub open: Opening,
    /// What closes it; absent where the server closes by itself, as it does after a single packet.
    pub close: Option<SequenceSource>,
    /// The TCP port of the service behind the door; absent: outcomes are *unverified*.
    pub check: Option<NonZeroU16>,
    /// What listens there, where it is said.
    pub server: Option<Server>,
    /// After so long the server closes by itself, unless it is knocked on again; more than zero. What a single packet
    /// asks for, unless the configuration says otherwise.
    pub server_timeout: Option<Duration>,
    /// Whether it is knocked on again before that, for as long as the lease runs. Only with `server_timeout`.
    pub keep_open: bool,
    /// What opens it by itself; in order, each once.
    pub open_on: Vec<Trigger>,
    /// How often the service is asked whether it answers, beside all actions; at least [`Profile::SHORTEST_WATCH`].
    pub watch: Option<Duration>,
    /// What “open and connect” does once it is open.
    pub on_open: Option<FollowUp>,
    /// What is done once it is closed.
    pub on_close: Option<FollowUp>,
    /// The defaults, with what the profile says otherwise.
    pub settings: Settings,
}

impl Profile {
    /// A service that is asked more often than this is bothered, not watched.
    pub const SHORTEST_WATCH: Duration = Duration::from_secs(10);

    /// A profile that says nothing but where its server is, and how it is opened.
    #[must_use]
    pub fn new(name: String, host: Host, open: impl Into<Opening>) -> Self {
        Self {
            name,
            origin: None,
            group: None,
            host,
            open: open.into(),
            close: None,
            check: None,
            server: None,
            server_timeout: None,
            keep_open: false,
            open_on: Vec::new(),
            watch: None,
            on_open: None,
            on_close: None,
            settings: Settings::default(),
        }
    }

    /// Whether there is an end to its openings that can be known: a closing sequence, or the server's own time.
    #[must_use]
    pub fn takes_leases(&self) -> bool {
        self.close.is_some() || self.lapses_after().is_some()
    }

    /// How long an opening lasts that is meant to last so long; `None` where nothing ends it.
    #[must_use]
    pub fn lasts(&self, term: Term) -> Option<Duration> {
        term.length().filter(|_| self.can_end())
    }

    /// The profile as it is opened for so long: where nobody here can end that, a single packet asks the server to. `None`
    /// where nothing could bring the end about.
    #[must_use]
    pub fn opened_for(self: &Arc<Self>, asked: Option<Term>) -> Option<Arc<Self>> {
        let Some(length) = asked.and_then(Term::length).filter(|_| !self.can_end()) else {
            return Some(Arc::clone(self));
        };
        let timeout = self.packet_term(length)?;
        let mut spa = self.open.spa()?.clone();
        spa.timeout = Some(timeout);
        let mut profile = Self::clone(self);
        profile.open = Opening::Spa(Box::new(spa));
        profile.server_timeout = Some(length);
        Some(Arc::new(profile))
    }

    /// Whether it can be opened for so long.
    #[must_use]
    pub fn takes_term(&self, term: Term) -> bool {
        let asks = |length| self.can_end() || self.packet_term(length).is_some();
        term.length().is_none_or(asks)
    }

    /// A time as a single packet asks for it, where it may.
    fn packet_term(&self, length: Duration) -> Option<Timeout> {
        let longest = self.longest_term()?;
        Timeout::of(length).filter(|_| length <= longest)
    }

    /// The longest time that a single packet may ask for: what fits into it, unless the configuration says that the server
    /// closes earlier.
    #[must_use]
    pub fn longest_term(&self) -> Option<Duration> {
        let asked = self.open.spa()?.timeout.map(Timeout::duration);
        let said = self.server_timeout.filter(|_| self.server_timeout != asked);
        let longest = Duration::from_secs(Timeout::LONGEST.into());
        Some(said.map_or(longest, |said| said.min(longest)))
    }

    /// Whether somebody here can end its openings, or keep them from ending before that.
    #[must_use]
    pub fn can_end(&self) -> bool {
        self.close.is_some() || self.keep_open
    }

    /// Where the sequence that an action sends comes from; `None` for a check, for an opening by a single packet, or for a
    /// close without a closing sequence.
    #[must_use]
    pub fn sequence(&self, action: Action) -> Option<&SequenceSource> {
        match action {
            Action::Open => self.open.sequence(),
            Action::Close => self.close.as_ref(),
            Action::Check => None,
        }
    }

    /// The TCP port of the service that it opens, where it names one: the one to check, or the only one that its single
    /// packet asks for.
    #[must_use]
    pub fn service_port(&self) -> Option<NonZeroU16> {
        let asked_for = || match self.open.spa()?.access.ports() {
            [
                Port {
                    protocol: crate::spa::Protocol::Tcp,
                    number,
                },
            ] => Some(*number),
            _ => None,
        };
        self.check.or_else(asked_for)
    }

    /// Which of its host's addresses are gone to: fwknop has IPv4 alone.
    #[must_use]
    pub fn family(&self) -> Family {
        match self.open {
            Opening::Sequence(_) => self.settings.family,
            Opening::Spa(_) => Family::Ipv4,
        }
    }

    /// After how long the server closes by itself, as far as is known: fwknopd after its usual time, where nothing says
    /// otherwise.
    #[must_use]
    pub fn lapses_after(&self) -> Option<Duration> {
        let usual = || self.open.spa().map(|_| Spa::USUAL_TIMEOUT);
        self.server_timeout.or_else(usual)
    }

    /// The flags of TCP packets that its server minds, where no program can send such packets.
    #[must_use]
    pub fn unsendable_flags(&self) -> Option<TcpFlags> {
        self.server?.unsendable_flags()
    }

    /// Whether it is opened with packets that have no HMAC.
    #[must_use]
    pub fn is_unsigned(&self) -> bool {
        self.open.spa().is_some_and(|spa| spa.hmac.is_none())
    }

    /// Whether a field of it is a list of one-time sequences.
    #[must_use]
    pub fn is_list(&self, field: Field) -> bool {
        let Field::Sequence(action) = field else {
            return false;
        };
        matches!(self.sequence(action), Some(SequenceSource::OneTime(_)))
    }

    /// Every secret that is not in the configuration itself, and where it comes from.
    #[must_use]
    pub fn secrets(&self) -> Vec<(Field, SecretSource)> {
        let of = |action: Action| match self.sequence(action) {
            None => Vec::new(),
            Some(SequenceSource::Secret(source)) => {
                vec![(Field::Sequence(action), source.clone())]
            }
            Some(SequenceSource::OneTime(list)) => vec![(Field::Sequence(action), list.into())],
            Some(SequenceSource::Literal { payloads, .. }) => payloads
                .iter()
                .map(|(index, source)| (Field::payload(action, *index), source.clone()))
                .collect(),
        };
        let keys = self.open.spa().map(Spa::secrets).unwrap_or_default();
        [of(Action::Open), of(Action::Close), keys].concat()
    }

    /// The keyring's entries that it uses, by their accounts.
    pub fn accounts(&self) -> impl Iterator<Item = (Field, String)> + use<> {
        let secrets = self.secrets().into_iter();
        secrets.filter_map(|(field, source)| match source {
            SecretSource::Keyring(account) => Some((field, account)),
            _ => None,
        })
    }

    /// Those of them that bear its name.
    pub fn own_accounts(&self) -> impl Iterator<Item = (Field, String)> {
        self.accounts()
            .filter(|(field, account)| *account == field.account(&self.name))
    }
}
