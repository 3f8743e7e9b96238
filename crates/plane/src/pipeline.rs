//! The way of every request: decode, authenticate, authorize, run, commit with the audit record, encode.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use store::CommitError;
use uuid::Uuid;
use wire::chunked::Decoder;
use wire::failure::Kind;
use wire::model::Protocol;
use wire::protocol::{Encoded, audit_code, decode, encode, encode_failure, streaming_input};
use wire::request::RequestParts;
use wire::route::{Route, RouteError, route};
use wire::sigv4::errors::{missing_token, old_signature};
use wire::sigv4::{Authentication, Body, Payload as Covered, Rules, Signed, SigningKey};
use wire::{Common, Document, Failure, compression, validate};

use crate::audit::{self, Outcome};
use crate::call::{Call, Signature, Tls};
use crate::caller::Caller;
use crate::payload::{ByteSource, Payload, ReplyStream, Verified};
use crate::plane::{ATTEMPTS, Plane};
use crate::ports::AnsweredRequest;
use crate::principal::{IssuerKind, Principal, PrincipalKind};
use crate::registry::Prepared;
use crate::settings::is_global;
use crate::transaction::{AuditNotes, Known, Lookup, Transaction};

/// Longest user agent that is kept, bytes.
const MAX_USER_AGENT: usize = 1024;

/// A request as it was received, its body read up to the limit.
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Path as sent.
    pub path: String,
    /// Query string as sent, without `?`.
    pub query: String,
    /// Headers, with `host`.
    pub headers: HeaderMap,
    /// Body as sent; empty if it is streamed.
    pub body: Bytes,
    /// Address of the client.
    pub peer: Option<IpAddr>,
    /// The connection's security.
    pub tls: Option<Tls>,
}

/// What an operation answers: its output, and its payload where that streams.
type Done = (Document, Option<ReplyStream>);

/// What is said about a request in the access log.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Service, if it was found.
    pub service: Option<&'static str>,
    /// Operation, if it was found.
    pub operation: Option<&'static str>,
    /// Account, if the caller is known.
    pub account: Option<String>,
    /// Error code, if it failed.
    pub error: Option<String>,
    /// Who called, if that is known.
    pub principal: Option<Arc<Principal>>,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// Status, headers, and the body unless it is streamed.
    pub encoded: Encoded,
    /// The streamed body.
    pub stream: Option<ReplyStream>,
    /// For the access log.
    pub summary: Summary,
}

impl Plane {
    /// Whether a request's body is to be streamed rather than read: asked before it is read.
    pub fn streams(&self, parts: &RequestParts<'_>) -> bool {
        let Ok(authentication) = Authentication::parse(parts) else { return false };
        route(parts, &[], authentication.service())
            .is_ok_and(|route| route.service.id == "s3" && streaming_input(&route).is_some())
    }

    /// Answers a request of any service. A request that [`Plane::streams`] comes with its body, and its length where the client says.
    pub async fn serve(&self, request: HttpRequest, stream: Option<(Box<dyn ByteSource>, Option<u64>)>) -> Answer {
        let began = Instant::now();
        let request_id = self.ids.uuid();
        let id = request_id.to_string();
        let parts =
            RequestParts { method: &request.method, path: &request.path, query: &request.query, headers: &request.headers };
        if request.method == Method::OPTIONS
            && let Some(answer) = self.preflight(&parts, &id).await
        {
            return answer;
        }
        let mut summary = Summary::default();
        let routed = self.find_route(&parts, &request.body);
        let (route, body, authentication) = match routed {
            Ok(found) => found,
            Err(error) => {
                self.metrics.unattributed();
                let encoded = encode_failure(
                    error.protocol,
                    error.json_version,
                    error.service,
                    None,
                    &error.failure,
                    &id,
                    error.query_mode,
                );
                summary.error = Some(audit_code(error.protocol, error.service, &error.failure).into_owned());
                return Answer { encoded, stream: None, summary };
            }
        };
        summary.service = Some(route.service.id);
        summary.operation = Some(route.operation.name);
        let signature = Signature::of(&authentication);
        let result = self.answer(&request, stream, &parts, &route, &body, authentication, request_id, &mut summary).await;
        let mut reply = None;
        let mut encoded = match result {
            Ok((output, stream)) => {
                reply = stream;
                encode(&route, &output, &id)
            }
            Err(failure) => {
                if let Some(detail) = &failure.detail {
                    tracing::error!(
                        request_id = id,
                        service = route.service.id,
                        operation = route.operation.name,
                        detail,
                        "internal failure"
                    );
                }
                summary.error = Some(audit_code(route.protocol, Some(route.service), &failure).into_owned());
                encode_failure(
                    route.protocol,
                    route.json_version,
                    Some(route.service),
                    Some(route.operation),
                    &failure,
                    &id,
                    route.query_mode,
                )
            }
        };
        self.tell_other_origin(&parts, &route, &mut encoded.headers).await;
        self.metrics.call(route.service.id, route.operation.name, encoded.status.as_u16(), began.elapsed());
        let answer = Answer { encoded, stream: reply, summary };
        self.log_request(&request, &route, signature, &id, began, &answer);
        answer
    }

