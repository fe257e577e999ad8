//! What makes a packet another one than all before it.

use std::fmt;

use super::Random;

/// What makes a packet another one than all before it. The server takes a packet once, so each needs a new one of
/// these, with a random value and a salt from the system's generator, drawn independently. It does not print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Once {
    /// Seconds since 1970, UTC. The server takes 120 seconds either way, unless it says otherwise.
    pub time: u64,
    /// Sixteen digits inside the packet.
    pub random: Random,
    /// What makes the cipher's key out of the secret one; sent in the clear.
    pub salt: [u8; Once::SALT],
}

impl Once {
    /// The length of a salt, in bytes.
    pub const SALT: usize = 8;

    /// The last second that a server takes, which reads it into a signed 32-bit number: 2038-01-19.
    pub const LAST_TIME: u64 = 2_147_483_647;
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once")
    }
}
