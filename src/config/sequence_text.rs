//! A sequence as a secret's text: the same steps as in the file, separated by commas or new lines.

use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use toml::Spanned;
use toml::de::DeValue;
use zeroize::Zeroizing;

use super::Problem;
use super::decode::Decoder;
use crate::profile::{Sequence, Step, StepError};

/// Why a text is not a sequence. The text itself, which is a secret, is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SequenceTextError {
    /// There are no steps.
    #[error("no steps")]
    Empty,
    /// One of the steps is wrong.
    #[error("step {number}: {mistake}")]
    Step {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        mistake: StepMistake,
    },
}

/// What is wrong with a step of a secret sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepMistake {
    /// No port, or not a port.
    #[error("not a port")]
    NotAPort,
    /// A protocol that there is not.
    #[error("unknown protocol")]
    UnknownProtocol,
    /// Not the size of an echo request's payload.
    #[error("not a payload's size")]
    NotASize,
    /// A table with a mistake.
    #[error("not a good table")]
    BadTable,
}

/// Reads `7000:tcp, 8000:udp`, or a step a line, any of them also as a table (`{ port = 9000, delay = "500ms" }`) or in
/// quotes; the whole may stand in brackets, as in the file.
///
/// # Errors
///
/// The first step that is none.
pub fn decode_sequence(text: &str) -> Result<Sequence, SequenceTextError> {
    let items = items(text);
    let steps = items.iter().enumerate().map(|(index, item)| {
        step(item).map_err(|mistake| SequenceTextError::Step {
            number: index + 1,
            mistake,
        })
    });
    Sequence::new(steps.collect::<Result<_, _>>()?).ok_or(SequenceTextError::Empty)
}

/// What stands between commas and line ends; those within a table or quotes do not count. Nothing is no step.
pub(super) fn items(text: &str) -> Vec<&str> {
    let text = text.trim();
    let text = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let (mut depth, mut quote, mut is_escaped, mut start) = (0_usize, None, false, 0);
    let mut items = Vec::new();
    for (at, character) in text.char_indices() {
        match (quote, character) {
            _ if is_escaped => is_escaped = false,
            (Some('"'), '\\') => is_escaped = true,
            (Some(open), _) => quote = (character != open).then_some(open),
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.saturating_sub(1),
            (None, ',' | '\n' | '\r') if depth == 0 => {
                items.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&text[start..]);
    items.retain(|item| !item.trim().is_empty());
    items
}

fn step(item: &str) -> Result<Step, StepMistake> {
    let item = item.trim();
    if !item.starts_with(['{', '"', '\'']) {
        return item.parse().map_err(StepMistake::from);
    }
    let source = Zeroizing::new(format!("step = {item}"));
    let (root, errors) = toml::de::DeTable::parse_recoverable(&source);
    let value: Option<&Spanned<DeValue>> = root.get_ref().get("step");
    let Some(value) = value.filter(|_| errors.is_empty()) else {
        return Err(StepMistake::BadTable);
    };
    let mut decoder = Decoder::new(Path::new(""));
    match (decoder.step(value, None), decoder.problems().next()) {
        ((Some(step), None), None) => Ok(step),
        (_, Some(Problem::Step(error))) => Err(StepMistake::from(*error)),
        _ => Err(StepMistake::BadTable),
    }
}

impl From<StepError> for StepMistake {
    fn from(error: StepError) -> Self {
        match error {
            StepError::NotAPort => Self::NotAPort,
            StepError::UnknownProtocol => Self::UnknownProtocol,
            StepError::NotASize => Self::NotASize,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{decode, sequence_value};
    use crate::profile::{Mode, Protocol};
    use proptest::prelude::*;
    use rstest::rstest;
    use std::time::Duration;

    #[rstest]
    #[case("7000:tcp,8000:udp,icmp:84")]
    #[case("7000\n8000:udp\nicmp:84\n")]
    #[case(" 7000 , 8000:udp,\r\n icmp:84,")]
    #[case("[\"7000:tcp\", \"8000:udp\", \"icmp:84\"]")]
    #[case(
        "{ port = 7000 }, { port = 8000, protocol = \"udp\" }\n{ protocol = \"icmp\", size = 84 }"
    )]
    fn every_way_of_writing_one_is_read(#[case] text: &str) {
        let sequence = decode_sequence(text).unwrap();
        let [first, second, third] = sequence.steps() else {
            panic!("{text}")
        };
        assert_eq!(first.port().unwrap().get(), 7000);
        assert!(matches!(
            first.protocol,
            Protocol::Tcp {
                mode: Mode::Syn,
                ..
            }
        ));
        assert_eq!(second.port().unwrap().get(), 8000);
        assert!(matches!(second.protocol, Protocol::Udp { .. }));
        assert!(matches!(third.protocol, Protocol::Icmp { size: 84 }));
    }

    #[test]
    fn a_table_may_hold_commas() {
        for (written, bytes) in [
            (r#""a,}b""#, "a,}b"),
            (r#""a\"}b""#, "a\"}b"),
            (r#""a\\""#, "a\\"),
            (r#"'a"},b'"#, "a\"},b"),
        ] {
            let text =
                format!("{{ port = 1, protocol = 'udp', payload = {written}, delay = \"1s\" }},2");
            let sequence = decode_sequence(&text).unwrap();
            let first = &sequence.steps()[0];
            assert_eq!(first.delay, Some(Duration::from_secs(1)));
            let Protocol::Udp { payload, .. } = &first.protocol else {
                panic!("{text}")
            };
            assert_eq!(payload.bytes(), bytes.as_bytes());
            assert_eq!(sequence.steps().len(), 2);
        }
    }

    #[rstest]
    #[case("", "no steps")]
    #[case(" , \n", "no steps")]
    #[case("7000,0", "step 2: not a port")]
    #[case("7000:sctp", "step 1: unknown protocol")]
    #[case("7000\nicmp:x", "step 2: not a payload's size")]
    #[case("{ port = 70000 }", "step 1: not a port")]
    #[case("7000, { prt = 1 }", "step 2: not a good table")]
    #[case("{ port = 1", "step 1: not a good table")]
    #[case(
        "{ port = 1, protocol = \"udp\", payload = { env = \"X\" } }",
        "step 1: not a good table"
    )]
    fn the_first_mistake_is_named_without_its_text(#[case] text: &str, #[case] error: &str) {
        assert_eq!(decode_sequence(text).unwrap_err().to_string(), error);
    }

    fn any_text() -> impl Strategy<Value = String> {
        let of_parts = r#"(7000|:udp|icmp|port|payload|udp|[ ,\n\r\[\]{}='"\\.é0]){0,24}"#;
        prop_oneof![any::<String>(), of_parts]
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any_text()) {
            let _ = decode_sequence(&text);
        }

        #[test]
        fn what_is_a_sequence_is_one_in_the_file_too(text in any_text()) {
            if let Ok(sequence) = decode_sequence(&text) {
                let value = sequence_value(&text).unwrap();
                let file = format!("[[profile]]\nname = \"a\"\nhost = \"b\"\nopen = {value}\n");
                let config = decode(&file, Path::new("")).unwrap();
                let steps = config.profiles[0].open.literal().unwrap().steps();
                prop_assert_eq!(steps.len(), sequence.steps().len());
            }
        }
    }
}
