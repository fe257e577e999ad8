//! What a session makes of an autostart entry: written from the Desktop Entry Specification, and sharing nothing with
//! what it tests. In the specification's order: the value's escapes first, then the quotes, then the field codes. What
//! it forbids is refused.

/// The program and the arguments that a launcher makes of an entry's text.
pub fn launched(text: &str) -> Result<Vec<String>, String> {
    let line = text
        .split('\n')
        .find_map(|line| line.strip_prefix("Exec="))
        .ok_or("no Exec")?;

    let mut value = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        value += &rest[..at];
        value += match rest.get(at + 1..at + 2) {
            Some("s") => " ",
            Some("n") => "\n",
            Some("t") => "\t",
            Some("r") => "\r",
            Some("\\") => "\\",
            other => return Err(format!("no such escape: {other:?}")),
        };
        rest = &rest[at + 2..];
    }
    value += rest;

    let mut words = Vec::new();
    let mut rest = value.as_str();
    while !rest.is_empty() {
        let mut word = String::new();
        if let Some(inside) = rest.strip_prefix('"') {
            let mut escape = false;
            let mut end = None;
            for (at, character) in inside.char_indices() {
                if escape {
                    if !"\"`$\\".contains(character) {
                        return Err(format!("{character:?} needs no escape"));
                    }
                    word.push(character);
                    escape = false;
                } else if character == '\\' {
                    escape = true;
                } else if character == '"' {
                    end = Some(at + 1);
                    break;
                } else if "`$".contains(character) {
                    return Err(format!("a bare {character:?} between quotes"));
                } else {
                    word.push(character);
                }
            }
            rest = &inside[end.ok_or("an open quote")?..];
        } else {
            let end = rest.find(' ').unwrap_or(rest.len());
            word += &rest[..end];
            if let Some(reserved) = word.find(|c| " \t\n\"'\\><~|&;$*?#()`".contains(c)) {
                return Err(format!("reserved: {:?}", &word[reserved..]));
            }
            rest = &rest[end..];
        }
        words.push(word);
        if !rest.is_empty() {
            rest = rest.strip_prefix(' ').ok_or("words that touch")?;
        }
    }
    // The first is the specification's rule; in practice GLib and systemd have the second, too.
    if words
        .first()
        .is_none_or(|program| program.contains(['=', '%']))
    {
        return Err("not a program".to_owned());
    }

    let expanded = words.into_iter().map(|word| {
        let mut parts = word.split('%');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        while let Some(code) = parts.next() {
            if !code.is_empty() {
                return Err(format!("field code %{code}"));
            }
            plain.push('%');
            plain += parts.next().ok_or("a percent sign at the end")?;
        }
        Ok(plain)
    });
    expanded.collect()
}
