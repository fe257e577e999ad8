//! A sequence's steps as the rows of a table, wherever they stand in the text: pure.

use toml_edit::{Array, InlineTable, Item, RawString, TableLike, Value};

use super::form::{close_up_line, shown};
use super::{Document, put};
use crate::profile::Action;

/// A step as a row of a table: what stands in each of its cells, good or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepRow {
    /// The port; of an echo request its size.
    pub place: String,
    /// `tcp`, `udp` or `icmp`.
    pub protocol: String,
    /// What is waited before it; empty: the profile's delay.
    pub delay: String,
    /// What a datagram carries; empty where nothing is said.
    pub payload: String,
    /// Whether the payload comes from elsewhere, which stays as it is.
    pub has_payload_elsewhere: bool,
    /// Whether a TCP step waits for its handshake.
    pub is_connect: bool,
    /// Its place in the sequence as it was read, which tells it from a step that looks the same; absent: it is a new one.
    pub from: Option<usize>,
}

impl Document {
    /// The steps of a sequence that stands in the file; `None` where it does not.
    #[must_use]
    pub fn rows(&self, at: usize, action: Action) -> Option<Vec<StepRow>> {
        let mut rows: Vec<StepRow> = match self.item_at(at, action.word())? {
            Item::Value(Value::Array(steps)) => steps.iter().map(row).collect(),
            Item::ArrayOfTables(steps) => steps.iter().map(|step| row_of(step)).collect(),
            _ => return None,
        };
        for (place, row) in rows.iter_mut().enumerate() {
            row.from = Some(place);
        }
        Some(rows)
    }

    /// Changes the steps of a sequence to these. What is in a row as it was before keeps its form and its comments.
    pub fn put_rows(&mut self, at: usize, action: Action, rows: &[StepRow]) {
        let before = match self.item_at(at, action.word()) {
            Some(Item::Value(Value::Array(steps))) => steps.clone(),
            Some(Item::ArrayOfTables(steps)) => {
                let steps = steps.iter().map(|step| step.clone().into_inline_table());
                steps.collect()
            }
            _ => Array::new(),
        };
        let mut left: Vec<Option<&Value>> = before.iter().map(Some).collect();
        let is_same = |step: &Value, wanted: &StepRow| {
            let from = wanted.from;
            StepRow { from, ..row(step) } == *wanted
        };
        let of_before = rows.iter().map(|wanted| {
            let from = wanted.from?;
            Some((from, left.get_mut(from)?.take()?))
        });
        let mut kept: Vec<Option<(usize, &Value)>> = of_before.collect();
        // A new one may be what has gone, such as where the same is pasted.
        for (kept, wanted) in kept.iter_mut().zip(rows) {
            if kept.is_none() {
                let mut same = left.iter_mut().enumerate();
                let same = same.find(|(_, step)| step.is_some_and(|step| is_same(step, wanted)));
                *kept = same.and_then(|(from, step)| Some((from, step.take()?)));
            }
        }
        let steps = kept.into_iter().zip(rows).enumerate();
        let steps = steps.map(|(index, (kept, row))| {
            let in_its_place = || Some((index, left.get(index).copied().flatten()?));
            match kept.or_else(in_its_place) {
                Some((from, step)) if is_same(step, row) => (Some(from), step.clone()),
                Some((from, step)) => (Some(from), changed(Some(step), row)),
                None => (None, changed(None, row)),
            }
        });
        self.put_at(at, action.word(), lay_out(&before, steps.collect()).into());
    }

    /// The steps of a sequence that stands in the file, from its end.
    #[must_use]
    pub fn reversed(&self, at: usize, action: Action) -> Option<Value> {
        let steps = match self.item_at(at, action.word())? {
            Item::Value(Value::Array(steps)) => steps.clone(),
            Item::ArrayOfTables(steps) => {
                let steps = steps.iter().map(|step| step.clone().into_inline_table());
                steps.collect()
            }
            _ => return None,
        };
        let mut steps: Vec<Value> = steps.into_iter().collect();
        steps.reverse();
        let mut reversed: Array = steps.into_iter().collect();
        reversed.fmt();
        Some(reversed.into())
    }
}

fn row(step: &Value) -> StepRow {
    match step {
        Value::InlineTable(table) => row_of(table),
        Value::String(text) => row_of_text(text.value()),
        Value::Integer(port) => row_of_text(&port.value().to_string()),
        other => row_of_text(other.clone().decorated("", "").to_string().trim()),
    }
}

fn row_of_text(text: &str) -> StepRow {
    let (first, second) = match text.split_once(':') {
        Some((first, second)) => (first.trim(), Some(second.trim())),
        None => (text.trim(), None),
    };
    let (place, protocol) = if first.eq_ignore_ascii_case("icmp") {
        (second.unwrap_or_default(), "icmp".to_owned())
    } else {
        (first, second.unwrap_or("tcp").to_ascii_lowercase())
    };
    StepRow {
        place: place.to_owned(),
        protocol,
        ..StepRow::default()
    }
}

