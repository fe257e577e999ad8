//! The file that the tests of a document change.

use super::Document;

pub(super) const FILE: &str = "\
# Mine since 2020.

# The first.
[[profile]]
name = \"a\" # A
host = \"a.example\" # where
# three of them
open = [\"7000:tcp\", 8000, { port = 9000, delay = \"1s\" }] # secret

[agent]
notifications = \"all\" # really

# The second.
[[profile]]
name = \"b\"
host = \"b.example\"
spa = { access = \"tcp/22\", key = { keyring = true } } # one packet

[[profile]]
name = \"c\"
host = \"c.example\"
[[profile.open]]
port = 1
";

/// What the file says after a change.
pub(super) fn changed(change: impl FnOnce(&mut Document)) -> String {
    let mut document = Document::parse(FILE).unwrap();
    change(&mut document);
    document.text().to_string()
}
