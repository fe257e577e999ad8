//! Single packets for a real fwknopd on loopback: with keys made into a real keyring, through the menu of an agent.

use std::fs;

use data_encoding::BASE64;

use crate::support::desktop::Desktop;
use crate::support::fwknopd::{Fwknopd, HMAC_KEY_BASE64, KEY_BASE64};
use crate::support::said::Said;

fn said(desktop: &Desktop, args: &[&str]) -> Said {
    Said::by(&mut desktop.run(&[&["portknocker"], args].concat()))
}

fn profile(name: &str, spa: &str) -> String {
    format!(
        "[[profile]]\nname = \"{name}\"\nhost = \"127.0.0.1\"\nspa = {{ access = \"tcp/22\", {spa} }}\n"
    )
}

fn in_keyring(port: u16) -> String {
    format!(
        "key = {{ keyring = true }}, hmac_key = {{ keyring = true }}, port = {port}, timeout = \"7s\""
    )
}

/// A value of a stanza.
fn value<'s>(stanza: &'s str, name: &str) -> &'s str {
    let line = |line: &'s str| line.strip_prefix(name).map(str::trim);
    stanza.lines().find_map(line).unwrap()
}

#[test]
fn what_is_generated_opens_the_server_that_gets_the_stanza() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let file = desktop
        .home()
        .write_configuration(&profile("nas", &in_keyring(62201)));
    let missing =
        "the keyring has no entry nas/key. `portknocker secret set PROFILE FIELD` makes it";
    said(&desktop, &["open", "nas"]).is(
        1,
        &format!("nas: open failed: the key: {missing}. Nothing was sent\n"),
    );

    let generated = said(&desktop, &["secret", "generate", "nas"]);
    let (key, hmac_key) = (
        value(&generated.stdout, "KEY_BASE64"),
        value(&generated.stdout, "HMAC_KEY_BASE64"),
    );
    assert_eq!(BASE64.decode(key.as_bytes()).unwrap().len(), 32);
    assert_eq!(BASE64.decode(hmac_key.as_bytes()).unwrap().len(), 64);
    generated.is_with_notes(
        0,
        &format!(
            "SOURCE                  ANY\n\
             OPEN_PORTS              tcp/22\n\
             KEY_BASE64              {key}\n\
             HMAC_KEY_BASE64         {hmac_key}\n\
             REQUIRE_SOURCE_ADDRESS  Y\n\
             FW_ACCESS_TIMEOUT       7\n\
             # for openings of more than 300 s also: MAX_FW_TIMEOUT SECONDS\n"
        ),
        "both halves are made: the keys of nas are in the keyring, and this stanza goes into the server's access.conf. It \
         is shown once\n",
    );
    said(&desktop, &["secret", "list"]).is(
        0,
        "nas  key  keyring entry nas/key: there\nnas  hmac_key  keyring entry nas/hmac_key: there\n",
    );

    let mut fwknopd = Fwknopd::plan();
    for name in ["KEY_BASE64", "HMAC_KEY_BASE64", "REQUIRE_SOURCE_ADDRESS"] {
        fwknopd = fwknopd.access(name, value(&generated.stdout, name));
    }
    let fwknopd = fwknopd.on_loopback();
    fs::write(&file, profile("nas", &in_keyring(fwknopd.port()))).unwrap();
    said(&desktop, &["open", "nas"]).is(
        0,
        "nas: open unverified: the packet asks to let in 127.0.0.1; the server never answers, and nothing was checked\n",
    );
    fwknopd.wait_for_opened(1);
    said(&desktop, &["rename", "nas", "my nas"]);
    assert_eq!(said(&desktop, &["open", "my nas"]).status, 0);
    fwknopd.wait_for_opened(2);

    // Keys that a server goes by are not lost by a slip.
    said(&desktop, &["secret", "generate", "my nas"]).is_error(
        2,
        "error: the keyring has my nas/key already, which a server may go by; `--replace` makes new keys all the same. \
         Nothing was changed\n",
    );
    let again = said(&desktop, &["secret", "generate", "my nas", "--replace"]);
    assert_eq!(again.status, 0, "{again}");
    assert_ne!(value(&again.stdout, "KEY_BASE64"), key);
    assert_eq!(said(&desktop, &["open", "my nas"]).status, 0);
    fwknopd.wait_for_log("FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL");
}

