//! The administrator of a member, as the member sees it.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{
    DisassociateFromAdministratorAccount, DisassociateFromMasterAccount, GetAdministratorAccount, GetMasterAccount,
};
use crate::api::{
    Administrator as Shown, DisassociateFromAdministratorAccountRequest, DisassociateFromAdministratorAccountResponse,
    DisassociateFromMasterAccountRequest, DisassociateFromMasterAccountResponse, GetAdministratorAccountRequest,
    GetAdministratorAccountResponse, GetMasterAccountRequest, GetMasterAccountResponse, Master,
};
use crate::resources::{Administrator, Invitation, Member, Relation};
use crate::{errors, form, place};

/// The administrator of the caller; nothing of it where there is none.
async fn administrator(tx: &Transaction<'_>, detector: &str) -> Result<Shown, Failure> {
    place::seen(tx, detector).await?;
    let (account, region) = (tx.account(), &tx.call().region);
    let Some(found) = tx.reader().get::<Administrator>(account, region, Administrator::ID).await? else {
        return Ok(Shown::default());
    };
    let theirs = place::reads(&tx.reader(), &found.body.account, region).await?;
    let mut relation = Relation::Enabled;
    if let Some(theirs) = theirs {
        let key = format!("{}/{account}", theirs.body.id);
        relation = tx.reader().get::<Member>(&found.body.account, region, &key).await?.map_or(relation, |m| m.body.relation);
    }
    Ok(Shown {
        account_id: Some(found.body.account),
        invitation_id: found.body.invitation,
        relationship_status: Some(relation.as_str().to_owned()),
        invited_at: Some(form::moment(found.body.invited_at)),
    })
}

impl Handle for GetAdministratorAccount {
    async fn access(input: &GetAdministratorAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &GetAdministratorAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<GetAdministratorAccountResponse, Failure> {
        Ok(GetAdministratorAccountResponse { administrator: administrator(tx, &input.detector_id).await? })
    }
}

impl Handle for GetMasterAccount {
    async fn access(input: &GetMasterAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(input: &GetMasterAccountRequest, tx: &mut Transaction<'_>) -> Result<GetMasterAccountResponse, Failure> {
        let found = administrator(tx, &input.detector_id).await?;
        let master = Master {
            account_id: found.account_id,
            invitation_id: found.invitation_id,
            relationship_status: found.relationship_status,
            invited_at: found.invited_at,
        };
        Ok(GetMasterAccountResponse { master })
    }
}

async fn leave(tx: &mut Transaction<'_>, detector: &str) -> Result<(), Failure> {
    place::held(tx, detector).await?;
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let Some(found) = tx.get::<Administrator>(&account, &region, Administrator::ID).await? else {
        return Err(errors::rejected("the current account is not an associated member of an administrator account"));
    };
    if found.body.organization {
        return Err(errors::rejected("members of an organization can't disassociate from their administrator account"));
    }
    let administrator = found.body.account.clone();
    if let Some(invitation) = tx.get::<Invitation>(&account, &region, &administrator).await? {
        tx.delete(&invitation);
    }
    let parted = match place::of(tx, &administrator, &region).await? {
        Some(theirs) => place::part(tx, (&administrator, &theirs.body.id), &region, &account, Relation::Resigned).await?,
        None => false,
    };
    if !parted {
        tx.delete(&found);
        place::rewatch(tx, &account, &region).await?;
    }
    tx.audit.also_in.push(administrator);
    Ok(())
}

impl Handle for DisassociateFromAdministratorAccount {
    async fn access(input: &DisassociateFromAdministratorAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &DisassociateFromAdministratorAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DisassociateFromAdministratorAccountResponse, Failure> {
        leave(tx, &input.detector_id).await?;
        Ok(DisassociateFromAdministratorAccountResponse {})
    }
}

impl Handle for DisassociateFromMasterAccount {
    async fn access(input: &DisassociateFromMasterAccountRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_detector(lookup, &input.detector_id).await
    }

    async fn run(
        input: &DisassociateFromMasterAccountRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DisassociateFromMasterAccountResponse, Failure> {
        leave(tx, &input.detector_id).await?;
        Ok(DisassociateFromMasterAccountResponse {})
    }
}
