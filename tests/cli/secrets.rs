//! Secrets from the environment, from a program and from a file; what is said where there is none; and `secret`, as much
//! of it as needs no keyring.

use std::fs::{self, File, Permissions};
use std::net::UdpSocket;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use crate::desktop::practice::{Practice, quoted};
use crate::support::home::{Home, patient, program};
use crate::support::said::Said;

const VARIABLE: &str = "LAB_OPEN";

/// A file that is its owner's alone.
pub fn write_private(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
}

/// What a session says in which no bus listens.
fn no_keyring(home: &Home) -> String {
    format!(
        "there is no keyring on this session (zbus error: Failed to connect to address `{}`: No such file or directory \
         (os error 2)). Start one, such as GNOME Keyring, KWallet or KeePassXC; without a desktop, take the secret from a \
         `file`, an `env` or a `command`",
        home.bus_address()
    )
}

/// A profile without a check, whose opening sequence comes from there.
fn lab(open: &str) -> String {
    format!("[[profile]]\nname = \"lab\"\nhost = \"127.0.0.1\"\nopen = {open}\n")
}

/// Runs `portknocker ARGS…` with this secret in the environment.
fn with_variable(home: &Home, secret: &str, args: &[&str]) -> Said {
    Said::by(home.portknocker(args).env(VARIABLE, secret))
}

#[rstest]
#[case::variable("{ env = \"LAB_OPEN\" }")]
#[case::program("{ command = [\"cat\", \"my sequence\"] }")]
#[case::absolute_file("{ file = \"HOME/my sequence\" }")]
#[case::file_of_the_home("{ file = \"~/my sequence\" }")]
#[case::file_beside_the_configuration("{ file = \"../../my sequence\" }")]
fn opens_with_a_sequence_from_elsewhere(#[case] source: &str) {
    let (home, practice) = (Home::new(), Practice::start());
    let source = source.replace("HOME", home.path().to_str().unwrap());
    home.write_configuration(&practice.profile_opened_by("lab", &source));
    write_private(&home.path().join("my sequence"), practice.opening() + "\n");
    with_variable(&home, &practice.opening(), &["open", "lab"]).is(
        0,
        &format!(
            "lab: open verified: port {} answers after TIME\n",
            practice.port()
        ),
    );
}

#[rstest]
#[case::text(|sequence: &str| format!("text:{sequence}"))]
#[case::hex(|sequence: &str| sequence.bytes().fold("hex:".to_owned(), |hex, byte| format!("{hex}{byte:02x}")))]
#[case::lines(|sequence: &str| sequence.replace(',', "\r\n") + "\r\n")]
#[case::brackets(|sequence: &str| format!("[\"{}\"]", sequence.replace(',', "\", \"")))]
fn a_sequence_is_read_however_it_is_written(#[case] written: fn(&str) -> String) {
    let (home, practice) = (Home::new(), Practice::start());
    home.write_configuration(&practice.profile_opened_by("lab", "{ env = \"LAB_OPEN\" }"));
    let said = with_variable(&home, &written(&practice.opening()), &["open", "lab"]);
    assert_eq!(said.status, 0, "{said}");
}

#[rstest]
fn a_payload_comes_from_elsewhere(
    #[values(
        "{ env = \"LAB_OPEN\" }",
        "{ command = [\"cat\", \"payload\"] }",
        "{ file = \"~/payload\" }"
    )]
    source: &str,
    #[values(
        ("open sesame\n", &b"open sesame"[..]),
        ("text:hex:00", &b"hex:00"[..]),
        ("hex:00fF", &b"\x00\xff"[..]),
        ("base64:AP8=", &b"\x00\xff"[..])
    )]
    payload: (&str, &[u8]),
) {
    let home = Home::new();
    let ear = UdpSocket::bind("127.0.0.1:0").unwrap();
    ear.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let port = ear.local_addr().unwrap().port();
    home.write_configuration(&lab(&format!(
        "[{{ port = {port}, protocol = \"udp\", payload = {source} }}]"
    )));
    write_private(&home.path().join("payload"), payload.0);
    with_variable(&home, payload.0, &["open", "lab"]).is(
        0,
        "lab: open unverified: everything was sent, nothing was checked\n",
    );
    let mut datagram = [0; 100];
    let length = ear.recv(&mut datagram).unwrap();
    assert_eq!(&datagram[..length], payload.1);
}

