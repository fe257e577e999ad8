//! What happens again and again in months: panels that restart, daemons that hang, logins at which all comes late.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use super::keyring::keep;
use super::practice::Practice;
use crate::support::desktop::Desktop;
use crate::support::installed::install;
use crate::support::launcher::launched;
use crate::support::wait::wait_until;

const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn after_each_of_a_hundred_panel_restarts_the_icon_is_there_and_its_menu_works() {
    let mut desktop = Desktop::start();
    let practice = Practice::start();
    desktop
        .home()
        .write_configuration(&practice.profile("practice"));
    let _agent = desktop.start_agent();
    desktop.wait_for_lines(&["practice"]);
    for number in 0..100 {
        desktop.start_panel();
        desktop.icon();
        assert!(
            desktop.tray_item().is_registered(),
            "after restart {number}"
        );
        let (now, action, then) = if number % 2 == 0 {
            ("practice", "Open", "practice (open)")
        } else {
            ("practice (open)", "Close", "practice")
        };
        desktop.tray_item().choose(&[now, action]);
        desktop.wait_for_lines(&[then]);
    }
}

/// At a login the agent may be up before everything that it shows itself with.
#[test]
fn a_login_at_which_all_else_comes_ten_seconds_late_starts_one_agent_that_catches_up() {
    let mut desktop = Desktop::plan()
        .without_panel()
        .without_notifications()
        .start();
    let practice = Practice::start();
    let profile = practice.profile_opened_by("practice", "{ keyring = true }");
    desktop.home().write_configuration(&profile);
    desktop.start_keyring();
    keep(&desktop, &practice);
    desktop.stop_keyring();
    let home = desktop.home();
    let folder = home.path().join("my programs");
    install(&folder, &["portknocker", "portknocker-agent"]);
    let cli = folder.join("portknocker").display().to_string();
    let mut on = desktop.run(&[&cli, "autostart", "on"]);
    on.assert().success().stdout("on\n");
    // Something to tell from the first moment.
    home.write_configuration("profil = 1\n");
    let entry = home.config().join("autostart/portknocker.desktop");
    let words = launched(&fs::read_to_string(entry).unwrap()).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut agent = desktop.spawn("agent", &words);
    assert_eq!(desktop.tray_item().pid(), agent.pid());
    let mut again = desktop.spawn("again", &words);
    assert!(again.wait_for_end(LIMIT).success());

    sleep(Duration::from_secs(10));
    desktop.start_keyring();
    desktop.start_dunst();
    desktop.start_panel();

    desktop.icon();
    assert_eq!(desktop.tray_items().len(), 1);
    assert_eq!(desktop.tray_item().pid(), agent.pid());
    let told = desktop.nth_notification(1);
    assert_eq!(told.summary, "The configuration cannot be used");
    wait_until("dunst to show it", LIMIT, || {
        desktop.displayed_notifications() == 1
    });
    // That there was no tray for a while is nothing to complain of.
    sleep(Duration::from_secs(12));
    assert_eq!(desktop.notifications().len(), 1);

    desktop.home().write_configuration(&profile);
    desktop.wait_for_lines(&["practice"]);
    desktop.tray_item().choose(&["practice", "Open"]);
    desktop.wait_for_lines(&["practice (open)"]);

    let mut off = desktop.run(&[&cli, "autostart", "off"]);
    off.assert().success().stdout("off\n");
    assert!(agent.is_running());
}
