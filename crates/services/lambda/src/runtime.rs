//! Runtimes: which of AWS's can be run here, and with what.

use crate::api::Runtime;

/// What runs a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// The machine's Python.
    Python,
    /// The machine's Node.js.
    Node,
    /// The package's own program, `bootstrap`.
    Provided,
}

/// What runs functions of a runtime; `None` for those that cannot be run here.
pub(crate) fn family(runtime: Runtime) -> Option<Family> {
    let name = runtime.as_str();
    match runtime {
        Runtime::Provided | Runtime::ProvidedAl2 | Runtime::ProvidedAl2023 => Some(Family::Provided),
        _ if name.starts_with("python3.") => Some(Family::Python),
        _ => {
            let major = name.strip_prefix("nodejs").and_then(|rest| rest.strip_suffix(".x")).and_then(|n| n.parse::<u32>().ok());
            major.filter(|major| *major >= 18).map(|_| Family::Node)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, family};
    use crate::api::Runtime;

    #[test]
    fn families() {
        for (name, expected) in [
            ("python3.12", Some(Family::Python)),
            ("python3.8", Some(Family::Python)),
            ("python2.7", None),
            ("nodejs22.x", Some(Family::Node)),
            ("nodejs16.x", None),
            ("nodejs4.3-edge", None),
            ("provided.al2023", Some(Family::Provided)),
            ("java21", None),
            ("go1.x", None),
        ] {
            assert_eq!(family(Runtime::parse(name).unwrap()), expected, "{name}");
        }
    }
}