#[rstest]
#[case::variable_that_is_not_set(
    "{ env = \"NOT_SET\" }",
    "the environment variable NOT_SET is not set. The agent has the variables that its session had when it started",
    "secret_missing"
)]
#[case::empty_variable("{ env = \"EMPTY\" }", "it is empty", "secret_missing")]
#[case::program_that_is_not_there(
    "{ command = [\"no-such-program\", \"x\"] }",
    "cannot run no-such-program (No such file or directory (os error 2)). Check its name and the PATH",
    "secret_command_failed"
)]
#[case::program_that_fails(
    "{ command = [\"sh\", \"-c\", \"echo 7654; echo no such key >&2; exit 3\"] }",
    "sh failed (exit status: 3): no such key",
    "secret_command_failed"
)]
#[case::program_that_fails_silently(
    "{ command = [\"false\"] }",
    "false failed (exit status: 1), without a word",
    "secret_command_failed"
)]
#[case::program_that_was_killed(
    "{ command = [\"sh\", \"-c\", \"kill -9 $$\"] }",
    "sh failed (signal: 9 (SIGKILL)), without a word",
    "secret_command_failed"
)]
#[case::program_that_hangs(
    "{ command = [\"sleep\", \"60\"] }\nsecret_timeout = \"200ms\"",
    "sleep did not end within 200 ms. Run it by itself, or give it more time with `secret_timeout`",
    "secret_command_late"
)]
#[case::program_that_says_nothing("{ command = [\"true\"] }", "it is empty", "secret_missing")]
#[case::program_that_says_too_much(
    "{ command = [\"head\", \"-c\", \"70000\", \"/dev/zero\"] }",
    "longer than the 65536 bytes that it may have",
    "secret_malformed"
)]
#[case::file_that_is_not_there(
    "{ file = \"nothing\" }",
    "FOLDER/nothing: No such file or directory (os error 2)",
    "secret_file"
)]
#[case::folder("{ file = \"~/.\" }", "HOME/.: not a file", "secret_file")]
#[case::file_of_others(
    "{ file = \"~/of-others\" }",
    "others may read HOME/of-others (mode 644). `chmod 600` makes it yours alone",
    "secret_file_of_others"
)]
#[case::bytes(
    "{ file = \"~/bytes\" }",
    "it is not UTF-8. A payload of other bytes is written as `hex:…` or `base64:…`",
    "secret_malformed"
)]
#[case::bad_hex(
    "{ env = \"BAD_HEX\" }",
    "not hexadecimal, although it begins with `hex:`",
    "secret_malformed"
)]
#[case::bad_base64(
    "{ env = \"BAD_BASE64\" }",
    "not base64, although it begins with `base64:`",
    "secret_malformed"
)]
#[case::no_steps(
    "{ env = \"NO_STEPS\" }",
    "it is not a sequence: it has no steps",
    "secret_malformed"
)]
#[case::bad_port(
    "{ env = \"BAD_PORT\" }",
    "it is not a sequence: step 2 is not a port from 1 to 65535",
    "secret_malformed"
)]
#[case::bad_protocol(
    "{ env = \"BAD_PROTOCOL\" }",
    "it is not a sequence: step 1 has a protocol that is none of tcp, udp, icmp",
    "secret_malformed"
)]
#[case::bad_size(
    "{ env = \"BAD_SIZE\" }",
    "it is not a sequence: step 1 is not an echo request of 0 to 65507 bytes",
    "secret_malformed"
)]
#[case::bad_table(
    "{ env = \"BAD_TABLE\" }",
    "it is not a sequence: step 1 is not written as in the configuration, such as { port = 8000, protocol = \"udp\", payload = \"text:hi\" }; a payload has 65507 bytes at the most",
    "secret_malformed"
)]
#[case::secret_in_a_secret(
    "{ env = \"NESTED\" }",
    "it is not a sequence: step 1 is not written as in the configuration, such as { port = 8000, protocol = \"udp\", payload = \"text:hi\" }; a payload has 65507 bytes at the most",
    "secret_malformed"
)]
fn why_there_is_no_sequence_is_said(
    #[case] source: &str,
    #[case] why: &str,
    #[case] reason: &str,
    #[values("", "--json")] json: &str,
) {
    let home = Home::new();
    let file = home.write_configuration(&lab(source));
    fs::write(home.path().join("of-others"), "7654").unwrap();
    write_private(&home.path().join("bytes"), b"7654\xff");
    let args: Vec<&str> = ["open", "lab", json]
        .into_iter()
        .filter(|arg| !arg.is_empty())
        .collect();
    let mut command = home.portknocker(&args);
    command.envs([
        ("EMPTY", ""),
        ("BAD_HEX", "hex:7654x"),
        ("BAD_BASE64", "base64:7654x"),
        ("NO_STEPS", " , "),
        ("BAD_PORT", "7654,76540"),
        ("BAD_PROTOCOL", "7654:sctp"),
        ("BAD_SIZE", "icmp:76540"),
        ("BAD_TABLE", "{ port = 7654, delya = \"1s\" }"),
        (
            "NESTED",
            "{ port = 7654, protocol = \"udp\", payload = { env = \"EMPTY\" } }",
        ),
    ]);
    let said = Said::by(&mut command);

    let home = home.path().to_str().unwrap();
    let why = why
        .replace("FOLDER", file.parent().unwrap().to_str().unwrap())
        .replace("HOME", home);
    if json.is_empty() {
        said.is(
            1,
            &format!("lab: open failed: the opening sequence: {why}. Nothing was sent\n"),
        );
    } else {
        assert_eq!((said.status, said.stderr.as_str()), (1, ""), "{said}");
        let record = &said.json()[0];
        assert_eq!(
            (&record["outcome"], &record["reason"]),
            (&json!("failed"), &json!(reason))
        );
        assert_eq!(record["steps"], json!([]));
    }
    assert!(
        !said.to_string().contains("7654"),
        "a secret is not shown: {said}"
    );
}

