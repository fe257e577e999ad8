//! What in a configuration is allowed and will hardly be meant: warnings, each with what to do about it. Values only; what
//! of the machine has to be known comes in as [`Facts`], which [`facts_here`] looks up.
//!
//! Sequences and keys that are kept elsewhere are not read for this: of them nothing is said.

mod clashes;
mod doors;
mod facts;
mod flaw;
mod knockd;
mod machine;
mod network;
mod packets;
mod ports;
mod report;
mod secrets;
mod steps;
mod tcp_flags;
#[cfg(test)]
mod tests;
mod timing;
mod warning;

pub use facts::{Exposed, Facts};
pub use flaw::{Door, Flaw, Only};
pub use machine::facts_here;
pub use report::Report;
pub use warning::Warning;

use std::sync::Arc;

use crate::config::Config;
use crate::profile::{Action, Profile, Sequence};

/// Every warning about a configuration, in the order of its profiles.
///
/// For one profile alone, with whatever the others do to it: those of which [`Warning::concerns`] its name.
#[must_use]
pub fn lint(config: &Config, facts: &Facts) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (index, profile) in config.profiles.iter().enumerate() {
        let before = &config.profiles[..index];
        warnings.extend(timing::warnings(profile));
        warnings.extend(ports::warnings(profile));
        warnings.extend(tcp_flags::warning(profile));
        warnings.extend(doors::warnings(profile, before));
        warnings.extend(clashes::warnings(profile, before));
        warnings.extend(packets::warnings(profile));
        warnings.extend(secrets::of_keys(profile, facts));
        warnings.extend(network::warnings(profile, facts));
    }
    warnings.extend(secrets::of_sequences(&config.profiles, facts));
    warnings
}

/// The sequences of a profile that stand in the configuration.
fn literals(profile: &Profile) -> impl Iterator<Item = (Action, &Sequence)> {
    let literal = |action: Action| Some((action, profile.sequence(action)?.literal()?));
    [Action::Open, Action::Close]
        .into_iter()
        .filter_map(literal)
}

/// Those of the profiles that are for the same server, by its name as it is written.
fn of_same_host<'p>(
    profile: &Profile,
    others: &'p [Arc<Profile>],
) -> impl Iterator<Item = &'p Arc<Profile>> {
    let of = |profile: &Profile| {
        let name = profile.host.as_str().trim_end_matches('.');
        profile
            .host
            .address()
            .map_or(name.to_lowercase(), |address| address.to_string())
    };
    let host = of(profile);
    others.iter().filter(move |other| of(other) == host)
}
