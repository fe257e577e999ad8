//! What a configuration means, and the exact words for each mistake in one.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::profile::{
    Bind, Family, FollowUp, Protocol, SecretSource, SequenceSource, Server, ServerKind, Settings,
    Step, Term, Trigger,
};
use crate::text::{Catalogue, Language};

fn mistakes(source: &str) -> String {
    let list = decode(source, Path::new("")).unwrap_err();
    Diagnostics::new(Path::new("config.toml"), source.to_owned(), list)
        .render(&Catalogue::english(), false)
}

/// A good profile with one more line.
fn profile_with(line: &str) -> String {
    format!("[[profile]]\nname = \"a\"\nhost = \"a.example\"\nopen = [\"7000\"]\n{line}\n")
}

fn written(step: &Step) -> String {
    match &step.protocol {
        Protocol::Tcp { port, mode } => format!("{port} {mode:?}"),
        Protocol::Udp { port, payload } => format!("{port} {:?}", payload.bytes()),
        Protocol::Icmp { size } => format!("icmp {size}"),
    }
}

#[test]
fn the_interface_is_as_written_and_otherwise_the_systems() {
    let read = |text| decode(text, Path::new("")).unwrap().interface;
    assert_eq!(read(""), Interface::default());
    assert_eq!(
        read("[interface]\nlanguage = \"fr\"\ntheme = \"dark\""),
        Interface {
            language: LanguageChoice::Always(Language::Fr),
            theme: Theme::Dark,
        }
    );
    let said = "[interface]\nlanguage = \"system\"\ntheme = \"system\"";
    assert_eq!(read(said), Interface::default());
}

#[test]
fn a_profile_has_what_is_written_and_otherwise_the_defaults() {
    let config = decode(
        r#"
        [defaults]
        delay = "250ms"
        family = "ipv4"
        check_timeout = "3s"
        retries = 1
        bind = "wg0"

        [agent]
        notifications = "failures"
        close_on = ["lock", "quit"]

        [log]
        level = "debug"

        [[profile]]
        name = "plain"
        host = "plain.example"
        open = ["7000"]

        [[profile]]
        name = "own"
        group = "Home"
        host = "[2001:db8::1]"
        open = ["7000:tcp", "8000:UDP", 9000, { port = 1, delay = "1s", mode = "connect" },
                { port = 2, protocol = "udp", payload = "hex:00ff" }, "icmp",
                { protocol = "icmp", size = 84 }]
        close = ["7001"]
        check = 22
        delay = "50ms"
        family = "both"
        check_timeout = "1s"
        retries = 0
        bind = "192.0.2.9"
        secret_timeout = "9s"
        open_for = "15m"
        server_timeout = "30s"
        keep_open = true
        open_on = ["network", "login", "network"]
        watch = "1m"
        on_open = { run = ["ssh", "{host}"] }
        on_close = { url = "https://{host}/bye" }
        "#,
        Path::new(""),
    )
    .unwrap();
    assert_eq!(config.agent.notifications, Notifications::Failures);
    let close_on = [CloseOn::Quit, CloseOn::Lock];
    assert_eq!(config.agent.close_on.as_deref(), Some(&close_on[..]));
    assert_eq!(config.log_level, LogLevel::Debug);

    let plain = config.profile("plain").unwrap();
    let defaults = Settings {
        delay: Duration::from_millis(250),
        family: Family::Ipv4,
        check_timeout: Duration::from_secs(3),
        retries: 1,
        bind: Some(Bind::Interface("wg0".to_owned())),
        open_for: Term::UntilClosed,
        secret_timeout: Duration::from_mins(1),
    };
    assert_eq!(plain.settings, defaults);
    assert_eq!(
        (&plain.group, &plain.close, plain.check),
        (&None, &None, None)
    );

    let own = config.profile("own").unwrap();
    let settings = Settings {
        delay: Duration::from_millis(50),
        family: Family::Both,
        check_timeout: Duration::from_secs(1),
        retries: 0,
        bind: Some(Bind::Address("192.0.2.9".parse().unwrap())),
        open_for: "15m".parse().unwrap(),
        secret_timeout: Duration::from_secs(9),
    };
    assert_eq!(own.settings, settings);
    assert_eq!(own.group.as_deref(), Some("Home"));
    assert_eq!(own.server_timeout, Some(Duration::from_secs(30)));
    assert!(own.keep_open);
    assert_eq!(own.open_on, [Trigger::Login, Trigger::Network]);
    assert_eq!(own.watch, Some(Duration::from_mins(1)));
    assert!(matches!(own.on_open, Some(FollowUp::Run(_))));
    assert!(matches!(own.on_close, Some(FollowUp::Url(_))));
    assert_eq!(own.host.as_str(), "2001:db8::1");
    assert_eq!(own.check.unwrap().get(), 22);
    let steps = own.open.literal().unwrap().steps();
    let shown: Vec<_> = steps.iter().map(written).collect();
    assert_eq!(
        shown,
        [
            "7000 Syn",
            "8000 [0]",
            "9000 Syn",
            "1 Connect",
            "2 [0, 255]",
            "icmp 56",
            "icmp 84"
        ]
    );
    assert_eq!(steps[3].delay, Some(Duration::from_secs(1)));
}

