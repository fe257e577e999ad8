//! A name for what is made on a server, out of a profile's.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// The longest, with what is put before and after it, fits into a chain of iptables (28 characters).
const LONGEST: usize = 10;

/// Small letters, digits and `_`, at most 15 of them, beginning with a letter. What is lost of the name is made up for
/// by digits of its check sum, so that two names rarely become one.
pub(super) fn identifier(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| match character {
            'a'..='z' | '0'..='9' | '_' => character,
            'A'..='Z' => character.to_ascii_lowercase(),
            _ => '_',
        })
        .take(LONGEST)
        .collect();
    let begins = plain.starts_with(|first: char| first.is_ascii_lowercase());
    if begins && plain == name {
        return plain;
    }
    let sum = HEXLOWER.encode(&Sha256::digest(name.as_bytes())[..2]);
    let plain = plain.trim_start_matches(|first: char| !first.is_ascii_lowercase());
    if plain.is_empty() {
        format!("p_{sum}")
    } else {
        format!("{plain}_{sum}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plain_name_is_kept_and_others_are_told_apart() {
        assert_eq!(identifier("homelab"), "homelab");
        assert_eq!(identifier("my lab"), "my_lab_e283");
        assert_ne!(identifier("my lab"), identifier("my-lab"));
        assert_ne!(identifier("Homelab"), identifier("homelab"));
        assert_ne!(identifier("日本"), identifier("日本語"));
    }

    proptest! {
        #[test]
        fn whatever_the_name_is_it_is_one(name in any::<String>()) {
            let identifier = identifier(&name);
            prop_assert!((1..=15).contains(&identifier.len()), "{}", identifier);
            prop_assert!(identifier.starts_with(|c: char| c.is_ascii_lowercase()));
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            prop_assert!(identifier.chars().all(is_plain), "{}", identifier);
        }
    }
}
