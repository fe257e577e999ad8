//! What an `spa` table says, and every mistake that it may have, with the exact words.

use super::*;
use crate::profile::{Allow, Field, KeySource, SecretSource, Spa, SpaNat, SpaPort, SpaTransport};
use crate::text::Catalogue;
use rstest::rstest;
use std::path::Path;
use std::time::Duration;

const KEYS: &str = "key = { keyring = true }, hmac_key = { keyring = true }";

fn with(rest: &str, spa: &str) -> String {
    format!("[[profile]]\nname = \"nas\"\nhost = \"nas.example\"\n{rest}\nspa = {{ {spa} }}\n")
}

fn good(rest: &str, spa: &str) -> Arc<Profile> {
    let config = decode(&with(rest, spa), Path::new("")).unwrap();
    Arc::clone(&config.profiles[0])
}

fn spa(profile: &Profile) -> &Spa {
    profile.open.spa().unwrap()
}

#[test]
fn what_is_unsaid_is_what_fwknop_does() {
    let profile = good("", &format!("access = \"tcp/22\", {KEYS}"));
    let spa = spa(&profile);
    assert_eq!(spa.access.to_string(), "tcp/22");
    assert_eq!(spa.port, SpaPort::Fixed(62201.try_into().unwrap()));
    assert_eq!(spa.transport, SpaTransport::Udp);
    assert_eq!(spa.digest.to_string(), "sha256");
    assert_eq!(spa.hmac.as_ref().unwrap().algorithm.to_string(), "sha256");
    assert!(spa.allow.is_none() && spa.timeout.is_none() && spa.nat.is_none());
    assert!(spa.user.is_none() && spa.source_port.is_none());
    assert_eq!(spa.clock_offset.seconds(), 0);
    let keyring = |account: &str| SecretSource::Keyring(account.to_owned());
    assert_eq!(
        profile.secrets(),
        [
            (Field::Key, keyring("nas/key")),
            (Field::HmacKey, keyring("nas/hmac_key")),
        ]
    );
    assert_eq!(profile.server_timeout, None);
    assert_eq!(profile.lapses_after(), Some(Duration::from_secs(30)));
    assert!(!profile.is_unsigned());
}

#[test]
fn what_is_said_is_taken() {
    let profile = good(
        "server_timeout = \"20s\"\nkeep_open = true",
        "access = \"tcp/22,udp/1194\", key = \"hex:00ff\", hmac = \"sha3_512\", hmac_key = \"text:other\", \
         port = 80, source_port = 4000, transport = \"http\", allow = \"198.51.100.7\", timeout = \"30s\", \
         nat = \"10.0.0.5:22\", user = \"alice\", digest = \"md5\", mode = \"cbc\", clock_offset = \"-10m\"",
    );
    let spa = spa(&profile);
    assert_eq!(spa.access.to_string(), "tcp/22,udp/1194");
    assert!(matches!(&spa.key, KeySource::Literal(key) if key.expose() == b"\x00\xff"));
    assert_eq!(spa.port, SpaPort::Fixed(80.try_into().unwrap()));
    assert_eq!(spa.source_port, 4000.try_into().ok());
    assert_eq!(spa.transport, SpaTransport::Http);
    assert_eq!(
        spa.allow,
        Some(Allow::Address("198.51.100.7".parse().unwrap()))
    );
    assert!(matches!(&spa.nat, Some(SpaNat::Forward(to)) if to.to_string() == "10.0.0.5:22"));
    assert_eq!(spa.user.as_ref().unwrap().as_str(), "alice");
    assert_eq!(spa.digest.to_string(), "md5");
    assert_eq!(spa.hmac.as_ref().unwrap().algorithm.to_string(), "sha3_512");
    assert_eq!(spa.clock_offset.seconds(), -600);
    assert_eq!(profile.server_timeout, Some(Duration::from_secs(20)));
    assert!(profile.secrets().is_empty());
}

#[test]
fn the_time_that_is_asked_for_is_the_servers_own() {
    let profile = good(
        "keep_open = true",
        &format!("access = \"tcp/22\", timeout = \"30s\", {KEYS}"),
    );
    assert_eq!(profile.server_timeout, Some(Duration::from_secs(30)));
}

#[test]
fn other_words_are_taken() {
    let profile = good(
        "",
        "access = \"tcp/22\", key = { env = \"K\" }, hmac = \"none\", allow = \"https://ip.example.net/\", \
         random_port = true, local_nat = true",
    );
    let spa = spa(&profile);
    assert!(
        matches!(&spa.allow, Some(Allow::Service(url)) if url.to_string() == "https://ip.example.net/")
    );
    assert_eq!(spa.port, SpaPort::Random);
    assert_eq!(spa.nat, Some(SpaNat::Local(None)));
    assert!(profile.is_unsigned());
}

