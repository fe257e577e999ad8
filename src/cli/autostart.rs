//! `autostart on|off|status`.

use serde::Serialize;

use super::Status;
use super::arguments::{AutostartArguments, AutostartCommand};
use super::console;
use super::context::Context;
use super::record;
use crate::autostart::{self, Autostart, AutostartError};
use crate::say;

/// Whether the agent starts at login, for a program.
#[derive(Debug, Serialize)]
struct Setting {
    autostart: bool,
}

/// Changes it if asked to, then says how it is.
pub(super) fn run(context: &Context, asked: &AutostartArguments) -> Status {
    let words = &context.words;
    match change(context, asked.command) {
        Ok(setting) if asked.json => {
            let autostart = setting.is_on();
            console::print(&record::line(&Setting { autostart }));
            Status::Done
        }
        Ok(Autostart::On) => {
            console::print(&say!(words, "autostart-on"));
            Status::Done
        }
        Ok(Autostart::Off) => {
            console::print(&say!(words, "autostart-off"));
            Status::Done
        }
        Err(error) => {
            console::error(words, &error.line(words));
            Status::Failed
        }
    }
}

/// Read again after a change: what counts is what the desktop will make of it.
fn change(context: &Context, command: AutostartCommand) -> Result<Autostart, AutostartError> {
    match command {
        AutostartCommand::On => autostart::on(context.asked_config.as_deref(), &context.words)?,
        AutostartCommand::Off => autostart::off(&context.words)?,
        AutostartCommand::Status => {}
    }
    autostart::status()
}
