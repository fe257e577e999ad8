//! Windows: what Windows Error Reporting keeps of a crash goes without the heap (`WerSetFlags`,
//! `WER_FAULT_REPORTING_FLAG_NOHEAP`), which is where secrets are.

use std::io;

use windows_sys::Win32::System::ErrorReporting::{WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags};

#[expect(unsafe_code, reason = "no crate wraps this call")]
pub(super) fn disable() -> io::Result<()> {
    // SAFETY: it takes a number, and touches nothing of this program's.
    let result = unsafe { WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP) };
    if result < 0 {
        return Err(io::Error::from_raw_os_error(result));
    }
    Ok(())
}
