//! Key states, and what may be done in each of them.
//!
//! The table is that of <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>.

use plane::Failure;

use crate::api::{DisabledException, KeyState};
use crate::errors::invalid_state;

/// What an operation asks of the state of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Cryptography, grants, replicas: the key must be enabled.
    Enabled,
    /// Aliases, tags, descriptions, the deletion itself: anything but a key that is to be deleted.
    NotPendingDeletion,
    /// Switching it on or off: the key must have its material and not be about to be deleted.
    MaterialAndNotPendingDeletion,
    /// Taking its deletion back.
    PendingDeletion,
}

/// Whether a key in this state can do what an operation needs.
///
/// # Errors
/// `DisabledException` or `KMSInvalidStateException`.
pub(crate) fn check(arn: &str, state: KeyState, needs: Needs) -> Result<(), Failure> {
    let pending_deletion = matches!(state, KeyState::PendingDeletion | KeyState::PendingReplicaDeletion);
    let refused = |why: &str| Err(invalid_state(format!("{arn} {why}")));
    match (needs, state) {
        (Needs::PendingDeletion, _) if pending_deletion => Ok(()),
        (Needs::PendingDeletion, _) => refused("is not pending deletion."),
        (_, KeyState::PendingDeletion) => refused("is pending deletion."),
        (_, KeyState::PendingReplicaDeletion) => refused("is pending replica deletion."),
        (Needs::NotPendingDeletion, _) => Ok(()),
        (_, KeyState::PendingImport) => refused("is pending import."),
        (_, KeyState::Unavailable) => refused("is unavailable."),
        (_, KeyState::Creating) => refused("is creating."),
        (_, KeyState::Updating) => refused("is updating."),
        (Needs::Enabled, KeyState::Disabled) => Err(DisabledException::new(format!("{arn} is disabled.")).into()),
        (Needs::Enabled | Needs::MaterialAndNotPendingDeletion, KeyState::Enabled | KeyState::Disabled) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::failure::Kind;

    fn code(state: KeyState, needs: Needs) -> String {
        match check("arn", state, needs) {
            Ok(()) => "ok".to_owned(),
            Err(failure) => match failure.kind {
                Kind::Modelled { code, .. } => format!("{code}: {}", failure.message),
                Kind::Common(common) => format!("{common:?}"),
            },
        }
    }

    #[test]
    fn the_table_of_states() {
        use KeyState::{Disabled, Enabled, PendingDeletion, PendingImport, PendingReplicaDeletion};
        let deletion = "KMSInvalidStateException: arn is pending deletion.";
        let replicas = "KMSInvalidStateException: arn is pending replica deletion.";
        let import = "KMSInvalidStateException: arn is pending import.";
        let kept = "KMSInvalidStateException: arn is not pending deletion.";
        let off = "DisabledException: arn is disabled.";
        let columns = [Enabled, Disabled, PendingDeletion, PendingReplicaDeletion, PendingImport];
        let table = [
            (Needs::Enabled, ["ok", off, deletion, replicas, import]),
            (Needs::NotPendingDeletion, ["ok", "ok", deletion, replicas, "ok"]),
            (Needs::MaterialAndNotPendingDeletion, ["ok", "ok", deletion, replicas, import]),
            (Needs::PendingDeletion, [kept, kept, "ok", "ok", kept]),
        ];
        for (needs, expected) in table {
            for (state, expected) in columns.into_iter().zip(expected) {
                assert_eq!(code(state, needs), expected, "{needs:?} in {state}");
            }
        }
    }
}