#[test]
fn why_there_is_no_payload_is_said_with_its_step() {
    let home = Home::new();
    home.write_configuration(&lab(
        "[\"1\", { port = 2, protocol = \"udp\", payload = { env = \"LAB_OPEN\" } }]",
    ));
    with_variable(&home, "base64:x", &["open", "lab"]).is(
        1,
        "lab: open failed: the payload of step 2 of the opening sequence: not base64, although it begins with `base64:`. Nothing was sent\n",
    );
    let said = with_variable(&home, &"x".repeat(65508), &["open", "lab"]);
    said.is(
        1,
        "lab: open failed: the payload of step 2 of the opening sequence: longer than the 65507 bytes that it may have. Nothing was sent\n",
    );
}

#[test]
fn the_closing_sequence_has_a_source_of_its_own() {
    let home = Home::new();
    home.write_configuration(&(lab("[\"1\"]") + "close = { env = \"NOT_SET\" }\n"));
    Said::by(&mut home.portknocker(&["close", "lab"])).is(
        1,
        "lab: close failed: the closing sequence: the environment variable NOT_SET is not set. The agent has the variables that its session had when it started. Nothing was sent\n",
    );
}

#[test]
fn a_session_without_a_keyring_is_said() {
    let home = Home::new();
    let file = home.write_configuration(&lab("{ keyring = true }"));
    let text = fs::read_to_string(&file).unwrap();
    let why = no_keyring(&home);
    let run = |args: &[&str]| Said::by(&mut home.portknocker(args));
    run(&["open", "lab"]).is(
        1,
        &format!("lab: open failed: the opening sequence: {why}. Nothing was sent\n"),
    );
    let said = run(&["open", "lab", "--json"]);
    assert_eq!(
        (said.status, &said.json()[0]["reason"]),
        (1, &json!("no_keyring"))
    );
    run(&["secret", "get", "lab"]).is_error(1, &format!("error: {why}\n"));
    run(&["secret", "delete", "lab"]).is_error(1, &format!("error: {why}\n"));
    let mut set = home.portknocker(&["secret", "set", "lab"]);
    Said::by(set.write_stdin("7000\n")).is_error(1, &format!("error: {why}\n"));
    for change in ["rename", "duplicate"] {
        run(&[change, "lab", "other"]).is_error(
            1,
            &format!(
                "error: lab/open could not be copied in the keyring: {why}. The configuration file was not changed\n"
            ),
        );
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // What the profile is called is not for the keyring to say, nor is that it goes.
    run(&["remove", "lab"]).is_with_notes(
        1,
        "removed lab\n",
        &format!(
            "the file as it was: {}.bak\nerror: lab/open stays in the keyring: {why}. \
             `portknocker secret delete` with that name and field takes it away\n",
            file.display()
        ),
    );
    assert_eq!(fs::read_to_string(file).unwrap(), "");
}

#[test]
fn a_profile_is_removed_without_a_keyring_where_its_secrets_are_to_stay() {
    let home = Home::new();
    let file = home.write_configuration(&lab("{ keyring = true }"));
    Said::by(&mut home.portknocker(&["remove", "--keep-secrets", "lab"])).is_with_notes(
        0,
        "removed lab\n",
        &format!("the file as it was: {}.bak\n", file.display()),
    );
}

#[test]
fn entries_that_bear_another_name_are_left_alone_by_a_rename() {
    let home = Home::new();
    // One that the file names, and one that another profile uses too.
    let file = home.write_configuration(
        &(lab("{ keyring = \"lab/open\" }") + "close = { keyring = \"work/gateway\" }\n"),
    );
    let text = fs::read_to_string(&file).unwrap();
    let backup = format!("the file as it was: {}.bak\n", file.display());
    Said::by(&mut home.portknocker(&["rename", "lab", "home"])).is_with_notes(
        0,
        "lab is now home\n",
        &backup,
    );
    Said::by(&mut home.portknocker(&["duplicate", "home", "lab"])).is_with_notes(
        0,
        "copied home to lab\n",
        &backup,
    );
    let renamed = text.replace("\"lab\"", "\"home\"");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        format!("{renamed}\n{text}")
    );
    Said::by(&mut home.portknocker(&["remove", "lab"])).is_with_notes(0, "removed lab\n", &backup);
    assert_eq!(fs::read_to_string(&file).unwrap(), renamed);
}

