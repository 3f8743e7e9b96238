//! Expressions, by precedence: or, and, not, comparisons, sums, products, powers, signs.

use super::lexer::TokenKind;
use super::{MAX_HEIGHT, Parser};
use crate::QueryError;
use crate::ast::{Arithmetic, Comparison, Kind, Matching, Node};

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Node, QueryError> {
        self.nested(Self::disjunction)
    }

    fn disjunction(&mut self) -> Result<Node, QueryError> {
        let mut alternatives = vec![self.conjunction()?];
        while self.take_word("or")? {
            alternatives.push(self.conjunction()?);
        }
        self.balanced(alternatives, Kind::Or)
    }

    fn conjunction(&mut self) -> Result<Node, QueryError> {
        let mut conditions = vec![self.negation()?];
        while self.take_word("and")? {
            conditions.push(self.negation()?);
        }
        self.balanced(conditions, Kind::And)
    }

    fn negation(&mut self) -> Result<Node, QueryError> {
        let token = self.peek()?;
        let negates = matches!(token.kind, TokenKind::Mark("!")) || token.kind.is_word("not");
        if !negates {
            return self.comparison();
        }
        self.next()?;
        let inner = self.nested(Self::negation)?;
        let span = token.span.start..inner.span.end;
        Ok(Node::new(Kind::Not(Box::new(inner)), span))
    }

    fn comparison(&mut self) -> Result<Node, QueryError> {
        let mut left = self.sum()?;
        loop {
            let token = self.peek()?;
            let operator = match &token.kind {
                TokenKind::Mark("=") => Some(Comparison::Equal),
                TokenKind::Mark("!=") => Some(Comparison::NotEqual),
                TokenKind::Mark("<") => Some(Comparison::Less),
                TokenKind::Mark("<=") => Some(Comparison::LessOrEqual),
                TokenKind::Mark(">") => Some(Comparison::Greater),
                TokenKind::Mark(">=") => Some(Comparison::GreaterOrEqual),
                TokenKind::Mark("==") => {
                    return Err(self.error(token.span, "found == where = is expected: the language compares with one ="));
                }
                TokenKind::Mark("&&") => return Err(self.error(token.span, "found && where and is expected")),
                TokenKind::Mark("||") => return Err(self.error(token.span, "found || where or is expected")),
                _ => None,
            };
            if let Some(operator) = operator {
                self.next()?;
                let right = self.sum()?;
                left = self.pair(left, right, |left, right| Kind::Compare(operator, left, right))?;
                continue;
            }
            let regex_only = matches!(token.kind, TokenKind::Mark("=~"));
            if regex_only || token.kind.is_word("like") {
                self.next()?;
                left = self.like(left, false)?;
            } else if token.kind.is_word("in") {
                self.next()?;
                left = self.within(left, false)?;
            } else if token.kind.is_word("not") {
                self.next()?;
                let word = self.next()?;
                left = if word.kind.is_word("like") || matches!(word.kind, TokenKind::Mark("=~")) {
                    self.like(left, true)?
                } else if word.kind.is_word("in") {
                    self.within(left, true)?
                } else {
                    return Err(self.unexpected(&word, "like or in"));
                };
            } else {
                return Ok(left);
            }
        }
    }

    fn like(&mut self, value: Node, negated: bool) -> Result<Node, QueryError> {
        let pattern = match self.lexer.regex()? {
            Some((pattern, span)) => Matching::Regex(pattern, span),
            None => Matching::Part(self.text("a string or a regular expression between slashes")?),
        };
        let span = value.span.start..self.lexer.at;
        self.bounded(Node::new(Kind::Like { value: Box::new(value), pattern, negated }, span))
    }

    fn within(&mut self, value: Node, negated: bool) -> Result<Node, QueryError> {
        let value = Box::new(value);
        let start = value.span.start;
        let token = self.next()?;
        let closing = match token.kind {
            TokenKind::Mark("[") => "]",
            TokenKind::Mark("(") => {
                if let Some(query) = self.subquery()? {
                    self.expect_mark(")")?;
                    return self.bounded(Node::new(Kind::InQuery { value, query, negated }, start..self.lexer.at));
                }
                ")"
            }
            _ => return Err(self.unexpected(&token, "[ with a list of values, or ( with a subquery")),
        };
        let list = self.list(closing)?;
        self.bounded(Node::new(Kind::In { value, list, negated }, start..self.lexer.at))
    }

    /// Expressions up to the closing mark.
    fn list(&mut self, closing: &'static str) -> Result<Vec<Node>, QueryError> {
        let mut list = Vec::new();
        if self.take_mark(closing)? {
            return Ok(list);
        }
        loop {
            list.push(self.expression()?);
            let token = self.next()?;
            match token.kind {
                TokenKind::Mark(",") => {}
                TokenKind::Mark(mark) if mark == closing => return Ok(list),
                _ => return Err(self.unexpected(&token, &format!(", or {closing}"))),
            }
        }
    }

    fn sum(&mut self) -> Result<Node, QueryError> {
        let mut left = self.product()?;
        loop {
            let operator = match self.peek()?.kind {
                TokenKind::Mark("+") => Arithmetic::Add,
                TokenKind::Mark("-") => Arithmetic::Subtract,
                _ => return Ok(left),
            };
            self.next()?;
            let right = self.product()?;
            left = self.pair(left, right, |left, right| Kind::Arithmetic(operator, left, right))?;
        }
    }

    fn product(&mut self) -> Result<Node, QueryError> {
        let mut left = self.power()?;
        loop {
            let operator = match self.peek()?.kind {
                TokenKind::Mark("*") => Arithmetic::Multiply,
                TokenKind::Mark("/") => Arithmetic::Divide,
                TokenKind::Mark("%") => Arithmetic::Remainder,
                _ => return Ok(left),
            };
            self.next()?;
            let right = self.power()?;
            left = self.pair(left, right, |left, right| Kind::Arithmetic(operator, left, right))?;
        }
    }

    fn power(&mut self) -> Result<Node, QueryError> {
        let left = self.sign()?;
        if !self.take_mark("^")? {
            return Ok(left);
        }
        let right = self.nested(Self::power)?;
        self.pair(left, right, |left, right| Kind::Arithmetic(Arithmetic::Power, left, right))
    }

    fn sign(&mut self) -> Result<Node, QueryError> {
        let token = self.peek()?;
        match token.kind {
            TokenKind::Mark("-") => {
                self.next()?;
                let inner = self.nested(Self::sign)?;
                let span = token.span.start..inner.span.end;
                Ok(Node::new(Kind::Negate(Box::new(inner)), span))
            }
            TokenKind::Mark("+") => {
                self.next()?;
                self.nested(Self::sign)
            }
            _ => self.operand(),
        }
    }

    fn operand(&mut self) -> Result<Node, QueryError> {
        let token = self.next()?;
        let start = token.span.start;
        let kind = match token.kind {
            TokenKind::Text(text) => Kind::Text(text),
            TokenKind::Number(number) => Kind::Number(number),
            TokenKind::Period(period) => Kind::Period(period),
            TokenKind::Mark("(") => {
                let inner = self.expression()?;
                self.expect_mark(")")?;
                return self.accesses(Node::new(inner.kind, start..self.lexer.at));
            }
            TokenKind::Name { ref segments, quoted } => {
                let call = match segments.as_slice() {
                    [name] if !quoted && self.take_mark("(")? => Some(name.clone()),
                    _ => None,
                };
                match call {
                    Some(name) => {
                        let arguments = self.arguments()?;
                        return self.accesses(Node::new(Kind::Call(name, arguments), start..self.lexer.at));
                    }
                    None if token.kind.is_word("true") => Kind::Bool(true),
                    None if token.kind.is_word("false") => Kind::Bool(false),
                    None => Kind::Field(segments.clone()),
                }
            }
            _ => return Err(self.unexpected(&token, "a field, a value or a function")),
        };
        Ok(Node::new(kind, start..self.lexer.at))
    }

    fn arguments(&mut self) -> Result<Vec<Node>, QueryError> {
        let mut ahead = self.lexer.clone();
        let star = ahead.token()?;
        if matches!(star.kind, TokenKind::Mark("*")) && matches!(ahead.token()?.kind, TokenKind::Mark(")")) {
            self.lexer = ahead;
            return Ok(vec![Node::new(Kind::Star, star.span)]);
        }
        self.list(")")
    }

    /// `.a`, `` .`b c` `` and `[0]` behind a call or a parenthesis.
    fn accesses(&mut self, node: Node) -> Result<Node, QueryError> {
        let mut path = Vec::new();
        loop {
            if let Some(index) = self.lexer.index() {
                path.push(index);
            } else if self.lexer.text.get(self.lexer.at..).is_some_and(|rest| rest.starts_with('.')) {
                self.next()?;
                let token = self.next()?;
                let TokenKind::Name { segments, .. } = token.kind else {
                    return Err(self.unexpected(&token, "the name of an attribute"));
                };
                path.extend(segments);
            } else if path.is_empty() {
                return Ok(node);
            } else {
                let span = node.span.start..self.lexer.at;
                return Ok(Node::new(Kind::Access(Box::new(node), path), span));
            }
        }
    }

    fn pair(&self, left: Node, right: Node, kind: impl FnOnce(Box<Node>, Box<Node>) -> Kind) -> Result<Node, QueryError> {
        let span = left.span.start..right.span.end;
        self.bounded(Node::new(kind(Box::new(left), Box::new(right)), span))
    }

    /// Operands of an operator that may be grouped in any way, in a tree that is as low as can be: of a thousand alternatives one of ten levels.
    fn balanced(&self, mut nodes: Vec<Node>, kind: fn(Box<Node>, Box<Node>) -> Kind) -> Result<Node, QueryError> {
        let right = nodes.split_off(nodes.len().div_ceil(2));
        match (nodes.len(), right.is_empty()) {
            (1, true) => nodes.pop().ok_or_else(|| self.error(0..0, "an expression is missing")),
            _ => {
                let (left, right) = (self.balanced(nodes, kind)?, self.balanced(right, kind)?);
                self.pair(left, right, kind)
            }
        }
    }

    /// Refuses trees that are too high: chains of operators make them, without any parenthesis.
    fn bounded(&self, node: Node) -> Result<Node, QueryError> {
        if node.height > MAX_HEIGHT {
            return Err(self.error(node.span, format!("the expression nests deeper than {MAX_HEIGHT} levels")));
        }
        Ok(node)
    }
}
