//! Tests with a server behind a real firewall, in network namespaces. They need root.

mod laboratory;
