//! What is wrong with a text that is being edited, each mistake at its profile and key: pure.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Problem, decode};

/// A mistake with the key that it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The profile's place among those of the text, from 0; absent: one of the tables beside them.
    pub profile: Option<usize>,
    /// The key, such as `host`, `open.1.delay` (steps count from 0) or `spa.access`; beside the profiles `agent.close_on`.
    pub path: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What a text says, or what is wrong with it; a secret's file whose path is relative lies below `folder`.
///
/// # Errors
///
/// Every mistake.
pub fn judge(text: &str, folder: &Path) -> Result<Config, Vec<Mistake>> {
    decode(text, folder).map_err(|found| {
        let (root, _) = DeTable::parse_recoverable(text);
        let mistake = |problem: Problem, span: &Range<usize>| {
            let mut path = Vec::new();
            descend(root.get_ref(), span, &mut path);
            path.reverse();
            if let Problem::MissingKey(key) = problem {
                path.push(key.to_owned());
            }
            let profile = match path.get(..2) {
                Some([first, number]) if first == "profile" => number.parse().ok(),
                _ => None,
            };
            let path = path.split_off(if profile.is_some() { 2 } else { 0 });
            Mistake {
                profile,
                path: path.join("."),
                problem,
            }
        };
        let found = found.into_iter();
        found.map(|one| mistake(one.problem, &one.span)).collect()
    })
}

/// Goes down to the narrowest key or value that this is in, and notes the way from its end; says whether it is in there at
/// all. A table may have parts that lie elsewhere in the text.
fn descend(table: &DeTable, span: &Range<usize>, path: &mut Vec<String>) -> bool {
    let found = table
        .iter()
        .find(|(key, value)| holds(&key.span(), span) || into(value, span, path));
    path.extend(found.map(|(key, _)| key.get_ref().to_string()));
    found.is_some()
}

fn into(value: &Spanned<DeValue>, span: &Range<usize>, path: &mut Vec<String>) -> bool {
    let is_below = match value.get_ref() {
        DeValue::Table(table) => descend(table, span, path),
        DeValue::Array(items) => {
            let found = items.iter().position(|item| into(item, span, path));
            path.extend(found.map(|index| index.to_string()));
            found.is_some()
        }
        _ => false,
    };
    is_below || holds(&value.span(), span)
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(Option<usize>, String)> {
        let mut found: Vec<_> = judge(text, Path::new(""))
            .unwrap_err()
            .into_iter()
            .map(|one| (one.profile, one.path))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn each_mistake_is_at_its_key() {
        let text = r#"
            [agent]
            notifications = "al"
            [[profile]]
            name = "a"
            host = ""
            open = ["7000", "x", { port = 9000, delay = "soon" }, { protocol = "udp" }]
            check = 0
            [[profile]]
            name = "b"
            host = "b.example"
            spa = { access = "tcp", hmac_key = { env = "" } }
            server = { }
            [[profile]]
            name = "b"
            host = "c.example"
            opem = ["1"]
            [[profile.open]]
            port = 70000
        "#;
        let at = |profile: usize, path: &str| (Some(profile), path.to_owned());
        assert_eq!(
            places(text),
            [
                (None, "agent.notifications".to_owned()),
                at(0, "check"),
                at(0, "host"),
                at(0, "open.1"),
                at(0, "open.2.delay"),
                at(0, "open.3.port"),
                at(1, "server.kind"),
                at(1, "spa.access"),
                at(1, "spa.hmac_key.env"),
                at(1, "spa.key"),
                at(2, "name"),
                at(2, "opem"),
                at(2, "open.0.port"),
            ]
        );
    }

    #[test]
    fn a_profile_that_lacks_what_it_needs_is_known() {
        let found = places("[[profile]]\nname = \"a\"\n");
        let at = |path: &str| (Some(0), path.to_owned());
        assert_eq!(found, [at("host"), at("open")]);
    }
}
