//! Unix: a socket file in the runtime folder, which only its user can enter.

#[cfg_attr(target_os = "linux", path = "mode_linux.rs")]
#[cfg_attr(target_os = "macos", path = "mode_macos.rs")]
mod mode;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::StreamCommon as _;
use interprocess::local_socket::{GenericFilePath, ListenerOptions, Name, ToFsName as _};
use rustix::process::geteuid;

/// Where the agent listens.
fn path(folder: &Path) -> PathBuf {
    folder.join("agent.sock")
}

pub(super) fn name(folder: &Path) -> io::Result<Name<'static>> {
    path(folder).to_fs_name::<GenericFilePath>()
}

/// Listens in this folder. What an agent that was killed has left there is in nobody's use: there is one agent, and
/// this is it.
pub(super) fn listen(folder: &Path) -> io::Result<Listener> {
    match fs::remove_file(path(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    mode::private(ListenerOptions::new().name(name(folder)?)).create_tokio()
}

/// Whether the process at the other end is this user's. The folder and the socket say so too; this holds whatever has
/// become of their modes, and for the client, which did not make them.
pub(super) fn is_own(stream: &Stream) -> bool {
    let credentials = stream.peer_creds().ok();
    credentials.and_then(|of| of.euid()) == Some(geteuid().as_raw())
}
