//! The language of the running agent: the configuration's, and it changes with it.

use portknocker::say;
use portknocker::text::{Catalogue, Language};

use crate::support::desktop::Desktop;
use crate::support::home::program;

/// A profile that is not to be checked.
const HOMELAB: &str = r#"[[profile]]
name = "homelab"
host = "127.0.0.1"
open = ["9:udp"]
"#;

/// The menu with that profile.
fn menu(language: Language) -> String {
    let words = Catalogue::of(language);
    let [open, close, check, manage, autostart, history, quit] = [
        "open",
        "close",
        "check",
        "manage",
        "autostart",
        "history",
        "quit",
    ]
    .map(|id| say!(words, &format!("menu-{id}")));
    format!(
        "homelab\n  {open}\n  {close} (disabled)\n  {check} (disabled)\n---\n{manage}\n[ ] {autostart}\n{history}\n{quit}\n"
    )
}

fn speaking(language: &str) -> String {
    format!("[interface]\nlanguage = \"{language}\"\n\n{HOMELAB}")
}

#[test]
fn the_menu_speaks_the_configurations_language_and_changes_with_it() {
    let desktop = Desktop::start();
    desktop.home().write_configuration(&speaking("fr"));
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(&menu(Language::Fr));
    let words = Catalogue::of(Language::Fr);
    assert_eq!(
        desktop.tray_item().tooltip().1,
        say!(words, "tooltip-nothing-open")
    );

    desktop.home().write_configuration(&speaking("en"));
    desktop.wait_for_menu(&menu(Language::En));

    desktop.home().write_configuration(&speaking("fr"));
    desktop.wait_for_menu(&menu(Language::Fr));

    // The test's own locale is without a language.
    desktop.home().write_configuration(&speaking("system"));
    desktop.wait_for_menu(&menu(Language::En));
}

#[test]
fn where_the_configuration_names_no_language_the_environment_does() {
    let desktop = Desktop::start();
    desktop.home().write_configuration(HOMELAB);
    let agent = program("portknocker-agent").display().to_string();
    let _agent = desktop.spawn("agent", &["env", "PORTKNOCKER_LANGUAGE=fr", &agent]);
    desktop.wait_for_menu(&menu(Language::Fr));
}

#[test]
fn a_notification_speaks_the_language_of_the_last_good_configuration() {
    let desktop = Desktop::start();
    desktop.home().write_configuration(&speaking("en"));
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(&menu(Language::En));
    desktop.home().write_configuration(&speaking("fr"));
    desktop.wait_for_menu(&menu(Language::Fr));

    let broken = format!("{}opne = 1\n", speaking("en"));
    desktop.home().write_configuration(&broken);

    let words = Catalogue::of(Language::Fr);
    let notification = desktop.nth_notification(1);
    assert_eq!(notification.summary, say!(words, "notice-config-kept"));
    let title = say!(words, "config-unknown-key", key = "opne");
    assert!(notification.body.contains(&title), "{notification:?}");
}