    /// Logs a request to a bucket that wants it.
    fn log_request(
        &self,
        request: &HttpRequest,
        route: &Route,
        signature: Option<Signature>,
        id: &str,
        began: Instant,
        answer: &Answer,
    ) {
        let Some(objects) = self.objects().filter(|_| route.service.id == "s3") else { return };
        let label = |name: &str| route.labels.iter().find(|(label, _)| *label == name).map(|(_, value)| value.as_str());
        let Some(bucket) = label("Bucket").filter(|bucket| objects.logs_requests(bucket)) else { return };
        let took = began.elapsed();
        let whole = u64::try_from(answer.encoded.body.len()).unwrap_or(u64::MAX);
        objects.log_request(&AnsweredRequest {
            bucket,
            key: label("Key"),
            operation: route.operation.name,
            method: request.method.as_str(),
            path: &request.path,
            query: &request.query,
            headers: &request.headers,
            time: self.clock.now().checked_sub(took).unwrap_or_else(|_| self.clock.now()),
            peer: request.peer,
            tls: request.tls.as_ref(),
            signature,
            principal: answer.summary.principal.as_deref(),
            request_id: id,
            status: answer.encoded.status.as_u16(),
            error: answer.summary.error.as_deref(),
            sent: answer.stream.as_ref().map_or(whole, |stream| stream.length.unwrap_or(0)),
            took,
            answer: &answer.encoded.headers,
        });
    }

