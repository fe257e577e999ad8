//! Secrets in a real GNOME Keyring: kept, moved, used, taken along, deleted; and a keyring that is locked, refuses,
//! hangs, or is not there, while an agent runs.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use super::practice::Practice;
use crate::support::desktop::Desktop;
use crate::support::said::Said;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(20);
const PROMPTER: &str = "org.gnome.keyring.SystemPrompter";

/// A desktop whose keyring can ask its user.
fn desktop_with_prompter() -> Desktop {
    let mut desktop = Desktop::plan()
        .without_panel()
        .activatable(PROMPTER)
        .start();
    desktop.start_keyring();
    desktop
}

/// Keeps the door's opening sequence in the keyring, as entry `practice/open`.
pub fn keep(desktop: &Desktop, practice: &Practice) {
    let mut set = desktop.run(&["portknocker", "secret", "set", "practice"]);
    set.write_stdin(practice.opening() + "\n");
    Said::by(&mut set).is(0, "kept in the keyring: practice/open\n");
}

/// A profile whose opening sequence is in the keyring, with a limit of its own.
fn profile(practice: &Practice, timeout: &str) -> String {
    practice.profile_opened_by("practice", "{ keyring = true }")
        + &format!("secret_timeout = \"{timeout}\"\n")
}

fn said(desktop: &Desktop, args: &[&str]) -> Said {
    Said::by(&mut desktop.run(&[&["portknocker"], args].concat()))
}

#[test]
fn a_secret_is_set_used_renamed_duplicated_and_removed() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let port = practice.port();
    let file = desktop
        .home()
        .write_configuration(&profile(&practice, "10s"));
    let backup = format!("the file as it was: {}.bak\n", file.display());
    let _agent = desktop.start_agent();
    let missing =
        "the keyring has no entry practice/open. `portknocker secret set PROFILE FIELD` makes it";
    said(&desktop, &["secret", "list"]).is(
        1,
        &format!("practice  open  keyring entry practice/open: {missing}\n"),
    );
    said(&desktop, &["open", "practice"]).is(
        1,
        &format!("practice: open failed: the opening sequence: {missing}. Nothing was sent\n"),
    );

    keep(&desktop, &practice);
    said(&desktop, &["secret", "list"])
        .is(0, "practice  open  keyring entry practice/open: there\n");
    said(&desktop, &["secret", "get", "practice"]).is(0, &format!("{}\n", practice.opening()));
    let opened = |name: &str| {
        let expected = format!("{name}: open verified: port {port} answers after TIME\n");
        said(&desktop, &["open", name]).is(0, &expected);
        let expected = format!("{name}: close verified: port {port} is closed\n");
        said(&desktop, &["close", name]).is(0, &expected);
    };
    opened("practice");

    said(&desktop, &["rename", "practice", "my lab"]).is_with_notes(
        0,
        "practice is now my lab\n",
        &backup,
    );
    opened("my lab");
    said(&desktop, &["duplicate", "my lab", "copy"]).is_with_notes(
        0,
        "copied my lab to copy\n",
        &backup,
    );
    opened("copy");
    said(&desktop, &["secret", "list"]).is(
        0,
        "my lab  open  keyring entry my lab/open: there\ncopy  open  keyring entry copy/open: there\n",
    );

    // One that was left behind under the new name is not lost.
    said(&desktop, &["remove", "copy", "--keep-secrets"]).is_with_notes(
        0,
        "removed copy\n",
        &backup,
    );
    let mut other = desktop.run(&["portknocker", "secret", "set", "my lab"]);
    other.write_stdin("1\n");
    Said::by(&mut other).is(0, "kept in the keyring: my lab/open\n");
    for command in ["duplicate", "rename"] {
        said(&desktop, &[command, "my lab", "copy"]).is_error(
            1,
            "error: the keyring has another copy/open already, which would be lost. `portknocker secret delete` with that name \
             and field takes it away; or choose another name. The configuration file was not changed\n",
        );
    }
    let mut again = desktop.run(&["portknocker", "secret", "set", "my lab"]);
    again.write_stdin(practice.opening() + "\n");
    Said::by(&mut again).is(0, "kept in the keyring: my lab/open\n");
    said(&desktop, &["duplicate", "my lab", "copy"]).is_with_notes(
        0,
        "copied my lab to copy\n",
        &backup,
    );

    said(&desktop, &["remove", "copy"]).is_with_notes(
        0,
        "removed copy\n",
        &format!("{backup}deleted from the keyring, for good: copy/open\n"),
    );
    said(&desktop, &["secret", "delete", "my lab"])
        .is(0, "deleted from the keyring: my lab/open\n");
    said(&desktop, &["secret", "delete", "my lab"]).is_error(
        1,
        "error: the keyring has no entry my lab/open. `portknocker secret set PROFILE FIELD` makes it\n",
    );
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains("name = \"my lab\""), "{text}");
    assert!(!text.contains("copy"), "{text}");
}

