//! To another machine with everything: two users, each with a real keyring of their own.

use std::fs;

use crate::support::desktop::Desktop;
use crate::support::said::Said;

const OLD: &str = r#"[agent]
close_on = ["quit", "lock"]

[[profile]]
name = "lab"
host = "192.0.2.1"
open = { keyring = true }
close = { keyring = "shared" }

[[profile]]
name = "once"
host = "192.0.2.2"
open = { one_time = { keyring = true } }
"#;

fn desktop() -> Desktop {
    let mut desktop = Desktop::plan().bus_only().start();
    desktop.start_keyring();
    desktop
}

#[track_caller]
fn run(desktop: &Desktop, args: &[&str], input: &str) -> Said {
    let mut command = desktop.run(&[&["portknocker"], args].concat());
    let said = Said::by(command.write_stdin(input));
    assert_eq!(said.status, 0, "{said}");
    said
}

fn secrets(desktop: &Desktop) -> [String; 3] {
    [["lab", "open"], ["lab", "close"], ["once", "open"]]
        .map(|[profile, field]| run(desktop, &["secret", "get", profile, field], "").stdout)
}

#[test]
fn the_keyrings_secrets_come_along() {
    let old = desktop();
    old.home().write_configuration(OLD);
    run(
        &old,
        &["secret", "set", "lab", "open"],
        "61001:udp, { port = 62002, delay = \"1s\" }\n",
    );
    run(&old, &["secret", "set", "lab", "close"], "63003\n");
    run(
        &old,
        &["secret", "set", "once", "open"],
        "61001,61002\n61003,61004\n",
    );
    let export = ["export", "--all", "--with-secrets", "-o", "moving"];
    let said = run(&old, &export, "correct horse\n");
    assert_eq!(said.stderr, "");
    let file = fs::read(old.home().path().join("moving")).unwrap();

    let new = desktop();
    fs::write(new.home().path().join("moving"), &file).unwrap();
    let said = run(&new, &["import", "moving"], "correct horse\n");
    assert_eq!(
        said.stderr,
        format!(
            "moving:1: its [agent] is taken too\n\
             2 profiles are now in {}, and 3 secrets in the keyring\n\
             what was imported still has its secrets in it: delete it when nothing else needs it\n",
            new.home().configuration().display()
        )
    );
    let text = fs::read_to_string(new.home().configuration()).unwrap();
    assert!(text.ends_with(&format!("\n{OLD}")), "{text}");
    assert_eq!(secrets(&new), secrets(&old));

    // A name of its own takes its secrets along; what both share stays one entry.
    let again = run(&new, &["import", "--rename", "moving"], "correct horse\n");
    assert!(again.stdout.starts_with("lab 2 (192.0.2.1): "), "{again}");
    let of_new_name = run(&new, &["secret", "get", "lab 2", "open"], "").stdout;
    assert_eq!(of_new_name, secrets(&old)[0]);
}

#[test]
fn another_secret_of_that_name_is_not_overwritten() {
    let user = desktop();
    user.home().write_configuration(OLD);
    run(&user, &["secret", "set", "lab", "open"], "61001\n");
    run(&user, &["remove", "lab", "--keep-secrets"], "");
    let before = fs::read(user.home().configuration()).unwrap();
    fs::write(
        user.home().path().join("a.sh"),
        "lab() { knock 192.0.2.1 62002 61003; }\n",
    )
    .unwrap();
    let import = ["portknocker", "import", "a.sh"];
    Said::by(&mut user.run(&import)).is_error(
        1,
        "error: the keyring has another lab/open already, which would be lost; nothing was changed. `portknocker secret delete` with that name and field takes it away; or choose another name\n",
    );
    assert_eq!(fs::read(user.home().configuration()).unwrap(), before);
    user.home().write_configuration(OLD);
    let kept = run(&user, &["secret", "get", "lab", "open"], "").stdout;
    assert_eq!(kept, "61001\n");
}
