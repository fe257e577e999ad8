//! Changes to the steps of a profile one by one, wherever they stand in its text: pure.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::{Document, DocumentError};
use crate::profile::{Action, Payload, Step, Transport};

/// A change to those steps that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepChange {
    /// TCP steps wait for their handshake.
    Handshakes,
    /// UDP steps that carry nothing carry one zero byte, as where nothing is said; those where nothing is said carry nothing.
    Payloads,
}

impl Document {
    /// Makes a change to the steps of a profile's sequences; says how many there were. Steps that stand elsewhere, as in the
    /// keyring, are none of them.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn change_steps(
        &mut self,
        profile: &str,
        change: StepChange,
    ) -> Result<usize, DocumentError> {
        let table = self.profile(profile)?;
        let mut count = 0;
        for action in [Action::Open, Action::Close] {
            match table.get_mut(action.word()) {
                Some(Item::Value(Value::Array(steps))) => count += in_array(steps, change),
                Some(Item::ArrayOfTables(steps)) => {
                    for step in steps.iter_mut() {
                        count += usize::from(in_table(step, change));
                    }
                }
                _ => {}
            }
        }
        Ok(count)
    }
}

fn in_array(steps: &mut Array, change: StepChange) -> usize {
    let mut count = 0;
    for step in steps.iter_mut() {
        match step {
            Value::InlineTable(table) => {
                if in_table(table, change) {
                    table.fmt();
                    count += 1;
                }
            }
            plain => {
                let Some(mut table) = as_table(plain) else {
                    continue;
                };
                if in_table(&mut table, change) {
                    *table.decor_mut() = plain.decor().clone();
                    *plain = Value::InlineTable(table);
                    count += 1;
                }
            }
        }
    }
    count
}

/// A step that is written as a text or a number, with a key for each of its parts.
fn as_table(step: &Value) -> Option<InlineTable> {
    let text = match step {
        Value::String(text) => text.value().clone(),
        Value::Integer(port) => port.value().to_string(),
        _ => return None,
    };
    let step: Step = text.parse().ok()?;
    let mut table = InlineTable::new();
    table.insert("port", i64::from(step.port()?.get()).into());
    let transport = step.protocol.transport();
    if transport != Transport::Tcp {
        table.insert("protocol", transport.word().into());
    }
    Some(table)
}

/// Whether the change is about this step, and was made.
fn in_table(step: &mut dyn TableLike, change: StepChange) -> bool {
    let protocol = step.get("protocol").and_then(Item::as_str).unwrap_or("tcp");
    let transport: Option<Transport> = protocol.parse().ok();
    match change {
        StepChange::Handshakes if transport == Some(Transport::Tcp) => {
            step.insert("mode", Item::Value("connect".into()));
            true
        }
        StepChange::Payloads if transport == Some(Transport::Udp) => {
            let payload = match step.get("payload").map(|payload| payload.as_str()) {
                None => Some(Payload::default()),
                Some(text) => text.and_then(|text| text.parse().ok()),
            };
            match payload.as_ref().map(Payload::bytes) {
                Some([0]) => step.insert("payload", Item::Value("".into())),
                Some([]) => step.remove("payload"),
                // A password, or one that is kept elsewhere.
                _ => return false,
            };
            true
        }
        StepChange::Handshakes | StepChange::Payloads => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn changed(open: &str, change: StepChange) -> (String, usize) {
        let text = format!("[[profile]]\nname = \"a\"\nopen = {open}\nclose = [9000] # last\n");
        let mut document = Document::parse(&text).unwrap();
        let count = document.change_steps("a", change).unwrap();
        (document.text().to_string(), count)
    }

    #[rstest]
    #[case(
        r#"["7000", 8000, "9000:udp", "icmp"]"#,
        r#"[{ port = 7000, mode = "connect" }, { port = 8000, mode = "connect" }, "9000:udp", "icmp"]"#,
        3
    )]
    #[case(
        r#"[{ port = 7000, delay = "1s" }, { port = 8000, protocol = "udp" }]"#,
        r#"[{ port = 7000, delay = "1s", mode = "connect" }, { port = 8000, protocol = "udp" }]"#,
        2
    )]
    fn handshakes_of_tcp_steps_are_completed(
        #[case] open: &str,
        #[case] now: &str,
        #[case] count: usize,
    ) {
        let (text, changed) = changed(open, StepChange::Handshakes);
        let expected = format!(
            "[[profile]]\nname = \"a\"\nopen = {now}\nclose = [{{ port = 9000, mode = \"connect\" }}] # last\n"
        );
        assert_eq!(text, expected);
        assert_eq!(changed, count);
    }

    #[rstest]
    #[case(
        r#"["8000:udp", 7000]"#,
        r#"[{ port = 8000, protocol = "udp", payload = "" }, 7000]"#,
        1
    )]
    #[case(
        r#"[{ port = 8000, protocol = "udp", payload = "base64:AA==" }]"#,
        r#"[{ port = 8000, protocol = "udp", payload = "" }]"#,
        1
    )]
    #[case(
        r#"[{ port = 8000, protocol = "udp", payload = "open sesame" }]"#,
        r#"[{ port = 8000, protocol = "udp", payload = "open sesame" }]"#,
        0
    )]
    #[case("{ keyring = true }", "{ keyring = true }", 0)]
    fn datagrams_of_one_byte_become_empty(
        #[case] open: &str,
        #[case] now: &str,
        #[case] count: usize,
    ) {
        let (text, changed) = changed(open, StepChange::Payloads);
        let expected = format!("[[profile]]\nname = \"a\"\nopen = {now}\nclose = [9000] # last\n");
        assert_eq!(text, expected);
        assert_eq!(changed, count);
    }

    #[test]
    fn empty_datagrams_get_their_byte_back() {
        let open = r#"[{ port = 8000, protocol = "udp", payload = "" }]"#;
        let (text, _) = changed(open, StepChange::Payloads);
        assert!(
            text.contains(r#"{ port = 8000, protocol = "udp" }"#),
            "{text}"
        );
    }
}
