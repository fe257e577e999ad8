//! The window. On Windows it has no console; `portknocker` has one.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    portknocker::window::main(std::env::args_os())
}
