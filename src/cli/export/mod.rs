//! `export`: one profile's other half for its server, or everything for another machine.

mod all;
mod half;

pub(super) use half::{refused, write_half};

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
