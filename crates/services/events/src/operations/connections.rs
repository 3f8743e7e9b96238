//! Connections.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::operation::{
    CreateConnection, DeauthorizeConnection, DeleteConnection, DescribeConnection, ListConnections, UpdateConnection,
};
use crate::api::{
    Connection as Shown, ConnectionApiKeyAuthResponseParameters, ConnectionAuthResponseParameters,
    ConnectionAuthorizationType as Kind, ConnectionBasicAuthResponseParameters, ConnectionBodyParameter,
    ConnectionHeaderParameter, ConnectionHttpParameters, ConnectionOAuthClientResponseParameters,
    ConnectionOAuthResponseParameters, ConnectionQueryStringParameter, ConnectionState, CreateConnectionRequest,
    CreateConnectionResponse, DeauthorizeConnectionRequest, DeauthorizeConnectionResponse, DeleteConnectionRequest,
    DeleteConnectionResponse, DescribeConnectionRequest, DescribeConnectionResponse, LimitExceededException,
    ListConnectionsRequest, ListConnectionsResponse, ResourceAlreadyExistsException, ResourceNotFoundException,
    UpdateConnectionRequest, UpdateConnectionResponse,
};
use crate::connections::{self, Authorization, Connection, OAuth, Parameter, Parameters, Token, set_headers};
use crate::operations::buses::{limit, time, wrong_token};

/// Connections of an account in a region.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const MOST: u64 = 3000;
/// CloudFormation's name of connections.
const KIND: &str = "AWS::Events::Connection";

fn on(lookup: &Lookup<'_>, name: &str) -> Access {
    Access::on(lookup.plane().arn("events", &lookup.call().region, lookup.account(), &format!("connection/{name}")))
}

fn missing(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Failed to describe the connection(s). Connection '{name}' does not exist.")).into()
}

async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Connection>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let found = tx.get::<Connection>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
    tx.touched(found.body.arn.clone(), account, KIND);
    Ok(found)
}

/// Refuses what is not there.
fn refuse(private: bool, key: bool) -> Result<(), Failure> {
    match (private, key) {
        (true, _) => Err(Failure::validation("Connectivity of connections to private networks is not supported.")),
        (_, true) => Err(Failure::validation("KmsKeyIdentifier of a connection is not supported.")),
        _ => Ok(()),
    }
}

fn parameters(given: Option<&ConnectionHttpParameters>) -> Result<Parameters, Failure> {
    let one = |key: Option<&String>, value: Option<String>, secret: Option<bool>| Parameter {
        key: key.cloned().unwrap_or_default(),
        value: value.unwrap_or_default(),
        secret: secret.unwrap_or(false),
    };
    let Some(given) = given else { return Ok(Parameters::default()) };
    let headers = given.header_parameters.iter().flatten();
    let query = given.query_string_parameters.iter().flatten();
    let body = given.body_parameters.iter().flatten();
    let all = Parameters {
        headers: headers.map(|p| one(p.key.as_ref(), p.value.as_ref().map(|v| v.0.clone()), p.is_value_secret)).collect(),
        query: query.map(|p| one(p.key.as_ref(), p.value.as_ref().map(|v| v.0.clone()), p.is_value_secret)).collect(),
        body: body.map(|p| one(p.key.as_ref(), p.value.as_ref().map(|v| v.0.clone()), p.is_value_secret)).collect(),
    };
    if all.headers.iter().chain(&all.query).chain(&all.body).any(|parameter| parameter.key.is_empty()) {
        return Err(Failure::validation("Parameters of a connection need a Key."));
    }
    let headers = all.headers.iter().map(|parameter| (parameter.key.as_str(), parameter.value.as_str()));
    set_headers(&mut http::HeaderMap::new(), headers).map_err(Failure::validation)?;
    Ok(all)
}

/// Parameters as they are shown: without what is secret.
fn shown(all: &Parameters) -> Option<ConnectionHttpParameters> {
    let value = |parameter: &Parameter| (!parameter.secret).then(|| parameter.value.clone().into());
    let headers: Vec<_> = all
        .headers
        .iter()
        .map(|p| ConnectionHeaderParameter { key: Some(p.key.clone()), value: value(p), is_value_secret: Some(p.secret) })
        .collect();
    let query: Vec<_> = all
        .query
        .iter()
        .map(|p| ConnectionQueryStringParameter { key: Some(p.key.clone()), value: value(p), is_value_secret: Some(p.secret) })
        .collect();
    let body: Vec<_> = all
        .body
        .iter()
        .map(|p| ConnectionBodyParameter { key: Some(p.key.clone()), value: value(p), is_value_secret: Some(p.secret) })
        .collect();
    let some = !headers.is_empty() || !query.is_empty() || !body.is_empty();
    some.then(|| ConnectionHttpParameters {
        header_parameters: (!headers.is_empty()).then_some(headers),
        query_string_parameters: (!query.is_empty()).then_some(query),
        body_parameters: (!body.is_empty()).then_some(body),
    })
}

