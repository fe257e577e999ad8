//! Where the output goes: plain where no terminal is, and no complaint where nobody reads it.

use std::process::{Command, Stdio};

use rstest::rstest;

use super::{TWO, portknocker};
use crate::support::home::{Home, program};
use crate::support::said::Said;

#[rstest]
#[case(&["--help"])]
#[case(&["opne"])]
#[case(&["list"])]
#[case(&["list", "--json"])]
#[case(&["open", "nobody"])]
#[case(&["close", "büro"])]
#[case(&["close", "--verbose", "büro"])]
#[case(&["close", "--json", "büro"])]
#[case(&["config", "check"])]
#[case(&["config", "check", "--config", "/nonexistent"])]
fn is_plain_where_no_terminal_is(#[case] args: &[&str]) {
    let said = portknocker(TWO, args);
    assert!(!said.stdout.contains('\u{1b}'), "{said:?}");
    assert!(!said.stderr.contains('\u{1b}'), "{said:?}");
}

#[test]
fn diagnostics_are_plain_where_no_terminal_is() {
    let said = portknocker("opne = 1", &["config", "check"]);
    assert_eq!(said.status, 2);
    assert!(!said.stderr.contains('\u{1b}'), "{said:?}");
}

#[rstest]
#[case(&["list"])]
#[case(&["list", "--json"])]
#[case(&["secret", "get", "büro"])]
#[case(&["secret", "list", "büro"])]
#[case(&["--help"])]
#[case(&["man"])]
#[case(&["completions", "bash"])]
fn a_reader_that_has_gone_away_is_no_error(#[case] args: &[&str]) {
    let home = Home::new();
    home.write_configuration(&(TWO.to_owned() + "close = { env = \"CLOSE\" }\n"));
    let mut command = Command::new(program("portknocker"));
    home.clothe(command.args(args)).env("CLOSE", "7000");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn names_that_are_not_utf8_are_a_mistake_and_no_crash() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    home.write_configuration(TWO);
    let mut command = home.portknocker(&["open"]);
    let said = Said::by(command.arg(std::ffi::OsStr::from_bytes(b"\xff\xfe")));
    assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
    assert!(
        said.stderr.starts_with("error: an argument is not UTF-8\n"),
        "{said}"
    );
}
