//! What a door's command does: whether it lets in or shuts out, for how long, and to which port. It is never run here.

use std::num::NonZeroU16;
use std::time::Duration;

use crate::interop::import::pairing::Role;
use crate::profile::Span;

/// Words that add a rule: of iptables, nft, pfctl and ipset.
const ADDING: [&str; 6] = ["-A", "-I", "--append", "--insert", "add", "insert"];
/// Words that take one away.
const DELETING: [&str; 4] = ["-D", "--delete", "delete", "del"];
/// Words of a rule that refuses.
const REFUSING: [&str; 3] = ["drop", "reject", "deny"];
/// Words before a service's port: of iptables, nft, firewalld, ufw and pf; and of the command in Debian's example.
const BEFORE_PORT: [&str; 7] = [
    "--dport",
    "--dports",
    "--destination-port",
    "--add-port",
    "dport",
    "port",
    "-d",
];

/// Whether it lets in or shuts out, where its words say so.
pub(super) fn role(command: &str) -> Option<Role> {
    let has = |is: fn(&str) -> bool| words(command).any(is);
    let adds = has(|word| ADDING.contains(&word) || word.starts_with("--add-"));
    let deletes = has(|word| DELETING.contains(&word) || word.starts_with("--remove-"));
    let role = match (adds, deletes) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        (false, false) if has(|word| word == "allow") => Role::Opens,
        _ => return None,
    };
    // A rule that refuses lets in once it is gone.
    let refuses = has(|word| {
        REFUSING
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    });
    Some(if refuses { role.other() } else { role })
}

/// The command without the words that tell its role, the same for one that undoes it.
pub(super) fn without_role(command: &str) -> String {
    let bare = |word| {
        if ADDING.contains(&word) || DELETING.contains(&word) {
            return None;
        }
        let rest = word.strip_prefix("--add-");
        rest.or(word.strip_prefix("--remove-")).or(Some(word))
    };
    let words: Vec<&str> = words(command).filter_map(bare).collect();
    words.join(" ")
}

/// The TCP port that it is about, where it is about one alone.
pub(super) fn port(command: &str) -> Option<NonZeroU16> {
    let words: Vec<&str> = words(command).collect();
    let has = |wanted: &str| words.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    if has("udp") && !has("tcp") {
        return None;
    }
    let mut found = None;
    for (word, next) in words.iter().zip(words.iter().skip(1)) {
        let is_before = BEFORE_PORT.contains(word) && !BEFORE_PORT.contains(next);
        // An address behind `-d`, as iptables has it, is no port.
        if !is_before || (*word == "-d" && !next.bytes().all(|byte| byte.is_ascii_digit())) {
            continue;
        }
        // Lists, ranges and names are no single port.
        let port = next.strip_suffix("/tcp").unwrap_or(next).parse().ok()?;
        if found.is_some_and(|other| other != port) {
            return None;
        }
        found = Some(port);
    }
    found
}

/// After how long the rule goes by itself, where it says so: firewalld's `--timeout=30`, an element's `timeout 30s`.
pub(super) fn lapses_after(command: &str) -> Option<Duration> {
    let mut words = words(command).skip_while(|word| !matches!(*word, "--timeout" | "timeout"));
    let time = words.nth(1)?;
    let seconds = || time.parse().ok().map(Duration::from_secs);
    let time = seconds().or_else(|| time.parse::<Span>().ok().map(Span::duration));
    time.filter(|time| !time.is_zero())
}

