//! A secret that everybody would recognise, in every field and from every source; then every place is searched where it
//! must not be: logs, state, configuration, other programs' arguments and environment, notifications, core files.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::support::desktop::{Desktop, MenuEntry};
use crate::support::process::Process;
use crate::support::said::Said;

/// Ports that no system gives to anybody by itself; each stands for one source of a sequence.
const PORTS: [&str; 7] = [
    "61871", "61873", "61875", "61877", "61879", "61881", "61883",
];
/// What every payload begins with.
const PAYLOAD: &str = "CANARY-payload";
const VARIABLES: [&str; 2] = ["CANARY_OPEN", "CANARY_PAYLOAD"];

/// Files with secrets, which are not a part of the user's home.
struct Files(TempDir);

impl Files {
    fn new() -> Files {
        let files = Files(tempfile::tempdir().unwrap());
        files.write("open", &format!("{}:udp\n", PORTS[4]));
        files.write("command", &format!("{}:udp\n", PORTS[3]));
        files.write("payload", &format!("text:{PAYLOAD}-file\n"));
        files.write("list", &format!(" {}:udp\n", PORTS[5]).repeat(5));
        // Takes its time, so that it is seen running.
        files.write("slow-cat", "sleep 0.2; cat \"$1\"");
        files
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn configuration(&self) -> String {
        let file = |name: &str| self.path(name).display().to_string();
        let command = |name: &str| {
            let (script, file) = (file("slow-cat"), file(name));
            format!("{{ command = [\"sh\", \"{script}\", \"{file}\"] }}")
        };
        let payload = |source: &str| {
            format!(
                "[{{ port = 9, protocol = \"udp\", payload = {source} }}, \"{}:udp\"]",
                PORTS[0]
            )
        };
        let profiles = [
            ("literal", payload(&format!("\"{PAYLOAD}-literal\""))),
            ("keyring", "{ keyring = true }".to_owned()),
            ("env", format!("{{ env = \"{}\" }}", VARIABLES[0])),
            ("command", command("command")),
            ("file", format!("{{ file = \"{}\" }}", file("open"))),
            (
                "list",
                format!("{{ one_time = {{ file = \"{}\" }} }}", file("list")),
            ),
            ("kept-list", "{ one_time = { keyring = true } }".to_owned()),
            ("payload-keyring", payload("{ keyring = true }")),
            (
                "payload-env",
                payload(&format!("{{ env = \"{}\" }}", VARIABLES[1])),
            ),
            ("payload-command", payload(&command("payload"))),
            (
                "payload-file",
                payload(&format!("{{ file = \"{}\" }}", file("payload"))),
            ),
        ];
        let profile = |(name, open): &(&str, String)| {
            format!(
                "[[profile]]\nname = \"{name}\"\nhost = \"127.0.0.1\"\nopen = {open}\nclose = {open}\ncheck = 1\n\
                 delay = \"0ms\"\nretries = 1\ncheck_timeout = \"50ms\"\n"
            )
        };
        let packet = format!(
            "[[profile]]\nname = \"packet\"\nhost = \"127.0.0.1\"\ncheck = 1\nretries = 1\ncheck_timeout = \"50ms\"\n\
             spa = {{ access = \"tcp/22\", port = 9, key = {{ file = \"{}\" }}, hmac_key = {{ keyring = true }} }}\n",
            file("payload")
        );
        let profiles: String = profiles.iter().map(profile).collect();
        format!("[log]\nlevel = \"trace\"\n{profiles}{packet}")
    }
}

/// Every way in which a canary may be written.
fn canaries() -> Vec<Vec<u8>> {
    let ports = PORTS.iter().map(|port| port.as_bytes().to_vec());
    let payload = [
        PAYLOAD.as_bytes().to_vec(),
        HEXLOWER.encode(PAYLOAD.as_bytes()).into_bytes(),
        // Whole groups of three bytes, so that it is a part of whatever is longer.
        BASE64.encode(&PAYLOAD.as_bytes()[..12]).into_bytes(),
        // As a list of numbers.
        format!("{:?}", &PAYLOAD.as_bytes()[..8])
            .trim_matches(['[', ']'])
            .as_bytes()
            .to_vec(),
    ];
    ports.chain(payload).collect()
}

/// Whether one of the canaries is in these bytes. A number counts only as a whole.
fn sings(bytes: &[u8]) -> bool {
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    canaries().iter().any(|canary| {
        let is_number = canary.iter().all(u8::is_ascii_digit);
        let mut found = bytes
            .windows(canary.len())
            .enumerate()
            .filter(|(_, window)| window == canary)
            .map(|(start, _)| start);
        found.any(|start| {
            !is_number || !(is_digit(start.checked_sub(1)) || is_digit(Some(start + canary.len())))
        })
    })
}

/// Looks at all processes again and again, until it is told that this is enough.
struct ProcessWatch {
    is_enough: AtomicBool,
    looks: AtomicUsize,
    found: Mutex<Vec<String>>,
}

impl ProcessWatch {
    fn watch(&self) {
        while !self.is_enough.load(Ordering::Relaxed) {
            for process in fs::read_dir("/proc").unwrap().flatten() {
                self.look(&process.path());
            }
            self.looks.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn look(&self, process: &Path) {
        let read = |name| fs::read(process.join(name)).unwrap_or_default();
        let (arguments, environment) = (read("cmdline"), read("environ"));
        // By its arguments: a program that ends meanwhile has no file any more. The shell that starts the agent names it.
        let is_ours = || {
            let text = String::from_utf8_lossy(&arguments);
            let names: Vec<&str> = text
                .split('\0')
                .filter_map(|word| Path::new(word).file_name()?.to_str())
                .collect();
            names.contains(&"portknocker") || names.contains(&"portknocker-agent")
        };
        // The user gave our own programs the variables; nobody else is to have them.
        let is_found = sings(&arguments) || (sings(&environment) && !is_ours());
        if is_found {
            let arguments = String::from_utf8_lossy(&arguments).replace('\0', " ");
            let environment = String::from_utf8_lossy(&environment).replace('\0', " ");
            self.found
                .lock()
                .unwrap()
                .push(format!("{arguments} | {environment}"));
        }
    }
}

/// Ends the watch, also where the test fails.
struct EndOfWatch<'w>(&'w ProcessWatch);

impl Drop for EndOfWatch<'_> {
    fn drop(&mut self) {
        self.0.is_enough.store(true, Ordering::Relaxed);
    }
}

/// The files below a folder that hold a canary.
fn files_that_sing(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            files_that_sing(&path, found);
        } else if kind.is_file() && fs::read(&path).is_ok_and(|bytes| sings(&bytes)) {
            found.push(path);
        }
    }
}

