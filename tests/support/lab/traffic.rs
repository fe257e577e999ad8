//! Which packets a router shall treat: an expression of nftables, nft(8).

use std::fmt;

use super::Family;

/// Some of the packets that pass.
#[derive(Clone, Debug)]
pub struct Traffic(Vec<String>);

impl Traffic {
    pub fn all() -> Traffic {
        Traffic(Vec::new())
    }

    pub fn tcp() -> Traffic {
        Traffic::all().and("meta l4proto tcp")
    }

    pub fn udp() -> Traffic {
        Traffic::all().and("meta l4proto udp")
    }

    /// Those to one port alone.
    pub fn port(self, port: u16) -> Traffic {
        self.and("meta l4proto { tcp, udp }")
            .and(&format!("th dport {port}"))
    }

    /// Those of one family alone.
    pub fn family(self, family: Family) -> Traffic {
        self.and(match family {
            Family::V4 => "meta nfproto ipv4",
            Family::V6 => "meta nfproto ipv6",
        })
    }

    /// Datagrams without a payload alone: nothing but the eight bytes of the header.
    pub fn empty(self) -> Traffic {
        self.and("udp length 8")
    }

    /// The first of them, and then each n-th.
    pub fn every(self, n: u32) -> Traffic {
        self.and(&format!("numgen inc mod {n} 0"))
    }

    /// So many of a hundred, at random.
    pub fn percent(self, percent: u8) -> Traffic {
        self.and(&format!("numgen random mod 100 lt {percent}"))
    }

    fn and(mut self, expression: &str) -> Traffic {
        self.0.push(expression.to_owned());
        self
    }
}

impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}
