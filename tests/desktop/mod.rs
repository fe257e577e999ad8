//! Tests with a desktop session: a bus, a screen, a panel with a tray and a notification daemon.

mod agent;
mod autostart;
mod canary;
mod channel;
mod configuration;
mod demo;
mod drop_ins;
mod editor;
mod endurance;
mod history;
mod keyring;
mod laboratory;
mod language;
mod leases;
mod machine;
mod menu;
mod moving;
mod notifications;
mod packets;
mod panel;
pub mod practice;
mod session;
mod timing;
mod window;
#[cfg(feature = "window")]
mod window_itself;
