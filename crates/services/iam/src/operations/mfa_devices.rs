//! Virtual MFA devices.

use plane::{Access, Failure, Lookup, PrincipalKind, Registry, Stored, Transaction};
use wire::{Sensitive, Unit};

use super::entity_tags::creating;
use super::users;
use crate::api::{self, AssignmentStatusType, MFADevice, operation};
use crate::common::{
    Subject, arn, conflict, cut, entity, exists, id_of, invalid, list, no_such, now, on, on_user_or_caller, over_quota, path_of,
    quota, subject, truncated, when,
};
use crate::mfa::device;
use crate::resources::{BY_ID, BY_MFA_OWNER, Owner, Root, Sealed, User, VirtualMfaDevice, scoped};
use crate::tags::{self, Keys};
use crate::{qr, totp};

/// Bytes of a seed: as long as AWS makes them, 64 letters of Base32.
const SEED: usize = 40;
/// Longest name: AWS documents 226 characters.
const NAME: usize = 226;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateVirtualMFADevice>()
        .add::<operation::EnableMFADevice>()
        .add::<operation::DeactivateMFADevice>()
        .add::<operation::ResyncMFADevice>()
        .add::<operation::ListMFADevices>()
        .add::<operation::ListVirtualMFADevices>()
        .add::<operation::GetMFADevice>()
        .add::<operation::DeleteVirtualMFADevice>();
}

/// The permission on a device, by serial number.
pub(super) async fn on_device(lookup: &Lookup<'_>, serial: &str) -> Result<Access, Failure> {
    let access = Access::on(serial);
    let Some(id) = serial.split_once(":mfa").map(|(_, id)| id) else { return Ok(access) };
    Ok(match lookup.get::<VirtualMfaDevice>(lookup.account(), "", id).await? {
        Some(found) if found.body.serial == serial => access.resource_tags(&found.tags),
        _ => access,
    })
}

/// A device of the caller's account.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) async fn existing(tx: &mut Transaction<'_>, serial: &str) -> Result<Stored<VirtualMfaDevice>, Failure> {
    let account = tx.account();
    device(tx, account, serial)
        .await?
        .ok_or_else(|| no_such(format!("VirtualMFADevice with serial number {serial} doesn't exist.")))
}

fn wrong_codes() -> Failure {
    api::InvalidAuthenticationCodeException::new("Authentication code for device is not valid.").into()
}