#[rstest]
#[case("", None)]
#[case("server = { kind = \"mikrotik\" }", Some((ServerKind::Mikrotik, None)))]
#[case("server = { kind = \"knockd\", seq_timeout = \"5s\" }", Some((ServerKind::Knockd, Some(5_000))))]
#[case("server = { kind = \"nftables\", seq_timeout = \"1500ms\" }", Some((ServerKind::Nftables, Some(1_500))))]
fn a_profile_may_say_what_listens(
    #[case] line: &str,
    #[case] said: Option<(ServerKind, Option<u64>)>,
) {
    let config = decode(&profile_with(line), Path::new("")).unwrap();
    let server = said.map(|(kind, millis)| Server {
        kind,
        seq_timeout: millis.map(Duration::from_millis),
        tcp_flags: None,
    });
    assert_eq!(config.profiles[0].server, server);
}

#[test]
fn a_knockd_may_mind_some_packets_only() {
    let line = "server = { kind = \"knockd\", tcpflags = \"FIN, !ack\" }";
    let config = decode(&profile_with(line), Path::new("")).unwrap();
    let flags = config.profiles[0].server.unwrap().tcp_flags.unwrap();
    assert_eq!(flags.to_string(), "fin,!ack");
}

#[test]
fn without_anything_the_defaults_are_these() {
    let config = decode(&profile_with(""), Path::new("")).unwrap();
    let settings = Settings {
        delay: Duration::from_millis(300),
        family: Family::Auto,
        check_timeout: Duration::from_secs(5),
        retries: 2,
        bind: None,
        open_for: Term::UntilClosed,
        secret_timeout: Duration::from_mins(1),
    };
    assert_eq!(config.profiles[0].settings, settings);
    assert_eq!(decode("", Path::new("")).unwrap(), Config::default());
}

#[rstest]
#[case("{ keyring = true }", "keyring my lab/open")]
#[case("{ keyring = \"work/gateway\" }", "keyring work/gateway")]
#[case("{ env = \"HOMELAB_OPEN\" }", "env HOMELAB_OPEN")]
#[case(
    "{ command = [\"pass\", \"show\", \"home lab\"] }",
    "command pass|show|home lab"
)]
#[case("{ file = \"/run/secrets/homelab\" }", "file /run/secrets/homelab")]
#[case("{ file = \"secrets/homelab\" }", "file /etc/xdg/secrets/homelab")]
#[case("{ file = \"../homelab\" }", "file /etc/xdg/../homelab")]
#[case("{ file = \"~/.homelab\" }", "file HOME/.homelab")]
#[case("{ file = \"~homelab\" }", "file /etc/xdg/~homelab")]
#[case("{ one_time = { keyring = true } }", "list keyring my lab/open")]
#[case("{ one_time = { keyring = \"x\" } }", "list keyring x")]
#[case("{ one_time = { file = \"list\" } }", "list file /etc/xdg/list")]
fn a_sequence_may_come_from_elsewhere(#[case] open: &str, #[case] shown: &str) {
    let config = decode_sources(&format!("open = {open}"));
    let shown_source = match config.profiles[0].open.sequence().unwrap() {
        SequenceSource::Secret(source) => source_shown(source),
        SequenceSource::OneTime(list) => format!("list {}", source_shown(&list.into())),
        SequenceSource::Literal { .. } => "literal".to_owned(),
    };
    assert_eq!(shown_source, shown);
}

