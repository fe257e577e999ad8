//! What each finding means, in its exact words. No machine is looked at.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use std::time::Duration;

use jiff::SignedDuration;
use rstest::rstest;

use super::names::{Answer, Lookup};
use super::needs::Needs;
use super::*;
use crate::config::{SetAside, decode};
use crate::doctor::network_time::{NetworkTimeError, Offset};
use crate::text::Catalogue;

const NOTHING: Needs = Needs {
    keyring: false,
    clock: false,
    echo: false,
    agent: false,
};
const EVERYTHING: Needs = Needs {
    keyring: true,
    clock: true,
    echo: true,
    agent: true,
};

fn needs(profile: &str) -> Needs {
    Needs::of(&config(profile))
}

fn config(text: &str) -> Config {
    decode(text, Path::new("")).unwrap()
}

/// Its state for profiles that need nothing and for some that need everything, and what a person reads.
fn assert_reads(found: &Found, states: (State, State), line: &str, hint: Option<&str>) {
    let words = Catalogue::english();
    let [free, needed] = [NOTHING, EVERYTHING].map(|needs| Examined::of(found.clone(), needs));
    assert_eq!((free.state, needed.state), states);
    assert_eq!(needed.line(&words), line);
    assert_eq!(needed.hint(&words).as_deref(), hint);
}

const GOOD: (State, State) = (State::Good, State::Good);
const WORTH_KNOWING: (State, State) = (State::WorthKnowing, State::WorthKnowing);
const BAD: (State, State) = (State::Bad, State::Bad);
const BAD_IF_NEEDED: (State, State) = (State::WorthKnowing, State::Bad);

fn read(profiles: usize, set_aside: Vec<SetAside>) -> ConfigurationFound {
    ConfigurationFound::Read {
        path: "/a/config.toml".to_owned(),
        profiles,
        set_aside,
    }
}

fn clash() -> SetAside {
    SetAside::Clash {
        path: PathBuf::from("/a/profiles.d/50-team.toml"),
        place: "50-team.toml:2:8".to_owned(),
        name: "nas".to_owned(),
        winner: None,
    }
}

fn mistakes() -> ConfigurationFound {
    let source = "[[profile]]\nname = \"nas\"\nopne = []\n".to_owned();
    let list = decode(&source, Path::new("")).unwrap_err();
    let path = "/a/config.toml";
    ConfigurationFound::Mistakes {
        path: path.to_owned(),
        mistakes: crate::config::Diagnostics::new(Path::new(path), source, list),
    }
}

#[rstest]
#[case(read(1, vec![]), GOOD, "/a/config.toml: 1 profile", None)]
#[case(read(3, vec![]), GOOD, "/a/config.toml: 3 profiles", None)]
#[case(
    read(2, vec![clash()]),
    WORTH_KNOWING,
    "/a/config.toml: 2 profiles; a drop-in is set aside: 50-team.toml:2:8: there is a profile `nas` in your own configuration file already, which is taken",
    Some("`portknocker config check` shows every mistake with its place")
)]
#[case(
    mistakes(),
    BAD,
    "/a/config.toml has 3 mistakes; the first: config.toml:1:1: no `host` (say where the server is, such as host = \"home.example.net\")",
    Some("`portknocker config check` shows every mistake with its place")
)]
#[case(
    ConfigurationFound::Unreadable { path: "/a/b".to_owned(), cause: "Permission denied (os error 13)".to_owned() },
    BAD,
    "cannot read /a/b: Permission denied (os error 13)",
    Some("look whose file it is, and who may read it")
)]
#[case(
    ConfigurationFound::Late { path: "/a/b".to_owned() },
    BAD,
    "/a/b could not be read within 2 s",
    Some("its disk hangs, or is far away; look whether that is mounted")
)]
#[case(
    ConfigurationFound::Missing { path: "/a/b".to_owned(), named: false },
    WORTH_KNOWING,
    "there is none yet at /a/b",
    Some("`portknocker config edit` writes a commented example to begin from")
)]
#[case(
    ConfigurationFound::Missing { path: "/a/b".to_owned(), named: true },
    BAD,
    "there is none yet at /a/b",
    Some("`portknocker config edit` writes a commented example to begin from")
)]
#[case(
    ConfigurationFound::NoHome,
    BAD,
    "the system does not say where your home folder is; name the configuration with --config FILE",
    None
)]
fn a_configuration(
    #[case] found: ConfigurationFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Configuration(found), states, line, hint);
}

