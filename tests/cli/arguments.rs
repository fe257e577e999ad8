//! What the program says to arguments: help, and what is wrong with them.

use rstest::rstest;

use super::{TWO, portknocker};
use crate::support::home::Home;
use crate::support::said::Said;

const HELP: &str = "\
Opens and closes ports behind port knocking

Usage: portknocker [OPTIONS] <COMMAND>

Commands:
  open         Send the opening sequence, then see whether the service answers
  close        Send the closing sequence, then see whether the service is gone
  connect      Open a profile if need be, and be the connection to it: for ssh's ProxyCommand
  extend       Have what is open stay open longer
  check        See whether the service answers, without knocking
  list         Show the profiles
  status       Show what is believed open, and what was last done
  history      Show what was done
  knock        Send a sequence that no profile holds; takes knock(1)'s arguments
  config       The configuration file
  new          Make a profile with a random sequence, and print its server's half
  edit         Change a profile in the configuration file; its comments and its order stay
  remove       Take a profile out of the configuration file, and its secrets out of the keyring
  rename       Give a profile another name; its secrets come with it
  duplicate    Copy a profile, with its secrets
  import       Add the profiles of other programs' files, or of another machine
  export       Write a profile's other half for its server, or everything for another machine
  secret       The secrets that profiles need
  ssh-config   Print what ssh's configuration needs to open profiles by itself
  demo         Try it all on a practice door on this machine
  doctor       Find out why a profile does not open, or what is wrong with this machine
  agent        Run the tray agent
  window       Open the window, where profiles are managed
  autostart    Whether the agent starts at login
  completions  Print completions for a shell
  man          Print the man page, or write those of all commands into a folder

Options:
      --config <FILE>  Use this configuration file
  -h, --help           Print help
  -V, --version        Print the version
";

#[test]
fn the_help_shows_every_command() {
    let home = Home::new();
    Said::by(&mut home.portknocker(&["--help"])).is(0, HELP);
    Said::by(&mut home.portknocker(&["-h"])).is(0, HELP);
}

#[test]
fn without_a_command_the_help_is_shown_as_a_mistake() {
    Said::by(&mut Home::new().portknocker(&[])).is_error(2, HELP);
}

#[test]
fn the_version_is_shown() {
    let home = Home::new();
    for flag in ["--version", "-V"] {
        Said::by(&mut home.portknocker(&[flag])).is(0, "portknocker 0.1.0\n");
    }
}

#[rstest]
#[case(&["open"], "Send the opening sequence, then see whether the service answers")]
#[case(&["close"], "Send the closing sequence, then see whether the service is gone")]
#[case(&["check"], "See whether the service answers, without knocking")]
#[case(&["list"], "Show the profiles")]
#[case(&["knock"], "Send a sequence that no profile holds; takes knock(1)'s arguments")]
#[case(&["config"], "The configuration file")]
#[case(&["config", "path"], "Say where it is")]
#[case(&["config", "check"], "Look for mistakes, and for what will hardly be meant")]
#[case(&["config", "edit"], "Open it in an editor; a commented example where there is none yet")]
#[case(&["demo"], "Try it all on a practice door on this machine")]
#[case(&["agent"], "Run the tray agent")]
#[case(&["window"], "Open the window, where profiles are managed")]
#[case(&["completions"], "Print completions for a shell")]
#[case(&["man"], "Print the man page, or write those of all commands into a folder")]
fn every_command_has_its_help(#[case] command: &[&str], #[case] first_line: &str) {
    let home = Home::new();
    for flag in ["--help", "-h"] {
        let said = Said::by(&mut home.portknocker(&[command, &[flag]].concat()));
        assert_eq!((said.status, said.stderr.as_str()), (0, ""));
        assert_eq!(said.stdout.lines().next(), Some(first_line));
        let usage = format!("Usage: portknocker {}", command.join(" "));
        assert!(said.stdout.contains(&usage), "{said}");
        // A message that the catalogue does not have would show as its id.
        assert!(!said.stdout.contains("cli-"), "{said}");
    }
}

#[rstest]
#[case::unknown_command(
    &["opne", "homelab"],
    "error: unknown command 'opne'

  tip: there are similar commands: 'connect', 'open'

Usage: portknocker [OPTIONS] <COMMAND>

'--help' says more.
"
)]
#[case::no_profile(
    &["open"],
    "error: arguments are missing:
  <PROFILE>...

Usage: portknocker open <PROFILE>...

'--help' says more.
"
)]
#[case::unknown_flag(
    &["open", "--jsn", "homelab"],
    "error: '--jsn' is not expected here

  tip: there is a similar argument: '--json'

Usage: portknocker open --json <PROFILE>...

'--help' says more.
"
)]
#[case::too_much(
    &["list", "homelab"],
    "error: 'homelab' is not expected here

Usage: portknocker list [OPTIONS]

'--help' says more.
"
)]
#[case::no_step(
    &["knock", "home.example.net"],
    "error: arguments are missing:
  <PORT[:PROTO]>...

Usage: portknocker knock <HOST> <PORT[:PROTO]>...

'--help' says more.
"
)]
#[case::two_families(
    &["knock", "-4", "-6", "home.example.net", "7000"],
    "error: '--ipv4' does not go with '--ipv6'

Usage: portknocker knock --ipv4 <HOST> <PORT[:PROTO]>...

'--help' says more.
"
)]
#[case::unknown_shell(
    &["completions", "tcsh"],
    "error: wrong value 'tcsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: there is a similar value: 'zsh'

'--help' says more.
"
)]
fn a_mistake_in_the_arguments_is_said(#[case] args: &[&str], #[case] stderr: &str) {
    portknocker(TWO, args).is_error(2, stderr);
}

#[test]
fn the_help_of_a_command_that_is_none_is_a_mistake() {
    let said = portknocker(TWO, &["opne", "--help"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(
        said.stderr.starts_with("error: unknown command 'opne'\n"),
        "{said}"
    );
}

#[test]
fn a_command_without_its_own_command_shows_its_help() {
    let said = portknocker(TWO, &["config"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(
        said.stderr.starts_with("The configuration file\n"),
        "{said}"
    );
}