#[test]
fn an_entry_that_another_profile_uses_too_stays_when_its_own_goes() {
    let home = Home::new();
    let other =
        "[[profile]]\nname = \"other\"\nhost = \"127.0.0.1\"\nopen = { keyring = \"lab/open\" }\n";
    let file = home.write_configuration(&format!("{}\n{other}", lab("{ keyring = true }")));
    // There is no keyring here that could be asked to delete it.
    Said::by(&mut home.portknocker(&["remove", "lab"])).is_with_notes(
        0,
        "removed lab\n",
        &format!("the file as it was: {}.bak\n", file.display()),
    );
}

#[rstest]
#[case::variable("{ env = \"LAB_OPEN\" }", "7000,8000:udp", "7000,8000:udp\n")]
#[case::as_it_is_written("{ env = \"LAB_OPEN\" }", "hex:37303030", "hex:37303030\n")]
#[case::program("{ command = [\"sh\", \"-c\", \"echo $0\", \"7000\"] }", "", "7000\n")]
#[case::list("{ one_time = { file = \"~/list\" } }", "", "#7000\n 7001\n 7002\n")]
fn get_prints_a_secret_wherever_it_is(
    #[case] open: &str,
    #[case] variable: &str,
    #[case] printed: &str,
) {
    let home = Home::new();
    home.write_configuration(&lab(open));
    write_private(&home.path().join("list"), "#7000\n 7001\n 7002\n");
    with_variable(&home, variable, &["secret", "get", "lab"]).is(0, printed);
    with_variable(&home, variable, &["secret", "get", "lab", "open"]).is(0, printed);
}

