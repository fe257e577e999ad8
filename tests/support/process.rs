//! Programs that run beside a test: each writes a log, and ends with the value that holds it.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::wait::{wait_for, wait_until};

/// A running program. Dropping it kills it; after a panic its log is printed first.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
    /// Where it keeps a log of its own.
    own_log: Option<PathBuf>,
}

impl Process {
    /// Starts `command` with its output appended to `NAME.log` in `logs`.
    #[track_caller]
    pub fn start(name: &str, command: &mut Command, logs: &Path) -> Process {
        let log = logs.join(format!("{name}.log"));
        let child = command
            .stdin(Stdio::null())
            .stdout(append(&log))
            .stderr(append(&log))
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name} ({command:?}): {error}"));
        Process {
            name: name.to_owned(),
            child,
            log,
            own_log: None,
        }
    }

    /// The same program, which keeps a log of its own in files of this folder.
    pub fn logging_into(mut self, folder: PathBuf) -> Process {
        self.own_log = Some(folder);
        self
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What the program has written so far, to standard output and standard error, and into a log of its own.
    pub fn log(&self) -> String {
        let own = self.own_log.iter().flat_map(fs::read_dir).flatten();
        let own = own.flatten().map(|file| file.path());
        let is_log = |path: &PathBuf| path.extension().is_some_and(|name| name == "log");
        let files = [self.log.clone()].into_iter().chain(own.filter(is_log));
        let text = |path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
        files.map(text).collect()
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until the log holds `text`; a program that ends before is an error at once.
    #[track_caller]
    pub fn wait_for_log(&mut self, text: &str, limit: Duration) {
        let what = format!("{} to write {text:?}", self.name);
        wait_until(&what, limit, || {
            let running = self.is_running();
            let written = self.log().contains(text);
            assert!(running || written, "{} ended early", self.name);
            written
        });
    }

    /// Waits until the program has ended by itself.
    #[track_caller]
    pub fn wait_for_end(&mut self, limit: Duration) -> ExitStatus {
        let what = format!("{} to end", self.name);
        wait_for(&what, limit, || self.child.try_wait().ok().flatten())
    }

    /// Asks the program to end, as a session does at logout, and waits until it has.
    #[track_caller]
    pub fn terminate(&mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.wait_for_end(Duration::from_secs(10))
    }

    /// Ends the program at once: it has no time to say goodbye.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Stops the program where it stands: it keeps its names and sockets and answers nobody.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
        let _ = kill_process(pid.expect("a child has a positive process id"), signal);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("---- log of {} ----\n{}", self.name, self.log());
        }
    }
}

/// Runs `command` to its end and returns its standard output. Panics with its words if it fails.
#[track_caller]
pub fn output_of(command: &mut Command) -> Vec<u8> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed ({}): {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn append(log: &Path) -> File {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", log.display()))
}
