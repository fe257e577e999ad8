//! `completions` and `man`.

use std::fs;
use std::process::Stdio;

use rstest::rstest;

use crate::support::home::{Home, patient};
use crate::support::said::Said;

#[rstest]
#[case("bash", "_portknocker()")]
#[case("elvish", "edit:completion:arg-completer[portknocker]")]
#[case("fish", "complete -c portknocker")]
#[case(
    "powershell",
    "Register-ArgumentCompleter -Native -CommandName 'portknocker'"
)]
#[case("zsh", "#compdef portknocker")]
fn completions_are_there_for_each_shell(#[case] shell: &str, #[case] sign: &str) {
    let said = Said::by(&mut Home::new().portknocker(&["completions", shell]));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert!(said.stdout.contains(sign), "{said}");
    for command in ["open", "close", "check", "knock", "completions"] {
        assert!(said.stdout.contains(command), "{shell}: {command}");
    }
}

#[test]
fn completions_for_bash_complete() {
    let script = Said::by(&mut Home::new().portknocker(&["completions", "bash"])).stdout;
    let bash = |line: &str| {
        let mut command = std::process::Command::new("bash");
        command.args(["-c", line]).stdin(Stdio::null());
        Said::by(&mut patient(command))
    };
    bash(&format!("bash -n <<'END'\n{script}\nEND")).is(0, "");
    bash(&format!(
        "{script}\nCOMP_WORDS=(portknocker conf) COMP_CWORD=1; _portknocker portknocker conf portknocker; \
         echo \"${{COMPREPLY[*]}}\""
    ))
    .is(0, "config\n");
}

#[test]
fn the_man_page_has_every_command() {
    let said = Said::by(&mut Home::new().portknocker(&["man"]));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert!(said.stdout.contains("\n.TH portknocker 1 "), "{said}");
    for command in [
        "open",
        "close",
        "check",
        "list",
        "knock",
        "config",
        "demo",
        "doctor",
        "agent",
        "completions",
        "man",
    ] {
        assert!(
            said.stdout.contains(&format!("portknocker\\-{command}(1)")),
            "{command}: {said}"
        );
    }
}

#[test]
fn the_man_pages_of_all_commands_are_written_into_a_folder() {
    let home = Home::new();
    let folder = home.path().join("man");
    fs::create_dir(&folder).unwrap();
    let mut command = home.portknocker(&["man", folder.to_str().unwrap()]);
    Said::by(&mut command).is(0, "");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "portknocker-agent-quit.1",
            "portknocker-agent-reload.1",
            "portknocker-agent.1",
            "portknocker-autostart-off.1",
            "portknocker-autostart-on.1",
            "portknocker-autostart-status.1",
            "portknocker-autostart.1",
            "portknocker-check.1",
            "portknocker-close.1",
            "portknocker-completions.1",
            "portknocker-config-check.1",
            "portknocker-config-edit.1",
            "portknocker-config-path.1",
            "portknocker-config.1",
            "portknocker-connect.1",
            "portknocker-demo.1",
            "portknocker-doctor.1",
            "portknocker-duplicate.1",
            "portknocker-edit.1",
            "portknocker-export.1",
            "portknocker-extend.1",
            "portknocker-history.1",
            "portknocker-import.1",
            "portknocker-knock.1",
            "portknocker-list.1",
            "portknocker-man.1",
            "portknocker-new.1",
            "portknocker-open.1",
            "portknocker-remove.1",
            "portknocker-rename.1",
            "portknocker-secret-delete.1",
            "portknocker-secret-generate.1",
            "portknocker-secret-get.1",
            "portknocker-secret-list.1",
            "portknocker-secret-move.1",
            "portknocker-secret-set.1",
            "portknocker-secret.1",
            "portknocker-ssh-config.1",
            "portknocker-status.1",
            "portknocker-window.1",
            "portknocker.1",
        ]
    );
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said_by_its_name() {
    let said = Said::by(&mut Home::new().portknocker(&["man", "/dev/null/man"]));
    assert_eq!((said.status, said.stdout.as_str()), (1, ""));
    assert!(said.stderr.starts_with("error: cannot write"), "{said}");
    assert!(said.stderr.contains("/dev/null/man"), "{said}");
}
