//! The laboratory's desktop itself: only where it works do the other tests mean anything.

use std::collections::HashMap;
use std::time::Duration;

use zbus::zvariant::Value;

use crate::support::desktop::Desktop;

#[test]
fn a_desktop_has_a_tray_host_and_shows_notifications() {
    let desktop = Desktop::start();
    assert!(desktop.has_tray_host());
    assert!(desktop.tray_items().is_empty());
    assert_eq!(desktop.find_icon(), None);

    notify(&desktop, "Hello", "from the laboratory");

    let limit = Duration::from_secs(5);
    let heard = desktop.notification("the notification", limit, |one| one.summary == "Hello");
    assert_eq!(heard.body, "from the laboratory");
    assert_eq!(heard.buttons(), ["Again"]);
    let shown = desktop.shown_notifications();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].body, "from the laboratory");
}

#[test]
fn a_panel_can_be_killed_and_started_again() {
    let mut desktop = Desktop::plan().without_notifications().start();

    desktop.stop_panel();
    assert!(!desktop.has_tray_host());

    desktop.start_panel();
    assert!(desktop.has_tray_host());
}

#[test]
fn a_bus_alone_starts_nothing_by_itself() {
    let desktop = Desktop::plan().bus_only().start();

    assert!(!desktop.has_tray_host());
    assert!(
        desktop
            .connection()
            .call_method(
                Some("org.freedesktop.Notifications"),
                "/org/freedesktop/Notifications",
                Some("org.freedesktop.Notifications"),
                "GetCapabilities",
                &(),
            )
            .is_err()
    );
}

fn notify(desktop: &Desktop, summary: &str, body: &str) {
    let hints: HashMap<&str, Value> = HashMap::new();
    let arguments = (
        "tester",
        0u32,
        "",
        summary,
        body,
        ["again", "Again"].as_slice(),
        hints,
        -1i32,
    );
    let done = desktop.connection().call_method(
        Some("org.freedesktop.Notifications"),
        "/org/freedesktop/Notifications",
        Some("org.freedesktop.Notifications"),
        "Notify",
        &arguments,
    );
    done.expect("dunst takes a notification");
}
