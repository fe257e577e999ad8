//! `window`: opens the window that lies beside this program, or has the one that is there come to the front.

use std::io;
use std::time::Duration;

use super::Status;
use super::console;
use super::context::Context;
use crate::ipc::Bell;
use crate::programs::{self, WINDOW};
use crate::say;

/// A window that cannot be shown says so within this time, also where it waits in vain for the one that is there; the
/// terminal waits no longer.
const FAILS_WITHIN: Duration = Bell::PATIENCE.saturating_add(Duration::from_millis(500));

/// Opens the window, with the same configuration file, and leaves it to itself.
pub(super) fn run(context: &Context) -> Status {
    match open(context) {
        Ok(()) => Status::Done,
        Err(status) => status,
    }
}

fn open(context: &Context) -> Result<(), Status> {
    let words = &context.words;
    let failed = |line: String| {
        console::error(words, &line);
        Status::Failed
    };
    let not_opened = |error: io::Error| {
        let error = error.to_string();
        failed(say!(words, "window-not-opened", error = error))
    };
    let window = programs::window().map_err(not_opened)?;
    let window =
        window.ok_or_else(|| failed(say!(words, "window-not-installed", window = WINDOW)))?;
    let config = context.asked_config.as_deref();
    let opened = programs::start_window(&window, config, FAILS_WITHIN);
    context.wait_for(opened)?.map_err(not_opened)
}
