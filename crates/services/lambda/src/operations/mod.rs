//! The operations, by what they work on.

mod event_configs;
mod functions;
mod invoke;
mod permissions;
mod settings;
mod updates;
mod versions;

use plane::{Access, Failure, Lookup, Plane, Transaction};

use crate::Lambda;
use crate::names::Target;

/// The service's own part of the plane.
///
/// # Errors
/// Internal ones: the plane has no Lambda service.
pub(crate) fn service(plane: &Plane) -> Result<&Lambda, Failure> {
    let functions: Option<&dyn std::any::Any> = plane.functions().map(|f| {
        let functions: &dyn plane::ports::Functions = f.as_ref();
        functions as &dyn std::any::Any
    });
    functions.and_then(|f| f.downcast_ref()).ok_or_else(|| Failure::internal("the plane has no functions"))
}

/// A number from 0 to 1, for shares.
pub(crate) fn draw(plane: &Plane) -> f64 {
    f64::from(u32::from_be_bytes(plane.ids.bytes::<4>())) / (f64::from(u32::MAX) + 1.0)
}

/// What a call means by a name and a qualifier.
pub(super) fn target(lookup: &plane::call::Call, name: &str, qualifier: Option<&str>) -> Result<Target, Failure> {
    Target::of(lookup.account(), &lookup.region, name, qualifier)
}

/// Permission for the operation's own action on what a call names.
pub(super) async fn on(lookup: &Lookup<'_>, name: &str, qualifier: Option<&str>) -> Result<Access, Failure> {
    crate::permissions::access(lookup, &target(lookup.call(), name, qualifier)?, None).await
}

/// Permission for the operation's own action on a function, whatever version of it a call names.
pub(super) async fn on_function(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    crate::permissions::access(lookup, &target(lookup.call(), name, None)?.unqualified(), None).await
}

/// Tells the audit record of a function.
pub(super) fn touched(tx: &mut Transaction<'_>, target: &Target) {
    let arn = target.unqualified().arn(&tx.plane().settings.partition);
    tx.touched(arn, &target.account, "AWS::Lambda::Function");
}

/// A new revision id.
pub(super) fn revision(tx: &Transaction<'_>) -> String {
    tx.plane().ids.uuid().to_string()
}