#[rstest]
#[case(
    AgentFound::Running { config: "/a/b".to_owned() },
    GOOD,
    "it runs, with /a/b",
    None
)]
#[case(
    AgentFound::OtherConfig { agent: "/a/b".to_owned(), config: "/c".to_owned() },
    WORTH_KNOWING,
    "one runs with /a/b, not with /c",
    Some("commands for this configuration go on without it. To have it hold this one, end it in its menu and start it with the same `--config`")
)]
#[case(
    AgentFound::NotRunning,
    WORTH_KNOWING,
    "none runs",
    Some(
        "`portknocker agent` starts it. Without one there is no tray icon, and nothing opens by itself"
    )
)]
#[case(
    AgentFound::OtherVersion { version: "9.1".to_owned() },
    BAD,
    "the agent that runs is of another version (9.1): end it in its menu, and start it again",
    None
)]
#[case(
    AgentFound::Silent,
    BAD,
    "the agent that runs does not answer",
    Some("end the process `portknocker-agent`, and start it again with `portknocker agent`")
)]
#[case(
    AgentFound::NotOwn,
    BAD,
    "the agent that answers is another user's",
    Some("the folder for its channel should be yours alone; look whose $XDG_RUNTIME_DIR is")
)]
fn an_agent(
    #[case] found: AgentFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Agent(found), states, line, hint);
}

#[rstest]
#[case(AutostartFound::On, GOOD, "the agent starts at login", None)]
#[case(
    AutostartFound::Off,
    (State::Good, State::WorthKnowing),
    "the agent does not start at login",
    Some("profiles with `open_on` open by themselves only while an agent runs: `portknocker autostart on` starts it at login, unless systemd does already")
)]
#[case(
    AutostartFound::Unknown { path: Some("/a/b".to_owned()), cause: "Permission denied".to_owned() },
    WORTH_KNOWING,
    "/a/b: Permission denied",
    None
)]
#[case(
    AutostartFound::Unknown { path: None, cause: "no home folder".to_owned() },
    WORTH_KNOWING,
    "the system does not say where your home folder is",
    None
)]
#[case(
    AutostartFound::Late,
    WORTH_KNOWING,
    "whether the agent starts at login could not be read in time; the disk of your home folder hangs",
    None
)]
fn a_start_at_login(
    #[case] found: AutostartFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Autostart(found), states, line, hint);
}

fn no_session() -> BusTrouble {
    BusTrouble::NoSession {
        cause: "No such file or directory".to_owned(),
    }
}

fn failed() -> BusTrouble {
    BusTrouble::Failed {
        cause: "out of order".to_owned(),
    }
}

const NO_SESSION: &str = "not known: there is no desktop session here (No such file or directory)";
const LATE: &str = "not known: no answer within 2 s";
const FAILED: &str = "not known: it fails (out of order)";

#[rstest]
#[case(TrayFound::Host, GOOD, "this desktop shows tray icons", None)]
#[case(TrayFound::System, GOOD, "the system shows tray icons", None)]
#[case(
    TrayFound::NoHost,
    WORTH_KNOWING,
    "tray icons are collected, but nothing shows them",
    Some(EXTENSION)
)]
#[case(
    TrayFound::NoWatcher,
    WORTH_KNOWING,
    "this desktop shows no tray icons",
    Some(EXTENSION)
)]
#[case(
    TrayFound::NotKnown(no_session()),
    WORTH_KNOWING,
    NO_SESSION,
    Some(MENU)
)]
#[case(TrayFound::NotKnown(BusTrouble::Late), WORTH_KNOWING, LATE, Some(MENU))]
#[case(TrayFound::NotKnown(failed()), WORTH_KNOWING, FAILED, Some(MENU))]
fn a_tray(
    #[case] found: TrayFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Tray(found), states, line, hint);
}

const MENU: &str = "`portknocker open PROFILE` does what the menu does";
const EXTENSION: &str = "on GNOME, turn on the extension “AppIndicator and KStatusNotifierItem Support”; elsewhere, add the tray (“Status Tray”) to the panel. Until then, `portknocker open PROFILE` does what the menu does";