#[test]
fn get_says_where_it_cannot_write() {
    let home = Home::new();
    home.write_configuration(&lab("{ env = \"LAB_OPEN\" }"));
    let mut command = Command::new(program("portknocker"));
    let output = home
        .clothe(command.args(["secret", "get", "lab"]))
        .env(VARIABLE, "7000")
        .stdout(File::create("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .and_then(Child::wait_with_output)
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: cannot write: No space left on device (os error 28)\n"
    );
}

#[test]
fn get_shows_nothing_on_a_terminal_unless_it_is_told_to() {
    let home = Home::new();
    home.write_configuration(&lab("{ env = \"LAB_OPEN\" }"));
    let said = in_a_terminal(&home, "secret get lab", "");
    assert_eq!(said.status, 2, "{said}");
    assert!(
        said.stdout
            .ends_with(": a secret is not shown on a terminal, unless you say `--reveal`\r\n"),
        "{said}"
    );
    assert!(!said.stdout.contains("7654"), "{said}");
    in_a_terminal(&home, "secret get lab --reveal", "").is(0, "7654\r\n");
}

#[rstest]
#[case::two_that_differ("7000\n7001\n", "the two are not the same; nothing was kept")]
#[case::twice_a_bad_one(
    "7000,0\n7000,0\n",
    "this is not kept: it is not a sequence: step 2 is not a port from 1 to 65535"
)]
fn set_asks_twice_on_a_terminal(#[case] typed: &str, #[case] error: &str) {
    let home = Home::new();
    home.write_configuration(&lab("{ keyring = true }"));
    let said = in_a_terminal(&home, "secret set lab", typed);
    assert_eq!(said.status, 2, "{said}");
    let first = said.stdout.find("the opening sequence of lab: ");
    let second = said.stdout.find("once more: ");
    assert!(first.is_some() && first < second, "{said}");
    assert!(said.stdout.ends_with(&format!(": {error}\r\n")), "{said}");
}

#[test]
fn set_takes_a_list_from_standard_input_alone() {
    let home = Home::new();
    home.write_configuration(&lab("{ one_time = { keyring = true } }"));
    let said = in_a_terminal(&home, "secret set lab", "7000\n");
    assert_eq!(said.status, 2, "{said}");
    let words = ": a list is read from standard input, a sequence a line: `portknocker secret set … < FILE`\r\n";
    assert!(said.stdout.ends_with(words), "{said}");
}

/// Runs `portknocker ARGUMENTS` on a terminal, where somebody types this.
pub(super) fn in_a_terminal(home: &Home, arguments: &str, typed: &str) -> Said {
    let command = format!("'{}' {arguments}", program("portknocker").display());
    let mut script = Command::new("script");
    home.clothe(script.args(["-q", "-e", "-c", &command, "/dev/null"]));
    Said::by(patient(script).env(VARIABLE, "7654").write_stdin(typed))
}

#[test]
fn what_is_asked_for_has_to_be_there() {
    let home = Home::new();
    home.write_configuration(
        "
        [[profile]]
        name = \"lab\"
        group = \"Home\"
        host = \"127.0.0.1\"
        open = { env = \"LAB_OPEN\" }
        close = [\"1\", { port = 2, protocol = \"udp\", payload = { file = \"payload\" } }]

        [[profile]]
        name = \"plain\"
        host = \"127.0.0.1\"
        open = [\"1\", { port = 2, protocol = \"udp\", payload = \"x\" }]
        ",
    );
    let mistake = |args: &[&str], words: &str| {
        let said = Said::by(&mut home.portknocker(&[&["secret"], args].concat()));
        said.is_error(2, &format!("error: {words}\n"));
    };
    for command in ["get", "set", "delete"] {
        mistake(
            &[command, "lab"],
            "lab has several secrets; say which: open, close.2.payload",
        );
        mistake(
            &[command, "lab", "opne"],
            "`opne` is not a field; it is `open`, `close`, a payload such as `open.2.payload`, `key` or `hmac_key`",
        );
        mistake(
            &[command, "labb"],
            "there is no profile `labb`; did you mean `lab`?",
        );
        mistake(&[command, "@Home"], "`@Home` is a group; name one profile");
    }
    for command in ["get", "set"] {
        mistake(
            &[command, "lab", "open.1.payload"],
            "lab needs no such secret: the payload of step 1 of the opening sequence does not come from the keyring",
        );
        mistake(
            &[command, "plain"],
            "the opening sequence of plain stands in the configuration; `portknocker secret move plain` moves it into the keyring",
        );
        mistake(
            &[command, "plain", "close"],
            "plain needs no such secret: the closing sequence does not come from the keyring",
        );
        mistake(
            &[command, "plain", "open.2.payload"],
            "plain needs no such secret: the payload of step 2 of the opening sequence does not come from the keyring",
        );
    }
    mistake(
        &["set", "lab", "open"],
        "the opening sequence of lab comes from $LAB_OPEN; change it there",
    );
    mistake(
        &["set", "lab", "close.2.payload"],
        &format!(
            "the payload of step 2 of the closing sequence of lab comes from file {}; change it there",
            home.configuration().with_file_name("payload").display()
        ),
    );
    mistake(
        &["list", "labb"],
        "there is no profile `labb`; did you mean `lab`?",
    );
    mistake(
        &["move", "labb"],
        "there is no profile `labb`; did you mean `lab`?",
    );
}

#[rstest]
#[case::sequence(
    "{ keyring = true }",
    "7000,0",
    "it is not a sequence: step 2 is not a port from 1 to 65535"
)]
#[case::nothing("{ keyring = true }", "\n", "it is empty")]
#[case::list(
    "{ one_time = { keyring = true } }",
    " 7000\n#x\n x\n",
    "line 3 of the list is not a sequence: step 1 is not a port from 1 to 65535"
)]
#[case::empty_list(
    "{ one_time = { keyring = true } }",
    "#7000\n",
    "no one-time sequence is left. Put new ones into the list, here and on the server"
)]
#[case::payload(
    "[{ port = 1, protocol = \"udp\", payload = { keyring = true } }]",
    "hex:x",
    "not hexadecimal, although it begins with `hex:`"
)]
fn set_does_not_keep_what_would_not_work(
    #[case] open: &str,
    #[case] secret: &str,
    #[case] why: &str,
) {
    let home = Home::new();
    home.write_configuration(&lab(open));
    let mut set = home.portknocker(&["secret", "set", "lab"]);
    Said::by(set.write_stdin(secret)).is_error(2, &format!("error: this is not kept: {why}\n"));
}

