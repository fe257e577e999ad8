//! Files of other programs are added by `portknocker import`: what can be said of them is said in one way.

use std::env;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::Told;
use super::tools::Tools;
use crate::programs::{self, CONSOLE};
use crate::say;
use crate::text::{Catalogue, LANGUAGE_VARIABLE, duration};

/// The keyring may want to be unlocked meanwhile.
const PATIENCE: Duration = Duration::from_mins(2);

/// Adds what a file says, and tells what the program said of it.
pub(super) async fn run(tools: Arc<Tools>, path: PathBuf) {
    let lines = match import(&tools, path).await {
        Ok(lines) => lines,
        Err(error) => vec![say!(tools.words, "window-import-failed", error = error)],
    };
    tools.tell(Told::Imported(lines));
}

async fn import(tools: &Tools, path: PathBuf) -> Result<Vec<String>, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let mut command = programs::command(program.with_file_name(CONSOLE));
    command.arg("import");
    if let Some(config) = tools.named_config() {
        command.arg("--config").arg(config);
    }
    command
        .arg("--")
        .arg(path)
        .env(LANGUAGE_VARIABLE, tools.words.language().word())
        .stdin(Stdio::null());
    let mut command = Command::from(command);
    // Whoever waits no longer leaves nothing behind.
    let said = timeout(PATIENCE, command.kill_on_drop(true).output());
    let said = said.await.map_err(|_| {
        let after = duration(&tools.words, PATIENCE);
        say!(tools.words, "window-too-late", after = after)
    })?;
    let said = said.map_err(|error| format!("{CONSOLE}: {error}"))?;
    Ok(lines(&tools.words, &said))
}

/// What it said, line by line. That it failed comes first, since some failures say nothing.
fn lines(words: &Catalogue, said: &Output) -> Vec<String> {
    let mut lines = Vec::new();
    if !said.status.success() {
        let error = format!("{CONSOLE}: {}", said.status);
        lines.push(say!(words, "window-import-failed", error = error));
    }
    for text in [&said.stdout, &said.stderr] {
        let text = String::from_utf8_lossy(text);
        let told = text.lines().filter(|line| !line.trim().is_empty());
        lines.extend(told.map(str::to_owned));
    }
    lines
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    fn said(status: i32, stdout: &str, stderr: &str) -> Vec<String> {
        let said = Output {
            status: ExitStatus::from_raw(status),
            stdout: stdout.into(),
            stderr: stderr.into(),
        };
        lines(&Catalogue::english(), &said)
    }

    #[test]
    fn what_it_said_is_told_and_a_failure_first() {
        assert_eq!(said(0, "one\n\n", "two\n"), ["one", "two"]);
        let failed = format!("the file was not imported: {CONSOLE}: exit status: 1");
        assert_eq!(said(1 << 8, "", "why\n"), [failed.as_str(), "why"]);
        assert_eq!(said(1 << 8, "", ""), [failed]);
    }
}