#[test]
fn a_packet_asks_for_the_time_that_it_is_opened_for() {
    let five = Duration::from_mins(5);
    let term = |text: &str| Some(text.parse().unwrap());
    let profile = good(
        "",
        &format!("access = \"tcp/22\", timeout = \"30s\", {KEYS}"),
    );
    let asked = profile.opened_for(term("5m")).unwrap();
    assert_eq!(spa(&asked).timeout.unwrap().duration(), five);
    assert_eq!(asked.server_timeout, Some(five));
    assert_eq!(profile.opened_for(None), Some(Arc::clone(&profile)));
    for not_so_long in ["19h", "1500ms"] {
        assert_eq!(profile.opened_for(term(not_so_long)), None);
    }
    // A server that is said to close earlier than it is asked to is not believed to stay open longer.
    let cut = good(
        "server_timeout = \"20s\"",
        &format!("access = \"tcp/22\", timeout = \"30s\", {KEYS}"),
    );
    assert_eq!(cut.opened_for(term("5m")), None);
    assert!(cut.opened_for(term("10s")).is_some());
    // Where it is kept open, that ends it.
    let kept = good(
        "keep_open = true",
        &format!("access = \"tcp/22\", timeout = \"30s\", {KEYS}"),
    );
    assert_eq!(kept.opened_for(term("5m")), Some(Arc::clone(&kept)));
}

/// The mistakes: what is underlined, what is wrong, and what to write instead.
fn mistakes(source: &str) -> Vec<(String, String, String)> {
    let words = Catalogue::english();
    let found = decode(source, Path::new("")).unwrap_err();
    let shown = |found: &Diagnostic| {
        (
            source[found.span.clone()].to_owned(),
            found.problem.title(&words),
            found.problem.hint(&words),
        )
    };
    found.iter().map(shown).collect()
}

