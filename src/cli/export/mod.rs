//! `export`: one profile's other half for its server, or everything for another machine.

mod all;
mod half;

pub(super) use half::{refused, write_half};

use std::io::{self, Write as _};
use std::path::Path;

use super::Status;
use super::arguments::ExportArguments;
use super::console;
use super::context::Context;
use crate::folders;
use crate::say;

/// Writes what is asked for to a file, or to standard output.
pub(super) fn run(context: &Context, asked: &ExportArguments) -> Status {
    let export = || {
        free(context, asked.output.as_deref())?;
        match (&asked.profile, asked.server) {
            (Some(profile), Some(kind)) => half::run(context, profile, kind, asked),
            _ => all::run(context, asked),
        }
    };
    match export() {
        Ok(status) | Err(status) => status,
    }
}

/// A file that is there is nobody's to overwrite: it may be the server's own, with other doors in it.
pub(super) fn free(context: &Context, output: Option<&Path>) -> Result<(), Status> {
    let Some(path) = output.filter(|path| path.symlink_metadata().is_ok()) else {
        return Ok(());
    };
    let file = path.display().to_string();
    let words = &context.words;
    console::error(words, &say!(words, "export-file-there", file = file));
    Err(Status::Usage)
}

/// Writes to a file that is its owner's alone, or to standard output.
fn write(context: &Context, text: &str, output: Option<&Path>) -> Result<(), Status> {
    let written = match output {
        Some(path) => folders::replace(path, text, None),
        // In one piece, which passes by the buffer, in which a copy would stay.
        None => io::stdout().lock().write_all(text.as_bytes()),
    };
    written.map_err(|error| {
        let error = match output {
            Some(path) => format!("{}: {error}", path.display()),
            None => error.to_string(),
        };
        let words = &context.words;
        console::error(words, &say!(words, "cannot-write", error = error));
        Status::Failed
    })
}
