//! Tables as comma-separated values: the contents of lookup tables. See <https://www.rfc-editor.org/rfc/rfc4180>.

use crate::Table;

/// Most columns of a table.
const MAX_COLUMNS: usize = 1_000;

impl Table {
    /// Reads a table: names of columns first, then rows that have as many values. Empty lines are skipped.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub fn from_csv(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut table = Self::default();
        let mut reader = Reader { rest: text.chars().peekable(), line: 1 };
        while let Some((line, values)) = reader.row()? {
            if table.columns.is_empty() {
                check_columns(&values)?;
                table.columns = values;
            } else if values.len() == table.columns.len() {
                table.rows.push(values);
            } else {
                return Err(format!("Line {line} has {} values; the header has {}.", values.len(), table.columns.len()));
            }
        }
        if table.columns.is_empty() { Err("The table has no header.".to_owned()) } else { Ok(table) }
    }

    /// Writes it as [`Table::from_csv`] reads it.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (at, value) in row.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                if value.contains([',', '"', '\r', '\n', '\u{feff}']) || row.len() == 1 && value.is_empty() {
                    text.push('"');
                    text.push_str(&value.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(value);
                }
            }
            text.push('\n');
        }
        text
    }
}

fn check_columns(names: &[String]) -> Result<(), String> {
    if names.len() > MAX_COLUMNS {
        return Err(format!("The header has {} columns; at most {MAX_COLUMNS} are taken.", names.len()));
    }
    if names.iter().any(|name| name.trim().is_empty()) {
        return Err("The header has a column without a name.".to_owned());
    }
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort();
    match sorted.windows(2).find(|pair| pair.first() == pair.last()).and_then(<[&String]>::first) {
        Some(name) => Err(format!("The header has the column {name} twice.")),
        None => Ok(()),
    }
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    /// The next row that is not empty, and its line.
    fn row(&mut self) -> Result<Option<(usize, Vec<String>)>, String> {
        loop {
            if self.rest.peek().is_none() {
                return Ok(None);
            }
            let line = self.line;
            let mut values = Vec::new();
            let mut quoted = false;
            loop {
                quoted |= self.rest.peek() == Some(&'"');
                values.push(self.value()?);
                match self.rest.next() {
                    Some(',') => {}
                    Some('\r') => {
                        self.rest.next_if_eq(&'\n');
                        break;
                    }
                    Some(_) | None => break,
                }
            }
            self.line += 1;
            if quoted || values.len() > 1 || values.iter().any(|value| !value.is_empty()) {
                return Ok(Some((line, values)));
            }
        }
    }

    /// A value, up to what ends it.
    fn value(&mut self) -> Result<String, String> {
        let mut value = String::new();
        if self.rest.next_if_eq(&'"').is_none() {
            while let Some(next) = self.rest.next_if(|next| !matches!(next, ',' | '\r' | '\n')) {
                value.push(next);
            }
            return Ok(value);
        }
        let began = self.line;
        loop {
            match self.rest.next() {
                Some('"') if self.rest.next_if_eq(&'"').is_some() => value.push('"'),
                Some('"') => break,
                Some(next) => {
                    self.line += usize::from(next == '\n');
                    value.push(next);
                }
                None => return Err(format!("The quotation mark in line {began} is not closed.")),
            }
        }
        match self.rest.peek() {
            None | Some(',' | '\r' | '\n') => Ok(value),
            Some(_) => Err(format!("There is something behind the closing quotation mark in line {}.", self.line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Result<Vec<Vec<String>>, String> {
        Table::from_csv(text).map(|table| std::iter::once(table.columns).chain(table.rows).collect())
    }

    #[test]
    fn tables_are_read() {
        let all = |rows: &[&[&str]]| Ok(rows.iter().map(|row| row.iter().map(|v| (*v).to_owned()).collect()).collect());
        for (text, expected) in [
            ("id,name\n1,Ada\n2,Bob", all(&[&["id", "name"], &["1", "Ada"], &["2", "Bob"]])),
            ("\u{feff}id,name\r\n\r\n1,\r\n", all(&[&["id", "name"], &["1", ""]])),
            ("a\n\"\"\n\"x\"\"y, z\nw\"\n", all(&[&["a"], &[""], &["x\"y, z\nw"]])),
            ("a,b\n1", Err("Line 2 has 1 values; the header has 2.".to_owned())),
            ("a,b\n\"1\n2\",3\n4", Err("Line 4 has 1 values; the header has 2.".to_owned())),
            ("", Err("The table has no header.".to_owned())),
            ("a,\n", Err("The header has a column without a name.".to_owned())),
            ("a,b,a\n", Err("The header has the column a twice.".to_owned())),
            ("a\n\"x", Err("The quotation mark in line 2 is not closed.".to_owned())),
            ("a\n\"x\"y", Err("There is something behind the closing quotation mark in line 2.".to_owned())),
        ] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a\",\r\n ]{0,4}", 2), 0..6)) {
            let table = Table { columns: vec!["a".into(), "b \"c\"".into()], rows };
            let read = Table::from_csv(&table.to_csv()).unwrap();
            prop_assert_eq!((read.columns, read.rows), (table.columns, table.rows));
        }

        #[test]
        fn anything_is_read_without_panic(text in "[a,\"\r\n\u{feff}é]{0,40}") {
            let _ = Table::from_csv(&text);
        }
    }
}
