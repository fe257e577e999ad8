//! macOS: a core of at most no bytes (setrlimit(2), `RLIMIT_CORE`). The programs that are started from here inherit it.

use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};

pub(super) fn disable() -> io::Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    Ok(setrlimit(Resource::Core, none)?)
}
