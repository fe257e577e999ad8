//! A practice door on loopback: a server to knock on that needs no root, no configuration and no network.

mod door;
mod track;

pub use door::PracticeDoor;
