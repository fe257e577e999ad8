//! The channel by which other processes ask the agent: JSON lines over a local socket that is its user's alone.
//!
//! The agent speaks first, and says who it is ([`Greeting`]). Then each line of the client is a
//! [`Request`](crate::agent::Request), and the agent answers it with any number of [`Reply`](crate::agent::Reply)s, the
//! last of which is `done`. Another socket is the window's [`Bell`].

mod bell;
mod client;
mod connection;
mod greeting;
mod role;
mod server;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub use bell::Bell;
pub use client::{Client, ConnectError};
pub use greeting::Greeting;
use role::Role;
pub use server::{Ends, Server, ServerError};
