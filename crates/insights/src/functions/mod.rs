//! Scalar functions: what they are called, how many arguments they take, what they compute.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html>

mod addresses;
mod json;
mod numbers;
mod texts;
mod times;

use crate::value::Value;

pub(crate) use times::{ceiling, floor};

/// What functions know beside their arguments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances {
    /// When the query began, in milliseconds since 1970.
    pub now: i64,
    /// The queried range: the first millisecond and the last.
    pub range: (i64, i64),
}

type Compute = for<'a> fn(&[Value<'a>], &Circumstances) -> Value<'a>;

/// A function and the number of its arguments.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    pub name: &'static str,
    pub fewest: usize,
    pub most: usize,
    pub compute: Compute,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const MANY: usize = 100;

macro_rules! table {
    ($($name:literal $fewest:literal..=$most:expr => $compute:expr;)*) => {
        /// All functions, by lower-case name.
        const FUNCTIONS: &[Function] = &[$(Function { name: $name, fewest: $fewest, most: $most, compute: $compute }),*];
    };
}

table! {
    "abs" 1..=1 => numbers::abs;
    "ceil" 1..=1 => numbers::ceil;
    "floor" 1..=1 => numbers::floor;
    "greatest" 1..=MANY => numbers::greatest;
    "least" 1..=MANY => numbers::least;
    "log" 1..=1 => numbers::log;
    "round" 1..=2 => numbers::round;
    "sqrt" 1..=1 => numbers::sqrt;
    "pow" 2..=2 => numbers::pow;
    "mod" 2..=2 => numbers::modulo;
    "haversine" 4..=4 => numbers::haversine;
    "tonumber" 1..=1 => numbers::to_number;
    "todouble" 1..=1 => numbers::to_number;
    "toint" 1..=1 => numbers::to_int;
    "tolong" 1..=1 => numbers::to_long;
    "histogram" 2..=2 => numbers::histogram;
    "isnumeric" 1..=1 => numbers::is_numeric;
    "hextodec" 1..=1 => numbers::hex_to_dec;
    "dectohex" 1..=1 => numbers::dec_to_hex;
    "frommillis" 1..=1 => times::from_millis;
    "tomillis" 1..=1 => times::to_millis;
    "now" 0..=0 => times::now;
    "querystarttime" 0..=0 => times::query_start;
    "queryendtime" 0..=0 => times::query_end;
    "querytimerange" 0..=0 => times::query_range;
    "formatdate" 2..=3 => times::format_date;
    "strftime" 2..=3 => times::format_date;
    "parsedate" 2..=3 => times::parse_date;
    "ispresent" 1..=1 => texts::is_present;
    "coalesce" 1..=MANY => texts::coalesce;
    "if" 3..=3 => texts::if_else;
    "case" 2..=21 => texts::case;
    "unmask" 1..=1 => texts::same;
    "isempty" 1..=1 => texts::is_empty;
    "isblank" 1..=1 => texts::is_blank;
    "concat" 1..=MANY => texts::concat;
    "ltrim" 1..=2 => texts::ltrim;
    "rtrim" 1..=2 => texts::rtrim;
    "trim" 1..=2 => texts::trim;
    "strlen" 1..=1 => texts::strlen;
    "messagesize" 1..=1 => texts::message_size;
    "toupper" 1..=1 => texts::to_upper;
    "tolower" 1..=1 => texts::to_lower;
    "substr" 2..=3 => texts::substr;
    "replace" 3..=3 => texts::replace;
    "strcontains" 2..=3 => texts::strcontains;
    "startswith" 2..=2 => texts::starts_with;
    "endswith" 2..=2 => texts::ends_with;
    "urlencode" 1..=1 => texts::url_encode;
    "urldecode" 1..=1 => texts::url_decode;
    "base64encode" 1..=1 => texts::base64_encode;
    "base64decode" 1..=1 => texts::base64_decode;
    "split" 2..=2 => texts::split;
    "hextoascii" 1..=1 => texts::hex_to_ascii;
    "md5" 1..=1 => texts::md5;
    "sha1" 1..=1 => texts::sha1;
    "sha256" 1..=1 => texts::sha256;
    "sha512" 1..=1 => texts::sha512;
    "jsonparse" 1..=1 => json::parse;
    "jsonstringify" 1..=1 => json::stringify;
    "jsonarraysize" 1..=1 => json::array_size;
    "jsonarraycontains" 2..=2 => json::array_contains;
    "isvalidip" 1..=1 => addresses::is_valid;
    "isvalidipv4" 1..=1 => addresses::is_valid_v4;
    "isvalidipv6" 1..=1 => addresses::is_valid_v6;
    "isipinsubnet" 2..=2 => addresses::in_subnet;
    "isipv4insubnet" 2..=2 => addresses::in_subnet_v4;
    "isipv6insubnet" 2..=2 => addresses::in_subnet_v6;
    "ipv4tonumber" 1..=1 => addresses::to_number;
    "isprivateip" 1..=1 => addresses::is_private;
    "ispublicip" 1..=1 => addresses::is_public;
    "isreservedip" 1..=1 => addresses::is_reserved;
}

/// The function of a name, whatever its case.
pub(crate) fn find(name: &str) -> Option<Function> {
    let name = name.to_ascii_lowercase().replace('_', "");
    FUNCTIONS.iter().find(|function| function.name == name).copied()
}

/// The argument at an index; missing where there is none.
fn argument<'v, 'a>(arguments: &'v [Value<'a>], index: usize) -> &'v Value<'a> {
    arguments.get(index).unwrap_or(&Value::Missing)
}
