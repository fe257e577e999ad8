//! A clock that is wrong for one program alone: a library that it loads before the system's.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::home::Home;

/// Sets the program's clock ahead by so many seconds.
#[track_caller]
pub fn ahead<'c>(
    command: &'c mut assert_cmd::Command,
    home: &Home,
    seconds: i64,
) -> &'c mut assert_cmd::Command {
    let library = home.path().join("wrong_clock.so");
    let mut compiler = Command::new("cc")
        .args(["-shared", "-fPIC", "-x", "c", "-", "-o"])
        .arg(&library)
        .stdin(Stdio::piped())
        .spawn()
        .expect("a C compiler, which links the tests too");
    let source = include_bytes!("wrong_clock.c");
    let mut stdin = compiler.stdin.take().expect("a pipe");
    stdin.write_all(source).unwrap();
    drop(stdin);
    assert!(compiler.wait().unwrap().success());
    command
        .env("LD_PRELOAD", library)
        .env("CLOCK_AHEAD", seconds.to_string())
}