/// Whether more than what stands in the configuration itself is in this file.
fn sings_beside_literals(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    let literal = format!("{PAYLOAD}-literal");
    sings(text.replace(&literal, "").replace(PORTS[0], "").as_bytes())
}

#[test]
fn the_canary_is_recognised() {
    for text in [
        "port 61871",
        "61871",
        "x=61883:udp",
        "CANARY-payload-file",
        "43414e4152592d7061796c6f6164",
    ] {
        assert!(sings(text.as_bytes()), "{text}");
    }
    for text in ["161871", "618710", "CANARY_OPEN"] {
        assert!(!sings(text.as_bytes()), "{text}");
    }
}

#[test]
fn no_secret_is_anywhere_but_where_it_belongs() {
    let files = Files::new();
    let mut desktop = Desktop::plan().without_panel().start();
    desktop.start_keyring();
    let file = desktop.home().write_configuration(&files.configuration());

    let watch = ProcessWatch {
        is_enough: AtomicBool::new(false),
        looks: AtomicUsize::new(0),
        found: Mutex::default(),
    };
    thread::scope(|scope| {
        scope.spawn(|| watch.watch());
        let _end = EndOfWatch(&watch);
        let agent = use_everything(&desktop);
        crash(&desktop, agent);
    });

    assert!(watch.looks.load(Ordering::Relaxed) > 10);
    assert_eq!(*watch.found.lock().unwrap(), [""; 0]);
    let told = format!("{:?}", desktop.notifications());
    assert!(told.contains("open failed"), "{told}");
    assert!(!sings(told.as_bytes()), "{told}");

    let log = agent_log(&desktop);
    assert!(log.contains("INFO"), "{log}");
    let mut found = Vec::new();
    files_that_sing(desktop.home().path(), &mut found);
    // The user wrote a literal payload into it, which no command takes out.
    found.retain(|path| *path != file && *path != file.with_extension("toml.bak"));
    // And it is a part of a closing sequence, without which nobody could close after a crash.
    found.retain(|path| !path.ends_with("leases/agent.json") || sings_beside_literals(path));
    assert_eq!(found, Vec::<PathBuf>::new());
}

/// Every command, with the agent and without it; gives the agent that runs at the end.
fn use_everything(desktop: &Desktop) -> Process {
    let port = |number: usize| format!("{}:udp", PORTS[number]);
    let set = |profile: &str, field: &str, text: &str| {
        good(desktop, &["secret", "set", profile, field], text);
    };
    for field in ["open", "close"] {
        set("keyring", field, &port(1));
        set("kept-list", field, &format!("{}\n", port(6)).repeat(6));
        let field = format!("{field}.1.payload");
        set(
            "payload-keyring",
            &field,
            &format!("text:{PAYLOAD}-keyring"),
        );
    }
    set("packet", "hmac_key", &format!("{PAYLOAD}-hmac"));
    knock_and_look(desktop);

    let agent = start_agent(desktop);
    knock_and_look(desktop);
    click(desktop, &["literal", "payload-env", "file", "packet"]);
    for args in [
        &["agent", "reload"][..],
        &["edit", "keyring", "--group", "Home"],
        &["rename", "keyring", "other"],
        &["duplicate", "other", "third"],
        &["remove", "third"],
        &["secret", "move", "literal"],
        &["secret", "delete", "other", "open"],
    ] {
        good(desktop, args, "");
    }
    agent
}