handle!(CreateVirtualMFADevice {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let serial = arn(lookup, lookup.account(), "mfa", path, &input.virtual_mfa_device_name);
        Ok(creating(Access::on(serial.as_str()), &serial, "iam:TagMFADevice", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        let name = &input.virtual_mfa_device_name;
        if name.chars().count() > NAME {
            return Err(Failure::validation(format!("The name of a virtual MFA device has at most {NAME} characters.")));
        }
        let id = format!("{path}{name}");
        if tx.get::<VirtualMfaDevice>(account, "", &id).await?.is_some() {
            return Err(exists("MFADevice entity at the same path and name already exists."));
        }
        let tags = tags::add(&[], input.tags.as_deref().unwrap_or_default(), Keys::Exact)?;
        let serial = arn(&tx.reader(), account, "mfa", &path, name);
        let seed = zeroize::Zeroizing::new(tx.plane().ids.bytes::<SEED>());
        let text = totp::base32(seed.as_slice());
        let device = VirtualMfaDevice {
            serial: serial.clone(),
            name: name.clone(),
            path,
            created_at: now(tx),
            seed: Sealed::new(tx.plane(), &VirtualMfaDevice::context(&serial), seed.as_slice()),
            owner: None,
            enabled_at: None,
            last_counter: None,
            drift: 0,
        };
        let stored = Stored::new(account, "", id, device).arn(serial.clone()).tags(tags);
        tx.put(&stored)?;
        tx.touched(serial.clone(), account, "AWS::IAM::VirtualMFADevice");
        let image = qr::png(&format!("otpauth://totp/{name}@{account}?secret={text}"))?;
        Ok(api::CreateVirtualMFADeviceResponse {
            virtual_mfa_device: api::VirtualMFADevice {
                serial_number: serial,
                base32_string_seed: Some(Sensitive(text.into())),
                qr_code_png: Some(Sensitive(image.into())),
                tags: tags::shown(&stored.tags),
                ..api::VirtualMFADevice::default()
            },
        })
    }
});

/// Whom a request names. The root user has no name: who calls as root may say the account's id or `root`, unless a user is called so.
async fn holder(tx: &mut Transaction<'_>, name: &str) -> Result<Subject, Failure> {
    let account = tx.account();
    let root = tx.call().principal.kind == PrincipalKind::Root && (name == account || name == "root");
    if root && tx.get::<User>(account, "", &id_of(name)).await?.is_none() {
        return Ok(Subject::Root);
    }
    Ok(Subject::User(Box::new(entity::<User>(tx, name).await?)))
}

/// The serial numbers of somebody's devices, changed and written back.
async fn change_devices(tx: &mut Transaction<'_>, whose: Subject, change: impl FnOnce(&mut Vec<String>)) -> Result<(), Failure> {
    let account = tx.account();
    match whose {
        Subject::User(mut user) => {
            change(&mut user.body.mfa_devices);
            tx.put(&user)?;
            tx.touched(user.body.arn.clone(), account, "AWS::IAM::User");
        }
        Subject::Root => {
            let root = tx.get::<Root>(account, "", Root::ID).await?;
            let mut root = root.unwrap_or_else(|| Stored::new(account, "", Root::ID, Root::default()));
            change(&mut root.body.mfa_devices);
            tx.put(&root)?;
        }
    }
    Ok(())
}

handle!(EnableMFADevice {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let account = tx.account();
        let whose = holder(tx, &input.user_name).await?;
        let mut device = existing(tx, &input.serial_number).await?;
        if device.body.owner.is_some() {
            return Err(exists("MFA Device is already in use."));
        }
        let enabled = match &whose {
            Subject::User(user) => user.body.mfa_devices.len(),
            Subject::Root => tx.get::<Root>(account, "", Root::ID).await?.map_or(0, |r| r.body.mfa_devices.len()),
        };
        if enabled >= quota::MFA_DEVICES {
            return Err(over_quota("MFADevicesPerUser", quota::MFA_DEVICES));
        }
        synchronize(tx, &mut device, &input.authentication_code1, &input.authentication_code2)?;
        device.body.owner = Some(whose.owner());
        device.body.enabled_at = Some(now(tx));
        tx.put(&device)?;
        tx.touched(input.serial_number.clone(), account, "AWS::IAM::VirtualMFADevice");
        let serial = device.body.serial.clone();
        change_devices(tx, whose, |devices| devices.push(serial)).await?;
        Ok(Unit {})
    }
});

/// Takes two consecutive codes and learns from them how far the device's clock is off.
fn synchronize(tx: &Transaction<'_>, device: &mut Stored<VirtualMfaDevice>, first: &str, second: &str) -> Result<(), Failure> {
    let seed = device.body.seed.open(tx.plane(), &VirtualMfaDevice::context(&device.body.serial))?;
    let present = totp::counter(now(tx).div_euclid(1_000));
    let second = totp::accept_pair(&seed, first, second, present, device.body.last_counter).ok_or_else(wrong_codes)?;
    device.body.last_counter = Some(second);
    let off = second - present;
    // Within the tolerance nothing says that the clocks differ.
    device.body.drift = if off.abs() <= totp::TOLERANCE { 0 } else { off };
    Ok(())
}

/// Fails unless the device is enabled for whom the request names.
fn check_owner(device: &VirtualMfaDevice, whose: &Subject) -> Result<(), Failure> {
    if device.owner.as_ref() == Some(&whose.owner()) { Ok(()) } else { Err(no_such("MFA Device invalid for user.")) }
}

handle!(DeactivateMFADevice {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = match &input.user_name {
            Some(name) => holder(tx, name).await?,
            None => subject(tx, None).await?,
        };
        let mut device = existing(tx, &input.serial_number).await?;
        check_owner(&device.body, &whose)?;
        device.body.owner = None;
        device.body.enabled_at = None;
        tx.put(&device)?;
        tx.touched(input.serial_number.clone(), tx.account(), "AWS::IAM::VirtualMFADevice");
        change_devices(tx, whose, |devices| devices.retain(|d| *d != input.serial_number)).await?;
        Ok(Unit {})
    }
});

