//! Tests with a server behind a real firewall, in network namespaces. They need root.

mod another_user;
mod ansible;
mod capture;
mod check;
mod connect;
mod doctor;
mod failures;
mod faults;
mod find_out;
mod fwknop;
mod fwknop_laboratory;
mod icmp;
mod import_knockd;
mod import_qt;
mod knock_command;
mod laboratory;
mod leases;
mod lint;
mod machine;
mod machine_command;
mod network;
mod new;
mod one_time;
mod open_and_close;
mod profile_keys;
mod server_half;
mod side_by_side;
mod ssh;
mod terminal;
mod timing;
mod tray;
#[cfg(feature = "window")]
mod window;

use crate::support::lab::{Lab, Packet};
use crate::support::said::Said;

/// Runs `portknocker ARGS…` on the client, with this configuration.
#[track_caller]
fn portknocker(lab: &Lab, configuration: &str, args: &[&str]) -> Said {
    lab.home().write_configuration(configuration);
    Said::by(&mut lab.client(&[&["portknocker"], args].concat()))
}

/// Packets as `7000:tcp`, in their order.
fn steps(packets: &[Packet]) -> Vec<String> {
    packets.iter().map(Packet::step).collect()
}
