//! Who is who: `GetCallerIdentity`, `GetAccessKeyInfo`, and what a denial meant: `DecodeAuthorizationMessage`.

use plane::ids::account_of_access_key;
use plane::registry::Handle;
use plane::{Access, Lookup, Transaction, account};
use wire::Failure;

use crate::api::{
    DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse, GetAccessKeyInfoRequest, GetAccessKeyInfoResponse,
    GetCallerIdentityRequest, GetCallerIdentityResponse, InvalidAuthorizationMessageException, operation,
};
use crate::message;

impl Handle for operation::GetCallerIdentity {
    /// Callers may know who they are even where a policy denies it.
    async fn access(_: &GetCallerIdentityRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::exempt())
    }

    async fn run(_: &GetCallerIdentityRequest, tx: &mut Transaction<'_>) -> Result<GetCallerIdentityResponse, Failure> {
        let caller = &tx.call().principal;
        Ok(GetCallerIdentityResponse {
            user_id: Some(caller.principal_id.clone()),
            account: Some(caller.account.clone()),
            arn: Some(caller.arn.clone()),
        })
    }
}

impl Handle for operation::GetAccessKeyInfo {
    async fn access(_: &GetAccessKeyInfoRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &GetAccessKeyInfoRequest, tx: &mut Transaction<'_>) -> Result<GetAccessKeyInfoResponse, Failure> {
        let id = &input.access_key_id;
        let reader = tx.reader();
        let known = tx.plane().identities().access_key(&reader, id).await?.map(|key| key.principal.account);
        // Temporary and deleted keys are not stored, but an id carries its account's number.
        let owner = match (known, account_of_access_key(id)) {
            (Some(known), _) => Some(known),
            (None, Some(number)) => account::get(&reader, &number).await?.map(|found| found.body.id),
            (None, None) => None,
        };
        match owner {
            Some(account) => Ok(GetAccessKeyInfoResponse { account: Some(account) }),
            None => Err(Failure::validation(format!("Unable to find the account of access key {id}"))),
        }
    }
}

impl Handle for operation::DecodeAuthorizationMessage {
    async fn access(_: &DecodeAuthorizationMessageRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &DecodeAuthorizationMessageRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DecodeAuthorizationMessageResponse, Failure> {
        match message::decode(&tx.plane().keyring, tx.account(), &input.encoded_message) {
            Some(text) => Ok(DecodeAuthorizationMessageResponse { decoded_message: Some(text) }),
            None => Err(InvalidAuthorizationMessageException::new("Invalid authorization message").into()),
        }
    }
}
