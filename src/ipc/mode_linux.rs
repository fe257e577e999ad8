//! Linux: the socket has a mode of its own from the moment it is there.

use interprocess::local_socket::ListenerOptions;
use interprocess::os::unix::local_socket::ListenerOptionsExt as _;

/// Its user's alone.
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options.mode(0o600)
}
