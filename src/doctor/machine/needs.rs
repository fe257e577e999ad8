//! What the profiles of a configuration need of the machine. Pure.

use crate::config::Config;
use crate::profile::{Action, Profile, Protocol, SecretSource, Sequence, SequenceSource};

/// What the profiles need of the machine. A sequence that is a secret is not read, and counts as needing nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Needs {
    /// A secret is in the keyring.
    pub keyring: bool,
    /// Single packets carry this machine's time as it is: a `clock_offset` says that the server's is another.
    pub clock: bool,
    /// A step is an echo request.
    pub echo: bool,
    /// A profile opens by itself, which only an agent does.
    pub agent: bool,
}

impl Needs {
    pub(super) fn of(config: &Config) -> Self {
        let any =
            |needs: fn(&Profile) -> bool| config.profiles.iter().any(|profile| needs(profile));
        Self {
            keyring: any(needs_keyring),
            clock: any(needs_clock),
            echo: any(needs_echo),
            agent: any(|profile| !profile.open_on.is_empty()),
        }
    }
}

fn needs_keyring(profile: &Profile) -> bool {
    let secrets = profile.secrets();
    let mut sources = secrets.iter().map(|(_, source)| source);
    sources.any(|source| matches!(source, SecretSource::Keyring(_)))
}

fn needs_clock(profile: &Profile) -> bool {
    let spa = profile.open.spa();
    spa.is_some_and(|spa| spa.clock_offset.seconds() == 0)
}

fn needs_echo(profile: &Profile) -> bool {
    let sequences = [Action::Open, Action::Close].map(|action| profile.sequence(action));
    let literal = sequences
        .into_iter()
        .flatten()
        .filter_map(SequenceSource::literal);
    literal
        .flat_map(Sequence::steps)
        .any(|step| matches!(step.protocol, Protocol::Icmp { .. }))
}
