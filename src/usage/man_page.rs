//! A command's man page.

use std::io;

use clap::Command;

use crate::say;
use crate::text::Catalogue;

/// The sections that a page has, with their messages.
const SECTIONS: [(&str, &str); 6] = [
    ("NAME", "man-name"),
    ("SYNOPSIS", "man-synopsis"),
    ("DESCRIPTION", "man-description"),
    ("OPTIONS", "man-options"),
    ("SUBCOMMANDS", "man-commands"),
    ("VERSION", "man-version"),
];

/// The page of a command that has its words, with its name, such as `portknocker-open.1`.
///
/// # Errors
///
/// None, since it is written into memory.
pub(crate) fn man_page(command: Command, words: &Catalogue) -> io::Result<(String, String)> {
    let page = clap_mangen::Man::new(command);
    let mut written = Vec::new();
    page.render(&mut written)?;
    let lines: String = String::from_utf8_lossy(&written)
        .lines()
        .map(|line| with_heading(line, words) + "\n")
        .collect();
    Ok((page.get_filename(), lines))
}

/// A line of the page; a heading in the catalogue's words.
fn with_heading(line: &str, words: &Catalogue) -> String {
    let section = line.strip_prefix(".SH ").and_then(|section| {
        let mut known = SECTIONS.iter();
        known.find(|(name, _)| *name == section)
    });
    match section {
        Some((_, id)) => format!(".SH \"{}\"", say!(words, id)),
        None => line.to_owned(),
    }
}