#[rstest]
#[case::access(
    "access = \"tcp/22, udp/53\"",
    "\"tcp/22, udp/53\"",
    "not a port: ` udp/53`",
    "say which ports to open, such as access = \"tcp/22\" or access = \"tcp/22,udp/1194\""
)]
#[case::no_access(
    "access = \"\"",
    "\"\"",
    "no port",
    "say which ports to open, such as access = \"tcp/22\" or access = \"tcp/22,udp/1194\""
)]
#[case::comma(
    "access = \"tcp/22,\"",
    "\"tcp/22,\"",
    "a comma without a port",
    "say which ports to open, such as access = \"tcp/22\" or access = \"tcp/22,udp/1194\""
)]
#[case::upper_case(
    "access = \"TCP/22\"",
    "\"TCP/22\"",
    "not a port: `TCP/22`",
    "say which ports to open, such as access = \"tcp/22\" or access = \"tcp/22,udp/1194\""
)]
#[case::key_type(
    "key = 3",
    "3",
    "a key is wanted here, not a whole number",
    "write { keyring = true }, or the key as \"base64:…\""
)]
#[case::empty_key(
    "key = \"\"",
    "\"\"",
    "an empty key",
    "`portknocker secret generate PROFILE` makes one of 32 bytes"
)]
#[case::long_key(
    "key = \"123456789012345678901234567890123\"",
    "\"123456789012345678901234567890123\"",
    "a key of more than 32 bytes",
    "`portknocker secret generate PROFILE` makes one of 32 bytes"
)]
#[case::bad_key(
    "key = \"base64:x\"",
    "\"base64:x\"",
    "not base64",
    "with its padding, such as \"base64:AP8=\""
)]
#[case::key_from_nowhere(
    "key = {}",
    "{}",
    "nothing says where the secret comes from",
    "one of `keyring`, `env`, `command`, `file`"
)]
#[case::allow(
    "allow = \"example.net\"",
    "\"example.net\"",
    "nobody that can be let in",
    "write \"source\" for whoever the server sees, \"local\" for this machine's address here, an IPv4 address, or the https:// address of a service that answers with one"
)]
#[case::allow_all(
    "allow = \"0.0.0.0\"",
    "\"0.0.0.0\"",
    "nobody that can be let in",
    "write \"source\" for whoever the server sees, \"local\" for this machine's address here, an IPv4 address, or the https:// address of a service that answers with one"
)]
#[case::plain_service(
    "allow = \"http://ip.example\"",
    "\"http://ip.example\"",
    "not the address of a service",
    "write an https:// address without a name or password in it, such as \"https://ip.example.net/\""
)]
#[case::timeout(
    "timeout = \"1500ms\"",
    "\"1500ms\"",
    "not a time that fwknopd takes",
    "write whole seconds, from \"1s\" to \"65536s\""
)]
#[case::no_timeout(
    "timeout = \"0s\"",
    "\"0s\"",
    "no time at all",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::target(
    "nat = \"10.0.0.5\"",
    "\"10.0.0.5\"",
    "not a host and a port behind the server",
    "write \"10.0.0.5:22\", with an IPv4 address or a name of at most 70 characters"
)]
#[case::user(
    "user = \"a/b\"",
    "\"a/b\"",
    "a character that fwknopd refuses in a user name",
    "write 1 to 48 letters, digits, blanks or ! # $ % & ' ( ) - . @ ^ _ ` { } ~"
)]
#[case::no_user(
    "user = \"\"",
    "\"\"",
    "a user name of no length, or too long",
    "write 1 to 48 letters, digits, blanks or ! # $ % & ' ( ) - . @ ^ _ ` { } ~"
)]
#[case::digest(
    "digest = \"sha265\"",
    "\"sha265\"",
    "unknown word",
    "did you mean `sha256`?"
)]
#[case::mode(
    "mode = \"ctr\"",
    "\"ctr\"",
    "PortKnocker does not have fwknop's cipher mode ctr",
    "one of `cbc`"
)]
#[case::asymmetric(
    "mode = \"asymmetric\"",
    "\"asymmetric\"",
    "PortKnocker does not have fwknop's cipher mode asymmetric",
    "one of `cbc`"
)]
#[case::unknown_mode("mode = \"xyz\"", "\"xyz\"", "unknown word", "one of `cbc`")]
#[case::command(
    "command = \"reboot\"",
    "command",
    "PortKnocker has no command messages of fwknop's",
    "they run a program on the server; open a port, and use ssh"
)]
#[case::gpg(
    "gpg = true",
    "gpg",
    "PortKnocker has no GPG packets of fwknop's",
    "give the server's access.conf a KEY_BASE64 and an HMAC_KEY_BASE64; `portknocker secret generate PROFILE` makes them"
)]
#[case::unknown_key("acces = 1", "acces", "unknown key `acces`", "did you mean `access`?")]
#[case::port_and_random(
    "port = 80, random_port = true",
    "80",
    "a `port`, and another one each time",
    "take out either `port` or `random_port`"
)]
#[case::random_over_tcp(
    "random_port = true, transport = \"tcp\"",
    "true",
    "a random port over what needs a listener",
    "take out `random_port`, or send over `transport = \"udp\"`"
)]
#[case::transport(
    "transport = \"icmp\"",
    "\"icmp\"",
    "unknown word",
    "one of `udp`, `tcp`, `http`"
)]
#[case::source_port(
    "source_port = 70000",
    "70000",
    "not a port",
    "a port is a number from 1 to 65535"
)]
#[case::clock_offset(
    "clock_offset = \"-10\"",
    "\"-10\"",
    "not a length of time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::hmac_key_unused(
    "hmac = \"none\"",
    "\"none\"",
    "no HMAC, and a key for it",
    "take out either `hmac = \"none\"` or `hmac_key`"
)]
#[case::empty_hmac_key(
    "hmac_key = \"\"",
    "\"\"",
    "an empty key",
    "`portknocker secret generate PROFILE` makes one of 64 bytes"
)]
#[case::hmac("hmac = \"nine\"", "\"nine\"", "unknown word", "did you mean `none`?")]
#[case::outside(
    "check = 22",
    "check",
    "`check` in `spa`",
    "it is the profile's: write it outside the braces, or above `[profile.spa]`"
)]
#[case::allow_many(
    "allow = \"224.0.0.1\"",
    "\"224.0.0.1\"",
    "nobody that can be let in",
    "write \"source\" for whoever the server sees, \"local\" for this machine's address here, an IPv4 address, or the https:// address of a service that answers with one"
)]
fn each_mistake_has_its_place_and_its_words(
    #[case] line: &str,
    #[case] place: &str,
    #[case] title: &str,
    #[case] hint: &str,
) {
    // What the line says itself is not said twice.
    let mut rest: Vec<&str> = ["access = \"tcp/22\"", "key = \"k\"", "hmac_key = \"h\""].into();
    let key = |text: &str| text.split(' ').next().map(str::to_owned);
    rest.retain(|one| key(one) != key(line));
    let spa = format!("{}, {line}", rest.join(", "));
    let expected = (place.to_owned(), title.to_owned(), hint.to_owned());
    assert_eq!(mistakes(&with("", &spa)), [expected]);
}

#[rstest]
#[case::no_key(
    "access = \"tcp/22\", hmac_key = \"h\"",
    "no `key`",
    "say where the key is, such as key = { keyring = true }"
)]
#[case::no_access(
    "key = \"k\", hmac_key = \"h\"",
    "no `access`",
    "say which ports to open, such as access = \"tcp/22\" or access = \"tcp/22,udp/1194\""
)]
#[case::no_hmac_key(
    "access = \"tcp/22\", key = \"k\"",
    "no `hmac_key`",
    "say where the HMAC's key is, such as hmac_key = { keyring = true }; a server without one wants hmac = \"none\""
)]
fn what_is_missing_is_said(#[case] spa: &str, #[case] title: &str, #[case] hint: &str) {
    let expected = (format!("{{ {spa} }}"), title.to_owned(), hint.to_owned());
    assert_eq!(mistakes(&with("", spa)), [expected]);
}

