//! What other programs' files say, as profiles; and what a server has to hear of a profile. Pure: texts and values in,
//! values and texts out.

pub mod age_file;
pub mod export;
pub mod import;
pub mod json;

#[cfg(test)]
mod tests;
