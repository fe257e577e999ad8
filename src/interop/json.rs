//! A configuration in JSON: the same tables, lists and values as in TOML.

use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The document as JSON.
#[must_use]
pub fn to_json(document: &DocumentMut) -> Json {
    of_table(document.as_table())
}

fn of_table(table: &dyn TableLike) -> Json {
    let entries = table
        .iter()
        .map(|(key, item)| (key.to_owned(), of_item(item)));
    Json::Object(entries.collect())
}

fn of_item(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(value) => of_value(value),
        Item::Table(table) => of_table(table),
        Item::ArrayOfTables(tables) => {
            Json::Array(tables.iter().map(|table| of_table(table)).collect())
        }
    }
}

fn of_value(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.value().as_str()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Float(number) => Json::from(*number.value()),
        Value::Boolean(is_so) => Json::from(*is_so.value()),
        Value::Datetime(time) => Json::from(time.value().to_string()),
        Value::Array(items) => Json::Array(items.iter().map(of_value).collect()),
        Value::InlineTable(table) => of_table(table),
    }
}

/// JSON as a document; `None` where it is no object. What is null is not there.
#[must_use]
pub fn to_document(json: &Json) -> Option<DocumentMut> {
    let mut document = DocumentMut::new();
    for (key, json) in json.as_object()? {
        if let Some(item) = root_item(json) {
            document.insert(key, item);
        }
    }
    Some(document)
}

/// At the root, tables are written as such.
fn root_item(json: &Json) -> Option<Item> {
    match json {
        Json::Object(object) => Some(Item::Table(table(object))),
        Json::Array(items) if !items.is_empty() && items.iter().all(Json::is_object) => {
            let tables = items.iter().filter_map(Json::as_object).map(table);
            Some(Item::ArrayOfTables(tables.collect::<ArrayOfTables>()))
        }
        other => value(other).map(Item::Value),
    }
}

fn table(object: &Map<String, Json>) -> Table {
    let entries = object.iter().filter_map(|(key, json)| {
        let item = Item::Value(value(json)?);
        Some((key.as_str(), item))
    });
    entries.collect()
}

fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(is_so) => (*is_so).into(),
        Json::Number(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => number.as_f64()?.into(),
        },
        Json::String(text) => text.as_str().into(),
        // In a list, what is nothing is not passed over: the list would be another one.
        Json::Array(items) => {
            let items = items
                .iter()
                .map(|item| value(item).unwrap_or_else(|| "".into()));
            items.collect::<Array>().into()
        }
        Json::Object(object) => {
            let entries = object
                .iter()
                .filter_map(|(key, json)| Some((key.as_str(), value(json)?)));
            entries.collect::<InlineTable>().into()
        }
    })
}