/// Whether what authorizes requests is there and fits the kind.
fn check(kind: Kind, authorization: &Authorization, plane: &plane::Plane) -> Result<(), Failure> {
    let wrong = |what: &str| {
        Failure::validation(format!(
            "Parameter(s) {what} must be specified, and no others, for the AuthorizationType {}.",
            kind.as_str()
        ))
    };
    let given = (authorization.basic.is_some(), authorization.api_key.is_some(), authorization.oauth.is_some());
    match (kind, given) {
        (Kind::Basic, (true, false, false)) => Ok(()),
        (Kind::ApiKey, (false, true, false)) => {
            let (name, value) = authorization.api_key.clone().unwrap_or_default();
            set_headers(&mut http::HeaderMap::new(), [(name.as_str(), value.as_str())]).map_err(Failure::validation)
        }
        (Kind::OauthClientCredentials, (false, false, true)) => {
            let endpoint = authorization.oauth.as_ref().map_or("", |oauth| oauth.endpoint.as_str());
            let refused = |_| Failure::validation("AuthorizationEndpoint is no URL that may be connected to.");
            connections::client(plane).check(endpoint).map(|_| ()).map_err(refused)
        }
        (Kind::Basic, _) => Err(wrong("BasicAuthParameters")),
        (Kind::ApiKey, _) => Err(wrong("ApiKeyAuthParameters")),
        (Kind::OauthClientCredentials, _) => Err(wrong("OAuthParameters")),
    }
}

/// The state of a connection that was just set: tokens are asked for behind the call.
fn begun(kind: Kind) -> ConnectionState {
    match kind {
        Kind::OauthClientCredentials => ConnectionState::Authorizing,
        Kind::Basic | Kind::ApiKey => ConnectionState::Authorized,
    }
}

impl Handle for CreateConnection {
    async fn access(input: &CreateConnectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &CreateConnectionRequest, tx: &mut Transaction<'_>) -> Result<CreateConnectionResponse, Failure> {
        let given = &input.auth_parameters;
        let private = input.invocation_connectivity_parameters.is_some() || given.connectivity_parameters.is_some();
        refuse(private, input.kms_key_identifier.as_ref().is_some_and(|key| !key.is_empty()))?;
        let oauth = |given: &crate::api::CreateConnectionOAuthRequestParameters| {
            Ok::<_, Failure>(OAuth {
                client: given.client_parameters.client_id.clone(),
                secret: given.client_parameters.client_secret.0.clone(),
                endpoint: given.authorization_endpoint.clone(),
                method: given.http_method,
                parameters: parameters(given.o_auth_http_parameters.as_ref())?,
            })
        };
        let authorization = Authorization {
            basic: given.basic_auth_parameters.as_ref().map(|basic| (basic.username.clone(), basic.password.0.clone())),
            api_key: given.api_key_auth_parameters.as_ref().map(|key| (key.api_key_name.clone(), key.api_key_value.0.clone())),
            oauth: given.o_auth_parameters.as_ref().map(oauth).transpose()?,
            invocation: parameters(given.invocation_http_parameters.as_ref())?,
        };
        check(input.authorization_type, &authorization, tx.plane())?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if tx.get::<Connection>(&account, &region, &input.name).await?.is_some() {
            return Err(ResourceAlreadyExistsException::new(format!("Connection {} already exists.", input.name)).into());
        }
        if tx.reader().count::<Connection>(&account, &region).await? >= MOST {
            return Err(LimitExceededException::new("The requested resource exceeds the maximum number allowed.").into());
        }
        let (now, id) = (tx.call().time.as_millisecond(), tx.plane().ids.uuid().to_string());
        let arn = tx.plane().arn("events", &region, &account, &format!("connection/{}/{id}", input.name));
        let state = begun(input.authorization_type);
        let mut connection = Connection {
            name: input.name.clone(),
            id,
            arn: arn.clone(),
            description: input.description.clone(),
            kind: input.authorization_type,
            sealed: None,
            state,
            reason: None,
            created: now,
            modified: now,
            authorized: (state == ConnectionState::Authorized).then_some(now),
        };
        connection.seal(tx.plane(), &authorization)?;
        tx.touched(arn.clone(), account.clone(), KIND);
        tx.put(&Stored::new(&account, &region, &input.name, connection).arn(&arn))?;
        Ok(CreateConnectionResponse {
            connection_arn: Some(arn),
            connection_state: Some(state),
            creation_time: time(now),
            last_modified_time: time(now),
        })
    }
}

