//! `edit`, `rename`, `duplicate` and `remove`: what they change in the file, and that nothing else does.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rstest::rstest;

use crate::support::home::{Home, program};
use crate::support::said::Said;

const FILE: &str = "\
# Mine since 2020.

[defaults] # of all
delay = \"1s\"

# At home.
[[profile]]
name   = \"lab\" # that one
host = '127.0.0.1'
open = [
  \"7000\", # first
  8000,
] # secret
# retries = 3
check = 22

# A word about work.

# At work,
# behind the gateway.
[[profile]]
name = \"work\"
host = \"192.0.2.1\"
open = { env = \"WORK\" }
close = { one_time = { file = \"list\" } }

[agent]
notifications = \"failures\"
# the end
";

/// A user with that file.
fn home() -> Home {
    let home = Home::new();
    home.write_configuration(FILE);
    home
}

fn run(home: &Home, args: &[&str]) -> Said {
    Said::by(&mut home.portknocker(args))
}

fn text(home: &Home) -> String {
    fs::read_to_string(home.configuration()).unwrap()
}

fn backup(home: &Home) -> PathBuf {
    home.configuration().with_extension("toml.bak")
}

/// Runs a command that changes the file and says this; the file as it was is beside it.
#[track_caller]
fn changes(home: &Home, args: &[&str], stdout: &str) {
    let before = text(home);
    let note = format!("the file as it was: {}\n", backup(home).display());
    run(home, args).is_with_notes(0, &format!("{stdout}\n"), &note);
    assert_eq!(fs::read_to_string(backup(home)).unwrap(), before);
    let mode = fs::metadata(backup(home)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Runs a command that says this, and changes nothing.
#[track_caller]
fn is_refused(home: &Home, args: &[&str], status: i32, stderr: &str) {
    let before = text(home);
    run(home, args).is_error(status, stderr);
    assert_eq!(text(home), before);
    assert!(!backup(home).exists());
}

#[rstest]
#[case::host(&["--host", "lab.example"], "host = '127.0.0.1'\n", "host = \"lab.example\"\n")]
#[case::check(&["--check", "2222"], "check = 22\n", "check = 2222\n")]
#[case::no_check(&["--check", "none"], "check = 22\n", "check = \"none\"\n")]
#[case::open(
    &["--open", "7000, 8000:udp"],
    "open = [\n  \"7000\", # first\n  8000,\n] # secret\n",
    "open = [\"7000\", \"8000:udp\"] # secret\n"
)]
#[case::open_as_the_file_has_it(
    &["--open", "[\"7000\", icmp:84, { port = 1, delay = \"1s\" }]"],
    "open = [\n  \"7000\", # first\n  8000,\n] # secret\n",
    "open = [\"7000\", \"icmp:84\", { port = 1, delay = \"1s\" }] # secret\n"
)]
#[case::close(&["--close", "1"], "check = 22\n", "check = 22\nclose = [\"1\"]\n")]
#[case::group(&["--group", "My \"Home\""], "check = 22\n", "check = 22\ngroup = 'My \"Home\"'\n")]
#[case::delay(&["--delay", "50ms"], "check = 22\n", "check = 22\ndelay = \"50ms\"\n")]
#[case::family(&["--family", "both"], "check = 22\n", "check = 22\nfamily = \"both\"\n")]
#[case::check_timeout(&["--check-timeout", "9s"], "check = 22\n", "check = 22\ncheck_timeout = \"9s\"\n")]
#[case::retries(&["--retries", "0"], "check = 22\n", "check = 22\nretries = 0\n")]
#[case::secret_timeout(&["--secret-timeout", "9s"], "check = 22\n", "check = 22\nsecret_timeout = \"9s\"\n")]
#[case::bind(&["--bind", "wg0"], "check = 22\n", "check = 22\nbind = \"wg0\"\n")]
#[case::unset(&["--unset", "check"], "check = 22\n", "")]
#[case::several(
    &["--unset", "check", "--retries", "1", "--host", "::1"],
    "host = '127.0.0.1'\nopen = [\n  \"7000\", # first\n  8000,\n] # secret\n# retries = 3\ncheck = 22\n",
    "host = \"::1\"\nopen = [\n  \"7000\", # first\n  8000,\n] # secret\n# retries = 3\nretries = 1\n"
)]
fn edit_changes_what_it_is_told_to_and_nothing_else(
    #[case] args: &[&str],
    #[case] before: &str,
    #[case] after: &str,
) {
    let home = home();
    changes(&home, &[&["edit", "lab"], args].concat(), "changed lab");
    assert_eq!(FILE.matches(before).count(), 1);
    assert_eq!(text(&home), FILE.replace(before, after));
}

