//! The half of a server that is opened by single packets: a stanza for fwknopd's `access.conf`, and what its `fwknopd.conf` has
//! to say beside what it says by itself. Pure. The names are those of fwknopd(8).

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::Door;
use super::half::{Instruction, ServerHalf, keep_a_session, title};
use crate::profile::{Allow, Spa, SpaNat, SpaPort, SpaTransport};
use crate::spa::{Algorithm, Port, Protocol, Timeout};

/// The half of a server with fwknopd.
pub(super) fn half(door: &Door, spa: &Spa, key: &str, hmac_key: Option<&str>) -> ServerHalf {
    let came_by = match door.interface {
        Some(interface) => format!("-i {interface}"),
        None => "! -i lo".to_owned(),
    };
    // Of a connection, only what begins it: one from before these rules may be new to the kernel, which has not followed it.
    let what = |port: &Port| match port.protocol {
        Protocol::Tcp => format!("-p tcp --syn --dport {}", port.number),
        Protocol::Udp => format!("-p udp --dport {} -m conntrack --ctstate NEW", port.number),
    };
    // Behind the rule of fwknopd's own, which is for IPv4 alone.
    let rules = |add: bool| {
        let rule = |program: &str, place: &str, port: &Port| {
            let change = if add { "-I" } else { "-D" };
            let place = if add { place } else { "" };
            let what = what(port);
            Instruction::run(format!(
                "{program} -w {change} INPUT{place} {came_by} {what} -j DROP"
            ))
        };
        let of_port = |port| [rule("iptables", " 2", port), rule("ip6tables", " 1", port)];
        spa.access
            .ports()
            .iter()
            .flat_map(of_port)
            .collect::<Vec<_>>()
    };
    let interface = door.interface.unwrap_or("eth0");
    let restart = || Instruction::run("systemctl restart fwknop-server");
    let mut load = vec![
        keep_a_session(),
        Instruction::say(
            "Put this file into /etc/fwknop/access.conf: in the place of the stanza with __CHANGEME__, if that is there,",
        ),
        Instruction::say(format!(
            "or else at its end. In /etc/fwknop/fwknopd.conf say which interface packets come in by: PCAP_INTF {interface};"
        )),
        Instruction::run("systemctl enable fwknop-server"),
        restart(),
        Instruction::run("systemctl is-active fwknop-server"),
        Instruction::say("and only where that runs, shut the ports, behind fwknopd's own rule:"),
    ];
    load.extend(rules(true));
    let mut undo = vec![
        Instruction::say("Take the stanza out of /etc/fwknop/access.conf, then:"),
        restart(),
    ];
    undo.extend(rules(false));
    ServerHalf {
        title: title(door, "fwknopd"),
        load,
        undo,
        unprotected: vec![
            format!("What the packet asks for alone is hidden: {}.", spa.access),
            "fwknop knows IPv4 alone: over IPv6 nobody gets in at all.".to_owned(),
            "What connects while it is open stays connected when it is closed.".to_owned(),
            "Whoever comes from the same address, such as others behind the same router, is let in too."
                .to_owned(),
            "A restart of the machine takes the rules away, and the ports are open then, unless they are put there again, once fwknopd runs."
                .to_owned(),
        ],
        body: access_conf(spa, key, hmac_key),
    }
}

/// The stanza; the keys are in base64.
#[must_use]
pub fn access_conf(spa: &Spa, key: &str, hmac_key: Option<&str>) -> Zeroizing<String> {
    let mut lines = vec![
        ("SOURCE", Zeroizing::new("ANY".to_owned())),
        (
            "OPEN_PORTS",
            Zeroizing::new(spa.access.to_string().replace(',', ", ")),
        ),
        ("KEY_BASE64", Zeroizing::new(key.to_owned())),
    ];
    let mut add = |name, value: &str| lines.push((name, Zeroizing::new(value.to_owned())));
    if let Some(key) = hmac_key {
        add("HMAC_KEY_BASE64", key);
    }
    let algorithm = spa.hmac.as_ref().map(|hmac| hmac.algorithm);
    if let Some(algorithm) = algorithm.filter(|algorithm| *algorithm != Algorithm::default()) {
        add("HMAC_DIGEST_TYPE", algorithm.word());
    }
    if let Some(user) = &spa.user {
        add("REQUIRE_USERNAME", user.as_str());
    }
    // A packet that somebody stops and sends on from elsewhere would let them in.
    if !matches!(spa.allow, Some(Allow::Source)) {
        add("REQUIRE_SOURCE_ADDRESS", "Y");
    }
    if let Some(timeout) = spa.timeout {
        add("FW_ACCESS_TIMEOUT", &timeout.to_string());
    }
    if let Some(timeout) = spa.timeout.filter(|timeout| is_long(*timeout)) {
        add("MAX_FW_TIMEOUT", &timeout.to_string());
    }
    let comments = comments(spa);
    // Whole from the beginning: a text that grows leaves a copy behind.
    let of_lines: usize = lines.iter().map(|(_, value)| 32 + value.len()).sum();
    let of_comments: usize = comments.iter().map(|line| 8 + line.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(of_lines + of_comments));
    for (name, value) in &lines {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{name:24}{}", value.as_str());
    }
    for line in comments {
        let _ = writeln!(text, "# {line}");
    }
    text
}