#[test]
fn literal_sequences_move_into_the_keyring_and_leave_the_rest_of_the_file_as_it_is() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let before = format!("# Mine.\n\n{}# the end\n", practice.profile("practice"));
    let file = desktop.home().write_configuration(&before);
    let _agent = desktop.start_agent();
    // A backup that holds what is to be in the keyring alone.
    said(&desktop, &["edit", "practice", "--group", "Home"]);
    let backup = file.with_extension("toml.bak");
    assert_eq!(fs::read_to_string(&backup).unwrap(), before);
    let edited = fs::read_to_string(&file).unwrap();

    said(&desktop, &["secret", "move", "practice"]).is_with_notes(
        0,
        "practice: the opening sequence is now in the keyring (practice/open), and no longer in the configuration file\n\
         practice: the closing sequence is now in the keyring (practice/close), and no longer in the configuration file\n",
        &format!("deleted {}, which held it too\n", backup.display()),
    );
    assert!(!backup.exists());
    let lines = edited.lines().map(|line| match line.split_once(" = [") {
        Some((key, _)) => format!("{key} = {{ keyring = true }}\n"),
        None => format!("{line}\n"),
    });
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        lines.collect::<String>()
    );
    let verified = format!(
        "practice: open verified: port {} answers after TIME\n",
        practice.port()
    );
    said(&desktop, &["open", "practice"]).is(0, &verified);
    said(&desktop, &["secret", "move", "--all"]).is_with_notes(0, "", "there is nothing to move\n");
}

#[test]
fn what_the_keyring_has_already_is_not_replaced_by_a_move() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let home = desktop.home();
    home.write_configuration(&profile(&practice, "10s"));
    keep(&desktop, &practice);
    let literal = "[[profile]]\nname = \"practice\"\nhost = \"127.0.0.1\"\nopen = [\"1\"]\n";
    let file = home.write_configuration(literal);
    said(&desktop, &["secret", "move", "practice"]).is_error(
        1,
        "error: practice: the keyring has another practice/open already; `portknocker secret delete practice open` takes it away, if no other profile uses it. The configuration file was not changed\n",
    );
    assert_eq!(fs::read_to_string(file).unwrap(), literal);
}

#[test]
fn a_session_without_a_keyring_is_said() {
    let desktop = Desktop::plan().without_panel().start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&profile(&practice, "10s"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "practice: open failed");
    assert_eq!(
        told.body,
        "the opening sequence: there is no keyring on this session (zbus error: \
         org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service \
         files). Start one, such as GNOME Keyring, KWallet or KeePassXC; without a desktop, take the secret from a `file`, an \
         `env` or a `command`. Nothing was sent"
    );
    assert_eq!(told.buttons(), ["Retry"]);
}

#[test]
fn a_prompt_that_nobody_answers_is_said_and_once_it_is_answered_the_next_knock_works() {
    let desktop = desktop_with_prompter();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&profile(&practice, "3s"));
    keep(&desktop, &practice);
    let _agent = desktop.start_agent();
    desktop.lock_keyring();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "practice: open failed");
    assert_eq!(
        told.body,
        "the opening sequence: the keyring did not answer within 3 s. If it asks for its password, answer that, and try \
         again. Nothing was sent"
    );
    assert!(desktop.sees_prompt());
    desktop.keep_screenshot("keyring-prompt.png");
    for key in [
        "a", "space", "p", "a", "s", "s", "w", "o", "r", "d", "Return",
    ] {
        desktop.press_key(key);
    }
    wait_until("the prompt to go", LIMIT, || !desktop.sees_prompt());
    said(&desktop, &["open", "practice"]).is(
        0,
        &format!(
            "practice: open verified: port {} answers after TIME\n",
            practice.port()
        ),
    );
}

#[test]
fn a_prompt_that_is_dismissed_is_said() {
    let desktop = desktop_with_prompter();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&profile(&practice, "30s"));
    keep(&desktop, &practice);
    let _agent = desktop.start_agent();
    desktop.lock_keyring();
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    wait_until("the prompt", LIMIT, || desktop.sees_prompt());
    // It takes keys a moment after it is seen.
    sleep(Duration::from_millis(500));
    desktop.press_key("Escape");
    let told = desktop.nth_notification(1);
    assert_eq!(
        told.body,
        "the opening sequence: the keyring is locked, and its prompt was dismissed or could not be shown. Try again where \
         you can answer it. Nothing was sent"
    );
}