fn row_of(step: &dyn TableLike) -> StepRow {
    let text = |key: &str| step.get(key).map(shown).unwrap_or_default();
    let protocol = match text("protocol") {
        said if said.is_empty() => "tcp".to_owned(),
        said => said.to_ascii_lowercase(),
    };
    let has_payload_elsewhere = step.get("payload").is_some_and(Item::is_table_like);
    StepRow {
        place: text(if protocol == "icmp" { "size" } else { "port" }),
        protocol,
        delay: text("delay"),
        payload: match step.get("payload") {
            Some(payload) if !has_payload_elsewhere => shown(payload),
            _ => String::new(),
        },
        has_payload_elsewhere,
        is_connect: text("mode") == "connect",
        from: None,
    }
}

/// A list of these steps, each with its place in the one before; what stands beside a step goes with it.
fn lay_out(before: &Array, steps: Vec<(Option<usize>, Value)>) -> Array {
    let is_in_place = before.len() == steps.len()
        && steps
            .iter()
            .enumerate()
            .all(|(at, (from, _))| *from == Some(at));
    let mut after = before.clone();
    after.clear();
    if is_in_place {
        for (_, step) in steps {
            after.push_formatted(step);
        }
        return after;
    }
    if !before.to_string().contains('\n') {
        after.extend(steps.into_iter().map(|(_, step)| step.decorated("", "")));
        after.fmt();
        return after;
    }
    let lines = Lines::of(before);
    // What ends the line of the step before.
    let mut end = lines.first;
    for (from, step) in steps {
        let (above, behind) = from
            .and_then(|from| lines.steps.get(from).cloned())
            .unwrap_or_else(|| (lines.usual.clone(), String::new()));
        // A comment goes to the end of its line, whatever comes next now.
        let above = if end.contains('#') && !above.starts_with('\n') {
            &lines.usual
        } else {
            &above
        };
        after.push_formatted(step.decorated(format!("{end}{above}"), ""));
        end = behind;
    }
    let last = if end.contains('#') && lines.last.is_empty() {
        "\n"
    } else {
        &lines.last
    };
    after.set_trailing_comma(!last.is_empty());
    after.set_trailing(format!("{end}{last}"));
    after
}

/// What stands between the steps of a list that goes over several lines.
struct Lines {
    /// What ends the line of the bracket.
    first: String,
    /// Of each step what stands above and before it, and what ends its line.
    steps: Vec<(String, String)>,
    /// What stands before a step that has no comment above it.
    usual: String,
    /// What stands before the closing bracket.
    last: String,
}

impl Lines {
    fn of(array: &Array) -> Self {
        let text =
            |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or("").to_owned();
        let mut first = None;
        let mut steps: Vec<(String, String)> = Vec::new();
        for step in array {
            let (end, above) = split_line(text(step.decor().prefix()));
            match steps.last_mut() {
                Some((_, behind)) => behind.push_str(&end),
                None => first = Some(end),
            }
            // A comma comes before a comment here.
            steps.push((above, text(step.decor().suffix()).trim_end().to_owned()));
        }
        let suffix = array
            .get(array.len().wrapping_sub(1))
            .map(|step| text(step.decor().suffix()));
        let own = suffix
            .as_deref()
            .map_or(0, |suffix| suffix.trim_end().len());
        let rest = suffix
            .as_deref()
            .map_or("", |suffix| &suffix[own..])
            .to_owned();
        let (end, last) = split_line(rest + &text(Some(array.trailing())));
        match steps.last_mut() {
            Some((_, behind)) => behind.push_str(&end),
            None => first = Some(end),
        }
        let mut lines = steps
            .iter()
            .filter_map(|(above, _)| above.rfind('\n').map(|at| above[at..].to_owned()));
        Self {
            first: first.unwrap_or_default(),
            usual: lines.next_back().unwrap_or_else(|| "\n    ".to_owned()),
            steps,
            last,
        }
    }
}

/// What ends a line, and what comes after it.
fn split_line(mut text: String) -> (String, String) {
    let rest = text.split_off(text.find('\n').unwrap_or_default());
    (text, rest)
}

/// A step as a row says; of what it was before, what the row does not say.
fn changed(before: Option<&Value>, row: &StepRow) -> Value {
    if let Some(Value::InlineTable(table)) = before {
        let mut table = table.clone();
        fill(&mut table, row);
        return Value::InlineTable(table);
    }
    let is_plain = row.delay.is_empty() && row.payload.is_empty() && !row.is_connect;
    let mut value = if is_plain {
        Value::from(match row.protocol.as_str() {
            "tcp" => row.place.clone(),
            "icmp" if row.place.is_empty() => "icmp".to_owned(),
            "icmp" => format!("icmp:{}", row.place),
            other => format!("{}:{other}", row.place),
        })
    } else {
        let mut table = InlineTable::new();
        fill(&mut table, row);
        Value::InlineTable(table)
    };
    if let Some(before) = before {
        *value.decor_mut() = before.decor().clone();
    }
    value
}