    /// Unpacks the body and finds what is called, by whom it says.
    fn find_route<'a>(&self, parts: &RequestParts<'a>, body: &Bytes) -> Result<(Route, Bytes, Authentication<'a>), RouteError> {
        let authentication = Authentication::parse(parts);
        let scope_service = authentication.as_ref().ok().and_then(|a| a.service().map(str::to_owned));
        let plain = compression::decode(parts.headers, body.clone(), self.settings.max_body);
        let route = route(parts, plain.as_ref().map_or(&[], |b| b), scope_service.as_deref());
        // What is called may stand in the body: then that it cannot be unpacked is the news, not that nothing is called.
        let route = match (route, &plain) {
            (Ok(route), _) => route,
            (Err(error), Err(failure)) => return Err(RouteError { failure: failure.clone(), ..error }),
            (Err(error), Ok(_)) => return Err(error),
        };
        let refuse = |failure| RouteError {
            protocol: route.protocol,
            json_version: route.json_version,
            service: Some(route.service),
            query_mode: route.query_mode,
            failure,
        };
        // S3 keeps `Content-Encoding` with the object and takes the body as it is.
        let plain = if route.service.id == "s3" { body.clone() } else { plain.map_err(refuse)? };
        let authentication = authentication.map_err(refuse)?;
        Ok((route, plain, authentication))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one request")]
    async fn answer(
        &self,
        request: &HttpRequest,
        stream: Option<(Box<dyn ByteSource>, Option<u64>)>,
        parts: &RequestParts<'_>,
        route: &Route,
        body: &Bytes,
        authentication: Authentication<'_>,
        request_id: Uuid,
        summary: &mut Summary,
    ) -> Result<Done, Failure> {
        let time = self.clock.now();
        let whole = if stream.is_some() { Body::Unread } else { Body::Bytes(&request.body) };
        let (caller, region, key) = match self.authenticate(&authentication, parts, route, whole).await {
            Ok(found) => found,
            Err(failure) => {
                self.metrics.unattributed();
                return Err(failure);
            }
        };
        summary.account = Some(caller.principal.account.clone());
        summary.principal = Some(caller.principal.clone());
        let payload = match stream {
            Some((source, length)) => Some(Arc::new(unwrap_payload(&authentication, parts, source, length, key)?)),
            None => None,
        };
        let call = Call {
            request_id,
            time,
            service: route.service,
            operation: route.operation,
            region,
            principal: caller.principal.clone(),
            guardrails: caller.guardrails.clone(),
            source_ip: request.peer,
            user_agent: user_agent(parts),
            host: parts.header("host").unwrap_or_default().to_owned(),
            tls: request.tls.clone(),
            signature: Signature::of(&authentication),
            payload,
        };
        if let Err(failure) = usable(&call) {
            return self.refuse(&call, route, &Document::EMPTY, failure).await;
        }
        self.identities().note_use(&call.principal, route.service.id, &call.region, time);
        let decoded = decode(route, parts, body);
        let checked = decoded.and_then(|input| {
            let verdict = match route.operation.input {
                Some(shape) => validate::validate(route.service, shape, &input),
                None => Ok(()),
            };
            match verdict {
                Ok(()) => Ok(input),
                Err(failure) => Err(failure),
            }
        });
        let input = match checked {
            Ok(input) => input,
            Err(failure) => return self.refuse(&call, route, &Document::EMPTY, failure).await,
        };
        let prepared = match self.registry.prepare(route.service.id, route.operation.name, input.clone()) {
            Some(Ok(prepared)) => prepared,
            Some(Err(failure)) => return self.refuse(&call, route, &input, failure).await,
            // What is built and what is not is nobody's business who shows no credentials.
            None if matches!(authentication, Authentication::Anonymous) && !route.operation.anonymous => {
                return self.refuse(&call, route, &input, missing_token(route.protocol)).await;
            }
            None => {
                let message =
                    format!("The operation {}:{} is not implemented by Cloudkeep yet.", route.service.id, route.operation.name);
                let failure = Failure::common(Common::NotImplemented, message);
                return self.refuse(&call, route, &input, failure).await;
            }
        };
        self.run(&call, &caller, route, &input, prepared.as_ref()).await
    }

    /// Finds out who calls, and verifies it.
    async fn authenticate(
        &self,
        authentication: &Authentication<'_>,
        parts: &RequestParts<'_>,
        route: &Route,
        body: Body<'_>,
    ) -> Result<(Arc<Caller>, String, Option<Arc<SigningKey>>), Failure> {
        let home = &self.settings.home_region;
        // Links in messages are opened by people, who sign nothing.
        let by_token =
            |route: &Route| route.service.id == "sns" && matches!(route.operation.name, "ConfirmSubscription" | "Unsubscribe");
        let s3 = route.service.id == "s3";
        let signed = match authentication {
            // What S3 answers to everybody, its bucket policies say.
            Authentication::Anonymous if route.operation.anonymous || s3 || by_token(route) => {
                return Ok((Arc::new(Caller::anonymous()), home.clone(), None));
            }
            Authentication::Anonymous => return Err(missing_token(route.protocol)),
            Authentication::PresignedV2(presigned) if s3 => {
                let caller = self.caller(&presigned.access_key_id, presigned.session_token.as_deref(), s3).await?;
                if let Some(secret) = &caller.secret {
                    presigned.verify(parts, secret.as_bytes(), self.clock.wall())?;
                }
                return Ok((caller, home.clone(), None));
            }
            Authentication::PresignedV2(_) => return Err(old_signature()),
            Authentication::Signed(signed) => signed,
        };
        let region = match &*signed.scope.region {
            "aws-global" => home,
            region => match self.settings.regions.iter().find(|r| *r == region) {
                Some(region) => region,
                None => {
                    return Err(Failure::common(
                        Common::SignatureDoesNotMatch,
                        "Credential should be scoped to a valid region. See the server's list of regions.",
                    ));
                }
            },
        };
        let region = if is_global(route.service.id) { home } else { region };
        let caller = self.caller(&signed.access_key_id, signed.session_token.as_deref(), s3).await?;
        let key = self.verify(signed, parts, route, body, &caller, s3)?;
        Ok((caller, region.clone(), key))
    }

    fn verify(
        &self,
        signed: &Signed<'_>,
        parts: &RequestParts<'_>,
        route: &Route,
        body: Body<'_>,
        caller: &Caller,
        s3: bool,
    ) -> Result<Option<Arc<SigningKey>>, Failure> {
        // Only the sandbox has callers without a secret.
        let Some(secret) = &caller.secret else { return Ok(None) };
        let names = [route.service.signing_name];
        let rules = if s3 { Rules::s3() } else { Rules::service(&names) };
        let now: Timestamp = self.clock.wall();
        self.signing_keys.verify(parts, signed, secret.as_bytes(), body, now, &rules).map(Some)
    }

    /// Whose signature a request to one of our own pages carries. It is signed as a call of STS is, body included.
    ///
    /// # Errors
    /// Those of a signature that is missing, wrong, old or of nobody known.
    pub async fn signer(&self, request: &HttpRequest) -> Result<Arc<Principal>, Failure> {
        let parts =
            RequestParts { method: &request.method, path: &request.path, query: &request.query, headers: &request.headers };
        let Authentication::Signed(signed) = Authentication::parse(&parts)? else {
            return Err(missing_token(Protocol::Query));
        };
        let caller = self.caller(&signed.access_key_id, signed.session_token.as_deref(), false).await?;
        // Of the sandbox's made-up keys nothing can be verified.
        if let Some(secret) = &caller.secret {
            let rules = Rules::service(&["sts"]);
            let body = Body::Bytes(&request.body);
            self.signing_keys.verify(&parts, &signed, secret.as_bytes(), body, self.clock.wall(), &rules)?;
        }
        Ok(caller.principal.clone())
    }

    /// Records a call that did not get as far as running, and answers it.
    async fn refuse(&self, call: &Call, route: &Route, input: &Document, failure: Failure) -> Result<Done, Failure> {
        let tx = Transaction::new(self, call);
        self.record_failure(call, route.protocol, input, tx, &failure).await?;
        Err(failure)
    }

    async fn run(
        &self,
        call: &Call,
        caller: &Caller,
        route: &Route,
        input: &Document,
        prepared: &dyn Prepared,
    ) -> Result<Done, Failure> {
        for _ in 0..ATTEMPTS {
            let known = Known::default();
            let access = match prepared.access(&Lookup::new(self, call, &known)).await {
                Ok(access) => access,
                Err(failure) => return self.refuse(call, route, input, failure).await,
            };
            let as_caller;
            let allowed = self.authorize(call, &caller.policies, &access).await;
            let seen = self.seen(call, &access).await?;
            let call = match &access.principal {
                Some(principal) => {
                    as_caller = Call { principal: Arc::new(principal.clone()), ..call.clone() };
                    &as_caller
                }
                None => call,
            };
            if let Err(failure) = allowed {
                // Somebody without an account is refused in the history of the account that was asked.
                let owner = access.grants.first().and_then(|grant| grant.account.clone());
                let mut tx = Transaction::new(self, call);
                tx.audit.seen = seen;
                tx.audit.also_in.extend(owner.filter(|_| call.principal.account.is_empty()));
                tx.audit.resources.extend(access.grants.iter().filter_map(crate::access::Grant::audited));
                self.record_failure(call, route.protocol, input, tx, &failure).await?;
                return Err(failure);
            }
            let mut tx = Transaction::new(self, call).with_policies(&caller.policies).knowing(known);
            tx.audit.seen = seen;
            let output = match prepared.run(&mut tx).await {
                Ok(output) => output,
                Err(failure) => {
                    self.record_failure(call, route.protocol, input, tx, &failure).await?;
                    return Err(failure);
                }
            };
            let reply = tx.take_reply();
            let id = || self.ids.uuid_at(call.time.as_millisecond());
            let mut records = audit::records(call, id, input, &tx.audit, Outcome::Done(&output));
            records.extend(audit::parts(call, route.protocol, id, &tx.audit.parts));
            match self.commit(tx, records).await {
                Ok(_) => return Ok((output, reply)),
                // Somebody changed what this call had read: it runs again on what is there now.
                Err(CommitError::Conflict { .. } | CommitError::Duplicate { .. }) => {}
                Err(error) => return Err(Failure::internal(error)),
            }
        }
        let failure = Failure::common(Common::Throttling, "Rate exceeded");
        self.refuse(call, route, input, failure).await
    }

    /// Commits the audit record of a call that failed. A call that cannot be recorded is answered as an internal failure.
    pub(crate) async fn record_failure(
        &self,
        call: &Call,
        protocol: Protocol,
        input: &Document,
        mut tx: Transaction<'_>,
        failure: &Failure,
    ) -> Result<(), Failure> {
        tx.abandon();
        let code = audit_code(protocol, Some(call.service), failure);
        let notes: AuditNotes = tx.audit.clone();
        let records = audit::records(
            call,
            || self.ids.uuid_at(call.time.as_millisecond()),
            input,
            &notes,
            Outcome::Failed(&code, &failure.message),
        );
        if records.is_empty() {
            return Ok(());
        }
        let internal = matches!(failure.kind, Kind::Common(Common::Internal));
        match self.store.commit(tx.into_commit(records)).await {
            Ok(_) => Ok(()),
            // The failure that is being recorded may be the store's own.
            Err(_) if internal => Ok(()),
            Err(error) => Err(Failure::internal(error)),
        }
    }

    /// Answers a request whose body was not read: too large, or too slow to come.
    pub fn refuse_unread(&self, parts: &RequestParts<'_>, failure: &Failure) -> Encoded {
        self.metrics.unattributed();
        let id = self.ids.uuid().to_string();
        let authentication = Authentication::parse(parts);
        let scope_service = authentication.as_ref().ok().and_then(|a| a.service().map(str::to_owned));
        match route(parts, &[], scope_service.as_deref()) {
            Ok(found) => encode_failure(
                found.protocol,
                found.json_version,
                Some(found.service),
                Some(found.operation),
                failure,
                &id,
                found.query_mode,
            ),
            Err(error) => encode_failure(error.protocol, error.json_version, error.service, None, failure, &id, error.query_mode),
        }
    }
}

