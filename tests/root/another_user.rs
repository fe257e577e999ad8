//! The agent's channel, and a process of another user. Only root can be two users.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::desktop::Desktop;
use crate::support::home::patient;

/// Debian's `nobody`.
const NOBODY: &str = "65534";

/// Connects and asks the agent to end; what is heard, and how that went.
fn nobody_says_quit(socket: &Path) -> (String, String) {
    let ids = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")];
    let mut command = Command::new("setpriv");
    command.args(ids).args(["--clear-groups", "nc", "-NU"]);
    command.arg(socket);
    let output = patient(command).write_stdin("\"quit\"\n").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

fn is_denied((heard, complaint): (String, String)) {
    assert_eq!(heard, "");
    assert!(complaint.contains("Permission denied"), "{complaint}");
}

#[test]
fn another_users_process_is_refused_by_the_socket_and_where_that_is_open_by_the_agent() {
    let desktop = Desktop::plan().bus_only().start();
    let mut agent = desktop.start_agent();
    let runtime = desktop.home().runtime();
    let socket = runtime.join("portknocker/agent.sock");
    is_denied(nobody_says_quit(&socket));

    // Everything that keeps it out is opened wide.
    for folder in [
        desktop.home().path(),
        &runtime,
        &runtime.join("portknocker"),
    ] {
        fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    }
    is_denied(nobody_says_quit(&socket));
    fs::set_permissions(&socket, Permissions::from_mode(0o666)).unwrap();

    // Not even a greeting is said.
    assert_eq!(nobody_says_quit(&socket).0, "");
    agent.wait_for_log(
        "another user's process was refused",
        Duration::from_secs(10),
    );
    assert!(agent.is_running());
}