impl Handle for UpdateConnection {
    async fn access(input: &UpdateConnectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &UpdateConnectionRequest, tx: &mut Transaction<'_>) -> Result<UpdateConnectionResponse, Failure> {
        let mut stored = held(tx, &input.name).await?;
        let given = input.auth_parameters.as_ref();
        let private =
            input.invocation_connectivity_parameters.is_some() || given.is_some_and(|g| g.connectivity_parameters.is_some());
        refuse(private, input.kms_key_identifier.as_ref().is_some_and(|key| !key.is_empty()))?;
        let mut authorization = stored.body.open(tx.plane())?.unwrap_or_default();
        let kind = input.authorization_type.unwrap_or(stored.body.kind);
        if kind != stored.body.kind {
            (authorization.basic, authorization.api_key, authorization.oauth) = (None, None, None);
        }
        if let Some(basic) = given.and_then(|g| g.basic_auth_parameters.as_ref()) {
            let (user, password) = authorization.basic.unwrap_or_default();
            let password = basic.password.as_ref().map_or(password, |password| password.0.clone());
            authorization.basic = Some((basic.username.clone().unwrap_or(user), password));
        }
        if let Some(key) = given.and_then(|g| g.api_key_auth_parameters.as_ref()) {
            let (name, value) = authorization.api_key.unwrap_or_default();
            let value = key.api_key_value.as_ref().map_or(value, |value| value.0.clone());
            authorization.api_key = Some((key.api_key_name.clone().unwrap_or(name), value));
        }
        if let Some(given) = given.and_then(|g| g.o_auth_parameters.as_ref()) {
            let before = authorization.oauth.unwrap_or_else(|| OAuth {
                client: String::new(),
                secret: String::new(),
                endpoint: String::new(),
                method: crate::api::ConnectionOAuthHttpMethod::Post,
                parameters: Parameters::default(),
            });
            let client = given.client_parameters.as_ref();
            authorization.oauth = Some(OAuth {
                client: client.and_then(|c| c.client_id.clone()).unwrap_or(before.client),
                secret: client.and_then(|c| c.client_secret.as_ref()).map_or(before.secret, |secret| secret.0.clone()),
                endpoint: given.authorization_endpoint.clone().unwrap_or(before.endpoint),
                method: given.http_method.unwrap_or(before.method),
                parameters: match &given.o_auth_http_parameters {
                    Some(all) => parameters(Some(all))?,
                    None => before.parameters,
                },
            });
        }
        if let Some(all) = given.and_then(|g| g.invocation_http_parameters.as_ref()) {
            authorization.invocation = parameters(Some(all))?;
        }
        check(kind, &authorization, tx.plane())?;
        let now = tx.call().time.as_millisecond();
        let connection = &mut stored.body;
        connection.kind = kind;
        connection.description = input.description.clone().or_else(|| connection.description.take());
        connection.state = begun(kind);
        connection.reason = None;
        connection.modified = now;
        if connection.state == ConnectionState::Authorized {
            connection.authorized = Some(now);
        }
        connection.seal(tx.plane(), &authorization)?;
        forget_token(tx, &stored).await?;
        tx.put(&stored)?;
        let connection = stored.body;
        Ok(UpdateConnectionResponse {
            connection_arn: Some(connection.arn),
            connection_state: Some(connection.state),
            creation_time: time(connection.created),
            last_modified_time: time(now),
            last_authorized_time: connection.authorized.and_then(time),
        })
    }
}

async fn forget_token(tx: &mut Transaction<'_>, connection: &Stored<Connection>) -> Result<(), Failure> {
    let token = tx.get::<Token>(&connection.key.account, &connection.key.region, &connection.body.id).await?;
    if let Some(token) = token {
        tx.delete(&token);
    }
    Ok(())
}

