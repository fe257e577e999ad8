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

use super::Role;

/// Where the program of this role listens.
fn path(folder: &Path, role: Role) -> PathBuf {
    folder.join(role.word()).with_extension("sock")
}

/// What changes when the program of this role comes, and mostly when it goes.
pub(super) fn sign(folder: &Path, role: Role) -> PathBuf {
    path(folder, role)
}

pub(super) fn name(folder: &Path, role: Role) -> io::Result<Name<'static>> {
    path(folder, role).to_fs_name::<GenericFilePath>()
}

/// Listens in this folder. What a program that was killed has left there is in nobody's use: there is one of each role,
/// and this is it.
pub(super) fn listen(folder: &Path, role: Role) -> io::Result<Listener> {
    match fs::remove_file(path(folder, role)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    mode::private(ListenerOptions::new().name(name(folder, role)?)).create_tokio()
}

/// Whether the process at the other end is this user's. The folder and the socket say so too; this holds whatever has
/// become of their modes, and for the client, which did not make them.
pub(super) fn is_own(stream: &Stream) -> bool {
    let credentials = stream.peer_creds().ok();
    credentials.and_then(|of| of.euid()) == Some(geteuid().as_raw())
}