#[test]
fn literal_keys_move_into_the_keyring() {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    let fwknopd = Fwknopd::plan().on_loopback();
    let spa = format!(
        "key = \"base64:{KEY_BASE64}\", hmac_key = \"base64:{HMAC_KEY_BASE64}\", port = {}",
        fwknopd.port()
    );
    let file = desktop.home().write_configuration(&profile("nas", &spa));
    said(&desktop, &["secret", "generate", "nas"]).is_error(
        2,
        "error: the key of nas stands in the configuration; write `key = { keyring = true }` in its place, and make it again\n",
    );
    said(&desktop, &["secret", "move", "nas"]).is(
        0,
        "nas: the key is now in the keyring (nas/key), and no longer in the configuration file\n\
         nas: the HMAC key is now in the keyring (nas/hmac_key), and no longer in the configuration file\n",
    );
    let spa = format!(
        "key = {{ keyring = true }}, hmac_key = {{ keyring = true }}, port = {}",
        fwknopd.port()
    );
    assert_eq!(fs::read_to_string(file).unwrap(), profile("nas", &spa));
    assert_eq!(said(&desktop, &["open", "nas"]).status, 0);
    fwknopd.wait_for_opened(1);
}

#[test]
fn the_menu_opens_with_a_packet_and_says_who_closes() {
    let mut desktop = Desktop::start();
    desktop.start_keyring();
    let fwknopd = Fwknopd::plan().on_loopback();
    let port = fwknopd.port();
    let unsaid = format!("key = \"base64:{KEY_BASE64}\", hmac = \"none\", port = {port}");
    desktop
        .home()
        .write_configuration(&(profile("nas", &in_keyring(port)) + &profile("other", &unsaid)));
    for (field, key) in [("key", KEY_BASE64), ("hmac_key", HMAC_KEY_BASE64)] {
        let mut set = desktop.run(&["portknocker", "secret", "set", "nas", field]);
        set.write_stdin(format!("base64:{key}\n"));
        Said::by(&mut set).is(0, &format!("kept in the keyring: nas/{field}\n"));
    }
    let _agent = desktop.start_agent();
    desktop.wait_for_menu(
        "\
nas
  Open
  Open for
    5 min
    15 min
    1 h
  Closes by itself after 7s (disabled)
  Check (disabled)
other
  Open
  Open for
    5 min
    15 min
    1 h
  Closes by itself (disabled)
  Check (disabled)
---
Manage profiles…
[ ] Start at login
View history
Quit
",
    );
    desktop.tray_item().choose(&["nas", "Open"]);
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "nas: open unverified");
    assert!(
        told.body.starts_with(
            "the packet asks to let in 127.0.0.1; the server never answers, and nothing was checked"
        ),
        "{}",
        told.body
    );
    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["127.0.0.1 tcp/22 for 7 s, asked by 127.0.0.1"]
    );
    // The lease goes when the server closes.
    desktop.wait_for_icon("open");
    desktop.wait_for_icon("idle");
    // What is asked for is what the server is told.
    desktop.tray_item().choose(&["nas", "Open for", "5 min"]);
    assert_eq!(
        fwknopd.wait_for_opened(2)[1],
        "127.0.0.1 tcp/22 for 300 s, asked by 127.0.0.1"
    );
    desktop.wait_for_icon("open");
    desktop.keep_screenshot("packet");
}

#[test]
fn what_is_kept_open_by_packets_can_be_let_go() {
    let desktop = Desktop::plan().without_panel().start();
    let fwknopd = Fwknopd::plan().on_loopback();
    let keys = format!("key = \"base64:{KEY_BASE64}\", hmac_key = \"base64:{HMAC_KEY_BASE64}\"");
    let spa = format!("{keys}, timeout = \"3s\", port = {}", fwknopd.port());
    desktop
        .home()
        .write_configuration(&(profile("nas", &spa) + "keep_open = true\n"));
    let _agent = desktop.start_agent();
    desktop.tray_item().choose(&["nas", "Open"]);
    // The one that opens it, and one that keeps it open.
    fwknopd.wait_for_opened(2);
    desktop
        .tray_item()
        .choose(&["nas, kept open", "Keep open no longer"]);
    desktop.wait_for_icon("idle");
    let packets = fwknopd.opened().len();
    // From the command line likewise.
    assert_eq!(said(&desktop, &["open", "nas"]).status, 0);
    said(&desktop, &["close", "nas"]).is(
        1,
        "nas: close failed: nothing can be sent to close it: the server closes by itself, 3s after it was last opened\n",
    );
    desktop.wait_for_icon("idle");
    assert_eq!(fwknopd.opened().len(), packets + 1);
}