#[rstest]
#[case(
    NotificationsFound::Daemon { name: "dunst".to_owned() },
    GOOD,
    "dunst shows them",
    None
)]
#[case(
    NotificationsFound::Startable,
    GOOD,
    "a daemon is installed, and starts with the first of them",
    None
)]
#[case(NotificationsFound::System, GOOD, "the system shows them", None)]
#[case(
    NotificationsFound::Nobody,
    WORTH_KNOWING,
    "nobody shows them",
    Some(
        "start a notification daemon, such as dunst. Until then, the icon, `portknocker status` and `portknocker history` tell what happened"
    )
)]
#[case(
    NotificationsFound::NotKnown(no_session()),
    WORTH_KNOWING,
    NO_SESSION,
    None
)]
#[case(
    NotificationsFound::NotKnown(BusTrouble::Late),
    WORTH_KNOWING,
    LATE,
    Some("start the notification daemon again")
)]
#[case(
    NotificationsFound::NotKnown(failed()),
    WORTH_KNOWING,
    FAILED,
    Some("start the notification daemon again")
)]
fn notifications_are_shown_or_not(
    #[case] found: NotificationsFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Notifications(found), states, line, hint);
}

#[rstest]
#[case(KeyringFound::Unlocked, GOOD, "it is there, and unlocked", None)]
#[case(KeyringFound::System, GOOD, "the system's keyring is there", None)]
#[case(
    KeyringFound::Locked,
    WORTH_KNOWING,
    "it is there, and locked",
    Some("it asks for its password when a profile first needs a secret")
)]
#[case(
    KeyringFound::Startable,
    WORTH_KNOWING,
    "one is installed, and starts when it is first asked for something",
    Some("it asks for its password when a profile first needs a secret")
)]
#[case(
    KeyringFound::NoCollection,
    BAD_IF_NEEDED,
    "it is there, but has no default collection to keep a secret in",
    Some("make one in its own window (“Passwords and Keys” on GNOME)")
)]
#[case(
    KeyringFound::Absent,
    BAD_IF_NEEDED,
    "there is none on this session",
    Some(
        "start one, such as GNOME Keyring, KWallet or KeePassXC; or take secrets from a `file`, an `env` or a `command`"
    )
)]
#[case(
    KeyringFound::NotKnown(no_session()),
    BAD_IF_NEEDED,
    NO_SESSION,
    Some(
        "a keyring needs a desktop session; without one, take secrets from a `file`, an `env` or a `command`"
    )
)]
#[case(
    KeyringFound::NotKnown(BusTrouble::Late),
    BAD_IF_NEEDED,
    LATE,
    Some("look into its own window, or start it again")
)]
#[case(
    KeyringFound::NotKnown(failed()),
    BAD_IF_NEEDED,
    FAILED,
    Some("look into its own window, or start it again")
)]
fn a_keyring(
    #[case] found: KeyringFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Keyring(found), states, line, hint);
}

fn lookup(host: &str, answer: Answer) -> Lookup {
    Lookup {
        host: host.parse().unwrap(),
        answer,
    }
}

fn at(host: &str, addresses: &[&str]) -> Lookup {
    let addresses = addresses
        .iter()
        .map(|address| SocketAddr::new(address.parse().unwrap(), 0));
    lookup(host, Answer::Addresses(addresses.collect()))
}

fn missing(host: &str) -> Lookup {
    lookup(host, Answer::NotFound("no such name".to_owned()))
}

const OTHERS_FOUND: &str = "other names are found, so the resolver works: check these names; one that only a VPN knows is found while that is up";
const NONE_FOUND: &str = "no name at all is found: check the network and the resolver, or write the servers' addresses in place of their names";

#[rstest]
#[case(&[], 0, GOOD, "no profile has a name to look up", None)]
#[case(&[at("a", &["192.0.2.1"])], 1, GOOD, "the name was found", None)]
#[case(
    &[at("a", &["192.0.2.1"]), at("b", &["192.0.2.2"])],
    2,
    GOOD,
    "all 2 names were found",
    None
)]
#[case(
    &[at("a", &["192.0.2.1"]), at("b", &["192.0.2.2"])],
    7,
    WORTH_KNOWING,
    "all 2 names were found; 5 more were not looked up",
    None
)]
#[case(
    &[at("a", &["192.0.2.1"]), missing("b"), lookup("c", Answer::Late)],
    3,
    BAD,
    "b was not found (no such name); the resolver did not answer for c within 2 s",
    Some(OTHERS_FOUND)
)]
#[case(
    &[missing("b")],
    2,
    BAD,
    "b was not found (no such name); 1 more were not looked up",
    Some(NONE_FOUND)
)]
#[case(
    &[lookup("c", Answer::Late)],
    1,
    BAD,
    "the resolver did not answer for c within 2 s",
    Some(NONE_FOUND)
)]
fn looked_up_names(
    #[case] lookups: &[Lookup],
    #[case] count: usize,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    let found = NamesFound::of(lookups, count);
    assert_reads(&Found::Names(found), states, line, hint);
}