fn fill(table: &mut InlineTable, row: &StepRow) {
    let number = |text: &str| match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::from(number),
        _ => Value::from(text),
    };
    let is_echo = row.protocol == "icmp";
    let cells = [
        ("port", (!is_echo).then(|| number(&row.place))),
        (
            "protocol",
            (row.protocol != "tcp" || table.contains_key("protocol"))
                .then(|| Value::from(row.protocol.as_str())),
        ),
        (
            "size",
            (is_echo && !row.place.is_empty()).then(|| number(&row.place)),
        ),
        (
            "delay",
            (!row.delay.is_empty()).then(|| Value::from(row.delay.as_str())),
        ),
        (
            "mode",
            (row.is_connect || (table.contains_key("mode") && row.protocol == "tcp"))
                .then(|| Value::from(if row.is_connect { "connect" } else { "syn" })),
        ),
    ];
    for (key, value) in cells {
        match value {
            Some(value) => put(table, key, value),
            None => {
                table.remove(key);
            }
        }
    }
    if !row.has_payload_elsewhere {
        if row.payload.is_empty() {
            table.remove("payload");
        } else {
            put(table, "payload", row.payload.as_str().into());
        }
    }
    close_up_line(table);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FILE, changed};
    use super::*;

    #[test]
    fn rows_that_stay_keep_their_form() {
        let text = changed(|document| {
            let mut rows = document.rows(0, Action::Open).unwrap();
            assert_eq!(
                (rows[0].place.as_str(), rows[1].place.as_str()),
                ("7000", "8000")
            );
            assert_eq!(rows[2].delay, "1s");
            rows[1].protocol = "udp".to_owned();
            document.put_rows(0, Action::Open, &rows);
        });
        assert_eq!(text, FILE.replace("8000,", "\"8000:udp\","));
        let text = changed(|document| {
            let mut rows = document.rows(0, Action::Open).unwrap();
            rows[0].delay = "2s".to_owned();
            rows[2].delay = String::new();
            rows.swap(0, 1);
            rows.push(StepRow {
                protocol: "icmp".to_owned(),
                ..StepRow::default()
            });
            document.put_rows(0, Action::Open, &rows);
        });
        let open = "[8000, { port = 7000, delay = \"2s\" }, { port = 9000 }, \"icmp\"]";
        let before = "[\"7000:tcp\", 8000, { port = 9000, delay = \"1s\" }]";
        assert_eq!(text, FILE.replace(before, open));
    }

    #[test]
    fn steps_that_are_tables_of_their_own_become_a_list_when_they_change() {
        let text = changed(|document| {
            let mut rows = document.rows(2, Action::Open).unwrap();
            rows[0].place = "2".to_owned();
            document.put_rows(2, Action::Open, &rows);
        });
        assert_eq!(
            text,
            FILE.replace("[[profile.open]]\nport = 1\n", "open = [{ port = 2 }]\n")
        );
    }

    #[test]
    fn steps_that_look_the_same_are_told_apart() {
        let step = |name: &str| {
            format!("{{ port = 1, protocol = \"udp\", payload = {{ env = \"{name}\" }} }}")
        };
        let file = |steps: &[&str]| {
            let steps: Vec<String> = steps.iter().map(|name| step(name)).collect();
            format!("[[profile]]\nopen = [{}]\n", steps.join(", "))
        };
        let changed = |change: fn(&mut Vec<StepRow>)| {
            let mut document = Document::parse(&file(&["A", "B", "C"])).unwrap();
            let mut rows = document.rows(0, Action::Open).unwrap();
            change(&mut rows);
            document.put_rows(0, Action::Open, &rows);
            document.text().to_string()
        };
        let without_the_first = changed(|rows| drop(rows.remove(0)));
        assert_eq!(without_the_first, file(&["B", "C"]));
        assert_eq!(changed(|rows| rows.swap(0, 1)), file(&["B", "A", "C"]));
        let new_one_first = changed(|rows| {
            rows.truncate(1);
            let place = "2".to_owned();
            let protocol = "tcp".to_owned();
            rows.insert(
                0,
                StepRow {
                    place,
                    protocol,
                    ..StepRow::default()
                },
            );
        });
        let alone = file(&["A"]);
        assert!(
            new_one_first.ends_with(&alone["[[profile]]\nopen = [".len()..]),
            "{new_one_first}"
        );
    }
}
