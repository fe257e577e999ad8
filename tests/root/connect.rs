//! `connect` against a real firewall: when it knocks, and what it makes of a stream.
