//! “Find out why”, from the failed open to the profile that is put right, with a mouse.

use std::fs;
use std::time::Duration;

use crate::support::desktop::{Desktop, Notification, timeless};
use crate::support::lab::{CLOSE_SEQUENCE, Door, Family, Lab, OPEN_SEQUENCE};

const TOO_SLOW: &str = r#"[[profile]]
name = "homelab" # mine
host = "server4.lab"
open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp", "7000:tcp"]
check = 2222
delay = "1s" # as the manual says
retries = 0
check_timeout = "500ms"
"#;

const LIMIT: Duration = Duration::from_mins(1);

fn impatient_doors() -> Lab {
    let open = Door::opens("open", &OPEN_SEQUENCE).within_seconds(2);
    let close = Door::closes("close", &CLOSE_SEQUENCE).within_seconds(2);
    Lab::plan().door(open).door(close).start()
}

#[track_caller]
fn notification(desktop: &Desktop, summary: &str) -> Notification {
    desktop.notification(summary, LIMIT, |told| told.summary == summary)
}

#[test]
fn why_it_does_not_open_is_found_out_and_put_right() {
    let desktop = Desktop::start();
    let lab = impatient_doors();
    desktop.home().write_configuration(TOO_SLOW);
    let _agent = desktop.start_agent_in(&lab);
    desktop.wait_for_lines(&["homelab"]);
    desktop.tray_item().choose(&["homelab", "Open"]);
    let failed = notification(&desktop, "homelab: open failed");
    assert_eq!(failed.buttons(), ["Retry", "Find out why"]);

    desktop.press_button("homelab: open failed", "Find out why");
    let offer = notification(&desktop, "Find out why homelab does not open?");
    assert_eq!(offer.buttons(), ["Find out"]);
    assert_eq!(
        offer.body,
        "This pings its server, connects to 8 ports of it, and knocks at most 11 times, each time a little otherwise. A server that shuts out whoever tries its ports, or knocks wrongly, may shut this machine out. In full, and where there is no button here: portknocker doctor homelab"
    );

    desktop.press_button("Find out why homelab does not open?", "Find out");
    let title = "homelab: the steps come too slowly for the server (certain)";
    let verdict = notification(&desktop, title);
    desktop.keep_screenshot("verdict.png");
    assert_eq!(
        timeless(&verdict.body),
        "Send them closer together; knockd wants all of them within its seq_timeout less one second\nIn the profile: delay = \"100ms\"\nWhat was seen: portknocker doctor homelab"
    );
    assert_eq!(verdict.buttons(), ["Put it right"]);
    assert!(!lab.is_open_for_client(Family::V4));

    desktop.press_button(title, "Put it right");
    notification(&desktop, "homelab: put right");
    let right = TOO_SLOW.replace("delay = \"1s\"", "delay = \"100ms\"");
    let written = fs::read_to_string(desktop.home().configuration()).unwrap();
    assert_eq!(written, right);
    desktop.tray_item().choose(&["Open homelab"]);
    notification(&desktop, "homelab: open verified");
}
