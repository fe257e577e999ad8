//! `agent`: starts the tray agent that lies beside this program.

#[cfg_attr(unix, path = "hand_over_unix.rs")]
#[cfg_attr(windows, path = "hand_over_windows.rs")]
mod hand_over;

use std::io;
use std::process::{Command, ExitStatus};

use super::Status;
use super::console;
use super::context::Context;
use crate::programs::{self, AGENT};
use crate::say;

/// Runs the agent until it ends, with the same configuration file.
pub(super) fn run(context: &Context) -> Status {
    let words = &context.words;
    match start(context) {
        Ok(status) if status.success() => Status::Done,
        Ok(_) => Status::Failed,
        Err(error) => {
            let line = say!(
                words,
                "agent-not-started",
                agent = AGENT,
                error = error.to_string()
            );
            console::error(words, &line);
            Status::Failed
        }
    }
}

fn start(context: &Context) -> io::Result<ExitStatus> {
    let mut command = Command::new(programs::agent()?);
    if let Some(config) = &context.asked_config {
        command.arg("--config").arg(config);
    }
    hand_over::hand_over(command)
}
