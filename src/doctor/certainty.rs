//! How sure a diagnosis is.

/// How sure a diagnosis is; the surer is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It cannot be told from here; what remains is listed.
    Unknown,
    /// It fits what was seen, as other causes do.
    Possible,
    /// What was seen has hardly another cause.
    Likely,
    /// It was seen itself, or put right and seen to work, twice.
    Certain,
}

impl Certainty {
    /// The word of `--json`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}
