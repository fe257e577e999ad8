//! The model: a profile and what it is made of. Values only: no file, socket or clock is touched here.

mod action;
mod bind;
mod family;
mod field;
mod host;
mod payload;
mod secret;
mod sequence;
mod settings;
mod source;
mod span;
mod step;

pub use action::Action;
pub use bind::{Bind, EmptyBind};
pub use family::Family;
pub use field::Field;
pub use host::{Host, HostError};
pub use payload::{Payload, PayloadError};
pub use secret::{Secret, SecretValueError};
pub use sequence::Sequence;
pub use settings::Settings;
pub use source::{ListSource, SecretSource, SequenceSource};
pub use span::{Span, SpanError};
pub use step::{Mode, Protocol, Step, StepError, Transport};

use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;

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
    pub open: SequenceSource,
    /// What closes it; absent where the server closes by itself.
    pub close: Option<SequenceSource>,
    /// The TCP port of the service behind the door; absent: outcomes are *unverified*.
    pub check: Option<NonZeroU16>,
    /// The defaults, with what the profile says otherwise.
    pub settings: Settings,
}

impl Profile {
    /// Where the sequence that an action sends comes from; `None` for a check, or for a close without a closing sequence.
    #[must_use]
    pub fn sequence(&self, action: Action) -> Option<&SequenceSource> {
        match action {
            Action::Open => Some(&self.open),
            Action::Close => self.close.as_ref(),
            Action::Check => None,
        }
    }

    /// Every secret that is not in the configuration itself, and where it comes from.
    #[must_use]
    pub fn secrets(&self) -> Vec<(Field, SecretSource)> {
        let of = |action: Action| match self.sequence(action) {
            None => Vec::new(),
            Some(SequenceSource::Secret(source)) => {
                vec![(Field::sequence(action), source.clone())]
            }
            Some(SequenceSource::OneTime(list)) => vec![(Field::sequence(action), list.into())],
            Some(SequenceSource::Literal { payloads, .. }) => payloads
                .iter()
                .map(|(index, source)| (Field::payload(action, *index), source.clone()))
                .collect(),
        };
        [of(Action::Open), of(Action::Close)].concat()
    }
}