const SEVERAL: &str = "
[[profile]]
name = \"lab\"
host = \"127.0.0.1\"
open = { env = \"LAB_OPEN\" }
close = { env = \"NOT_SET\" }

[[profile]]
name = \"work\"
host = \"127.0.0.1\"
open = { one_time = { file = \"/HOME/list\" } }
close = [\"1\", { port = 2, protocol = \"udp\", payload = { command = [\"touch\", \"was run\"] } }]

[[profile]]
name = \"plain\"
host = \"127.0.0.1\"
open = [\"1\"]
";

#[test]
fn list_says_of_each_secret_where_and_whether_it_is() {
    let home = Home::new();
    let folder = home.path().display().to_string();
    home.write_configuration(&SEVERAL.replace("/HOME", &folder));
    write_private(&home.path().join("list"), "#7000\n 7001\n 7002\n");
    with_variable(&home, "7654", &["secret", "list"]).is(
        1,
        &format!(
            "lab  open  $LAB_OPEN: there\n\
             lab  close  $NOT_SET: the environment variable NOT_SET is not set. The agent has the variables that its session had when it started\n\
             work  open  file {folder}/list: there, 2 left\n\
             work  close.2.payload  command touch: not asked, since that would run the command\n"
        ),
    );
    assert!(!home.path().join("was run").exists());
    with_variable(&home, "7654", &["secret", "list", "work"]).is(
        0,
        &format!(
            "work  open  file {folder}/list: there, 2 left\n\
             work  close.2.payload  command touch: not asked, since that would run the command\n"
        ),
    );
    with_variable(&home, "7654", &["secret", "list", "plain"]).is_with_notes(
        0,
        "",
        "no profile needs a secret from elsewhere\n",
    );
}

#[test]
fn list_in_json_has_every_key() {
    let home = Home::new();
    let folder = home.path().display().to_string();
    home.write_configuration(
        &(SEVERAL.replace("/HOME", &folder) + "close = { keyring = \"x\" }\n"),
    );
    write_private(&home.path().join("list"), "#7000\n");
    with_variable(&home, "7654x", &["secret", "list", "--json"]).is(
        1,
        "{\"profile\":\"lab\",\"field\":\"open\",\"source\":\"env\",\"account\":null,\"state\":\"unusable\",\"reason\":\"secret_malformed\",\"left\":null}\n\
         {\"profile\":\"lab\",\"field\":\"close\",\"source\":\"env\",\"account\":null,\"state\":\"missing\",\"reason\":\"secret_missing\",\"left\":null}\n\
         {\"profile\":\"work\",\"field\":\"open\",\"source\":\"file\",\"account\":null,\"state\":\"unusable\",\"reason\":\"one_time_exhausted\",\"left\":null}\n\
         {\"profile\":\"work\",\"field\":\"close.2.payload\",\"source\":\"command\",\"account\":null,\"state\":\"not_asked\",\"reason\":null,\"left\":null}\n\
         {\"profile\":\"plain\",\"field\":\"close\",\"source\":\"keyring\",\"account\":\"x\",\"state\":\"unusable\",\"reason\":\"no_keyring\",\"left\":null}\n",
    );
    write_private(&home.path().join("list"), " 7000\n");
    let said = with_variable(&home, "7654", &["secret", "list", "--json", "work"]);
    assert_eq!(said.status, 0);
    assert_eq!(
        (&said.json()[0]["state"], &said.json()[0]["left"]),
        (&json!("there"), &json!(1))
    );
    with_variable(&home, "7654", &["secret", "list", "--json", "lab"]);
    home.write_configuration(&lab("[\"1\"]"));
    with_variable(&home, "", &["secret", "list", "--json"]).is(0, "");
}

#[rstest]
fn move_without_a_keyring_changes_nothing(#[values("lab", "--all")] what: &str) {
    let home = Home::new();
    let text = lab("[\"7000\"] # mine") + "close = [\"8000\"]\n";
    let file = home.write_configuration(&text);
    let backup = file.with_extension("toml.bak");
    fs::write(&backup, "kept").unwrap();
    Said::by(&mut home.portknocker(&["secret", "move", what])).is_error(
        1,
        &format!(
            "error: lab: {}. The configuration file was not changed\n",
            no_keyring(&home)
        ),
    );
    assert_eq!(fs::read_to_string(file).unwrap(), text);
    assert_eq!(fs::read_to_string(backup).unwrap(), "kept");
}

#[test]
fn move_says_what_there_is_not_to_move() {
    let home = Home::new();
    home.write_configuration(&lab("{ env = \"LAB_OPEN\" }"));
    let moved = |what: &str| Said::by(&mut home.portknocker(&["secret", "move", what]));
    moved("--all").is_with_notes(0, "", "there is nothing to move\n");
    moved("lab").is_with_notes(
        0,
        "",
        "lab has no sequence and no key in the configuration file\nthere is nothing to move\n",
    );
    home.write_configuration(&lab(
        "[{ port = 1, protocol = \"udp\", payload = { env = \"LAB_OPEN\" } }]",
    ));
    let why =
        "a payload of the sequence comes from elsewhere, so that it cannot be a secret as a whole";
    moved("--all").is_with_notes(
        0,
        "",
        &format!("lab: not moved, since {why}\nthere is nothing to move\n"),
    );
    moved("lab").is_error(
        1,
        &format!("error: lab: {why}. The configuration file was not changed\n"),
    );
}

#[test]
fn a_variable_that_holds_a_secret_is_not_given_to_other_programs() {
    let home = Home::new();
    let other = "[[profile]]\nname = \"other\"\nhost = \"127.0.0.1\"\n\
                 open = { command = [\"sh\", \"-c\", \"env >seen; echo x\"] }\n";
    home.write_configuration(&format!("{}\n{other}", lab("{ env = \"LAB_OPEN\" }")));
    let seen = |args: &[&str], editor: &str| {
        let mut command = home.portknocker(args);
        Said::by(command.env(VARIABLE, "7654").env("EDITOR", editor));
        let path = home.path().join("seen");
        let seen = fs::read_to_string(&path).unwrap();
        fs::remove_file(path).unwrap();
        assert!(seen.contains("HOME="), "{seen}");
        assert!(!seen.contains(VARIABLE) && !seen.contains("7654"), "{seen}");
    };
    seen(&["open", "other"], "");
    seen(&["secret", "get", "other"], "");
    seen(&["config", "edit"], "sh -c 'env >seen'");
    // A file with mistakes is what one edits.
    home.write_configuration(&format!("x = 1\n{}", lab("{ env = \"LAB_OPEN\" }")));
    seen(&["config", "edit"], "sh -c 'env >seen'");
}

#[test]
fn an_entry_may_have_any_name() {
    let home = Home::new();
    let name = "my \"lab\" \\ é";
    let text = format!(
        "[[profile]]\nname = {}\nhost = \"127.0.0.1\"\nopen = {{ keyring = true }}\n",
        quoted(name)
    );
    home.write_configuration(&text);
    Said::by(&mut home.portknocker(&["secret", "list", name])).is(
        1,
        &format!(
            "{name}  open  keyring entry {name}/open: {}\n",
            no_keyring(&home)
        ),
    );
}
