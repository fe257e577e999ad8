//! The tray agent.

fn main() {}
