//! Other programs: our own, which lie side by side wherever they are, and those of the system.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
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

/// The tray agent beside the running program, whether it is there or not.
///
/// # Errors
///
/// Where the system does not say which program is running.
pub fn agent() -> io::Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name(AGENT))
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
const FAILS_WITHIN: Duration = Duration::from_secs(10);

/// Runs a program with its arguments beside this one, and leaves it to itself; no shell sees them.
///
/// # Errors
///
/// Where it cannot be started, or fails within ten seconds.
pub async fn run_beside(words: &[String]) -> io::Result<()> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = command(program);
    command.args(arguments);
    beside(command).await
}

/// Starts the tray agent that lies beside the running program, with this configuration file if one is given, and leaves it
/// to itself. It reads the same secrets, and gets the variables that hold them.
///
/// # Errors
///
/// Where it cannot be started, or fails within ten seconds.
pub async fn start_agent(config: Option<&Path>) -> io::Result<()> {
    let mut command = Command::new(agent()?);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    // What ends this program from its terminal does not end the agent.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    beside(command).await
}

async fn beside(mut command: Command) -> io::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = tokio::process::Command::from(command)
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
    match timeout(FAILS_WITHIN, child.wait()).await {
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
