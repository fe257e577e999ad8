//! The ports that a request asks for.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Port, PortError};

/// The ports that a request asks for, at least one, written `tcp/22,udp/1194`. The server opens all of them or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access(Vec<Port>);

/// Why a text is not a list of ports.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AccessError {
    /// No port at all.
    #[error("no port")]
    Empty,
    /// Two commas with nothing between them, or one at either end.
    #[error("a comma without a port")]
    EmptyPart,
    /// One of them is not a port.
    #[error("`{part}`: {error}")]
    Port {
        /// What stands between the commas.
        part: String,
        /// What is wrong with it.
        error: PortError,
    },
}

impl Access {
    /// These ports, in this order. How many fit into a packet shows when it is made.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn new(ports: Vec<Port>) -> Result<Self, AccessError> {
        if ports.is_empty() {
            return Err(AccessError::Empty);
        }
        Ok(Self(ports))
    }

    /// The ports, in their order.
    #[must_use]
    pub fn ports(&self) -> &[Port] {
        &self.0
    }
}

impl From<Port> for Access {
    fn from(port: Port) -> Self {
        Self(vec![port])
    }
}

impl FromStr for Access {
    type Err = AccessError;

    /// Without blanks and in lower case, as the server takes it.
    fn from_str(text: &str) -> Result<Self, AccessError> {
        if text.is_empty() {
            return Err(AccessError::Empty);
        }
        let ports = text.split(',').map(part).collect::<Result<_, _>>()?;
        Self::new(ports)
    }
}

fn part(part: &str) -> Result<Port, AccessError> {
    if part.is_empty() {
        return Err(AccessError::EmptyPart);
    }
    part.parse().map_err(|error| AccessError::Port {
        part: part.to_owned(),
        error,
    })
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, port) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            write!(f, "{port}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("tcp/22", 1)]
    #[case("tcp/22,udp/1194", 2)]
    #[case("tcp/22,tcp/443,udp/1194", 3)]
    #[case("tcp/22,tcp/22", 2)]
    fn a_list_is_read_and_written_alike(#[case] text: &str, #[case] ports: usize) {
        let access: Access = text.parse().unwrap();
        assert_eq!(access.ports().len(), ports);
        assert_eq!(access.to_string(), text);
        assert_eq!(Access::new(access.ports().to_vec()), Ok(access));
    }

    #[rstest]
    #[case("", AccessError::Empty)]
    #[case(",", AccessError::EmptyPart)]
    #[case("tcp/22,", AccessError::EmptyPart)]
    #[case(",tcp/22", AccessError::EmptyPart)]
    #[case("tcp/22,,udp/53", AccessError::EmptyPart)]
    #[case("tcp/22, udp/53", AccessError::Port { part: " udp/53".into(), error: PortError::UnknownProtocol })]
    #[case("tcp/22 ,udp/53", AccessError::Port { part: "tcp/22 ".into(), error: PortError::NotAPort })]
    #[case("tcp/22;udp/53", AccessError::Port { part: "tcp/22;udp/53".into(), error: PortError::NotAPort })]
    #[case("tcp/22,UDP/53", AccessError::Port { part: "UDP/53".into(), error: PortError::UnknownProtocol })]
    fn what_the_server_refuses_is_refused(#[case] text: &str, #[case] error: AccessError) {
        assert_eq!(text.parse::<Access>().unwrap_err(), error);
    }

    #[test]
    fn no_ports_are_no_access() {
        assert_eq!(Access::new(Vec::new()), Err(AccessError::Empty));
    }

    #[test]
    fn the_error_says_which_part_is_wrong() {
        let error = "tcp/22,icmp/8".parse::<Access>().unwrap_err();
        assert_eq!(error.to_string(), "`icmp/8`: neither tcp nor udp");
    }
}
