//! The grammar of queries.

use super::lexer::{Token, tokens};
use super::{Column, Comparison, Condition, Function, Literal, Path, Query, Wrong};

/// How deep conditions are nested at most.
const DEEPEST: usize = 50;
/// Columns, values of a list, and names on the way to a property at most.
const MOST: usize = 200;
const LONGEST: usize = 30;

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
}

/// Reads a query.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Query, Wrong> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.chars().count() };
    parser.expect("SELECT")?;
    let columns = parser.columns()?;
    let condition = match parser.word("WHERE") {
        true => Some(parser.disjunction(0)?),
        false => None,
    };
    let mut groups = Vec::new();
    if parser.word("GROUP") {
        parser.expect("BY")?;
        groups = parser.list(Parser::property)?;
    }
    let mut order = Vec::new();
    if parser.word("ORDER") {
        parser.expect("BY")?;
        order = parser.list(|parser| {
            let column = parser.column()?;
            let down = parser.word("DESC");
            if !down {
                parser.word("ASC");
            }
            Ok((column, down))
        })?;
    }
    if let Some((at, token)) = parser.tokens.get(parser.next) {
        return Err(Wrong { at: *at, what: format!("unexpected {}", shown(token)) });
    }
    let query = Query { columns, condition, groups, order };
    check(&query)?;
    Ok(query)
}

/// What a query cannot say although it can be read.
fn check(query: &Query) -> Result<(), Wrong> {
    let wrong = |what: String| Wrong { at: 0, what };
    if !query.aggregates() {
        return match query.order.iter().find(|(column, _)| !matches!(column, Column::Property(_))) {
            Some((column, _)) => Err(wrong(format!("a query without groups cannot be sorted by {}", column.name()))),
            None => Ok(()),
        };
    }
    for column in query.columns.iter().chain(query.order.iter().map(|(column, _)| column)) {
        match column {
            Column::All => return Err(wrong("'*' cannot be selected with aggregates".to_owned())),
            Column::Property(path) if !query.groups.contains(path) => {
                return Err(wrong(format!("the property {} must be in GROUP BY", path.join("."))));
            }
            _ => {}
        }
    }
    Ok(())
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("'{word}'"),
        Token::Text(text) => format!("the text '{text}'"),
        Token::Number(number) => format!("the number {number}"),
        Token::Sign(sign) => format!("'{sign}'"),
    }
}

impl Parser {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn wrong<T>(&self, wanted: &str) -> Result<T, Wrong> {
        let found = self.tokens.get(self.next).map_or_else(|| "the end".to_owned(), |(_, token)| shown(token));
        Err(Wrong { at: self.at(), what: format!("expected {wanted}, found {found}") })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// Takes a keyword, if it is next.
    fn word(&mut self, keyword: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.next += usize::from(is);
        is
    }

    fn expect(&mut self, keyword: &str) -> Result<(), Wrong> {
        if self.word(keyword) { Ok(()) } else { self.wrong(keyword) }
    }

    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(is);
        is
    }

    fn closed(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.sign(sign) { Ok(()) } else { self.wrong(&format!("'{sign}'")) }
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, Wrong>) -> Result<Vec<T>, Wrong> {
        let mut all = vec![one(self)?];
        while self.sign(",") {
            if all.len() >= MOST {
                return Err(Wrong { at: self.at(), what: format!("a list has more than {MOST} parts") });
            }
            all.push(one(self)?);
        }
        Ok(all)
    }

    fn columns(&mut self) -> Result<Vec<Column>, Wrong> {
        self.list(Self::column)
    }

    fn column(&mut self) -> Result<Column, Wrong> {
        if self.sign("*") {
            return Ok(Column::All);
        }
        let function = match self.peek() {
            Some(Token::Word(word)) => match word.to_ascii_uppercase().as_str() {
                "COUNT" => Some(Function::Count),
                "SUM" => Some(Function::Sum),
                "AVG" => Some(Function::Avg),
                "MIN" => Some(Function::Min),
                "MAX" => Some(Function::Max),
                _ => None,
            },
            _ => None,
        };
        let opened = matches!(self.tokens.get(self.next + 1), Some((_, Token::Sign("("))));
        match function.filter(|_| opened) {
            Some(function) => {
                self.next += 2;
                let path = match function == Function::Count && self.sign("*") {
                    true => None,
                    false => Some(self.property()?),
                };
                self.closed(")")?;
                Ok(Column::Computed(function, path))
            }
            None => Ok(Column::Property(self.property()?)),
        }
    }

    fn property(&mut self) -> Result<Path, Wrong> {
        const KEYWORDS: &[&str] =
            &["SELECT", "WHERE", "GROUP", "ORDER", "BY", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ASC", "DESC", "FROM"];
        let Some(Token::Word(word)) = self.peek() else { return self.wrong("a property") };
        if KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) {
            return self.wrong("a property");
        }
        let path: Path = word.split('.').map(|part| part.trim_matches('`').to_owned()).collect();
        if path.len() > LONGEST || path.iter().any(String::is_empty) {
            return self.wrong("a property");
        }
        self.next += 1;
        Ok(path)
    }

    fn literal(&mut self) -> Result<Literal, Wrong> {
        let literal = match self.peek() {
            Some(Token::Text(text)) => Literal::Text(text.clone()),
            Some(Token::Number(number)) => Literal::Number(*number),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("true") => Literal::Boolean(true),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("false") => Literal::Boolean(false),
            _ => return self.wrong("a value"),
        };
        self.next += 1;
        Ok(literal)
    }