#[rstest]
#[case(Some("192.0.2.7"), &[], GOOD, "packets to the outside leave from 192.0.2.7", None)]
#[case(
    Some("192.0.2.7"),
    &["nas", "lab"],
    BAD,
    "packets to the outside leave from 192.0.2.7; no way to the server of nas, lab",
    Some(NEEDED)
)]
#[case(
    None,
    &[],
    WORTH_KNOWING,
    "there is no way to the outside",
    Some("no profile is bound to it; servers that have no other address cannot be reached")
)]
#[case(
    Some("fe80::1"),
    &["nas"],
    BAD,
    "there is no way to the outside; no way to the server of nas",
    Some(NEEDED)
)]
fn an_address_family(
    #[case] from: Option<&str>,
    #[case] out_of_reach: &[&str],
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    let from = from.map(|address| address.parse().unwrap());
    let names = out_of_reach.iter().map(ToString::to_string).collect();
    let found = FamilyFound::of(from, names);
    assert_reads(&Found::Ipv4(found), states, line, hint);
}

const NEEDED: &str = "check the connection, or a VPN that should be up, and the profile's `bind`; or give the profile an address or a `family` that this machine has";

#[rstest]
#[case(EchoFound::Permitted, GOOD, "ICMP steps may be sent", None)]
#[case(
    EchoFound::Privileged,
    GOOD,
    "ICMP steps may be sent, by a privilege (CAP_NET_RAW) that this command has; an agent needs it too",
    None
)]
#[case(
    EchoFound::Forbidden,
    BAD_IF_NEEDED,
    "ICMP steps may not be sent",
    Some(
        "on Linux, put your group into the sysctl net.ipv4.ping_group_range, such as `sysctl net.ipv4.ping_group_range=\"0 2147483647\"`, or give the program the capability CAP_NET_RAW"
    )
)]
#[case(
    EchoFound::Failed { cause: "Protocol not supported".to_owned() },
    BAD_IF_NEEDED,
    "ICMP steps cannot be sent (Protocol not supported)",
    Some("this system has no sockets for them; use TCP or UDP steps")
)]
fn echo_requests(
    #[case] found: EchoFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Echo(found), states, line, hint);
}

fn measured(millis: i64, uncertainty: u64) -> ClockFound {
    ClockFound::Measured {
        server: "time.example".to_owned(),
        offset: Offset {
            offset: SignedDuration::from_millis(millis),
            uncertainty: Duration::from_millis(uncertainty),
        },
    }
}

const SET: &str = "fwknopd refuses packets that are two minutes off. Set the clock, or have it kept: `timedatectl set-ntp true` where there is systemd, the settings of date and time elsewhere";
const ASK: &str = "`portknocker doctor --time-server pool.ntp.org` asks a time server, once";

