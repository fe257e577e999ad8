//! Finds out what is wrong, by looking and asking.

pub mod machine;
pub mod network_time;