/// What stands between blanks, quotes, semicolons and equals signs.
fn words(command: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| c.is_whitespace() || "=\"';".contains(c);
    command.split(is_between).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const RICH: &str =
        "rule family=\"ipv4\" source address=\"%IP%\" port port=\"22\" protocol=\"tcp\" accept";

    #[rstest]
    #[case(
        "/sbin/iptables -A INPUT -s %IP% -p tcp --dport 22 -j ACCEPT",
        Some(Role::Opens)
    )]
    #[case(
        "/sbin/iptables -D INPUT -s %IP% -p tcp --dport 22 -j ACCEPT",
        Some(Role::Closes)
    )]
    #[case(
        "iptables -I INPUT 1 -i eth0 -d 192.0.2.1 -j ACCEPT",
        Some(Role::Opens)
    )]
    #[case("iptables -A INPUT -s %IP% -j DROP", Some(Role::Closes))]
    #[case("iptables -D INPUT -s %IP% -j REJECT", Some(Role::Opens))]
    #[case("firewall-cmd --add-port=22/tcp", Some(Role::Opens))]
    #[case("firewall-cmd --remove-port=22/tcp", Some(Role::Closes))]
    #[case("nft add element inet filter knocked { %IP% }", Some(Role::Opens))]
    #[case("nft delete element inet filter knocked { %IP% }", Some(Role::Closes))]
    #[case("pfctl -t pk -T add %IP%", Some(Role::Opens))]
    #[case("pfctl -t pk -T delete %IP%", Some(Role::Closes))]
    #[case("ipset del knocked %IP%", Some(Role::Closes))]
    #[case("ufw allow from %IP% to any port 22", Some(Role::Opens))]
    #[case("ufw delete allow from %IP% to any port 22", Some(Role::Closes))]
    #[case("iptables -D INPUT 1; iptables -A INPUT -j ACCEPT", None)]
    #[case("/usr/local/bin/wake", None)]
    #[case("", None)]
    fn its_words_say_whether_it_lets_in(#[case] command: &str, #[case] said: Option<Role>) {
        assert_eq!(role(command), said);
    }

    #[rstest]
    #[case("iptables -A INPUT -s %IP% -p tcp --dport 22 -j ACCEPT", Some(22))]
    #[case("iptables -A INPUT -d 192.0.2.1 -p tcp --dport=22 -j ACCEPT", Some(22))]
    #[case(
        "nft add rule inet f input ip saddr %IP% tcp dport 22 accept",
        Some(22)
    )]
    #[case(RICH, Some(22))]
    #[case("firewall-cmd --add-port=22/tcp", Some(22))]
    #[case("ufw allow from %IP% to any port 22 proto tcp", Some(22))]
    #[case("knock_add -i -c INPUT -p tcp -d 443 -f %IP%", Some(443))]
    #[case("iptables -A X --dport 22; ip6tables -A X --dport 22", Some(22))]
    #[case::another("iptables -A X --dport 22; iptables -A X --dport 80", None)]
    #[case::list("iptables -A X -m multiport --dports 22,80", None)]
    #[case::range("iptables -A X --dport 22:80", None)]
    #[case::set("nft add rule x tcp dport { 22, 80 } accept", None)]
    #[case::name("iptables -A X --dport ssh", None)]
    #[case::udp("iptables -A X -p udp --dport 51820", None)]
    #[case::udp("firewall-cmd --add-port=51820/udp", None)]
    #[case::none("pfctl -t pk -T add %IP%", None)]
    #[case::cut("iptables -A X --dport", None)]
    #[case::too_great("iptables -A X --dport 70000", None)]
    fn its_words_name_the_port(#[case] command: &str, #[case] said: Option<u16>) {
        assert_eq!(port(command).map(NonZeroU16::get), said);
    }

    #[rstest]
    #[case("firewall-cmd --add-port=22/tcp --timeout=30", Some(30))]
    #[case("firewall-cmd --add-port=22/tcp --timeout=5m", Some(300))]
    #[case("nft add element inet f k { %IP% timeout 30s }", Some(30))]
    #[case("firewall-cmd --add-port=22/tcp --timeout=0", None)]
    #[case("iptables -A INPUT -j ACCEPT", None)]
    #[case("firewall-cmd --timeout", None)]
    fn its_words_say_how_long(#[case] command: &str, #[case] seconds: Option<u64>) {
        assert_eq!(lapses_after(command), seconds.map(Duration::from_secs));
    }

    #[test]
    fn what_undoes_it_is_the_same_without_its_role() {
        for [one, other] in [
            [
                "iptables -A INPUT -j ACCEPT",
                "iptables  -D INPUT -j ACCEPT",
            ],
            [
                "firewall-cmd --add-port=22/tcp",
                "firewall-cmd --remove-port=22/tcp",
            ],
            ["nft add element x", "nft delete element x"],
        ] {
            assert_eq!(without_role(one), without_role(other));
        }
    }
}
