//! What becomes of the keyring's entries when profiles get other names, are copied, or go.

/// What becomes of the keyring's entries when profiles get other names, are copied, or go. The copies are made before
/// the file is written and the rest is forgotten after: whenever this is broken off, every profile in the file has its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// From an account to another one.
    pub copies: Vec<(String, String)>,
    /// Accounts that nothing needs afterwards, unless something that is open does.
    pub unused: Vec<String>,
}

impl Moves {
    /// (temporary)
    #[must_use]
    pub fn between(
        _: &crate::config::Config,
        _: &crate::config::Config,
        _: &[(Option<String>, String)],
    ) -> Self {
        Self::default()
    }

    /// (temporary)
    pub fn follow(&mut self, _: &crate::profile::Profile, _: &[(crate::profile::Field, String)]) { }
}