#[test]
fn the_backup_is_the_file_before_the_last_change() {
    let home = home();
    changes(&home, &["edit", "lab", "--check", "23"], "changed lab");
    changes(&home, &["edit", "lab", "--check", "24"], "changed lab");
    changes(&home, &["rename", "lab", "home"], "lab is now home");
}

#[test]
fn a_mistake_is_shown_in_its_place_and_nothing_is_changed() {
    let home = home();
    let path = home.configuration();
    let path = path.display();
    is_refused(
        &home,
        &["edit", "lab", "--group", "Home", "--delay", "soon"],
        2,
        &format!(
            "\
error: not a length of time
  --> {path}:17:9
   |
17 | delay = \"soon\"
   |         ^^^^^^ write \"300ms\", \"5s\" or \"15m\"

{path}: 1 mistake
error: with that the configuration would have mistakes; nothing was changed
"
        ),
    );
}

#[rstest]
#[case(&["--host", "lab:22"], "not a host")]
#[case(&["--group", "@Home"], "a name that begins with `@`, which means a group on the command line")]
#[case(&["--check", "0"], "not a port")]
#[case(&["--check", "ssh"], "a port number or \"none\" is wanted here, not text")]
#[case(&["--family", "ipv5"], "unknown word")]
#[case(&["--check-timeout", "0s"], "no time at all")]
#[case(&["--secret-timeout", "9"], "not a length of time")]
#[case(&["--retries", "21"], "not a number of retries")]
#[case(&["--retries", "two"], "a whole number is wanted here, not text")]
#[case(&["--bind", ""], "an empty interface")]
#[case(&["--unset", "host"], "no `host`")]
#[case(&["--unset", "name"], "no `name`")]
fn what_would_be_a_mistake_is_refused(#[case] args: &[&str], #[case] title: &str) {
    let home = home();
    let said = run(&home, &[&["edit", "lab"], args].concat());
    assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
    assert!(
        said.stderr.starts_with(&format!("error: {title}\n")),
        "{said}"
    );
    assert!(
        said.stderr.ends_with(
            ": 1 mistake\nerror: with that the configuration would have mistakes; nothing was changed\n"
        ),
        "{said}"
    );
    assert_eq!(text(&home), FILE);
    assert!(!backup(&home).exists());
}

#[rstest]
#[case::nothing(&["edit", "lab"], "nothing to change was given; `portknocker edit --help` shows what there is")]
#[case::not_there(&["edit", "lab", "--unset", "bind"], "lab has no `bind` to take out; nothing was changed")]
#[case::not_a_key(&["edit", "lab", "--unset", "opne"], "lab has no `opne` to take out; nothing was changed")]
#[case::bad_sequence(
    &["edit", "lab", "--open", "7000,0"],
    "--open: it is not a sequence: step 2 is not a port from 1 to 65535; nothing was changed"
)]
#[case::empty_sequence(
    &["edit", "lab", "--close", ""],
    "--close: it is not a sequence: it has no steps; nothing was changed"
)]
#[case::kept_elsewhere(
    &["edit", "work", "--open", "7000"],
    "the opening sequence of work is kept elsewhere; change it there, or with `portknocker secret set work open` where that is the keyring"
)]
#[case::list(
    &["edit", "work", "--close", "7000"],
    "the closing sequence of work is kept elsewhere; change it there, or with `portknocker secret set work close` where that is the keyring"
)]
#[case::nearly(&["edit", "labb", "--check", "1"], "there is no profile `labb`; did you mean `lab`?")]
#[case::unknown(&["edit", "zzz", "--check", "1"], "there is no profile `zzz`; `portknocker list` shows those there are")]
#[case::rename_unknown(&["rename", "labb", "x"], "there is no profile `labb`; did you mean `lab`?")]
#[case::duplicate_unknown(&["duplicate", "labb", "x"], "there is no profile `labb`; did you mean `lab`?")]
#[case::remove_unknown(&["remove", "labb"], "there is no profile `labb`; did you mean `lab`?")]
#[case::rename_to_another(&["rename", "lab", "work"], "there is a profile `work` already; nothing was changed")]
#[case::rename_to_itself(&["rename", "lab", "lab"], "there is a profile `lab` already; nothing was changed")]
#[case::duplicate_to_another(&["duplicate", "lab", "work"], "there is a profile `work` already; nothing was changed")]
fn what_makes_no_sense_is_said_and_changes_nothing(#[case] args: &[&str], #[case] words: &str) {
    is_refused(&home(), args, 2, &format!("error: {words}\n"));
}

