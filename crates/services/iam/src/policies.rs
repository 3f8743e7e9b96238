//! Managed policies by ARN, and the count of who uses them.

use plane::{Failure, Stored, Transaction};

use crate::common::{id_of, invalid, no_such, parse_arn};
use crate::managed;
use crate::resources::{ManagedPolicy, PolicyUse};

/// A managed policy that the caller's account can use.
#[derive(Debug)]
pub(crate) enum Managed {
    /// One of the catalogue.
    Aws(&'static managed::ManagedPolicy),
    /// One of the account's own.
    Own(Box<Stored<ManagedPolicy>>),
}

/// The managed policy of an ARN, held until the commit if it is the account's own.
///
/// # Errors
/// `InvalidInput` for what is no ARN; others' policies are not found.
pub(crate) async fn find(tx: &mut Transaction<'_>, account: &str, arn: &str) -> Result<Option<Managed>, Failure> {
    if !arn.starts_with("arn:") {
        return Err(invalid(format!("ARN {arn} is not valid.")));
    }
    if let Some(policy) = managed::by_arn(arn) {
        return Ok(Some(Managed::Aws(policy)));
    }
    let Some(parsed) = parse_arn(arn).filter(|p| p.kind == "policy" && p.account == account) else { return Ok(None) };
    let found = tx.get::<ManagedPolicy>(account, "", &id_of(parsed.name)).await?;
    Ok(found.filter(|p| p.body.arn == arn).map(|p| Managed::Own(Box::new(p))))
}

/// What a policy that is not there is answered with.
pub(crate) fn not_found(arn: &str) -> Failure {
    no_such(format!("Policy {arn} was not found."))
}

/// What attaching a policy that is not there is answered with.
pub(crate) fn not_attachable(arn: &str) -> Failure {
    no_such(format!("Policy {arn} does not exist or is not attachable."))
}

/// Path of a policy, from its ARN.
pub(crate) fn path_of_arn(arn: &str) -> &str {
    let resource = arn.split_once(":policy").map_or("/", |(_, rest)| rest);
    resource.rfind('/').and_then(|at| resource.get(..=at)).unwrap_or("/")
}

/// Name of a policy, from its ARN.
pub(crate) fn name_of_arn(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// Counts a policy's attachments and boundaries up or down.
pub(crate) async fn shift(
    tx: &mut Transaction<'_>,
    account: &str,
    arn: &str,
    attachments: i32,
    boundaries: i32,
) -> Result<(), Failure> {
    let known = tx.get::<PolicyUse>(account, "", arn).await?;
    let mut used = known.unwrap_or_else(|| Stored::new(account, "", arn, PolicyUse::default()));
    used.body.attachments += attachments;
    used.body.boundaries += boundaries;
    if used.body.attachments > 0 || used.body.boundaries > 0 {
        tx.put(&used)
    } else {
        if used.version > 0 {
            tx.delete(&used);
        }
        Ok(())
    }
}

/// Checks a policy that is to be a permissions boundary.
///
/// # Errors
/// `InvalidInput` for no ARN, `NoSuchEntity`.
pub(crate) async fn check_boundary(tx: &mut Transaction<'_>, arn: &str) -> Result<(), Failure> {
    let account = tx.account();
    match find(tx, account, arn).await? {
        Some(Managed::Aws(policy)) if !policy.attachable => Err(not_attachable(arn)),
        Some(_) => Ok(()),
        None => Err(no_such(format!("Scope ARN: {arn} does not exist or is not attachable."))),
    }
}

#[cfg(test)]
mod tests {
    use super::{name_of_arn, path_of_arn};

    #[test]
    fn paths_and_names_are_read_from_arns() {
        for (arn, path, name) in [
            ("arn:aws:iam::111122223333:policy/a", "/", "a"),
            ("arn:aws:iam::111122223333:policy/x/y/a", "/x/y/", "a"),
            ("arn:aws:iam::aws:policy/job-function/Billing", "/job-function/", "Billing"),
            ("arn:aws:iam::111122223333:policy/policy/a", "/policy/", "a"),
        ] {
            assert_eq!((path_of_arn(arn), name_of_arn(arn)), (path, name));
        }
    }
}