impl Handle for DeauthorizeConnection {
    async fn access(input: &DeauthorizeConnectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(
        input: &DeauthorizeConnectionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DeauthorizeConnectionResponse, Failure> {
        let mut stored = held(tx, &input.name).await?;
        forget_token(tx, &stored).await?;
        stored.body.sealed = None;
        stored.body.state = ConnectionState::Deauthorized;
        stored.body.reason = None;
        stored.body.modified = tx.call().time.as_millisecond();
        tx.put(&stored)?;
        let connection = stored.body;
        Ok(DeauthorizeConnectionResponse {
            connection_arn: Some(connection.arn),
            connection_state: Some(connection.state),
            creation_time: time(connection.created),
            last_modified_time: time(connection.modified),
            last_authorized_time: connection.authorized.and_then(time),
        })
    }
}

impl Handle for DeleteConnection {
    async fn access(input: &DeleteConnectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &DeleteConnectionRequest, tx: &mut Transaction<'_>) -> Result<DeleteConnectionResponse, Failure> {
        let stored = held(tx, &input.name).await?;
        forget_token(tx, &stored).await?;
        tx.delete(&stored);
        let connection = stored.body;
        Ok(DeleteConnectionResponse {
            connection_arn: Some(connection.arn),
            connection_state: Some(ConnectionState::Deleting),
            creation_time: time(connection.created),
            last_modified_time: time(connection.modified),
            last_authorized_time: connection.authorized.and_then(time),
        })
    }
}

impl Handle for DescribeConnection {
    async fn access(input: &DescribeConnectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on(lookup, &input.name))
    }

    async fn run(input: &DescribeConnectionRequest, tx: &mut Transaction<'_>) -> Result<DescribeConnectionResponse, Failure> {
        let connection = held(tx, &input.name).await?.body;
        let authorization = connection.open(tx.plane())?;
        let auth = authorization.map(|authorization| ConnectionAuthResponseParameters {
            basic_auth_parameters: authorization
                .basic
                .map(|(user, _)| ConnectionBasicAuthResponseParameters { username: Some(user) }),
            api_key_auth_parameters: authorization
                .api_key
                .map(|(name, _)| ConnectionApiKeyAuthResponseParameters { api_key_name: Some(name) }),
            o_auth_parameters: authorization.oauth.map(|oauth| ConnectionOAuthResponseParameters {
                client_parameters: Some(ConnectionOAuthClientResponseParameters { client_id: Some(oauth.client) }),
                authorization_endpoint: Some(oauth.endpoint),
                http_method: Some(oauth.method),
                o_auth_http_parameters: shown(&oauth.parameters),
            }),
            invocation_http_parameters: shown(&authorization.invocation),
            connectivity_parameters: None,
        });
        Ok(DescribeConnectionResponse {
            connection_arn: Some(connection.arn),
            name: Some(connection.name),
            description: connection.description,
            connection_state: Some(connection.state),
            state_reason: connection.reason,
            authorization_type: Some(connection.kind),
            auth_parameters: auth,
            creation_time: time(connection.created),
            last_modified_time: time(connection.modified),
            last_authorized_time: connection.authorized.and_then(time),
            ..DescribeConnectionResponse::default()
        })
    }
}

impl Handle for ListConnections {
    async fn access(_: &ListConnectionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListConnectionsRequest, tx: &mut Transaction<'_>) -> Result<ListConnectionsResponse, Failure> {
        let prefix = input.name_prefix.clone().unwrap_or_default();
        let mut all = tx.reader().all::<Connection>(tx.account(), &tx.call().region, &prefix).await?;
        all.retain(|connection| input.connection_state.is_none_or(|state| connection.body.state == state));
        let listing = format!("ListConnections {} {} {prefix} {:?}", tx.account(), tx.call().region, input.connection_state);
        let key = |connection: &Stored<Connection>| connection.body.name.clone();
        let page = cut(all, &listing, input.next_token.as_deref(), limit(input.limit), key, wrong_token)?;
        let shown = page.items.into_iter().map(|stored| stored.body).map(|connection| Shown {
            connection_arn: Some(connection.arn),
            name: Some(connection.name),
            connection_state: Some(connection.state),
            state_reason: connection.reason,
            authorization_type: Some(connection.kind),
            creation_time: time(connection.created),
            last_modified_time: time(connection.modified),
            last_authorized_time: connection.authorized.and_then(time),
        });
        Ok(ListConnectionsResponse { connections: Some(shown.collect()), next_token: page.next })
    }
}
