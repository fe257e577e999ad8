//! Windows: `GetTickCount64`, which “includes time the system spends in sleep or hibernation” (Microsoft, “Windows Time”,
//! of the tick count). It moves on every 10 to 16 ms.

use std::time::Duration;

use windows_sys::Win32::System::SystemInformation::GetTickCount64;

pub(super) use super::stepped::Alarm;

#[expect(unsafe_code, reason = "no crate wraps this call")]
pub(super) fn since_boot() -> Duration {
    // SAFETY: it takes nothing.
    Duration::from_millis(unsafe { GetTickCount64() })
}

/// Windows has no name for it.
pub(super) fn boot_id() -> Option<String> {
    None
}
