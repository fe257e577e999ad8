//! The lines of a `knockd.conf` (knockd(1); what it takes and what it refuses: tried with knockd 0.8).

/// A `[name]`, and what stands below it.
pub(super) struct Section<'t> {
    /// `None` where the line begins like one, and is none.
    pub name: Option<&'t str>,
    /// Its line, from 1.
    pub line: usize,
    /// In order.
    pub entries: Vec<Entry<'t>>,
}

/// A line below a `[name]`.
pub(super) struct Entry<'t> {
    /// From 1.
    pub line: usize,
    /// What stands before the first `=`; the whole line where there is none.
    pub key: &'t str,
    /// What stands behind it.
    pub value: Option<&'t str>,
}

/// The sections of a text; or the line of what stands before the first of them.
pub(super) fn sections(text: &str) -> Result<Vec<Section<'_>>, usize> {
    let mut sections: Vec<Section> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (index, written) in text.lines().enumerate() {
        let (line, written) = (index + 1, written.trim());
        if written.is_empty() || written.starts_with('#') {
            continue;
        }
        if let Some(behind) = written.strip_prefix('[') {
            sections.push(Section {
                name: behind.strip_suffix(']').filter(|name| !name.is_empty()),
                line,
                entries: Vec::new(),
            });
            continue;
        }
        let (key, value) = match written.split_once('=') {
            Some((key, value)) => (key.trim_end(), Some(value.trim_start())),
            None => (written, None),
        };
        let section = sections.last_mut().ok_or(line)?;
        section.entries.push(Entry { line, key, value });
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_below_their_section() {
        let text = "# a\n[options]\n\tUseSyslog\n\n[a b]\n Sequence = 1=2\n[c\nx\n[]\n";
        let sections = sections(text).unwrap();
        let seen: Vec<_> = sections
            .iter()
            .map(|section| (section.line, section.name, section.entries.len()))
            .collect();
        assert_eq!(
            seen,
            [
                (2, Some("options"), 1),
                (5, Some("a b"), 1),
                (7, None, 1),
                (9, None, 0)
            ]
        );
        let entry = &sections[1].entries[0];
        assert_eq!(
            (entry.line, entry.key, entry.value),
            (6, "Sequence", Some("1=2"))
        );
        assert_eq!(sections[0].entries[0].value, None);
    }

    #[test]
    fn what_stands_before_the_first_section_is_no_line_of_it() {
        assert_eq!(sections("# a\n\nsequence = 1\n[a]\n").err(), Some(3));
    }
}
