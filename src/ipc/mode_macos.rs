//! macOS: the system takes no mode for a socket before it is there; the folder keeps others out.

use interprocess::local_socket::ListenerOptions;

/// As it is.
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}