#[rstest]
#[case(
    measured(12, 30),
    GOOD,
    "it is 12 ms behind time.example, give or take 30 ms",
    None
)]
#[case(measured(-5_000, 0), GOOD, "it is 5 s ahead of time.example, give or take 0 ms", None)]
// It may be four seconds, and that is not sure.
#[case(
    measured(5_500, 1_000),
    GOOD,
    "it is 5.5 s behind time.example, give or take 1 s",
    None
)]
#[case(
    measured(5_001, 0),
    WORTH_KNOWING,
    "it is 5 s behind time.example, give or take 0 ms",
    Some(SET)
)]
#[case(measured(-60_000, 0), WORTH_KNOWING, "it is 60 s ahead of time.example, give or take 0 ms", Some(SET))]
#[case(
    measured(61_000, 2_000),
    WORTH_KNOWING,
    "it is 61 s behind time.example, give or take 2 s",
    Some(SET)
)]
#[case(measured(-60_001, 0), BAD_IF_NEEDED, "it is 60 s ahead of time.example, give or take 0 ms", Some(SET))]
#[case(
    ClockFound::NotTold { server: "time.example".to_owned(), error: NetworkTimeError::NoAnswer },
    WORTH_KNOWING,
    "time.example does not say what time it is: what came back is no answer to the question",
    Some("name another time server, or try again later")
)]
#[case(
    ClockFound::Kept,
    GOOD,
    "the system keeps it by the network's time",
    None
)]
#[case(
    ClockFound::NotKept,
    WORTH_KNOWING,
    "the system does not keep it by the network's time",
    Some(ASK)
)]
#[case(
    ClockFound::NotKnown,
    WORTH_KNOWING,
    "whether it is right is not known",
    Some(ASK)
)]
fn a_clock(
    #[case] found: ClockFound,
    #[case] states: (State, State),
    #[case] line: &str,
    #[case] hint: Option<&str>,
) {
    assert_reads(&Found::Clock(found), states, line, hint);
}

const SPA: &str = "access = \"tcp/22\", key = \"text:a\", hmac_key = \"text:b\"";

#[rstest]
#[case("open = [\"7000\"]", NOTHING)]
#[case("open = { keyring = true }", Needs { keyring: true, ..NOTHING })]
#[case("open = { env = \"LAB\" }", NOTHING)]
#[case(
    "open = [{ port = 7000, protocol = \"udp\", payload = { keyring = true } }]",
    Needs { keyring: true, ..NOTHING }
)]
#[case("open = [\"7000\", \"icmp:84\"]", Needs { echo: true, ..NOTHING })]
#[case("open = [\"7000\"]\nclose = [\"icmp\"]", Needs { echo: true, ..NOTHING })]
#[case(&format!("spa = {{ {SPA} }}"), Needs { clock: true, ..NOTHING })]
#[case(&format!("spa = {{ {SPA}, clock_offset = \"90s\" }}"), NOTHING)]
#[case(
    "spa = { access = \"tcp/22\", key = { keyring = true }, hmac = \"none\" }",
    Needs { keyring: true, clock: true, ..NOTHING }
)]
#[case("open = [\"7000\"]\nopen_on = [\"login\"]", Needs { agent: true, ..NOTHING })]
fn what_a_profile_needs(#[case] keys: &str, #[case] expected: Needs) {
    let profile = format!("[[profile]]\nname = \"lab\"\nhost = \"192.0.2.1\"\n{keys}\n");
    assert_eq!(needs(&profile), expected);
}

/// The servers that the families are asked for: 127.0.0.1 can be reached from everywhere, `255.255.255.255` (a broadcast,
/// which a socket has to be permitted) from nowhere.
#[rstest]
#[case("host = \"127.0.0.1\"", &[])]
#[case("host = \"255.255.255.255\"", &["lab"])]
#[case("host = \"near\"\nfamily = \"ipv4\"", &[])]
#[case("host = \"far\"\nfamily = \"ipv4\"", &["lab"])]
// Whichever family it has, it may do.
#[case("host = \"far\"", &[])]
// No address of the family is the name's fault.
#[case("host = \"far\"\nfamily = \"ipv6\"", &[])]
#[case("host = \"unknown\"\nfamily = \"ipv4\"", &[])]
#[case("host = \"127.0.0.1\"\nbind = \"missing0\"", &["lab"])]
fn a_profile_is_out_of_reach_where_its_family_has_no_way_there(
    #[case] keys: &str,
    #[case] expected: &[&str],
) {
    let profile = format!("[[profile]]\nname = \"lab\"\nopen = [\"7000\"]\n{keys}\n");
    let lookups = [
        at("near", &["127.0.0.1"]),
        at("far", &["255.255.255.255"]),
        missing("unknown"),
    ];
    let [ipv4, _] = families::look(&config(&profile), &lookups);
    let (FamilyFound::WayOut { out_of_reach, .. } | FamilyFound::NoWayOut { out_of_reach }) = ipv4;
    assert_eq!(out_of_reach, expected);
}

#[test]
fn each_name_is_looked_up_once_and_addresses_are_not() {
    let profile = |name: &str, host: &str| {
        format!("[[profile]]\nname = \"{name}\"\nhost = \"{host}\"\nopen = [\"7000\"]\n")
    };
    let profiles = [("a", "nas"), ("b", "192.0.2.1"), ("c", "nas"), ("d", "lab")]
        .map(|(name, host)| profile(name, host))
        .concat();
    assert_eq!(names::count(&config(&profiles)), 2);
}

