//! What has to be known of the machine and its files, beside the configuration.

use std::path::Path;
use std::sync::Arc;

/// What has to be known of the machine and its files. By default nothing speaks against any profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether there is a way to IPv4 addresses.
    pub has_ipv4: bool,
    /// Whether there is a way to IPv6 addresses.
    pub has_ipv6: bool,
    /// The configuration's files that others than their owner may read.
    pub exposed: Vec<Exposed>,
}

/// A configuration's file that others than its owner may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// The drop-in; absent: the user's own file.
    pub origin: Option<Arc<Path>>,
    /// Its permissions, as chmod(1) takes them.
    pub mode: u32,
}

impl Facts {
    /// The permissions of a file that others may read; `None` where they may not.
    #[must_use]
    pub fn mode_for_others(&self, origin: Option<&Path>) -> Option<u32> {
        let is_it = |exposed: &&Exposed| exposed.origin.as_deref() == origin;
        Some(self.exposed.iter().find(is_it)?.mode)
    }
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            has_ipv4: true,
            has_ipv6: true,
            exposed: Vec::new(),
        }
    }
}
