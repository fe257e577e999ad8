//! `export`: one profile's other half for its server, or everything for another machine.

mod all;
mod half;

use super::Status;
use super::arguments::ExportArguments;
use super::context::Context;

/// Writes what is asked for to a file, or to standard output.
pub(super) fn run(context: &Context, asked: &ExportArguments) -> Status {
    let ended = match (&asked.profile, asked.server) {
        (Some(profile), Some(kind)) => half::run(context, profile, kind, asked),
        _ => all::run(context, asked),
    };
    match ended {
        Ok(status) | Err(status) => status,
    }
}

pub(super) fn write_half(
    _context: &super::context::Context,
    half: &crate::interop::export::ServerHalf,
    _output: Option<&std::path::Path>,
) -> Result<(), Status> {
    super::console::print(&half.text);
    Ok(())
}

pub(super) fn refused(
    _context: &super::context::Context,
    _kind: crate::interop::export::Kind,
    _refusal: &crate::interop::export::Refusal,
) -> Status {
    Status::Usage
}
