//! The language that the command line speaks: `PORTKNOCKER_LANGUAGE`'s, or else the locale's.

use std::process::Command;

use portknocker::say;
use portknocker::text::{Catalogue, Language};
use rstest::rstest;

use super::TWO;
use crate::support::home::{Home, patient, program};
use crate::support::said::Said;

const FRENCH: (&str, &str) = ("LANG", "fr_FR.UTF-8");

/// Runs `portknocker ARGS…` with these variables, and no other that says a language.
fn said(home: &Home, variables: &[(&str, &str)], args: &[&str]) -> Said {
    let mut command = Command::new(program("portknocker"));
    home.clothe(command.args(args)).env_remove("LANG");
    Said::by(patient(command).envs(variables.iter().copied()))
}

fn french() -> Catalogue {
    Catalogue::of(Language::Fr)
}

#[rstest]
#[case::nothing(&[], Language::En)]
#[case::lang(&[FRENCH], Language::Fr)]
#[case::messages(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "fr_FR.UTF-8")], Language::Fr)]
#[case::preferred(&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "fr")], Language::Fr)]
#[case::all_is_c(&[FRENCH, ("LANGUAGE", "fr"), ("LC_ALL", "C")], Language::En)]
#[case::a_language_that_is_not_there(&[("LANG", "de_DE.UTF-8")], Language::En)]
#[case::named(&[("LANG", "en_US.UTF-8"), ("PORTKNOCKER_LANGUAGE", "fr")], Language::Fr)]
#[case::named_before_c(&[("LC_ALL", "C"), ("PORTKNOCKER_LANGUAGE", "fr")], Language::Fr)]
#[case::named_english(&[FRENCH, ("PORTKNOCKER_LANGUAGE", "en")], Language::En)]
#[case::named_in_vain(&[FRENCH, ("PORTKNOCKER_LANGUAGE", "tlh")], Language::Fr)]
fn the_environment_says_the_language(
    #[case] variables: &[(&str, &str)],
    #[case] language: Language,
) {
    let help = said(&Home::new(), variables, &["--help"]);
    let first = say!(Catalogue::of(language), "cli");
    assert_eq!(
        (help.status, help.stdout.lines().next()),
        (0, Some(&*first))
    );
}

/// What `clap` says by itself is English: none of it is left.
#[rstest]
#[case(&["--help"])]
#[case(&["knock", "--help"])]
#[case(&["config", "--help"])]
#[case(&["completions", "--help"])]
fn all_of_the_help_is_in_one_language(#[case] args: &[&str]) {
    let help = said(&Home::new(), &[FRENCH], args).stdout;
    for word in [
        "Usage:",
        "Commands:",
        "Arguments:",
        "Options:",
        "[default",
        "[possible",
    ] {
        assert!(!help.contains(word), "{word}: {help}");
    }
    assert!(help.contains(&say!(french(), "usage-heading")), "{help}");
}

#[rstest]
#[case::unknown_command(&["opne"])]
#[case::no_command(&["--config", "x"])]
#[case::unknown_argument(&["open", "--jsn", "homelab"])]
#[case::missing(&["open"])]
#[case::not_together(&["knock", "-4", "-6", "home.example.net", "7000"])]
#[case::twice(&["knock", "-d", "1", "-d", "2", "home.example.net", "7000"])]
#[case::unknown_value(&["completions", "tcsh"])]
#[case::bad_value(&["knock", "-d", "x", "home.example.net", "7000"])]
#[case::bad_host(&["new", "lab", "--host", "", "--check", "22"])]
#[case::a_value_too_many(&["list", "--json=x"])]
#[case::behind_dashes(&["--", "list"])]
fn a_mistake_in_the_arguments_is_said_in_the_language(#[case] args: &[&str]) {
    let home = Home::new();
    let english = said(&home, &[], args);
    let mistake = said(&home, &[FRENCH], args);
    assert_eq!((mistake.status, english.status), (2, 2), "{mistake}");
    let start = format!("{}: ", say!(french(), "config-error"));
    assert!(mistake.stderr.starts_with(&start), "{mistake}");
    let more = say!(french(), "usage-more", flag = "--help");
    assert!(mistake.stderr.trim_end().ends_with(&more), "{mistake}");
    // No sentence is left as it is in English.
    for line in english.stderr.lines().filter(|line| line.contains(": ")) {
        assert!(!mistake.stderr.contains(line), "{line}: {mistake}");
    }
}

#[test]
fn a_mistake_in_the_configuration_is_said_in_the_language() {
    let home = Home::new();
    home.write_configuration(&TWO.replace("check = 22", "chek = 22"));
    let check = said(&home, &[FRENCH], &["config", "check"]);
    let title = say!(french(), "config-unknown-key", key = "chek");
    let first = format!("{}: {title}", say!(french(), "config-error"));
    assert_eq!(
        (check.status, check.stderr.lines().next()),
        (2, Some(&*first))
    );
    let hint = say!(french(), "config-hint-nearest", nearest = "check");
    assert!(check.stderr.contains(&hint), "{check}");
}

#[test]
fn an_outcome_is_said_in_the_language() {
    let words = french();
    let tour = said(&Home::new(), &[FRENCH], &["demo"]);
    let open = say!(
        words,
        "outcome-verified",
        profile = say!(words, "demo-profile"),
        action = say!(words, "action-open")
    );
    let mut lines = tour.stdout.lines();
    assert!(lines.any(|line| line.starts_with(&open)), "{tour}");
    assert_eq!(lines.last(), Some(&*say!(words, "demo-end")), "{tour}");
}

#[test]
fn the_man_page_has_its_headings_in_the_language() {
    let page = said(&Home::new(), &[FRENCH], &["man"]).stdout;
    let headings: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix(".SH "))
        .collect();
    let ids = [
        "name",
        "synopsis",
        "description",
        "options",
        "commands",
        "version",
    ];
    let wanted = ids.map(|id| format!("\"{}\"", say!(french(), &format!("man-{id}"))));
    assert_eq!(headings, wanted);
}
