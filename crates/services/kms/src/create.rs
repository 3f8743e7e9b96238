//! Making keys: callers' and services'.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, Stored, Transaction};

use crate::api::{KeyManagerType, KeySpec, KeyState, KeyUsageType, OriginType};
use crate::material;
use crate::names;
use crate::policies;
use crate::resources::{Alias, Key, MultiRegion, Rotation};

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;
/// How often keys rotate by themselves unless told otherwise, days.
pub(crate) const YEAR: i32 = 365;

/// What a key is to be.
#[derive(Debug, Clone)]
pub(crate) struct NewKey {
    pub account: String,
    pub region: String,
    pub spec: KeySpec,
    pub usage: KeyUsageType,
    pub origin: OriginType,
    pub manager: KeyManagerType,
    pub description: String,
    pub policy: String,
    pub multi_region: bool,
    pub tags: Vec<(String, String)>,
}

/// Makes a key with its first material, unless that is to be imported.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn key(tx: &mut Transaction<'_>, new: NewKey) -> Result<Stored<Key>, Failure> {
    let now = tx.call().time.as_millisecond();
    let external = new.origin == OriginType::External;
    let mut key = Key {
        id: names::new_id(&tx.plane().ids, new.multi_region),
        multi_region: new.multi_region.then(|| MultiRegion { primary: new.region.clone(), replicas: Vec::new() }),
        account: new.account,
        region: new.region,
        spec: new.spec,
        usage: new.usage,
        origin: new.origin,
        manager: new.manager,
        state: if external { KeyState::PendingImport } else { KeyState::Enabled },
        description: new.description,
        created: now,
        deletion: None,
        policy: new.policy,
        materials: Vec::new(),
        public_key: None,
        rotation: None,
        on_demand_rotations: 0,
        aliases: Vec::new(),
        grants: 0,
    };
    if !external {
        let (private, public) = material::generate(&tx.plane().ids, key.spec).await?;
        let id = material::id_of(&key.id, &private);
        material::keep(tx, &key, &id, &private).await?;
        key.materials.push(material::first(id, now));
        key.public_key = public.map(|public| STANDARD.encode(public));
    }
    let stored = wrap(tx, key, new.tags);
    tx.put(&stored)?;
    Ok(stored)
}

/// A new key's document.
pub(crate) fn wrap(tx: &Transaction<'_>, key: Key, tags: Vec<(String, String)>) -> Stored<Key> {
    let arn = key.arn(&tx.plane().settings.partition);
    let (account, region, id) = (key.account.clone(), key.region.clone(), key.id.clone());
    Stored::new(&account, &region, id, key).arn(arn).tags(tags)
}

/// The managed key of a service, made at its first use.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn managed(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    service: &str,
) -> Result<Stored<Key>, Failure> {
    let name = format!("alias/aws/{service}");
    if let Some(alias) = tx.get::<Alias>(account, region, &name).await? {
        let found = tx.get::<Key>(account, region, &alias.body.target).await?;
        return found.ok_or_else(|| Failure::internal(format!("{name} of {account} in {region} names no key")));
    }
    let partition = tx.plane().settings.partition.clone();
    let new = NewKey {
        account: account.to_owned(),
        region: region.to_owned(),
        spec: KeySpec::SymmetricDefault,
        usage: KeyUsageType::EncryptDecrypt,
        origin: OriginType::AwsKms,
        manager: KeyManagerType::Aws,
        description: format!("Default key that protects my {service} data when no other key is defined"),
        policy: policies::managed_policy(&partition, account, region, service),
        multi_region: false,
        tags: Vec::new(),
    };
    let mut made = key(tx, new).await?;
    let now = tx.call().time.as_millisecond();
    made.body.aliases.push(name.clone());
    made.body.rotation = Some(Rotation { period_days: YEAR, next: now + i64::from(YEAR) * DAY });
    tx.put(&made)?;
    let alias = Alias { target: made.body.id.clone(), created: now, updated: now };
    let arn = crate::place::alias_arn(&partition, region, account, &name);
    tx.put(&Stored::new(account, region, name, alias).arn(arn))?;
    Ok(made)
}

/// Services of the plane that can have a managed key.
pub(crate) const MANAGED: &[&str] = &["s3", "secretsmanager", "ssm", "sqs", "sns", "lambda", "logs", "dynamodb", "kinesis"];