#[rstest]
#[case("rename", 8)]
#[case("duplicate", 28)]
fn a_bad_name_is_shown_in_its_place(#[case] command: &str, #[case] line: u8) {
    let home = home();
    for (name, title) in [
        (
            "@home",
            "a name that begins with `@`, which means a group on the command line",
        ),
        (" ", "an empty name"),
        (
            "two\nlines",
            "a name with a line end or another control character",
        ),
    ] {
        let said = run(&home, &[command, "lab", name]);
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
        let place = format!("--> {}:{line}:10\n", home.configuration().display());
        assert!(
            said.stderr.starts_with(&format!("error: {title}\n")),
            "{said}"
        );
        assert!(said.stderr.contains(&place), "{said}");
        assert_eq!(text(&home), FILE);
    }
}

#[rstest]
#[case("home", "\"home\"")]
#[case("my lab", "\"my lab\"")]
#[case("my \"lab\"", "'my \"lab\"'")]
#[case("it's \"mine\" \\ é", "'''it's \"mine\" \\ é'''")]
fn rename_changes_the_name_alone(#[case] name: &str, #[case] written: &str) {
    let home = home();
    changes(
        &home,
        &["rename", "lab", name],
        &format!("lab is now {name}"),
    );
    let expected = FILE.replace("name   = \"lab\"", &format!("name   = {written}"));
    assert_eq!(text(&home), expected);
    changes(
        &home,
        &["edit", name, "--unset", "check"],
        &format!("changed {name}"),
    );
    changes(
        &home,
        &["rename", name, "lab"],
        &format!("{name} is now lab"),
    );
    assert_eq!(text(&home), FILE.replace("check = 22\n", ""));
}

#[test]
fn duplicate_puts_a_copy_after_the_others_without_the_comment_above() {
    let home = home();
    changes(&home, &["duplicate", "lab", "lab 2"], "copied lab to lab 2");
    let copy = "\
[[profile]]
name   = \"lab 2\" # that one
host = '127.0.0.1'
open = [
  \"7000\", # first
  8000,
] # secret
# retries = 3
check = 22
";
    assert_eq!(
        text(&home),
        FILE.replace("\n[agent]", &format!("\n{copy}\n[agent]"))
    );
    changes(&home, &["remove", "lab 2"], "removed lab 2");
    assert_eq!(text(&home), FILE);
}

#[test]
fn remove_takes_the_comment_right_above_along_and_no_other() {
    let home = home();
    changes(&home, &["remove", "work"], "removed work");
    let (before, rest) = FILE.split_once("# At work").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    assert_eq!(text(&home), format!("{before}{after}"));
    changes(&home, &["remove", "lab"], "removed lab");
    let (before, rest) = FILE.split_once("# At home").unwrap();
    let comment = &rest[rest.find("# A word").unwrap()..rest.find("# At work").unwrap()];
    assert_eq!(text(&home), format!("{before}{comment}{after}"));
    run(&home, &["list"]).is_with_notes(
        0,
        "",
        "no profiles yet; `portknocker config edit` opens the file to write one\n",
    );
}

#[rstest]
fn profiles_in_one_list_are_left_to_an_editor(
    #[values(
        &["edit", "lab", "--check", "1"],
        &["rename", "lab", "x"],
        &["duplicate", "lab", "x"],
        &["remove", "lab"],
        &["secret", "move", "lab"],
        &["secret", "move", "--all"],
    )]
    args: &[&str],
) {
    let home = Home::new();
    home.write_configuration(
        "profile = [{ name = \"lab\", host = \"127.0.0.1\", open = [\"1\"] }]\n",
    );
    is_refused(
        &home,
        args,
        1,
        "error: profiles that are not written as `[[profile]]` cannot be changed from here; `portknocker config edit` opens the file; the configuration file was not changed\n",
    );
}

