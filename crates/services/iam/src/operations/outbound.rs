//! Outbound identity federation: whether principals of the account may have tokens for services elsewhere, and the account's issuer of them.

use plane::{Access, Failure, Registry, Stored, Transaction};
use wire::Unit;

use crate::api::{self, FeatureDisabledException, FeatureEnabledException, operation};
use crate::common::now;
use crate::issuers::{self, TokenIssuer};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::EnableOutboundWebIdentityFederation>()
        .add::<operation::DisableOutboundWebIdentityFederation>()
        .add::<operation::GetOutboundWebIdentityFederationInfo>();
}

async fn issuer(tx: &mut Transaction<'_>) -> Result<Option<Stored<TokenIssuer>>, Failure> {
    let account = tx.account();
    tx.get::<TokenIssuer>(account, "", TokenIssuer::ID).await
}

fn disabled(message: String) -> Failure {
    FeatureDisabledException::new(message).into()
}

handle!(EnableOutboundWebIdentityFederation {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let account = tx.account();
        let issuer = match issuer(tx).await? {
            Some(found) if found.body.enabled => {
                let message = format!("Outbound identity federation is already enabled for account {account}");
                return Err(FeatureEnabledException::new(message).into());
            }
            Some(mut found) => {
                found.body.enabled = true;
                found
            }
            None => Stored::new(account, "", TokenIssuer::ID, issuers::make(tx.plane(), now(tx)).await?),
        };
        tx.put(&issuer)?;
        let url = tx.plane().settings.issuer_url(&issuer.body.id);
        Ok(api::EnableOutboundWebIdentityFederationResponse { issuer_identifier: Some(url) })
    }
});

handle!(DisableOutboundWebIdentityFederation {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let account = tx.account();
        let Some(mut issuer) = issuer(tx).await?.filter(|issuer| issuer.body.enabled) else {
            return Err(disabled(format!("Outbound identity federation is already disabled for account {account}")));
        };
        issuer.body.enabled = false;
        tx.put(&issuer)?;
        Ok(Unit {})
    }
});

handle!(GetOutboundWebIdentityFederationInfo {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let account = tx.account();
        let Some(issuer) = issuer(tx).await?.filter(|issuer| issuer.body.enabled) else {
            return Err(disabled(format!("Outbound identity federation is disabled for account {account}")));
        };
        Ok(api::GetOutboundWebIdentityFederationInfoResponse {
            issuer_identifier: Some(tx.plane().settings.issuer_url(&issuer.body.id)),
            jwt_vending_enabled: Some(true),
        })
    }
});
