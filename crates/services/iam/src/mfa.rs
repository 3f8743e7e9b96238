//! Virtual MFA devices by serial number.

use plane::{Failure, Stored, Transaction};

use crate::common::parse_arn;
use crate::resources::VirtualMfaDevice;

/// The device of a serial number in an account.
pub(crate) async fn device(
    tx: &mut Transaction<'_>,
    account: &str,
    serial: &str,
) -> Result<Option<Stored<VirtualMfaDevice>>, Failure> {
    match id_of_serial(account, serial) {
        Some(id) => tx.get::<VirtualMfaDevice>(account, "", id).await,
        None => Ok(None),
    }
}

/// The id of a device's document: path and name. `None` for what is no serial number of a virtual device of the account.
fn id_of_serial<'a>(account: &str, serial: &'a str) -> Option<&'a str> {
    parse_arn(serial).filter(|p| p.kind == "mfa" && p.account == account)?;
    serial.split_once(":mfa").map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::id_of_serial;

    #[test]
    fn serial_numbers_are_arns_of_the_account() {
        assert_eq!(id_of_serial("1", "arn:aws:iam::1:mfa/a/b"), Some("/a/b"));
        assert_eq!(id_of_serial("2", "arn:aws:iam::1:mfa/a/b"), None);
        assert_eq!(id_of_serial("1", "arn:aws:iam::1:user/a"), None);
        assert_eq!(id_of_serial("1", "GAHT12345678"), None);
    }
}