handle!(ResyncMFADevice {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let whose = holder(tx, &input.user_name).await?;
        let mut device = existing(tx, &input.serial_number).await?;
        check_owner(&device.body, &whose)?;
        synchronize(tx, &mut device, &input.authentication_code1, &input.authentication_code2)?;
        tx.put(&device)?;
        tx.touched(input.serial_number.clone(), tx.account(), "AWS::IAM::VirtualMFADevice");
        Ok(Unit {})
    }
});

handle!(ListMFADevices {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = match &input.user_name {
            Some(name) => holder(tx, name).await?,
            None => subject(tx, None).await?,
        };
        let owner = scoped(tx.account(), &whose.owner().prefix());
        let devices = tx.reader().find_all::<VirtualMfaDevice>(BY_MFA_OWNER, &owner, None, quota::MFA_DEVICES).await?;
        let page = cut(devices, &format!("ListMFADevices {owner}"), input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        let mfa_devices = page
            .items
            .into_iter()
            .map(|device| MFADevice {
                user_name: whose.name().to_owned(),
                serial_number: device.body.serial,
                enable_date: when(device.body.enabled_at.unwrap_or_default()),
            })
            .collect();
        Ok(api::ListMFADevicesResponse { mfa_devices, is_truncated, marker: page.next })
    }
});

handle!(ListVirtualMFADevices {
    access(_input, lookup) { Ok(Access::on(arn(lookup, lookup.account(), "mfa", "/", ""))) }
    run(input, tx) {
        let wanted = input.assignment_status.unwrap_or(AssignmentStatusType::Any);
        let page = list::<VirtualMfaDevice>(
            tx,
            &format!("ListVirtualMFADevices {wanted}"),
            input.marker.as_deref(),
            input.max_items,
            |d| match wanted {
                AssignmentStatusType::Assigned => d.body.owner.is_some(),
                AssignmentStatusType::Unassigned => d.body.owner.is_none(),
                AssignmentStatusType::Any => true,
            },
        )
        .await?;
        let is_truncated = truncated(&page);
        let mut virtual_mfa_devices = Vec::with_capacity(page.items.len());
        for device in page.items {
            let user = match &device.body.owner {
                Some(Owner::User(id)) => tx.reader().find::<User>(BY_ID, id).await?.as_ref().map(users::shown),
                Some(Owner::Root) => Some(users::shown_root(tx).await?),
                None => None,
            };
            virtual_mfa_devices.push(api::VirtualMFADevice {
                serial_number: device.body.serial,
                user,
                enable_date: device.body.enabled_at.map(when),
                ..api::VirtualMFADevice::default()
            });
        }
        Ok(api::ListVirtualMFADevicesResponse { virtual_mfa_devices, is_truncated, marker: page.next })
    }
});

handle!(GetMFADevice {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = match &input.user_name {
            Some(name) => holder(tx, name).await?,
            None => subject(tx, None).await?,
        };
        let device = existing(tx, &input.serial_number).await?;
        check_owner(&device.body, &whose)?;
        Ok(api::GetMFADeviceResponse {
            user_name: (!whose.name().is_empty()).then(|| whose.name().to_owned()),
            serial_number: device.body.serial,
            enable_date: device.body.enabled_at.map(when),
            certifications: None,
        })
    }
});

handle!(DeleteVirtualMFADevice {
    access(input, lookup) { on_device(lookup, &input.serial_number).await }
    run(input, tx) {
        if !input.serial_number.starts_with("arn:") {
            return Err(invalid("The serial number of a virtual MFA device is its ARN."));
        }
        let device = existing(tx, &input.serial_number).await?;
        if device.body.owner.is_some() {
            return Err(conflict("MFA VirtualDevice in use. Must deactivate first."));
        }
        tx.delete(&device);
        tx.touched(input.serial_number.clone(), tx.account(), "AWS::IAM::VirtualMFADevice");
        Ok(Unit {})
    }
});
