//! `import`, and `export --all`: what goes into the configuration, under which name, and that nothing does where anything
//! is wrong. There is no keyring here: that is in `root::import_qt` and `desktop::moving`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use rstest::rstest;

use super::secrets::in_a_terminal;
use crate::support::fwknopd::{Fwknopd, HMAC_KEY_BASE64, KEY_BASE64};
use crate::support::home::Home;
use crate::support::said::Said;

const OLD: &str = "\
# Mine.
[[profile]]
name = \"lab\" # that one
host = \"192.0.2.1\"
open = [\"1\"]
";

const DOORS: &str = r#"{"services": [
  {"service_name": "lab", "ports_to_knock": ["61001:udp", "62002"], "target_address": "192.0.2.7",
   "testing_address_and_port": "192.0.2.7:22"},
  {"service_name": "nas", "ports_to_knock": ["63003", "61004"], "target_address": "192.0.2.8"}
]}"#;

struct User {
    home: Home,
}

impl User {
    /// With a configuration, or without.
    fn with(configuration: Option<&str>) -> User {
        let home = Home::new();
        if let Some(text) = configuration {
            home.write_configuration(text);
        }
        User { home }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> Said {
        Said::by(&mut self.home.portknocker(args))
    }

    fn run_with_input(&self, args: &[&str], input: &str) -> Said {
        Said::by(self.home.portknocker(args).write_stdin(input))
    }

    fn text(&self) -> String {
        fs::read_to_string(self.home.configuration()).unwrap()
    }

    /// Asserts that a command is refused so, and that the configuration is as it was.
    #[track_caller]
    fn is_refused(&self, args: &[&str], status: i32, stderr: &str) {
        let before = fs::read(self.home.configuration()).ok();
        self.run(args).is_error(status, stderr);
        assert_eq!(fs::read(self.home.configuration()).ok(), before);
    }
}

const LAB: &str = r#"
[[profile]]
name = "lab"
host = "192.0.2.7"
open = ["61001:udp", "62002"]
check = 22
"#;
const NAS: &str = r#"
[[profile]]
name = "nas"
host = "192.0.2.8"
open = ["63003", "61004"]
"#;

#[test]
fn a_configuration_is_made_where_there_is_none() {
    let user = User::with(None);
    user.file("conf.json", DOORS);
    let path = user.home.configuration();
    user.run(&["import", "--plain", "conf.json"]).is_with_notes(
        0,
        "lab (192.0.2.7): 2 steps to open, port 22 is checked\nnas (192.0.2.8): 2 steps to open\n",
        &format!("2 profiles are now in {}\n", path.display()),
    );
    assert!(user.text().starts_with("# PortKnocker's configuration."));
    assert!(user.text().ends_with(&format!("{LAB}{NAS}")));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_would_be_added_is_shown_without_its_secrets_and_nothing_is_done() {
    let user = User::with(None);
    user.file("conf.json", DOORS);
    let said = user.run(&["import", "--dry-run", "conf.json"]);
    said.is_with_notes(
        0,
        r#"[[profile]]
name = "lab"
host = "192.0.2.7"
open = { keyring = true }
check = 22

[[profile]]
name = "nas"
host = "192.0.2.8"
open = { keyring = true }
"#,
        &format!(
            "2 profiles would go into {}, and 2 secrets into the keyring\n",
            user.home.configuration().display()
        ),
    );
    assert!(!user.home.configuration().exists());
}

#[rstest]
#[case::left_out(&[], format!("{OLD}{NAS}"), "conf.json:2: lab was left out: there is a profile of that name already. --rename gives this one another name, --replace puts it in the place of the other\n")]
#[case::renamed(&["--rename"], format!("{OLD}{}{NAS}", LAB.replace("\"lab\"", "\"lab 2\"")), "conf.json:2: lab: there is a profile of that name already; this one is now lab 2\n")]
#[case::replaced(&["--replace"], format!("# Mine.{LAB}{NAS}"), "")]
fn a_name_that_exists_is_never_overwritten_unasked(
    #[case] option: &[&str],
    #[case] text: String,
    #[case] note: &str,
) {
    let user = User::with(Some(OLD));
    user.file("conf.json", DOORS);
    let args = [&["import", "--plain", "conf.json"], option].concat();
    let said = user.run(&args);
    assert_eq!(said.status, 0, "{said}");
    assert_eq!(user.text(), text);
    let first = said.stderr.lines().next().unwrap_or_default();
    if note.is_empty() {
        assert!(first.ends_with(&format!("now in {}", user.home.configuration().display())));
    } else {
        assert_eq!(format!("{first}\n"), note);
    }
    let backup = user.home.configuration().with_extension("toml.bak");
    assert_eq!(fs::read_to_string(backup).unwrap(), OLD);
}

#[rstest]
#[case::no_file(
    "gone.json",
    None,
    "error: gone.json: No such file or directory (os error 2); nothing was imported\n"
)]
#[case::cut("cut.json", Some(&DOORS.as_bytes()[..90]), "error: cut.json, line 2: not to be read as knock-that-door: this is not JSON: EOF while parsing a string; nothing was imported\n")]
#[case::no_text(
    "x.png",
    Some(b"\x89PNG\xff\xff".as_slice()),
    "error: x.png is not text; nothing was imported\n"
)]
#[case::unknown(
    "notes.txt",
    Some(b"milk, bread\n".as_slice()),
    "error: notes.txt is in no format that is known here; nothing was imported. --format says which it is: portknocker, portknocker-qt, knockd, fwknoprc, knock-on-ports, knock-that-door, manuelmode, knock\n"
)]
#[case::without_host(
    "knockd.conf",
    Some(b"[a]\nsequence = 1,2\n".as_slice()),
    "error: knockd.conf does not say which server it is of; nothing was imported. --host says it\n"
)]
fn where_one_file_is_wrong_nothing_of_the_others_is_imported(
    #[case] name: &str,
    #[case] bytes: Option<&[u8]>,
    #[case] error: &str,
) {
    let user = User::with(Some(OLD));
    user.file("conf.json", DOORS);
    if let Some(bytes) = bytes {
        user.file(name, bytes);
    }
    let args = ["import", "--plain", "--rename", "conf.json", name];
    user.is_refused(&args, 2, error);
}