#[test]
fn a_keyring_that_comes_after_the_agent_is_used_also_after_a_knock_that_found_none() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&profile(&practice, "10s"));
    keep(&desktop, &practice);
    desktop.stop_keyring();
    let _agent = desktop.start_agent();
    assert_eq!(said(&desktop, &["open", "practice"]).status, 1);
    desktop.start_keyring();
    assert_eq!(said(&desktop, &["open", "practice"]).status, 0);
    // One that goes and comes back is the same to it.
    desktop.stop_keyring();
    assert_eq!(said(&desktop, &["open", "practice"]).status, 1);
    desktop.start_keyring();
    assert_eq!(said(&desktop, &["open", "practice"]).status, 0);
}

#[test]
fn a_one_time_list_in_the_keyring_is_spent_there_and_the_menu_counts_it() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let source = "{ one_time = { keyring = true } }";
    desktop
        .home()
        .write_configuration(&practice.profile_opened_by("practice", source));
    let _agent = desktop.start_agent();
    let sequence = practice.opening();
    let set = |count: usize| {
        let mut set = desktop.run(&["portknocker", "secret", "set", "practice", "open"]);
        set.write_stdin(format!("{sequence}\n").repeat(count));
        Said::by(&mut set).is(0, "kept in the keyring: practice/open\n");
    };
    set(5);
    let verified = format!(
        "practice: open verified: port {} answers after TIME",
        practice.port()
    );
    said(&desktop, &["open", "practice"]).is(0, &format!("{verified}\n"));
    desktop.wait_for_lines(&["practice (open)"]);
    for left in [3, 2, 1, 0] {
        said(&desktop, &["open", "practice"])
            .is(0, &format!("{verified}; one-time sequences left: {left}\n"));
        desktop.wait_for_lines(&[&format!("practice (open) · {left} left")]);
    }
    said(&desktop, &["open", "practice"]).is(
        1,
        "practice: open failed: the opening sequence: no one-time sequence is left. Put new ones into the list, here and on the server. Nothing was sent\n",
    );
    let spent = format!("#{sequence}\n").repeat(5);
    said(&desktop, &["secret", "get", "practice"]).is(0, &spent);
    // A new list is another one: what is left of it is known when it is used.
    set(2);
    desktop.wait_for_lines(&["practice: open failed (dismiss)", "practice (open)"]);
    said(&desktop, &["secret", "list"]).is(
        0,
        "practice  open  keyring entry practice/open: there, 2 left\n",
    );
}

/// A team's profile of the same name takes the place of the user's own, and needs its secret.
#[test]
fn a_secret_that_another_file_needs_is_not_deleted() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let profile = profile(&practice, "10s");
    let file = desktop.home().write_configuration(&profile);
    keep(&desktop, &practice);
    let folder = file.with_file_name("profiles.d");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("team.toml"), &profile).unwrap();
    let removed = said(&desktop, &["remove", "practice"]);
    assert_eq!(
        (removed.status, removed.stdout.as_str()),
        (0, "removed practice\n")
    );
    assert!(!removed.stderr.contains("deleted"), "{removed}");
    assert_eq!(said(&desktop, &["open", "practice"]).status, 0);

    // What a drop-in with mistakes uses is not known.
    desktop.home().write_configuration(&profile);
    fs::write(folder.join("team.toml"), "x = 1\n").unwrap();
    let removed = said(&desktop, &["remove", "practice"]);
    assert!(
        removed.stderr.contains(
            "a drop-in has mistakes, and may use the same secrets: they stay in the keyring\n"
        ),
        "{removed}"
    );
    said(&desktop, &["secret", "delete", "practice", "open"])
        .is_with_notes(0, "deleted from the keyring: practice/open\n", "a drop-in is set aside: team.toml:1:1: unknown key `x` (nothing reads this key here; take it out)\n");
}

#[test]
fn a_list_is_not_copied_with_its_profile() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let practice = Practice::start();
    let source = "{ one_time = { keyring = true } }";
    desktop
        .home()
        .write_configuration(&practice.profile_opened_by("practice", source));
    keep(&desktop, &practice);
    let copied = said(&desktop, &["duplicate", "practice", "copy"]);
    assert!(
        copied.stderr.ends_with(
            "practice/open is a list of one-time sequences, and was not copied: a list is for one profile\n"
        ),
        "{copied}"
    );
    assert_eq!(said(&desktop, &["secret", "get", "copy"]).status, 1);
}