#[test]
fn each_secret_has_its_field_and_the_account_of_its_name() {
    let config = decode_sources(
        "open = [\"7000\", { port = 1, protocol = \"udp\", payload = { keyring = true } },
                 { port = 2, protocol = \"udp\", payload = { env = \"X\" } }]
         close = { keyring = true }",
    );
    let secrets = config.profiles[0].secrets().into_iter();
    let shown: Vec<String> = secrets
        .map(|(field, source)| format!("{field}: {}", source_shown(&source)))
        .collect();
    assert_eq!(
        shown,
        [
            "open.2.payload: keyring my lab/open.2.payload",
            "open.3.payload: env X",
            "close: keyring my lab/close",
        ]
    );
    let steps = config.profiles[0].open.literal().unwrap().steps();
    assert_eq!(
        steps.iter().map(written).collect::<Vec<_>>(),
        ["7000 Syn", "1 [0]", "2 [0]"]
    );
}

/// A profile with these lines, in a file of `/etc/xdg`.
fn decode_sources(lines: &str) -> Config {
    let text = format!("[[profile]]\nname = \"my lab\"\nhost = \"a.example\"\n{lines}\n");
    decode(&text, Path::new("/etc/xdg")).unwrap()
}

fn source_shown(source: &SecretSource) -> String {
    let home = directories::BaseDirs::new().unwrap();
    match source {
        SecretSource::Keyring(account) => format!("keyring {account}"),
        SecretSource::Env(name) => format!("env {name}"),
        SecretSource::Command(words) => format!("command {}", words.join("|")),
        SecretSource::File(path) => match path.strip_prefix(home.home_dir()) {
            Ok(rest) => format!("file HOME/{}", rest.display()),
            Err(_) => format!("file {}", path.display()),
        },
    }
}

#[rstest]
#[case::unknown_key(
    "opne = [\"7001\"]",
    "5:1",
    "unknown key `opne`",
    "did you mean `open`?"
)]
#[case::far_from_any_key(
    "xyzzy = 1",
    "5:1",
    "unknown key `xyzzy`",
    "nothing reads this key here; take it out"
)]
#[case::port_zero(
    "close = [\"0\"]",
    "5:10",
    "not a port",
    "a port is a number from 1 to 65535"
)]
#[case::port_70000(
    "close = [\"7001\", \"70000:udp\"]",
    "5:18",
    "not a port",
    "a port is a number from 1 to 65535"
)]
#[case::number_70000(
    "close = [70000]",
    "5:10",
    "not a port",
    "a port is a number from 1 to 65535"
)]
#[case::table_70000(
    "close = [{ port = 70000 }]",
    "5:19",
    "not a port",
    "a port is a number from 1 to 65535"
)]
#[case::unknown_protocol(
    "close = [\"7001:sctp\"]",
    "5:10",
    "unknown protocol",
    "one of `tcp`, `udp`, `icmp`"
)]
#[case::unknown_protocol_word(
    "close = [{ port = 1, protocol = \"tpc\" }]",
    "5:33",
    "unknown protocol",
    "one of `tcp`, `udp`, `icmp`"
)]
#[case::empty_sequence(
    "close = []",
    "5:9",
    "a sequence without steps",
    "write steps such as [\"7000:tcp\", \"8000:udp\"]"
)]
#[case::bad_delay(
    "delay = \"soon\"",
    "5:9",
    "not a length of time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::delay_without_unit(
    "delay = \"300\"",
    "5:9",
    "not a length of time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::delay_as_number(
    "delay = 300",
    "5:9",
    "a time with its unit is wanted here, not a whole number",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::negative_delay(
    "delay = \"-300ms\"",
    "5:9",
    "less than no time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::negative_step_delay(
    "close = [{ port = 1, delay = \"-1s\" }]",
    "5:30",
    "less than no time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::endless_delay(
    "delay = \"100h\"",
    "5:9",
    "longer than a day",
    "write a shorter time, such as \"5s\""
)]
#[case::no_check_timeout(
    "check_timeout = \"0s\"",
    "5:17",
    "no time at all",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::sequence_as_text(
    "close = \"7001\"",
    "5:9",
    "a list of steps is wanted here, not text",
    "write steps such as [\"7000:tcp\", \"8000:udp\"]"
)]
#[case::step_as_bool(
    "close = [true]",
    "5:10",
    "a step is wanted here, not true or false",
    "write \"7000:tcp\" or { port = 7000, protocol = \"tcp\" }"
)]
#[case::group_as_number(
    "group = 1.5",
    "5:9",
    "text is wanted here, not a number with a fraction",
    "put it in quotes"
)]
#[case::check_as_text(
    "check = \"22\"",
    "5:9",
    "a port number or \"none\" is wanted here, not text",
    "write a number such as 22, without quotes, or \"none\""
)]
#[case::check_zero("check = 0", "5:9", "not a port", "a port is a number from 1 to 65535")]
#[case::open_for_without_close(
    "open_for = \"15m\"",
    "5:12",
    "an end that nothing would bring about",
    "give the profile a `close`; for a server that closes by itself, say after how long: server_timeout = \"30s\""
)]
#[case::open_for_nothing(
    "close = [\"1\"]\nopen_for = \"0s\"",
    "6:12",
    "no time at all",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::open_for_ever(
    "close = [\"1\"]\nopen_for = \"for ever\"",
    "6:12",
    "not a length of time",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::keep_open_alone(
    "keep_open = true",
    "5:13",
    "`keep_open` without `server_timeout`",
    "say after how long the server closes by itself, such as server_timeout = \"30s\""
)]
#[case::keep_open_as_text(
    "keep_open = \"yes\"\nserver_timeout = \"30s\"",
    "5:13",
    "true or false is wanted here, not text",
    "write true or false, without quotes"
)]
#[case::close_on(
    "[agent]\nclose_on = [\"quit\", \"lokc\"]",
    "6:21",
    "unknown word",
    "did you mean `lock`?"
)]
#[case::close_on_as_text(
    "[agent]\nclose_on = \"quit\"",
    "6:12",
    "a list of words is wanted here, not text",
    "write a list such as [\"quit\", \"sleep\"]"
)]
#[case::open_on(
    "open_on = [\"boot\"]",
    "5:12",
    "unknown word",
    "one of `login`, `resume`, `network`"
)]
#[case::watch_too_often(
    "check = 22\nwatch = \"5s\"",
    "6:9",
    "a service that would be asked too often",
    "at the most every 10s"
)]
#[case::watch_of_nothing(
    "watch = \"1m\"",
    "5:9",
    "`watch` without a service's port",
    "give the profile a `check`, such as check = 22"
)]
#[case::follow_up_of_nothing(
    "on_open = {}",
    "5:11",
    "neither a program nor a URL, or both",
    "write { run = [\"ssh-in-terminal\", \"{host}\"] } or { url = \"https://{host}\" }"
)]
#[case::follow_up_as_text(
    "on_close = \"ssh\"",
    "5:12",
    "a program or a URL is wanted here, not text",
    "write { run = [\"ssh-in-terminal\", \"{host}\"] } or { url = \"https://{host}\" }"
)]
#[case::unknown_place(
    "on_open = { run = [\"ssh\", \"{hots}\"] }",
    "5:27",
    "`{hots}`, which nothing fills in",
    "one of `{host}`, `{address}`, `{port}`, `{profile}`"
)]
#[case::brace_alone(
    "on_open = { run = [\"ssh\", \"{host\"] }",
    "5:27",
    "a brace without its other",
    "a brace itself is written twice: {{ or }}"
)]
#[case::port_of_nothing(
    "on_open = { url = \"https://{host}:{port}\" }",
    "5:11",
    "`{port}` without a service's port",
    "give the profile a `check`, such as check = 22"
)]
#[case::not_a_url(
    "on_open = { url = \"{host}\" }",
    "5:19",
    "not a URL",
    "begin with the scheme, such as \"https://{host}\""
)]
#[case::retries_as_text(
    "retries = \"2\"",
    "5:11",
    "a whole number is wanted here, not text",
    "write a number such as 2, without quotes"
)]
#[case::too_many_retries(
    "retries = 21",
    "5:11",
    "not a number of retries",
    "a whole number from 0 to 20"
)]
#[case::family("family = \"ipv5\"", "5:10", "unknown word", "did you mean `ipv6`?")]
#[case::family_word(
    "family = \"yes\"",
    "5:10",
    "unknown word",
    "one of `auto`, `ipv4`, `ipv6`, `both`"
)]
#[case::mode(
    "close = [{ port = 1, mode = \"conect\" }]",
    "5:29",
    "unknown word",
    "did you mean `connect`?"
)]
#[case::bad_hex(
    "close = [{ port = 1, protocol = \"udp\", payload = \"hex:0g\" }]",
    "5:50",
    "not hexadecimal",
    "two digits from 0 to 9 and a to f for each byte, such as \"hex:00ff\""
)]
#[case::bad_base64(
    "close = [{ port = 1, protocol = \"udp\", payload = \"base64:A\" }]",
    "5:50",
    "not base64",
    "with its padding, such as \"base64:AP8=\""
)]
#[case::payload_for_tcp(
    "close = [{ port = 1, payload = \"x\" }]",
    "5:22",
    "`payload` goes only with udp",
    "add protocol = \"udp\", or take the payload out"
)]
#[case::mode_for_udp(
    "close = [{ port = 1, protocol = \"udp\", mode = \"syn\" }]",
    "5:40",
    "`mode` goes only with tcp",
    "take the mode out, or the protocol"
)]
#[case::step_without_port(
    "close = [{ protocol = \"udp\" }]",
    "5:10",
    "no `port`",
    "say which port, such as port = 7000"
)]
#[case::step_key(
    "close = [{ port = 1, dealy = \"1s\" }]",
    "5:22",
    "unknown key `dealy`",
    "did you mean `delay`?"
)]
#[case::second_of_a_name(
    "[[profile]]\nname = \"a\"\nhost = \"b\"\nopen = [\"1\"]",
    "6:8",
    "a second profile with the name `a`",
    "give each profile a name of its own"
)]
#[case::missing_host(
    "[[profile]]\nname = \"b\"\nopen = [\"1\"]",
    "5:1",
    "no `host`",
    "say where the server is, such as host = \"home.example.net\""
)]
#[case::missing_name(
    "[[profile]]\nhost = \"b\"\nopen = [\"1\"]",
    "5:1",
    "no `name`",
    "give it a name, such as name = \"homelab\""
)]
#[case::missing_open(
    "[[profile]]\nhost = \"b\"\nname = \"b\"",
    "5:1",
    "no `open`",
    "say what opens it, such as open = [\"7000:tcp\", \"8000:udp\"], or an `spa` for fwknop"
)]
#[case::host_with_port(
    "[[profile]]\nname = \"b\"\nhost = \"b:22\"\nopen = [\"1\"]",
    "7:8",
    "not a host",
    "a name, an IPv4 or an IPv6 address alone; the service's port goes into `check`"
)]
#[case::empty_host(
    "[[profile]]\nname = \"b\"\nhost = \"\"\nopen = [\"1\"]",
    "7:8",
    "an empty host",
    "a name, an IPv4 or an IPv6 address alone; the service's port goes into `check`"
)]
#[case::empty_name(
    "[[profile]]\nname = \" \"\nhost = \"b\"\nopen = [\"1\"]",
    "6:8",
    "an empty name",
    "give it a name, such as name = \"homelab\""
)]
#[case::name_of_two_lines(
    "[[profile]]\nname = \"b\\nc\"\nhost = \"b\"\nopen = [\"1\"]",
    "6:8",
    "a name with a line end or another control character",
    "give it a name, such as name = \"homelab\""
)]
#[case::size_before_icmp(
    "close = [\"84:icmp\"]",
    "5:10",
    "not a payload's size",
    "a number of bytes from 0 to 65507, such as \"icmp:84\" or size = 84"
)]
#[case::name_like_a_group(
    "[[profile]]\nname = \"@b\"\nhost = \"b\"\nopen = [\"1\"]",
    "6:8",
    "a name that begins with `@`, which means a group on the command line",
    "give it a name, such as name = \"homelab\""
)]
#[case::unknown_table("[agnet]\n", "5:2", "unknown key `agnet`", "did you mean `agent`?")]
#[case::not_a_table(
    "[agent]\n[defaults]\nbind = 3",
    "7:8",
    "text is wanted here, not a whole number",
    "put it in quotes"
)]
#[case::empty_bind(
    "bind = \"\"",
    "5:8",
    "an empty interface",
    "an interface such as \"wg0\", or a local address; to let the system choose, leave it out"
)]
#[case::notifications(
    "[agent]\nnotifications = \"some\"",
    "6:17",
    "unknown word",
    "one of `all`, `failures`, `none`"
)]
#[case::language(
    "[interface]\nlanguage = \"de\"",
    "6:12",
    "unknown word",
    "one of `system`, `en`, `fr`"
)]
#[case::theme(
    "[interface]\ntheme = \"drak\"",
    "6:9",
    "unknown word",
    "did you mean `dark`?"
)]
#[case::interface_key(
    "[interface]\nlanguge = \"fr\"",
    "6:1",
    "unknown key `languge`",
    "did you mean `language`?"
)]
#[case::log_level(
    "[log]\nlevel = \"loud\"",
    "6:9",
    "unknown word",
    "one of `off`, `error`, `warn`, `info`, `debug`, `trace`"
)]
#[case::log_key(
    "[log]\nlevle = \"info\"",
    "6:1",
    "unknown key `levle`",
    "did you mean `level`?"
)]
#[case::size_for_tcp(
    "close = [{ port = 1, size = 84 }]",
    "5:22",
    "`size` goes only with icmp",
    "add protocol = \"icmp\", or take the size out"
)]
#[case::port_for_icmp(
    "close = [{ protocol = \"icmp\", port = 1 }]",
    "5:31",
    "`port` goes only with tcp and udp",
    "an echo request has no port; its size is `size`"
)]
#[case::mode_for_icmp(
    "close = [{ protocol = \"icmp\", mode = \"syn\" }]",
    "5:31",
    "`mode` goes only with tcp",
    "take the mode out, or the protocol"
)]
#[case::payload_for_icmp(
    "close = [{ protocol = \"icmp\", payload = \"x\" }]",
    "5:31",
    "`payload` goes only with udp",
    "add protocol = \"udp\", or take the payload out"
)]
#[case::payload_from_elsewhere_for_tcp(
    "close = [{ port = 1, payload = { env = \"X\" } }]",
    "5:22",
    "`payload` goes only with udp",
    "add protocol = \"udp\", or take the payload out"
)]
#[case::size_of_a_step(
    "close = [\"icmp:65508\"]",
    "5:10",
    "not a payload's size",
    "a number of bytes from 0 to 65507, such as \"icmp:84\" or size = 84"
)]
#[case::size_in_a_table(
    "close = [{ protocol = \"icmp\", size = 65508 }]",
    "5:38",
    "not a payload's size",
    "a number of bytes from 0 to 65507, such as \"icmp:84\" or size = 84"
)]
#[case::size_below_nothing(
    "close = [{ protocol = \"icmp\", size = -1 }]",
    "5:38",
    "not a payload's size",
    "a number of bytes from 0 to 65507, such as \"icmp:84\" or size = 84"
)]
#[case::size_as_text(
    "close = [{ protocol = \"icmp\", size = \"84\" }]",
    "5:38",
    "a whole number is wanted here, not text",
    "write a number such as 2, without quotes"
)]
#[case::no_source(
    "close = {}",
    "5:9",
    "nothing says where the secret comes from",
    "one of `keyring`, `env`, `command`, `file`"
)]
#[case::not_the_keyring(
    "close = { keyring = false }",
    "5:21",
    "nothing says where the secret comes from",
    "one of `keyring`, `env`, `command`, `file`"
)]
#[case::source_key(
    "close = { keyrign = true }",
    "5:11",
    "unknown key `keyrign`",
    "did you mean `keyring`?"
)]
#[case::list_key(
    "close = { onetime = { keyring = true } }",
    "5:11",
    "unknown key `onetime`",
    "did you mean `one_time`?"
)]
#[case::list_and_more(
    "close = { one_time = { keyring = true }, env = \"X\" }",
    "5:42",
    "unknown key `env`",
    "nothing reads this key here; take it out"
)]
#[case::two_sources(
    "close = { keyring = true, env = \"X\" }",
    "5:27",
    "a second place for one secret",
    "keep the one that it comes from"
)]
#[case::two_sources_the_other_way_round(
    "close = { file = \"x\", command = [\"x\"] }",
    "5:23",
    "a second place for one secret",
    "keep the one that it comes from"
)]
#[case::keyring_as_number(
    "close = { keyring = 1 }",
    "5:21",
    "true, or the name of a keyring entry, is wanted here, not a whole number",
    "write keyring = true, or keyring = \"work/gateway\""
)]
#[case::env_as_bool(
    "close = { env = true }",
    "5:17",
    "the name of an environment variable is wanted here, not true or false",
    "write env = \"HOMELAB_OPEN\""
)]
#[case::env_with_its_value(
    "close = { env = \"HOMELAB_OPEN=7000\" }",
    "5:17",
    "not the name of an environment variable",
    "write env = \"HOMELAB_OPEN\""
)]
#[case::command_as_text(
    "close = { command = \"pass show homelab\" }",
    "5:21",
    "a program with its arguments is wanted here, not text",
    "write a list such as [\"pass\", \"show\", \"homelab\"]"
)]
#[case::command_with_a_number(
    "close = { command = [\"pass\", 1] }",
    "5:30",
    "text is wanted here, not a whole number",
    "put it in quotes"
)]
#[case::file_as_list(
    "close = { file = [\"x\"] }",
    "5:18",
    "a path is wanted here, not a list",
    "write file = \"~/.homelab\", in quotes"
)]
#[case::empty_entry(
    "close = { keyring = \"\" }",
    "5:21",
    "an empty name",
    "name the variable, the file, the program or the entry that holds the secret"
)]
#[case::empty_variable(
    "close = { env = \" \" }",
    "5:17",
    "an empty name",
    "name the variable, the file, the program or the entry that holds the secret"
)]
#[case::empty_file(
    "close = { file = \"\" }",
    "5:18",
    "an empty name",
    "name the variable, the file, the program or the entry that holds the secret"
)]
#[case::empty_command(
    "close = { command = [] }",
    "5:21",
    "an empty name",
    "name the variable, the file, the program or the entry that holds the secret"
)]
#[case::empty_program(
    "close = { command = [\"\", \"x\"] }",
    "5:21",
    "an empty name",
    "name the variable, the file, the program or the entry that holds the secret"
)]
#[case::payload_without_a_source(
    "close = [{ port = 1, protocol = \"udp\", payload = {} }]",
    "5:50",
    "nothing says where the secret comes from",
    "one of `keyring`, `env`, `command`, `file`"
)]
#[case::payload_as_a_list(
    "close = [{ port = 1, protocol = \"udp\", payload = { one_time = { keyring = true } } }]",
    "5:52",
    "unknown key `one_time`",
    "nothing reads this key here; take it out"
)]
#[case::payload_as_number(
    "close = [{ port = 1, protocol = \"udp\", payload = 1 }]",
    "5:50",
    "text is wanted here, not a whole number",
    "put it in quotes"
)]
#[case::list_in_a_variable(
    "close = { one_time = { env = \"X\" } }",
    "5:22",
    "a list of one-time sequences that cannot be written to",
    "used lines are marked, so the list has to be in the `keyring` or a `file`"
)]
#[case::list_of_a_command(
    "close = { one_time = { command = [\"x\"] } }",
    "5:22",
    "a list of one-time sequences that cannot be written to",
    "used lines are marked, so the list has to be in the `keyring` or a `file`"
)]
#[case::list_as_text(
    "close = { one_time = \"list\" }",
    "5:22",
    "a place where a secret comes from is wanted here, not text",
    "write a table such as { keyring = true }"
)]
#[case::list_without_a_source(
    "close = { one_time = {} }",
    "5:22",
    "nothing says where the secret comes from",
    "one of `keyring`, `env`, `command`, `file`"
)]
#[case::secret_timeout(
    "secret_timeout = \"0s\"",
    "5:18",
    "no time at all",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::server_as_text(
    "server = \"knockd\"",
    "5:10",
    "what listens there is wanted here, not text",
    "write { kind = \"knockd\", seq_timeout = \"5s\" }"
)]
#[case::server_without_a_kind(
    "server = { seq_timeout = \"5s\" }",
    "5:10",
    "no `kind`",
    "say what listens there, such as kind = \"knockd\""
)]
#[case::server_kind(
    "server = { kind = \"knokd\" }",
    "5:19",
    "unknown word",
    "did you mean `knockd`?"
)]
#[case::server_kind_far_from_any(
    "server = { kind = \"x\" }",
    "5:19",
    "unknown word",
    "one of `knockd`, `nftables`, `iptables`, `mikrotik`, `fwknopd`"
)]
#[case::server_kind_as_number(
    "server = { kind = 1 }",
    "5:19",
    "text is wanted here, not a whole number",
    "put it in quotes"
)]
#[case::server_key(
    "server = { kind = \"knockd\", seq_timeuot = \"5s\" }",
    "5:29",
    "unknown key `seq_timeuot`",
    "did you mean `seq_timeout`?"
)]
#[case::server_that_never_waits(
    "server = { kind = \"nftables\", seq_timeout = \"0s\" }",
    "5:45",
    "no time at all",
    "write \"300ms\", \"5s\" or \"15m\""
)]
#[case::server_that_counts_seconds(
    "server = { kind = \"knockd\", seq_timeout = \"1500ms\" }",
    "5:43",
    "not a time that this server can have",
    "it counts whole seconds, such as \"5s\""
)]
#[case::flag(
    "server = { kind = \"knockd\", tcpflags = \"syn,akc\" }",
    "5:40",
    "flag 2 is unknown",
    "knockd's words, separated by commas, each perhaps with ! before it: `fin`, `syn`, `rst`, `psh`, `ack`, `urg`"
)]
#[case::flags_of_a_firewall(
    "server = { kind = \"nftables\", tcpflags = \"syn\" }",
    "5:42",
    "`tcpflags` of nftables",
    "take it out: only knockd has them"
)]
#[case::server_of_packets(
    "server = { kind = \"fwknopd\" }",
    "5:19",
    "fwknopd takes an `spa`, not sequences",
    "say what really listens there, or leave `server` out"
)]
fn each_mistake_has_its_place_and_its_words(
    #[case] line: &str,
    #[case] place: &str,
    #[case] title: &str,
    #[case] hint: &str,
) {
    let text = mistakes(&profile_with(line));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("error: {title}"), "{text}");
    assert_eq!(
        lines[1].trim_start(),
        format!("--> config.toml:{place}"),
        "{text}"
    );
    assert!(lines[4].ends_with(&format!("^ {hint}")), "{text}");
    assert_eq!(lines.last(), Some(&"config.toml: 1 mistake"), "{text}");
}

