//! `export PROFILE --for SERVER`: the server's half of a profile.

use super::Status;
use crate::cli::arguments::ExportArguments;
use crate::cli::context::Context;
use crate::interop::export::Kind;

/// Writes the half of a server of this kind.
pub(super) fn run(
    _context: &Context,
    _profile: &str,
    _kind: Kind,
    _asked: &ExportArguments,
) -> Result<Status, Status> {
    Err(Status::Failed)
}