/// Opens, closes and looks at every profile. A terminal is shown ports only where it asks for them.
fn knock_and_look(desktop: &Desktop) {
    let unseen = |args: &[&str], status: i32| {
        let said = run(desktop, args, "");
        assert_eq!(said.status, status, "{args:?}: {said}");
        assert!(!sings(said.to_string().as_bytes()), "{args:?}: {said}");
    };
    let names = [
        "literal",
        "keyring",
        "env",
        "command",
        "file",
        "list",
        "kept-list",
        "payload-keyring",
        "payload-env",
        "payload-command",
        "payload-file",
    ];
    for name in names {
        // Everything is sent, and the check says that nothing is there.
        unseen(&["open", name], 3);
        good(desktop, &["close", name, "-v"], "");
    }
    unseen(&["open", "packet", "-v"], 3);
    unseen(&["open", "packet", "--no-check", "--json"], 0);
    unseen(&["close", "packet"], 1);
    // A sequence that is a secret does not show its ports to a program either.
    unseen(&["open", "--no-check", "--json", "list", "kept-list"], 0);
    unseen(&["check", "literal"], 3);
    unseen(&["status", "--check"], 0);
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["status"],
        &["history"],
        &["config", "check"],
        &["config", "edit"],
        &["secret", "list"],
        &["secret", "list", "--json"],
    ] {
        unseen(args, 0);
    }
}

/// Opens by the menu, whose outcomes are notified.
fn click(desktop: &Desktop, names: &[&str]) {
    let item = desktop.tray_item();
    for name in names {
        let before = desktop.notifications().len();
        let menu = item.menu();
        let is_it = |line: &&MenuEntry| {
            !line.children.is_empty() && line.label.split(' ').next() == Some(*name)
        };
        let line = menu.children.iter().find(is_it);
        let line = line.unwrap_or_else(|| panic!("no {name} in\n{menu}"));
        item.click_and_wait(line.at(&["Open"]));
        desktop.nth_notification(before + 1);
    }
}

fn good(desktop: &Desktop, args: &[&str], input: &str) {
    let said = run(desktop, args, input);
    assert_eq!(said.status, 0, "{args:?}: {said}");
}

fn run(desktop: &Desktop, args: &[&str], input: &str) -> Said {
    let mut command = desktop.run(&[&["portknocker"], args].concat());
    for (name, value) in environment() {
        command.env(name, value);
    }
    command.env("EDITOR", "sh -c 'sleep 0.2' editor");
    Said::by(command.write_stdin(input))
}

/// With cores as large as they may be.
fn start_agent(desktop: &Desktop) -> Process {
    let line = "ulimit -c unlimited; exec \"$0\"";
    let mut command = desktop.command(&["sh", "-c", line, &agent_path()]);
    command.envs(environment());
    let agent = Process::start("agent", &mut command, &desktop.home().logs());
    desktop.tray_item();
    agent
}

fn environment() -> [(&'static str, String); 3] {
    [
        (VARIABLES[0], format!("{}:udp", PORTS[2])),
        (VARIABLES[1], format!("{PAYLOAD}-env")),
        ("PORTKNOCKER_LOG", "trace".to_owned()),
    ]
}

fn agent_path() -> String {
    crate::support::home::program("portknocker-agent")
        .display()
        .to_string()
}

/// Ends the agent as a fault in it would, and looks for the core; where the system writes cores as files, another
/// program leaves one in the same way.
fn crash(desktop: &Desktop, mut agent: Process) {
    agent.signal(Signal::ABORT);
    agent.wait_for_end(Duration::from_secs(10));
    let home = desktop.home().path();
    let cores = || {
        let files = fs::read_dir(home).unwrap().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name.starts_with("core"))
            .collect::<Vec<_>>()
    };
    assert_eq!(cores(), [""; 0]);
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap();
    if pattern.starts_with("core") {
        let mut sleeper = desktop.spawn(
            "sleeper",
            &["sh", "-c", "ulimit -c unlimited; exec sleep 60"],
        );
        thread::sleep(Duration::from_millis(200));
        sleeper.signal(Signal::ABORT);
        sleeper.wait_for_end(Duration::from_secs(10));
        assert_eq!(cores().len(), 1);
    }
}

fn agent_log(desktop: &Desktop) -> String {
    let folder = desktop.home().state().join("portknocker");
    let logs = fs::read_dir(folder).unwrap().flatten();
    let logs = logs.filter(|file| file.path().extension().is_some_and(|name| name == "log"));
    logs.map(|file| fs::read_to_string(file.path()).unwrap())
        .collect()
}