#[rstest]
#[case::open(
    "open = [\"7000\"]",
    "open",
    "`open` beside `spa`",
    "a profile has either sequences or an `spa`, and after an `spa` the server closes by itself"
)]
#[case::close(
    "close = [\"7000\"]",
    "close",
    "`close` beside `spa`",
    "a profile has either sequences or an `spa`, and after an `spa` the server closes by itself"
)]
#[case::delay(
    "delay = \"1s\"",
    "delay",
    "`delay` beside `spa`",
    "a profile has either sequences or an `spa`, and after an `spa` the server closes by itself"
)]
#[case::family(
    "family = \"both\"",
    "\"both\"",
    "IPv6 with `spa`",
    "fwknop has IPv4 alone"
)]
#[case::server_timeout(
    "server_timeout = \"1m\"",
    "\"1m\"",
    "a `server_timeout` longer than the `timeout` that the packet asks for",
    "take out `server_timeout`, unless the server closes earlier than it is asked to"
)]
#[case::open_for(
    "open_for = \"5m\"",
    "\"5m\"",
    "an end that the packet has to ask for",
    "write it into the `spa`: timeout = \"5m\""
)]
#[case::server(
    "server = { kind = \"knockd\" }",
    "\"knockd\"",
    "knockd takes sequences, not an `spa`",
    "say what really listens there, or leave `server` out"
)]
#[case::seq_timeout(
    "server = { kind = \"fwknopd\", seq_timeout = \"5s\" }",
    "\"5s\"",
    "a `seq_timeout` without a sequence",
    "take it out: fwknopd takes single packets"
)]
fn what_does_not_go_with_a_packet_is_said(
    #[case] line: &str,
    #[case] place: &str,
    #[case] title: &str,
    #[case] hint: &str,
) {
    let spa = format!("access = \"tcp/22\", timeout = \"30s\", {KEYS}");
    let expected = (place.to_owned(), title.to_owned(), hint.to_owned());
    assert_eq!(mistakes(&with(line, &spa)), [expected]);
}

#[rstest]
#[case::alone(
    "",
    "`keep_open` without a `timeout` in `spa`",
    "say for how long each packet asks, such as timeout = \"30s\""
)]
#[case::long(
    "timeout = \"10m\", ",
    "`keep_open` for longer than fwknopd opens by itself",
    "take a `timeout` of at most \"5m\"; or say how long the server really opens (its MAX_FW_TIMEOUT) with `server_timeout`"
)]
fn what_is_kept_open_is_asked_for_in_time(
    #[case] timeout: &str,
    #[case] title: &str,
    #[case] hint: &str,
) {
    let spa = format!("access = \"tcp/22\", {timeout}{KEYS}");
    let expected = ("true".to_owned(), title.to_owned(), hint.to_owned());
    assert_eq!(mistakes(&with("keep_open = true", &spa)), [expected]);
    good("keep_open = true\nserver_timeout = \"20s\"", &spa);
}

#[test]
fn what_cannot_work_together_is_said() {
    let shared = "access = \"tcp/22\", key = { keyring = \"x\" }, hmac_key = { keyring = \"x\" }";
    assert_eq!(mistakes(&with("", shared))[0].1, "the same key for both");
    let same = "access = \"tcp/22\", key = \"hex:6b\", hmac_key = \"k\"";
    assert_eq!(
        mistakes(&with("", same)),
        [(
            "\"k\"".to_owned(),
            "the same key for both".to_owned(),
            "fwknop refuses that; `portknocker secret generate PROFILE` makes new ones".to_owned()
        )]
    );
    let elsewhere = format!("access = \"tcp/22\", allow = \"https://ip.example\", {KEYS}");
    let by_default = "[defaults]\nbind = \"wg0\"\n".to_owned() + &with("", &elsewhere);
    for source in [with("bind = \"wg0\"", &elsewhere), by_default] {
        assert_eq!(
        mistakes(&source),
        [(
            "\"https://ip.example\"".to_owned(),
            "a service is not asked by `bind`".to_owned(),
            "it would see the address of another way than the packet's; take \"source\" or an IPv4 address"
                .to_owned()
        )]
    );
    }
    let ipv6 =
        with("", &format!("access = \"tcp/22\", {KEYS}")).replace("nas.example", "2001:db8::1");
    assert_eq!(mistakes(&ipv6)[0].1, "IPv6 with `spa`");
}
