//! The command line by itself: no root, no desktop, and no server but an fwknopd on loopback that does nothing.

mod address_service;
mod arguments;
pub mod autostart;
mod config;
mod connect;
mod demo;
mod doctor;
mod drop_ins;
mod edit;
mod fwknop;
mod fwknop_laboratory;
mod history;
mod import;
mod killed;
mod knock;
mod language;
mod leases;
mod lint;
mod list;
mod loopback;
mod new;
mod one_time;
mod output;
mod pages;
mod profiles;
mod secrets;
mod ssh_config;
mod window;

use crate::support::home::Home;
use crate::support::said::Said;

/// Two profiles of which neither is ever knocked on.
const TWO: &str = r#"
[[profile]]
name = "homelab"
group = "Home"
host = "home.example.net"
open = ["7000:tcp", "8000:udp", "9000:tcp"]
close = ["9000:tcp", "8000:udp"]
check = 22

[[profile]]
name = "büro"
host = "work.example.net"
open = ["7000:tcp"]
"#;

/// Runs `portknocker ARGS…` as a user with this configuration.
#[track_caller]
fn portknocker(configuration: &str, args: &[&str]) -> Said {
    let home = Home::new();
    home.write_configuration(configuration);
    Said::by(&mut home.portknocker(args))
}
