//! Unix: this process becomes the other program.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitStatus};

/// Becomes the program: one process, so that whoever ends it ends the program. Returns only where that fails.
pub(super) fn hand_over(mut command: Command) -> io::Result<ExitStatus> {
    Err(command.exec())
}
