//! The console program.

use std::process::ExitCode;

fn main() -> ExitCode {
    portknocker::cli::run(std::env::args_os()).into()
}
