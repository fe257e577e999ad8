//! What fwknop's own programs made and said, against our packets: `vectors.json`, or the file that
//! `PORTKNOCKER_SPA_VECTORS` names. What is to be shown of a vector shows by what it contains, never by its name; one
//! that falls into no category fails.

mod file;
mod limits;
mod matrix;
mod packets;
mod verdicts;
