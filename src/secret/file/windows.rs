//! Windows: what lies below the user's own folders is the user's alone; access lists are not looked at.

use std::fs::Metadata;

/// Never any.
pub(super) fn mode_for_others(_metadata: &Metadata) -> Option<u32> {
    None
}
