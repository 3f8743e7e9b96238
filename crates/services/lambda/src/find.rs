//! Which version of a function a target means.

use plane::{Failure, Reader, Stored};

use crate::errors::no_function;
use crate::names::{LATEST, Target, is_version};
use crate::resources::{Alias, Configuration, Function, Version, part_id, version_id};

/// A function and the version of it that a target means.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub function: Stored<Function>,
    pub configuration: Configuration,
}

/// The function of a target, whatever its qualifier.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) async fn function(reader: &Reader<'_>, target: &Target) -> Result<Stored<Function>, Failure> {
    let missing = || no_function(&target.arn(&reader.plane().settings.partition));
    reader.get::<Function>(&target.account, &target.region, &target.name).await?.ok_or_else(missing)
}

/// The version that a target means; of an alias with weights, the one that `draw` (0 to 1) falls on.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) async fn version(reader: &Reader<'_>, target: &Target, draw: f64) -> Result<Found, Failure> {
    let function = function(reader, target).await?;
    let missing = || no_function(&target.arn(&reader.plane().settings.partition));
    let qualifier = target.qualifier.as_deref().unwrap_or(LATEST);
    let wanted = if is_version(qualifier) {
        qualifier.to_owned()
    } else {
        let id = part_id(&target.name, qualifier);
        let alias = reader.get::<Alias>(&target.account, &target.region, &id).await?.ok_or_else(missing)?;
        drawn(&alias.body, draw).to_owned()
    };
    let configuration = if wanted == LATEST {
        function.body.latest.clone()
    } else {
        let id = version_id(&target.name, &wanted);
        reader.get::<Version>(&target.account, &target.region, &id).await?.ok_or_else(missing)?.body.0
    };
    Ok(Found { function, configuration })
}

/// The version of an alias that a number from 0 to 1 falls on: the additional ones have their weights, the alias's own has the rest.
fn drawn(alias: &Alias, draw: f64) -> &str {
    let mut below = 0.0;
    for (version, weight) in &alias.weights {
        below += weight;
        if draw < below {
            return version;
        }
    }
    &alias.version
}

#[cfg(test)]
mod tests {
    use super::drawn;
    use crate::resources::Alias;

    #[test]
    fn weights_are_shares() {
        let mut alias = Alias {
            function: "f".into(),
            name: "live".into(),
            version: "1".into(),
            description: String::new(),
            weights: [("2".to_owned(), 0.25)].into(),
            revision: String::new(),
        };
        let count = |alias: &Alias| (0..1_000).filter(|n| drawn(alias, f64::from(*n) / 1_000.0) == "2").count();
        assert_eq!(count(&alias), 250);
        alias.weights.clear();
        assert_eq!(count(&alias), 0);
    }
}
