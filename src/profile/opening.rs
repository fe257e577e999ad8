//! What opens a port.

use super::{Sequence, SequenceSource, Spa};

/// What opens a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// A sequence.
    Sequence(SequenceSource),
    /// A single packet; the server closes by itself.
    Spa(Box<Spa>),
}

impl Opening {
    /// Where the sequence comes from, if it is one.
    #[must_use]
    pub fn sequence(&self) -> Option<&SequenceSource> {
        match self {
            Self::Sequence(source) => Some(source),
            Self::Spa(_) => None,
        }
    }

    /// The sequence that stands in the configuration itself, where it does.
    #[must_use]
    pub fn literal(&self) -> Option<&Sequence> {
        self.sequence().and_then(SequenceSource::literal)
    }

    /// The single packet, if it is one.
    #[must_use]
    pub fn spa(&self) -> Option<&Spa> {
        match self {
            Self::Sequence(_) => None,
            Self::Spa(spa) => Some(spa),
        }
    }
}

impl From<Sequence> for Opening {
    fn from(sequence: Sequence) -> Self {
        Self::Sequence(sequence.into())
    }
}

impl From<SequenceSource> for Opening {
    fn from(source: SequenceSource) -> Self {
        Self::Sequence(source)
    }
}
