//! What `config check` warns of.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{TWO, portknocker};
use crate::support::home::Home;
use crate::support::said::Said;

const CHECK: &[&str] = &["config", "check"];
const STRICT: &[&str] = &["config", "check", "--strict"];

const FLAWED: &str = r#"[defaults]
delay = "20ms"

[[profile]]
name = "homelab"
host = "home.example.net"
open = ["61871", "61872"]
check = 22

[[profile]]
name = "bastion"
host = "home.example.net"
delay = "2s"
open = { keyring = true }
close = ["61872", "61871", "61873"]
check = 22
server = { kind = "knockd", seq_timeout = "3s" }
"#;

/// What is said of it, with the place of each key and with lines that hold no port.
fn flaws(path: &str) -> String {
    format!(
        "\
warning: homelab: the opening sequence has steps 20ms apart, which may overtake one another on the way
 --> {path}:2:1
  |
2 | delay = \"20ms\"
  | ^^^^^ wait 50ms or more, unless the server is in your own network; \"300ms\" is usual

warning: homelab: the opening sequence goes up from port to port, so that a port scan may open it
--> {path}:7:1
 = help: let a lower port come after a higher one, or a UDP step between TCP steps

warning: bastion: the closing sequence takes 4s, and its server is only sure to wait 2s
  --> {path}:13:1
   |
13 | delay = \"2s\"
   | ^^^^^ a `delay` of 1s fits; or give the server more time, and say so in `server`

warning: bastion: it has another way to the service of homelab, port 22 of the same server
  --> {path}:16:1
   |
16 | check = 22
   | ^^^^^ make one profile of the two: a check cannot tell which of them is open

"
    )
}

#[test]
fn warnings_are_shown_with_their_places_and_are_no_mistakes() {
    let home = Home::new();
    let path = home.write_configuration(FLAWED).display().to_string();
    let found = "2 profiles, no mistakes, 4 warnings\n";
    Said::by(&mut home.portknocker(CHECK)).is_with_notes(0, found, &flaws(&path));
    Said::by(&mut home.portknocker(STRICT)).is_with_notes(2, found, &flaws(&path));
}

#[test]
fn without_a_warning_being_strict_changes_nothing() {
    portknocker(TWO, STRICT).is(0, "2 profiles, no mistakes\n");
    let broken = portknocker(&TWO.replace("check = 22", "check = 0"), STRICT);
    assert_eq!((broken.status, broken.stdout.as_str()), (2, ""));
}

#[test]
fn a_file_that_others_may_read_is_warned_of_once() {
    let home = Home::new();
    let path = home.write_configuration(TWO);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    Said::by(&mut home.portknocker(CHECK)).is_with_notes(
        0,
        "2 profiles, no mistakes, 1 warning\n",
        &format!(
            "\
warning: sequences stand in a file that others may read (mode 640)
--> {}:6:1
 = help: `chmod 600` makes it yours alone; `portknocker secret move --all` takes the secrets into the keyring

",
            path.display()
        ),
    );
}

#[test]
fn a_key_that_others_may_read_is_not_shown_to_more() {
    let home = Home::new();
    let path = home.write_configuration(
        "[[profile]]\nname = \"nas\"\nhost = \"nas.example\"\n\
         spa = { access = \"tcp/22\", key = \"text:canary\", hmac = \"none\" }\n",
    );
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let path = path.display();
    Said::by(&mut home.portknocker(CHECK)).is_with_notes(
        0,
        "1 profile, no mistakes, 2 warnings\n",
        &format!(
            "\
warning: nas: the key stands in a file that others may read (mode 644)
--> {path}:4:28
 = help: `chmod 600` makes it yours alone; `portknocker secret move --all` takes the secrets into the keyring

warning: nas: its packets have no HMAC (`hmac = \"none\"`), so that the server decrypts whatever anybody sends it
--> {path}:4:49
 = help: `portknocker secret generate` makes an `hmac_key`, and the server's HMAC_KEY_BASE64

"
        ),
    );
}

#[test]
fn drop_ins_are_warned_of_in_their_own_files() {
    let home = Home::new();
    let own = home.write_configuration("[defaults]\ndelay = \"0s\"\n");
    let folder = own.with_file_name("profiles.d");
    fs::create_dir(&folder).unwrap();
    let team = folder.join("team.toml");
    let text =
        "[[profile]]\nname = \"team\"\nhost = \"team.example\"\nopen = [\"9\", \"8\"]\ncheck = 8\n";
    fs::write(&team, text).unwrap();
    fs::set_permissions(&team, fs::Permissions::from_mode(0o644)).unwrap();
    Said::by(&mut home.portknocker(CHECK)).is_with_notes(
        0,
        "1 profile, no mistakes, 3 warnings\n",
        &format!(
            "\
warning: team: the opening sequence has steps 0s apart, which may overtake one another on the way
 --> {own}:2:1
  |
2 | delay = \"0s\"
  | ^^^^^ wait 50ms or more, unless the server is in your own network; \"300ms\" is usual

warning: team: the opening sequence has a step to the service's own port, the `check`
--> {team}:4:1
 = help: each connection to the service, and the check itself, counts as a hit; take another port

warning: sequences stand in a file that others may read (mode 644)
--> {team}:4:1
 = help: let only those read it who may open the servers

",
            own = own.display(),
            team = team.display(),
        ),
    );
}

#[test]
fn a_drop_in_that_is_set_aside_is_no_better_than_a_warning() {
    let home = Home::new();
    let own = home.write_configuration(TWO);
    let folder = own.with_file_name("profiles.d");
    fs::create_dir(&folder).unwrap();
    let team = folder.join("team.toml");
    fs::write(&team, TWO.split("\n\n").next().unwrap()).unwrap();
    let check = |args: &[&str]| Said::by(&mut home.portknocker(args));
    let line = "a drop-in is set aside: team.toml:3:8: there is a profile `homelab` in your own configuration file already, which is taken\n";
    check(CHECK).is_with_notes(0, "2 profiles, no mistakes\n", line);
    check(STRICT).is_with_notes(2, "2 profiles, no mistakes\n", line);
}

#[test]
fn opening_does_not_stop_for_a_warning() {
    let configuration = FLAWED.replace("home.example.net", "127.0.0.1");
    portknocker(&configuration, &["open", "homelab", "--no-check"]).is(
        0,
        "homelab: open unverified: everything was sent, nothing was checked\n",
    );
}
