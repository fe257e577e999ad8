//! Windows: a named pipe that only its owner may open.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName as _};
use interprocess::os::windows::local_socket::ListenerOptionsExt as _;
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use widestring::u16cstr;

use super::Role;

/// Pipes have one name space for all users, so the name is made of the user's own folder.
pub(super) fn name(folder: &Path, role: Role) -> io::Result<Name<'static>> {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let folder: String = folder.to_string_lossy().chars().map(plain).collect();
    let role = role.word();
    format!("portknocker-{role}-{folder}").to_ns_name::<GenericNamespaced>()
}

/// Listens on the pipe of this folder. The descriptor grants everything to the pipe's owner and nothing to anybody
/// else (Security Descriptor Definition Language); the system checks each peer against it.
pub(super) fn listen(folder: &Path, role: Role) -> io::Result<Listener> {
    let owner_alone = SecurityDescriptor::deserialize(u16cstr!("D:P(A;;GA;;;OW)"))?;
    let listener = ListenerOptions::new()
        .name(name(folder, role)?)
        .security_descriptor(owner_alone)
        .create_tokio()?;
    // Only whoever waits for it goes without.
    let _ = fs::write(sign(folder, role), "");
    Ok(listener)
}

/// What changes when the program of this role comes: a pipe cannot be watched.
pub(super) fn sign(folder: &Path, role: Role) -> PathBuf {
    folder.join(role.word()).with_extension("sign")
}

/// The pipe's descriptor has seen to that.
pub(super) fn is_own(_stream: &Stream) -> bool {
    true
}
