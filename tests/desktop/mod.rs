//! Tests with a desktop session: a bus, a screen, a panel with a tray and a notification daemon.

mod laboratory;
