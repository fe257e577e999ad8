//! `doctor`: what it says of each fault, and of what is healthy.

use super::portknocker;
use crate::support::lab::Lab;

const HOMELAB: &str = r#"
    [[profile]]
    name = "homelab"
    host = "server4.lab"
    open = ["7000:tcp", "8000:udp", "9000:tcp"]
    close = ["9000:tcp", "8000:udp", "7000:tcp"]
    check = 2222
    delay = "30ms"
    check_timeout = "500ms"
"#;

#[test]
fn a_door_that_works_is_healthy() {
    let lab = Lab::start();
    portknocker(&lab, HOMELAB, &["doctor", "homelab", "--yes"]).is(
        0,
        "homelab: nothing is wrong: it opens (certain)\n  \
           server4.lab leads to 192.0.2.2 (from 192.0.2.1)\n  \
           pings are not answered\n  \
           before the knock port 2222 does not answer\n  \
           knocked as the profile has it: opened 3 of 3\n\
         What connects has to go by the same address family as the knock, and while the port is open\n",
    );
}