#[rstest]
#[case(
    Found::Keyring(KeyringFound::Locked),
    r#"{"subject":"keyring","state":"worth_knowing","found":"locked","data":null}"#
)]
#[case(
    Found::Tray(TrayFound::NotKnown(no_session())),
    r#"{"subject":"tray","state":"worth_knowing","found":"not_known","data":{"cause":"No such file or directory","trouble":"no_session"}}"#
)]
#[case(
    Found::Configuration(read(2, vec![clash()])),
    r#"{"subject":"configuration","state":"worth_knowing","found":"read","data":{"path":"/a/config.toml","profiles":2,"set_aside":["/a/profiles.d/50-team.toml"]}}"#
)]
#[case(
    Found::Configuration(mistakes()),
    r#"{"subject":"configuration","state":"bad","found":"mistakes","data":{"mistakes":3,"path":"/a/config.toml"}}"#
)]
#[case(
    Found::Names(NamesFound::of(&[missing("b")], 1)),
    r#"{"subject":"names","state":"bad","found":"missing","data":{"found":0,"late":[],"missing":[{"cause":"no such name","host":"b"}],"not_looked_up":0}}"#
)]
#[case(
    Found::Ipv6(FamilyFound::of(Some("2001:db8::7".parse().unwrap()), vec![])),
    r#"{"subject":"ipv6","state":"good","found":"way_out","data":{"from":"2001:db8::7","out_of_reach":[]}}"#
)]
#[case(
    Found::Clock(measured(-61_500, 20)),
    r#"{"subject":"clock","state":"bad","found":"measured","data":{"offset_ms":-61500.0,"server":"time.example","uncertainty_ms":20.0}}"#
)]
#[case(
    Found::Clock(ClockFound::NotTold {
        server: "time.example".to_owned(),
        error: NetworkTimeError::Declined { code: "RATE".to_owned() },
    }),
    r#"{"subject":"clock","state":"worth_knowing","found":"not_told","data":{"code":"RATE","reason":"declined","server":"time.example"}}"#
)]
fn for_a_program_each_is_an_object_of_four_keys(#[case] found: Found, #[case] json: &str) {
    let examined = Examined::of(found, EVERYTHING);
    assert_eq!(serde_json::to_string(&examined).unwrap(), json);
}

#[tokio::test]
async fn without_anything_everything_is_said_and_nothing_hangs() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = format!("unix:path={}", folder.path().join("bus").display());
    let setup = Setup {
        config: Some(ConfigPath {
            path: folder.path().join("config.toml"),
            named: true,
        }),
        runtime: folder.path().to_owned(),
        time_server: None,
        session_bus: Some(nowhere.clone()),
        system_bus: Some(nowhere),
    };
    let examined = examine(&setup).await;
    let subjects = examined.iter().map(Examined::subject).collect::<Vec<_>>();
    assert_eq!(
        subjects,
        [
            Subject::Configuration,
            Subject::Agent,
            Subject::Autostart,
            Subject::Tray,
            Subject::Notifications,
            Subject::Keyring,
            Subject::Names,
            Subject::Ipv4,
            Subject::Ipv6,
            Subject::Echo,
            Subject::Clock,
        ]
    );
    let bad = examined.iter().filter(|one| one.state == State::Bad);
    assert_eq!(
        bad.map(Examined::subject).collect::<Vec<_>>(),
        [Subject::Configuration]
    );
}

#[rstest]
#[case(Subject::Configuration, "configuration")]
#[case(Subject::Agent, "agent")]
#[case(Subject::Autostart, "start at login")]
#[case(Subject::Tray, "tray")]
#[case(Subject::Notifications, "notifications")]
#[case(Subject::Keyring, "keyring")]
#[case(Subject::Names, "names")]
#[case(Subject::Ipv4, "IPv4")]
#[case(Subject::Ipv6, "IPv6")]
#[case(Subject::Echo, "echo requests")]
#[case(Subject::Clock, "clock")]
fn each_subject_has_a_label(#[case] subject: Subject, #[case] label: &str) {
    assert_eq!(subject.label(&Catalogue::english()), label);
}
