//! `GetWebIdentityToken`: a token that shows a service elsewhere who the caller is.

use plane::registry::Handle;
use plane::{Access, Lookup, Transaction};
use wire::Failure;

use crate::api::{
    GetWebIdentityTokenRequest, GetWebIdentityTokenResponse, JWTPayloadSizeExceededException,
    OutboundWebIdentityFederationDisabledException, SessionDurationEscalationException, operation,
};
use crate::grant;
use crate::outbound::{self, Asked, MOST_CLAIMS};
use crate::tags::distinct;

/// How long a token is good if the request does not say, seconds.
const DEFAULT_SECONDS: i32 = 300;

fn seconds(input: &GetWebIdentityTokenRequest) -> i32 {
    input.duration_seconds.unwrap_or(DEFAULT_SECONDS)
}

impl Handle for operation::GetWebIdentityToken {
    async fn access(input: &GetWebIdentityTokenRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = grant::pairs(input.tags.as_ref());
        let resource = lookup.plane().arn("sts", "", lookup.account(), "self");
        let asked = || {
            Access::on(&resource)
                .keys("sts:IdentityTokenAudience", input.audience.iter().map(String::as_str))
                .key("sts:SigningAlgorithm", &input.signing_algorithm)
                .key("sts:DurationSeconds", seconds(input).to_string())
                .request_tags(tags.iter().map(|(key, value)| (key.as_str(), value.as_str())))
        };
        Ok(if tags.is_empty() { asked() } else { asked().and(asked().action("sts:TagGetWebIdentityToken")) })
    }

    async fn run(input: &GetWebIdentityTokenRequest, tx: &mut Transaction<'_>) -> Result<GetWebIdentityTokenResponse, Failure> {
        let algorithm = outbound::algorithm(&input.signing_algorithm).ok_or_else(|| {
            Failure::validation(
                "Requested SigningAlgorithm is not supported. See the GetWebIdentityToken documentation for supported algorithms",
            )
        })?;
        let tags = grant::pairs(input.tags.as_ref());
        distinct(&tags)?;
        let call = tx.call();
        let from = grant::now(tx);
        let until = grant::after(from, seconds(input));
        if call.principal.session.as_ref().is_some_and(|session| until >= session.expires) {
            let message = "Requested token expiry time must be before the original session's expiry time.";
            return Err(SessionDurationEscalationException::new(message).into());
        }
        let identities = tx.plane().identities();
        let Some(issuer) = identities.token_issuer(&tx.reader(), tx.account(), algorithm).await? else {
            return Err(OutboundWebIdentityFederationDisabledException::new("OutboundWebIdentityFederation is disabled.").into());
        };
        let asked = Asked {
            issuer: &issuer.url,
            audiences: &input.audience,
            tags: &tags,
            region: &call.region,
            from,
            until,
            id: &tx.plane().ids.uuid().to_string(),
        };
        let claims = outbound::claims(&call.principal, &call.guardrails, asked).to_string();
        if claims.len() > MOST_CLAIMS {
            let message =
                format!("The token would be larger than is allowed: {} of {MOST_CLAIMS} bytes. Send fewer tags.", claims.len());
            return Err(JWTPayloadSizeExceededException::new(message).into());
        }
        let token = outbound::sign(algorithm, &issuer, &claims)?;
        Ok(GetWebIdentityTokenResponse { web_identity_token: Some(token.into()), expiration: Some(until) })
    }
}