    fn disjunction(&mut self, depth: usize) -> Result<Condition, Wrong> {
        let mut all = vec![self.conjunction(depth)?];
        while self.word("OR") {
            all.push(self.conjunction(depth)?);
        }
        Ok(single(all, Condition::Or))
    }

    fn conjunction(&mut self, depth: usize) -> Result<Condition, Wrong> {
        let mut all = vec![self.negation(depth)?];
        while self.word("AND") {
            all.push(self.negation(depth)?);
        }
        Ok(single(all, Condition::And))
    }

    fn negation(&mut self, depth: usize) -> Result<Condition, Wrong> {
        if depth >= DEEPEST {
            return Err(Wrong { at: self.at(), what: format!("conditions are nested more than {DEEPEST} deep") });
        }
        if self.word("NOT") {
            return Ok(Condition::Not(Box::new(self.negation(depth + 1)?)));
        }
        if self.sign("(") {
            let inner = self.disjunction(depth + 1)?;
            self.closed(")")?;
            return Ok(inner);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Condition, Wrong> {
        let path = self.property()?;
        if self.word("IS") {
            let not = self.word("NOT");
            self.expect("NULL")?;
            return Ok(negated(not, Condition::IsNull(path)));
        }
        let not = self.word("NOT");
        if self.word("IN") {
            self.closed("(")?;
            let values = self.list(Self::literal)?;
            self.closed(")")?;
            return Ok(negated(not, Condition::In(path, values)));
        }
        if self.word("BETWEEN") {
            let low = self.literal()?;
            self.expect("AND")?;
            let high = self.literal()?;
            return Ok(negated(not, Condition::Between(path, low, high)));
        }
        if self.word("LIKE") {
            let Some(Token::Text(pattern)) = self.peek() else { return self.wrong("a pattern") };
            let pattern = pattern.clone();
            self.next += 1;
            return Ok(negated(not, Condition::Like(path, pattern)));
        }
        if not {
            return self.wrong("IN, BETWEEN or LIKE");
        }
        for (sign, comparison) in [
            ("=", Comparison::Equal),
            ("!=", Comparison::Different),
            ("<>", Comparison::Different),
            ("<=", Comparison::AtMost),
            ("<", Comparison::Less),
            (">=", Comparison::AtLeast),
            (">", Comparison::More),
        ] {
            if self.sign(sign) {
                return Ok(Condition::Compare(path, comparison, self.literal()?));
            }
        }
        self.wrong("a comparison")
    }
}

fn negated(not: bool, condition: Condition) -> Condition {
    if not { Condition::Not(Box::new(condition)) } else { condition }
}

fn single(mut all: Vec<Condition>, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            many(all)
        }
        None => many(all),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::select::{Column, Condition};
    use proptest::prelude::*;

    #[test]
    fn queries_are_read() {
        let query = parse("SELECT resourceId, configuration.instanceType, COUNT(*) where resourceType='X' and (a.b IN (1, 'b') OR NOT c BETWEEN 1 AND 2) group by resourceId, configuration.instanceType order by COUNT(*) desc, resourceId").unwrap();
        assert_eq!(query.columns.len(), 3);
        assert_eq!(query.columns[2].name(), "COUNT(*)");
        assert!(matches!(query.condition, Some(Condition::And(ref all)) if all.len() == 2));
        assert_eq!(query.order.len(), 2);
        assert!(query.order[0].1 && !query.order[1].1);
        assert_eq!(parse("SELECT *").unwrap().columns, [Column::All]);
        assert!(parse("SELECT tags.tag WHERE tags.tag LIKE 'a%' AND b IS NOT NULL").is_ok());
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, at, what) in [
            ("", 0, "SELECT"),
            ("SELECT", 6, "a property"),
            ("SELECT a WHERE", 14, "a property"),
            ("SELECT a WHERE b", 16, "a comparison"),
            ("SELECT a WHERE b = ", 19, "a value"),
            ("SELECT a WHERE b = 'c", 19, "no end"),
            ("SELECT a FROM b", 9, "'FROM'"),
            ("SELECT a WHERE (b = 1", 21, "')'"),
            ("SELECT a; DROP", 8, "';'"),
            ("SELECT a WHERE b NOT = 1", 21, "IN, BETWEEN or LIKE"),
            ("SELECT a, COUNT(*)", 0, "GROUP BY"),
            ("SELECT *, COUNT(*)", 0, "'*'"),
        ] {
            let wrong = parse(text).unwrap_err();
            assert!(wrong.what.contains(what), "{text}: {wrong}");
            assert_eq!(wrong.at, at, "{text}: {wrong}");
        }
        assert!(parse(&format!("SELECT a WHERE {}b = 1{}", "(".repeat(500), ")".repeat(500))).is_err());
        assert!(parse(&format!("SELECT a WHERE {} b = 1", "NOT ".repeat(500))).is_err());
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_mix_of_words_breaks_it(words in proptest::collection::vec(prop_oneof![
            Just("SELECT"), Just("WHERE"), Just("a.b"), Just("'x'"), Just("1"), Just("("), Just(")"), Just(","), Just("="),
            Just("AND"), Just("OR"), Just("NOT"), Just("IN"), Just("BETWEEN"), Just("LIKE"), Just("COUNT"), Just("*"), Just("GROUP BY"), Just("ORDER BY"),
        ], 0..40)) {
            let _ = parse(&words.join(" "));
        }
    }
}
