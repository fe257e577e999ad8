//! Which way a knock leaves the machine.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which way a knock leaves the machine: by a source address, or by an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bind {
    /// A local address; only servers of its family can be knocked on.
    Address(IpAddr),
    /// The name of a network interface, such as `wg0`.
    Interface(String),
}

/// Neither an address nor a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("empty")]
pub struct EmptyBind;

impl FromStr for Bind {
    type Err = EmptyBind;

    /// What is not an address is an interface's name: whether it exists is known only when it is used.
    fn from_str(text: &str) -> Result<Self, EmptyBind> {
        if text.trim().is_empty() {
            return Err(EmptyBind);
        }
        Ok(text
            .parse()
            .map_or_else(|_| Self::Interface(text.to_owned()), Self::Address))
    }
}

impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Interface(name) => f.write_str(name),
        }
    }
}