#[test]
fn without_a_keyring_nothing_is_imported_and_the_way_without_is_named() {
    let user = User::with(Some(OLD));
    user.file("conf.json", DOORS);
    let before = user.text();
    let said = user.run(&["import", "--rename", "conf.json"]);
    assert_eq!((said.status, said.stdout.as_str()), (1, ""), "{said}");
    assert!(
        said.stderr.ends_with(
            "Nothing was changed. --plain keeps the secrets in the configuration file instead\n"
        ),
        "{said}"
    );
    assert_eq!(user.text(), before);
    assert!(!said.stderr.contains("61001"));
}

#[test]
fn a_file_of_windows_is_read_and_standard_input_too() {
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(DOORS.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let user = User::with(None);
    user.file("conf.json", wide);
    assert_eq!(user.run(&["import", "--plain", "conf.json"]).status, 0);
    let piped = User::with(None);
    let said = piped.run_with_input(&["import", "--plain", "-"], DOORS);
    assert_eq!(said.status, 0, "{said}");
    assert_eq!(piped.text(), user.text());
}

#[test]
fn what_will_hardly_be_meant_is_warned_of() {
    let user = User::with(None);
    user.file("a.sh", "knock 192.0.2.7 7000 8000 9000\n");
    let said = user.run(&["import", "--plain", "a.sh"]);
    assert_eq!(said.status, 0, "{said}");
    assert!(said.stderr.contains("warning: 192.0.2.7: "), "{said}");
    assert!(!said.stderr.contains("7000"), "{said}");
}

const WHOLE: &str = "\
[defaults]
delay = \"1s\"

[[profile]]
name = \"lab\"
host = \"192.0.2.1\"
open = [\"61001\", \"62002:udp\"]
close = { command = [\"pass\", \"x\"] }
";

#[test]
fn an_export_without_secrets_has_none_and_says_so() {
    let user = User::with(Some(&format!("# Mine.\n{WHOLE}")));
    user.run(&["export", "--all"]).is_with_notes(
        0,
        &WHOLE.replace("[\"61001\", \"62002:udp\"]", "{ keyring = true }"),
        "no sequence and no key is in it: what the configuration itself has of them was left out (lab). --with-secrets takes them along, encrypted. Programs and URLs of profiles are in it as they are\n\
         the closing sequence of lab comes from elsewhere (command), and is not in it\n",
    );
}

#[rstest]
#[case("toml")]
#[case("json")]
fn moving_to_another_machine_is_two_commands(#[case] format: &str) {
    let old = User::with(Some(WHOLE));
    let export = [
        "export",
        "--all",
        "--with-secrets",
        "-o",
        "moving",
        "--format",
        format,
    ];
    let said = old.run_with_input(&export, "correct horse\n");
    assert_eq!(
        (said.status, said.stdout.as_str()),
        (
            0,
            "1 profile is in moving; `portknocker import` reads it on another machine\n"
        ),
        "{said}"
    );
    let path = old.home.path().join("moving");
    let file = fs::read_to_string(&path).unwrap();
    assert!(file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    old.run_with_input(&export, "correct horse\n").is_error(
        2,
        "error: moving is there already; name another file. Nothing was written\n",
    );

    let new = User::with(None);
    new.file("moving", &file);
    let import = ["import", "--plain", "moving"];
    new.run_with_input(&import, "correct hose\n").is_error(
        2,
        "error: moving: that is not its passphrase; nothing was imported\n",
    );
    assert!(!new.home.configuration().exists());
    let said = new.run_with_input(&import, "correct horse\n");
    assert_eq!(said.status, 0, "{said}");
    assert!(
        new.text().ends_with(&format!("\n{WHOLE}")),
        "{}",
        new.text()
    );
}

#[test]
fn a_machine_with_profiles_keeps_its_settings() {
    let user = User::with(Some(OLD));
    user.file("other.toml", WHOLE);
    let said = user.run(&["import", "--plain", "--rename", "other.toml"]);
    assert_eq!(said.status, 0, "{said}");
    let added = WHOLE
        .replace("[defaults]\ndelay = \"1s\"\n", "")
        .replace("\"lab\"", "\"lab 2\"")
        + "delay = \"1s\"\n";
    assert_eq!(user.text(), format!("{OLD}{added}"));
    assert!(said.stderr.starts_with(
        "other.toml:1: its [defaults] is not taken: this machine has profiles of its own\n"
    ));
}

#[test]
fn the_host_is_asked_for_on_a_terminal_until_it_is_one() {
    let user = User::with(None);
    user.file("knockd.conf", "[a]\nsequence = 61001,62002:udp\n");
    let arguments = "import --plain knockd.conf";
    let said = in_a_terminal(&user.home, arguments, "a/b\nhome.example.net\n");
    assert_eq!(said.status, 0, "{said}");
    assert!(said.stdout.contains("that is no host"), "{said}");
    assert!(user.text().contains("host = \"home.example.net\""));
    let nobody = User::with(None);
    nobody.file("knockd.conf", "[a]\nsequence = 61001,62002:udp\n");
    let said = in_a_terminal(&nobody.home, arguments, "\n");
    assert_eq!(said.status, 2, "{said}");
    assert!(!nobody.home.configuration().exists());
}

#[test]
fn a_stanza_of_fwknop_opens_a_real_fwknopd() {
    let fwknopd = Fwknopd::plan().on_loopback();
    let user = User::with(None);
    let stanza = format!(
        "[default]\nALLOW_IP source\n[nas]\nACCESS tcp/22\nSPA_SERVER 127.0.0.1\nSPA_SERVER_PORT {}\n\
         KEY_BASE64 {KEY_BASE64}\nHMAC_KEY_BASE64 {HMAC_KEY_BASE64}\nUSE_HMAC Y\n",
        fwknopd.port()
    );
    user.file(".fwknoprc", stanza);
    let said = user.run(&["import", "--plain", ".fwknoprc"]);
    assert_eq!(said.status, 0, "{said}");
    assert_eq!(user.run(&["open", "nas", "--no-check"]).status, 0);
    assert_eq!(
        fwknopd.wait_for_opened(1),
        ["127.0.0.1 tcp/22 for 2 s, asked by 127.0.0.1"]
    );
}