#[rstest]
fn a_file_that_has_mistakes_already_is_not_touched(
    #[values(
        &["edit", "lab", "--check", "1"],
        &["rename", "lab", "x"],
        &["duplicate", "lab", "x"],
        &["remove", "lab"],
        &["secret", "move", "--all"],
        &["secret", "list"],
    )]
    args: &[&str],
) {
    let home = Home::new();
    let path = home.write_configuration(&FILE.replace("check = 22", "check = 0"));
    is_refused(
        &home,
        args,
        2,
        &format!(
            "\
error: not a port
  --> {0}:15:9
   |
15 | check = 0
   |         ^ a port is a number from 1 to 65535

{0}: 1 mistake
",
            path.display()
        ),
    );
}

#[test]
fn a_file_behind_a_link_is_changed_where_it_is_with_its_mode() {
    let home = home();
    let (link, file) = (home.configuration(), home.path().join("dotfiles.toml"));
    fs::rename(&link, &file).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    changes(&home, &["edit", "lab", "--check", "23"], "changed lab");
    assert!(link.is_symlink());
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        FILE.replace("= 22", "= 23")
    );
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(
        names_in(home.path()),
        ["config", "dotfiles.toml", "log", "run", "state"]
    );
    assert_eq!(
        names_in(link.parent().unwrap()),
        ["config.toml", "config.toml.bak"]
    );
}

#[test]
fn the_file_that_is_named_is_the_one_that_is_changed() {
    let home = home();
    let file = home.path().join("mine.toml");
    fs::write(&file, FILE).unwrap();
    run(
        &home,
        &["--config", "mine.toml", "edit", "lab", "--check", "23"],
    )
    .is_with_notes(
        0,
        "changed lab\n",
        &format!("the file as it was: {}.bak\n", file.display()),
    );
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        FILE.replace("= 22", "= 23")
    );
    assert_eq!(text(&home), FILE);
}

#[test]
fn lines_that_end_as_on_windows_stay_so() {
    let home = Home::new();
    home.write_configuration(&FILE.replace('\n', "\r\n"));
    changes(
        &home,
        &["edit", "lab", "--check", "23", "--group", "Home"],
        "changed lab",
    );
    let expected = FILE.replace("check = 22\n", "check = 23\ngroup = \"Home\"\n");
    assert_eq!(text(&home), expected.replace('\n', "\r\n"));
}

#[test]
fn there_is_one_change_at_a_time_and_none_is_lost() {
    let home = home();
    let edits = [
        ["--group", "Home"],
        ["--host", "lab.example"],
        ["--check", "23"],
        ["--delay", "2s"],
        ["--family", "both"],
        ["--bind", "wg0"],
    ];
    let started: Vec<_> = edits
        .iter()
        .map(|edit| {
            let mut command = Command::new(program("portknocker"));
            home.clothe(command.args(["edit", "lab"]).args(edit))
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command.spawn().unwrap()
        })
        .collect();
    for mut edit in started {
        assert!(edit.wait().unwrap().success());
    }
    let text = text(&home);
    for [_, value] in edits {
        assert!(text.contains(value), "{value} is not in {text}");
    }
}

#[test]
fn a_change_that_goes_on_is_said() {
    let home = home();
    let folder = home.runtime().join("portknocker");
    fs::create_dir(&folder).unwrap();
    let lock = File::create(folder.join("config.lock")).unwrap();
    lock.lock().unwrap();
    is_refused(
        &home,
        &["edit", "lab", "--check", "23"],
        1,
        "error: another change of the configuration is going on; the configuration file was not changed\n",
    );
}

#[test]
fn a_folder_that_takes_no_file_is_said() {
    let home = home();
    let mut full = Command::new("sh");
    home.clothe(full.args([
        "-c",
        "trap '' XFSZ; ulimit -f 0; exec \"$0\" edit lab --check 23",
        program("portknocker").to_str().unwrap(),
    ]));
    let said = Said::by(&mut crate::support::home::patient(full));
    said.is_error(
        1,
        &format!(
            "error: {}: File too large (os error 27); the configuration file was not changed\n",
            backup(&home).display()
        ),
    );
    assert_eq!(text(&home), FILE);
    assert_eq!(
        names_in(home.configuration().parent().unwrap()),
        ["config.toml"]
    );
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