/// Wraps a streamed body in what takes off its framing and verifies it.
fn unwrap_payload(
    authentication: &Authentication<'_>,
    parts: &RequestParts<'_>,
    source: Box<dyn ByteSource>,
    length: Option<u64>,
    key: Option<Arc<SigningKey>>,
) -> Result<Payload, Failure> {
    let (decoder, covered) = match authentication {
        Authentication::Signed(signed) => {
            // The sandbox's made-up keys have no secret: their signed chunks cannot be verified, unsigned ones need no key.
            let key = key.unwrap_or_else(|| {
                Arc::new(SigningKey::derive(&[], &signed.scope.date, &signed.scope.region, &signed.scope.service))
            });
            (Decoder::for_request(parts, signed, &key)?, signed.payload)
        }
        Authentication::Anonymous | Authentication::PresignedV2(_) => (Decoder::for_unsigned(parts)?, Covered::named(parts)),
    };
    let length = decoder.as_ref().map(Decoder::decoded_length).or(length);
    let hash = match covered {
        Covered::Hash(hash) => Some(hash.to_owned()),
        _ => None,
    };
    Ok(Payload::new(length, Box::new(Verified::new(source, decoder, hash))))
}

/// Refuses what a session may not be used for, whatever its policies say.
///
/// See "GetFederationToken" and "GetSessionToken" at <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html>.
fn usable(call: &Call) -> Result<(), Failure> {
    let Some(session) = &call.principal.session else { return Ok(()) };
    let operation = call.operation.name;
    let beyond_sts = match call.principal.kind {
        PrincipalKind::FederatedUser => operation != "GetCallerIdentity",
        PrincipalKind::IamUser => !matches!(operation, "AssumeRole" | "GetCallerIdentity" | "GetWebIdentityToken"),
        _ => false,
    };
    if call.service.id == "sts" && beyond_sts {
        let message = match operation {
            "GetWebIdentityToken" => "GetWebIdentityToken does not support federated user sessions".to_owned(),
            _ => format!("Cannot call {operation} with session credentials"),
        };
        return Err(Failure::common(Common::AccessDenied, message));
    }
    let refused = match (call.principal.kind, call.service.id) {
        (PrincipalKind::FederatedUser, "iam") => true,
        (PrincipalKind::IamUser, "iam") => session.mfa_at.is_none() && !session.signed_in,
        (PrincipalKind::Root, "iam") if session.issuer_kind == IssuerKind::Root && !session.assumed_root => {
            session.mfa_at.is_none() && !session.signed_in
        }
        _ => false,
    };
    if refused { Err(wire::sigv4::errors::unknown_token(false)) } else { Ok(()) }
}

fn user_agent(parts: &RequestParts<'_>) -> String {
    let text = parts.header("user-agent").unwrap_or_default();
    let mut end = text.len().min(MAX_USER_AGENT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
