//! A profile's name out of whatever another program calls it.

/// A name that a profile may have: without control characters, without blanks at its ends, and without the `@` that begins
/// a group. `None` where nothing is left.
#[must_use]
pub fn name_from(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    let name = plain.trim().trim_start_matches('@').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::decode;
    use proptest::prelude::*;
    use std::path::Path;

    #[test]
    fn what_a_name_may_not_have_is_taken_off() {
        assert_eq!(name_from(" @ my\nserver\t"), Some("my server".to_owned()));
        assert_eq!(name_from("a@b"), Some("a@b".to_owned()));
        assert_eq!(name_from("@ \n"), None);
    }

    proptest! {
        #[test]
        fn a_profile_may_have_it(text in any::<String>()) {
            if let Some(name) = name_from(&text) {
                let name = toml_edit::Value::from(name.as_str());
                let file = format!("[[profile]]\nname = {name}\nhost = \"a\"\nopen = [1]\n");
                prop_assert!(decode(&file, Path::new("")).is_ok());
            }
        }
    }
}
