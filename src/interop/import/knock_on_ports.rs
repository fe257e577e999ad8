//! A file in JSON.

use super::{Fault, Import, Options};

pub(super) fn recognises(_text: &str) -> bool {
    false
}

pub(super) fn read(_text: &str, _options: &Options) -> Result<Import, Fault> {
    Err(Fault::NeedsHost)
}
