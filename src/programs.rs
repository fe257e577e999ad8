//! Other programs: our own, which lie side by side wherever they are, and those of the system.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::time::timeout;

/// The tray agent's file name.
pub const AGENT: &str = if cfg!(windows) {
    "portknocker-agent.exe"
} else {
    "portknocker-agent"
};

/// The console program's file name.
pub const CONSOLE: &str = if cfg!(windows) {
    "portknocker.exe"
} else {
    "portknocker"
};

/// The tray agent beside the running program, whether it is there or not.
///
/// # Errors
///
/// Where the system does not say which program is running.
pub fn agent() -> io::Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name(AGENT))
}

/// The window's file name.
pub const WINDOW: &str = if cfg!(windows) {
    "portknocker-window.exe"
} else {
    "portknocker-window"
};

/// The window beside the running program; none where it is not installed.
///
/// # Errors
///
/// Where the system does not say which program is running.
pub fn window() -> io::Result<Option<PathBuf>> {
    let window = env::current_exe()?.with_file_name(WINDOW);
    Ok(window.is_file().then_some(window))
}

/// The running program as a shell can call it: by its name alone where that leads to it.
///
/// # Errors
///
/// Where the system does not say which program is running.
pub fn own() -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    let Some(name) = own.file_name() else {
        return Ok(own);
    };
    let folders = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    let found = found.and_then(|path| fs::canonicalize(path).ok());
    let is_own = found.is_some() && found == fs::canonicalize(&own).ok();
    Ok(if is_own { name.into() } else { own })
}

/// The variables that hold secrets, which other programs do not get.
static SECRET_VARIABLES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Keeps these environment variables from every program that is started from now on.
pub fn keep_from_others(variables: impl IntoIterator<Item = String>) {
    secret_variables().extend(variables);
}

/// Another program, without the variables that hold secrets.
#[must_use]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    without_secrets(Command::new(program))
}

/// A program that fails within this time failed to do what it was for; later, it was in use.
pub const FAILS_WITHIN: Duration = Duration::from_secs(10);

/// Runs a program with its arguments beside this one, and leaves it to itself; no shell sees them.
///
/// # Errors
///
/// Where it cannot be started, or fails within ten seconds.
pub async fn run_beside(words: &[String]) -> io::Result<()> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = command(program);
    command.args(arguments);
    beside(command, Stdio::null(), FAILS_WITHIN).await
}

/// Starts the tray agent that lies beside the running program, with this configuration file if one is given, and leaves it
/// to itself. It reads the same secrets, and gets the variables that hold them.
///
/// # Errors
///
/// Where it cannot be started, or fails within ten seconds.
pub async fn start_agent(config: Option<&Path>) -> io::Result<()> {
    beside(own_command(&agent()?, config), Stdio::null(), FAILS_WITHIN).await
}

/// Starts [the window](window), with this configuration file if one is given, and leaves it to itself once it has not failed
/// for so long. Where a window is there already, that one comes to the front. It reads the same secrets, and gets the
/// variables that hold them.
///
/// # Errors
///
/// Where it cannot be started, or fails within that time: what it says of that last, or else how it ended.
pub async fn start_window(
    window: &Path,
    config: Option<&Path>,
    fails_within: Duration,
) -> io::Result<()> {
    // A file and not a pipe, whose other end would have to stay as long as the window does.
    let mut said = tempfile::tempfile().ok();
    let stderr = said.as_ref().and_then(|file| file.try_clone().ok());
    let stderr = stderr.map_or_else(Stdio::null, Stdio::from);
    let ended = beside(own_command(window, config), stderr, fails_within).await;
    ended.map_err(
        |error| match said.as_mut().and_then(|file| last_line(file).ok()?) {
            Some(line) => io::Error::new(error.kind(), line),
            None => error,
        },
    )
}

fn last_line(file: &mut File) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // Below what a panic says stands a note on how to see more of it.
    let tells = |line: &&str| !line.is_empty() && !line.starts_with("note: ");
    Ok(text.lines().map(str::trim).rfind(tells).map(str::to_owned))
}

/// One of our own programs. What ends this one from its terminal does not end that.
fn own_command(program: &Path, config: Option<&Path>) -> Command {
    let mut command = Command::new(program);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

async fn beside(mut command: Command, stderr: Stdio, fails_within: Duration) -> io::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(stderr);
    let mut child = tokio::process::Command::from(command)
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
    match timeout(fails_within, child.wait()).await {
        Ok(ended) => match ended? {
            status if status.success() => Ok(()),
            status => Err(io::Error::other(format!("{program}: {status}"))),
        },
        Err(_) => {
            // Its end is nobody's business, but has to be taken note of.
            tokio::spawn(async move { child.wait().await });
            Ok(())
        }
    }
}

/// Opens a file or a URL with whatever the desktop opens its like with, and leaves that to itself.
///
/// # Errors
///
/// Where nothing can be started that would.
pub fn open_with_desktop(target: impl AsRef<OsStr>) -> io::Result<()> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for launcher in open::commands(target) {
        let mut launcher = without_secrets(launcher);
        launcher
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        match start(&mut launcher) {
            Ok(()) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// A launcher that fails does so at once; one that is still there after a moment has handed over.
const LAUNCHER_FAILS_WITHIN: Duration = Duration::from_millis(250);
const PAUSE: Duration = Duration::from_millis(10);

fn start(launcher: &mut Command) -> io::Result<()> {
    let mut child = launcher.spawn()?;
    let began = Instant::now();
    while began.elapsed() < LAUNCHER_FAILS_WITHIN {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => {
                let program = launcher.get_program().to_string_lossy();
                return Err(io::Error::other(format!("{program}: {status}")));
            }
            None => thread::sleep(PAUSE),
        }
    }
    // Its end is nobody's business, but has to be taken note of.
    thread::spawn(move || child.wait());
    Ok(())
}

fn without_secrets(mut command: Command) -> Command {
    for variable in secret_variables().iter() {
        command.env_remove(variable);
    }
    command
}

fn secret_variables() -> MutexGuard<'static, BTreeSet<String>> {
    SECRET_VARIABLES
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}
