//! `doctor` without a profile: what it is asked, and a configuration that is not there.

use rstest::rstest;
use serde_json::json;

use super::{TWO, portknocker};
use crate::support::home::Home;
use crate::support::said::Said;

#[rstest]
#[case(&["--yes"])]
#[case(&["--write"])]
#[case(&["--address-service", "https://address.example"])]
#[case(&["--yes", "--json"])]
fn what_is_about_a_profile_needs_one(#[case] args: &[&str]) {
    portknocker(TWO, &[&["doctor"], args].concat()).is_error(
        2,
        "error: --yes, --write and --address-service are about a profile: portknocker doctor PROFILE\n",
    );
}

#[test]
fn a_configuration_that_is_named_and_missing_is_bad() {
    let home = Home::new();
    // The usual one is there, and is not the one that was asked for.
    home.write_configuration(TWO);
    let path = home.path().join("other.toml").display().to_string();
    let args = ["doctor", "--config", &path];

    let said = Said::by(&mut home.portknocker(&args));

    let lines: Vec<&str> = said.stdout.lines().take(2).collect();
    let expected = [
        format!("✗ configuration   there is none yet at {path}"),
        "                  `portknocker config edit` writes a commented example to begin from"
            .to_owned(),
    ];
    assert_eq!(
        (said.status, lines),
        (1, expected.each_ref().map(String::as_str).to_vec())
    );
    assert_eq!(said.stderr, "");

    let said = Said::by(&mut home.portknocker(&[&args[..], &["--json"]].concat()));

    let expected = json!({
        "subject": "configuration",
        "state": "bad",
        "found": "missing",
        "data": { "path": path, "named": true },
    });
    assert_eq!((said.status, &said.json()[0]), (1, &expected));
    assert_eq!(said.stderr, "");
}