#[test]
fn a_profile_as_one_table_is_a_list_of_tables() {
    assert_eq!(
        mistakes("profile = 3\n"),
        "\
error: a list of tables is wanted here, not a whole number
 --> config.toml:1:11
  |
1 | profile = 3
  |           ^ begin each profile with `[[profile]]` on a line of its own

config.toml: 1 mistake"
    );
}

#[test]
fn all_mistakes_are_shown_at_once_in_the_order_of_the_file() {
    let source = "\
[defaults]
dealy = \"1s\"

[[profile]]
name = \"a\"
open = [\"0\", \"1:xyz\"]
";
    assert_eq!(
        mistakes(source),
        "\
error: unknown key `dealy`
 --> config.toml:2:1
  |
2 | dealy = \"1s\"
  | ^^^^^ did you mean `delay`?

error: no `host`
 --> config.toml:4:1
  |
4 | [[profile]]
  | ^^^^^^^^^^^ say where the server is, such as host = \"home.example.net\"

error: not a port
 --> config.toml:6:9
  |
6 | open = [\"0\", \"1:xyz\"]
  |         ^^^ a port is a number from 1 to 65535

error: unknown protocol
 --> config.toml:6:14
  |
6 | open = [\"0\", \"1:xyz\"]
  |              ^^^^^^^ one of `tcp`, `udp`, `icmp`

config.toml: 4 mistakes"
    );
}

#[test]
fn what_is_not_toml_is_shown_with_the_other_mistakes() {
    let source = "[defaults]\ndelay = = \"1s\"\nretires = 1\n\n[agent]\nnotifications = \"some\"\n";
    let text = mistakes(source);
    assert!(text.contains("error: not TOML: "), "{text}");
    assert!(text.contains("--> config.toml:2:9\n"), "{text}");
    assert!(text.contains("--> config.toml:3:1\n"), "{text}");
    assert!(text.contains("--> config.toml:6:17\n"), "{text}");
}

#[test]
fn columns_count_characters() {
    let source = profile_with("close = [\"é\", \"0\"]");
    let text = mistakes(&source);
    assert!(text.contains("--> config.toml:5:15\n"), "{text}");
}

#[test]
fn a_file_that_is_not_utf8_is_shown_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, b"[agent]\n# caf\xe9\nnotifications = \"some\"\n").unwrap();
    let Err(LoadError::Mistakes(diagnostics)) = load(&path) else {
        panic!("there are mistakes")
    };
    let text = diagnostics.render(&Catalogue::english(), false);
    assert!(text.starts_with("error: not UTF-8\n"), "{text}");
    assert!(text.contains("config.toml:2:6\n"), "{text}");
    assert!(text.contains("save the file as UTF-8"), "{text}");
    assert!(text.contains("config.toml:3:17\n"), "{text}");
    assert!(text.ends_with("config.toml: 2 mistakes"), "{text}");
}

#[test]
fn a_missing_file_says_where_and_how_to_begin() {
    let error = load(Path::new("/nonexistent/config.toml")).unwrap_err();
    assert_eq!(
        error.line(&Catalogue::english()),
        "there is no configuration at /nonexistent/config.toml. \
         Begin with `portknocker config edit` (with the same `--config`, if you gave one), which writes a commented example"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(source in "\\PC*") {
        if let Err(list) = decode(&source, Path::new("")) {
            let _ = Diagnostics::new(Path::new("config.toml"), source, list)
                .render(&Catalogue::english(), false);
        }
    }

    #[test]
    fn no_broken_configuration_makes_it_panic(cut in 0usize..400, insert in "[\\[\\]{}\"=.,#\\n0-9a-zé]{0,6}") {
        let whole = include_str!("example.toml").replace("#:", "");
        let cut = whole.floor_char_boundary(cut.min(whole.len()));
        let source = format!("{}{insert}{}", &whole[..cut], &whole[cut..]);
        for source in [&source, &source[..source.floor_char_boundary(cut + insert.len())]] {
            if let Err(list) = decode(source, Path::new("")) {
                let _ = Diagnostics::new(Path::new("config.toml"), source.to_owned(), list)
                    .render(&Catalogue::english(), false);
            }
        }
    }
}
