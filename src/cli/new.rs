//! `new`: a profile with a sequence that nobody has thought of, and its server's half.

use super::Status;
use super::arguments::NewArguments;
use super::context::Context;

/// Makes the profile, and prints the server's half.
pub(super) fn run(_context: &Context, _asked: &NewArguments) -> Status {
    Status::Failed
}
