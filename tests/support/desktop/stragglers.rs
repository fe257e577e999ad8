//! Programs of a session that its parts have started, and that outlive them for a moment.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::home::Home;

const LIMIT: Duration = Duration::from_secs(5);

impl Home {
    /// Ends every program that has this home in its environment, and returns when they are gone.
    pub fn end_processes(&self) {
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = self.processes();
            if left.is_empty() || Instant::now() > deadline {
                return;
            }
            for pid in left {
                let _ = kill_process(pid, Signal::KILL);
            }
            sleep(Duration::from_millis(10));
        }
    }

    fn processes(&self) -> Vec<Pid> {
        let home = [b"HOME=", self.path().as_os_str().as_bytes()].concat();
        let is_here = |pid: &str| {
            // A program that has ended and waits to be buried has an empty environment.
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|one| one == home)
        };
        let Ok(all) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        all.flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()) && is_here(name))
            .filter_map(|name| name.parse().ok().and_then(Pid::from_raw))
            .collect()
    }
}
