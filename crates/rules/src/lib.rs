//! The rules of AWS Config: each a pure function over configuration items.