/// What else is to be said to the server, or to whoever configures it.
fn comments(spa: &Spa) -> Vec<String> {
    let usual = Spa::USUAL_LONGEST.as_secs();
    let longer = format!("for openings of more than {usual} s also: MAX_FW_TIMEOUT SECONDS");
    let is_said = spa.timeout.is_some_and(is_long);
    let daemon = daemon(spa).into_iter();
    let daemon = daemon.map(|line| format!("in fwknopd.conf: {line}"));
    let listener = (spa.transport == SpaTransport::Http).then(|| {
        "something has to listen there: a web server, or in fwknopd.conf ENABLE_TCP_SERVER Y;"
            .to_owned()
    });
    let longer = Some(longer).filter(|_| !is_said);
    longer.into_iter().chain(daemon).chain(listener).collect()
}

/// Whether fwknopd cuts it unless it says otherwise.
fn is_long(timeout: Timeout) -> bool {
    timeout.duration() > Spa::USUAL_LONGEST
}

/// What `fwknopd.conf` has to say.
fn daemon(spa: &Spa) -> Vec<String> {
    let mut lines = Vec::new();
    let port = match spa.port {
        SpaPort::Fixed(port) => port,
        SpaPort::Random => {
            lines.push("PCAP_FILTER udp;".to_owned());
            Spa::PORT
        }
    };
    match spa.transport {
        SpaTransport::Udp if port != Spa::PORT => {
            lines.push(format!("PCAP_FILTER udp port {port};"));
        }
        SpaTransport::Udp => {}
        SpaTransport::Tcp => {
            lines.push("ENABLE_TCP_SERVER Y;".to_owned());
            lines.push(format!("TCPSERV_PORT {port};"));
            lines.push(format!("PCAP_FILTER tcp port {port};"));
        }
        SpaTransport::Http => {
            lines.push("ENABLE_SPA_OVER_HTTP Y;".to_owned());
            lines.push(format!("PCAP_FILTER tcp port {port};"));
        }
    }
    match &spa.nat {
        Some(SpaNat::Forward(_)) => lines.push("ENABLE_IPT_FORWARDING Y;".to_owned()),
        Some(SpaNat::Local(_)) => lines.push("ENABLE_IPT_LOCAL_NAT Y;".to_owned()),
        None => {}
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::decode;
    use std::path::Path;

    fn stanza(spa: &str) -> String {
        let source = format!(
            "[[profile]]\nname = \"a\"\nhost = \"a.example\"\nspa = {{ key = {{ keyring = true }}, {spa} }}"
        );
        let config = decode(&source, Path::new("")).unwrap();
        let spa = config.profiles[0].open.spa().unwrap();
        access_conf(spa, "S0VZ", spa.hmac.as_ref().map(|_| "SE1BQw==")).to_string()
    }

    #[test]
    fn what_is_usual_is_not_said() {
        let usual = stanza("hmac_key = { keyring = true }, access = \"tcp/22\"");
        assert_eq!(
            usual,
            "\
SOURCE                  ANY
OPEN_PORTS              tcp/22
KEY_BASE64              S0VZ
HMAC_KEY_BASE64         SE1BQw==
REQUIRE_SOURCE_ADDRESS  Y
# for openings of more than 300 s also: MAX_FW_TIMEOUT SECONDS
"
        );
    }

    #[test]
    fn what_the_profile_says_is_said_to_the_server() {
        let all = stanza(
            "hmac_key = { keyring = true }, access = \"tcp/22,udp/53\", hmac = \"sha512\", user = \"a b\", \
             timeout = \"10m\", allow = \"source\", transport = \"tcp\", port = 80, nat = \"10.0.0.5:22\"",
        );
        assert_eq!(
            all,
            "\
SOURCE                  ANY
OPEN_PORTS              tcp/22, udp/53
KEY_BASE64              S0VZ
HMAC_KEY_BASE64         SE1BQw==
HMAC_DIGEST_TYPE        sha512
REQUIRE_USERNAME        a b
FW_ACCESS_TIMEOUT       600
MAX_FW_TIMEOUT          600
# in fwknopd.conf: ENABLE_TCP_SERVER Y;
# in fwknopd.conf: TCPSERV_PORT 80;
# in fwknopd.conf: PCAP_FILTER tcp port 80;
# in fwknopd.conf: ENABLE_IPT_FORWARDING Y;
"
        );
        let other =
            stanza("hmac = \"none\", access = \"tcp/22\", random_port = true, local_nat = true");
        assert!(!other.contains("HMAC"), "{other}");
        assert!(other.ends_with(
            "# in fwknopd.conf: PCAP_FILTER udp;\n# in fwknopd.conf: ENABLE_IPT_LOCAL_NAT Y;\n"
        ));
    }
}
