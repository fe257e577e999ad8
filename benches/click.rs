//! Times a click in the menu: from the D-Bus call `Event`, as a tray makes it, to the first packet at a server on
//! loopback whose address is written as such.
//!
//! usage: cargo bench --bench click [-- CLICKS]      (100 clicks when unsaid; needs dbus-daemon)

#![cfg_attr(
    target_os = "linux",
    allow(
        clippy::expect_used,
        clippy::unwrap_used,
        reason = "a measurement that cannot go on says so by panicking"
    )
)]

#[cfg(target_os = "linux")]
#[path = "../tests/support/mod.rs"]
mod support;

#[cfg(target_os = "linux")]
fn main() {
    linux::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("There is D-Bus on Linux only.");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::net::UdpSocket;
    use std::time::{Duration, Instant};

    use crate::support::desktop::Desktop;
    use crate::support::wait::wait_until;

    const LIMIT: Duration = Duration::from_secs(10);

    pub fn main() {
        let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
        let clicks: usize = asked.unwrap_or(100);
        let desktop = Desktop::plan().bus_only().start();
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        server.set_read_timeout(Some(LIMIT)).unwrap();
        let port = server.local_addr().unwrap().port();
        desktop.home().write_configuration(&format!(
            "[[profile]]\nname = \"server\"\nhost = \"127.0.0.1\"\nopen = [\"{port}:udp\"]\n"
        ));
        let _agent = desktop.start_agent();
        desktop.wait_for_lines(&["server"]);
        let item = desktop.tray_item();
        let mut times: Vec<Duration> = (0..clicks)
            .map(|_| {
                let is_free = || {
                    item.menu()
                        .find(&["server"])
                        .or(item.menu().find(&["server (open)"]))
                        .is_some()
                };
                wait_until("the action before to end", LIMIT, is_free);
                let menu = item.menu();
                let line = menu
                    .find(&["server"])
                    .unwrap_or_else(|| menu.at(&["server (open)"]));
                let clicked = Instant::now();
                item.click(line.at(&["Open"]));
                server.recv(&mut [0; 64]).expect("the packet comes");
                clicked.elapsed()
            })
            .collect();
        times.sort_unstable();
        let ms = |part: usize| {
            times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3
        };
        println!(
            "click to first packet, {clicks} clicks: median {:.2} ms, 90 % {:.2} ms, longest {:.2} ms",
            ms(50),
            ms(90),
            ms(100)
        );
    }
}
