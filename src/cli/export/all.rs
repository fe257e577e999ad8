//! `export --all`: everything, for another machine.

use super::Status;
use crate::cli::arguments::ExportArguments;
use crate::cli::context::Context;

/// Writes every profile, with its secrets where they are asked for.
pub(super) fn run(_context: &Context, _asked: &ExportArguments) -> Result<Status, Status> {
    Err(Status::Failed)
}
