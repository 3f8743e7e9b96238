//! The documents of this service.

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{
    ExpirationModelType, GrantOperation, ImportState, KeyManagerType, KeyMaterialState, KeySpec, KeyState, KeyUsageType,
    OriginType, RotationType,
};

/// A key: everything but its material.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Key {
    pub account: String,
    pub region: String,
    pub id: String,
    pub spec: KeySpec,
    pub usage: KeyUsageType,
    pub origin: OriginType,
    pub manager: KeyManagerType,
    pub state: KeyState,
    #[serde(default)]
    pub description: String,
    /// Milliseconds since 1970, as all times here.
    pub created: i64,
    /// When it is to be deleted, and after how many days that is.
    #[serde(default)]
    pub deletion: Option<Deletion>,
    pub policy: String,
    /// Its material, oldest first: one, but for symmetric keys, which rotate.
    #[serde(default)]
    pub materials: Vec<Material>,
    /// SubjectPublicKeyInfo of asymmetric keys, DER in base64.
    #[serde(default)]
    pub public_key: Option<String>,
    #[serde(default)]
    pub rotation: Option<Rotation>,
    /// How often it was rotated on demand.
    #[serde(default)]
    pub on_demand_rotations: u32,
    #[serde(default)]
    pub multi_region: Option<MultiRegion>,
    /// Names of its aliases, with `alias/`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How many grants it has.
    #[serde(default)]
    pub grants: u32,
}

/// A scheduled deletion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deletion {
    pub window_days: i32,
    /// None for a primary key that waits for its replicas to be gone.
    pub at: Option<i64>,
    /// Whether it was enabled before, so that nothing is lost when the deletion is cancelled.
    pub had_material: bool,
}

/// Automatic rotation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rotation {
    pub period_days: i32,
    pub next: i64,
}

/// Where a multi-Region key is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MultiRegion {
    pub primary: String,
    pub replicas: Vec<String>,
}

/// What is known of one piece of key material; the material itself is a [`KeyMaterial`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Material {
    /// 64 hexadecimal digits that depend on the material.
    pub id: String,
    pub state: KeyMaterialState,
    pub created: i64,
    /// When and why it became current; none of a key's first material.
    #[serde(default)]
    pub rotated: Option<(i64, RotationType)>,
    #[serde(default)]
    pub import: Option<Import>,
}

/// Of imported material.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Import {
    pub state: ImportState,
    pub model: ExpirationModelType,
    #[serde(default)]
    pub valid_to: Option<i64>,
    #[serde(default)]
    pub description: Option<String>,
}

impl Key {
    pub(crate) fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:kms:{}:{}:key/{}", self.region, self.account, self.id)
    }

    /// The material that encrypts.
    pub(crate) fn current(&self) -> Option<&Material> {
        self.materials.iter().find(|m| m.state == KeyMaterialState::Current)
    }

    pub(crate) fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|m| m.id == id)
    }

    pub(crate) fn is_symmetric(&self) -> bool {
        self.spec == KeySpec::SymmetricDefault
    }

    pub(crate) fn is_managed(&self) -> bool {
        self.manager == KeyManagerType::Aws
    }

    /// The other regions of a multi-Region key.
    pub(crate) fn other_regions(&self) -> Vec<String> {
        let Some(multi) = &self.multi_region else { return Vec::new() };
        std::iter::once(&multi.primary).chain(&multi.replicas).filter(|r| **r != self.region).cloned().collect()
    }
}

impl Resource for Key {
    const KIND: &'static str = "AWS::KMS::Key";
}

/// Key material, sealed with the master key. Not even its earlier versions are kept: what is destroyed is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeyMaterial {
    /// Base64 of what [`plane::Keyring::seal`] made.
    pub sealed: String,
}

impl Resource for KeyMaterial {
    const KIND: &'static str = "Cloudkeep::KMS::KeyMaterial";
    const HISTORY: bool = false;
}

/// An alias; its id is its name with `alias/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Alias {
    pub target: String,
    pub created: i64,
    pub updated: i64,
}

impl Resource for Alias {
    const KIND: &'static str = "AWS::KMS::Alias";
}

/// A grant; its id is its key's and its own with a slash between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub id: String,
    pub key_id: String,
    pub account: String,
    pub region: String,
    #[serde(default)]
    pub name: Option<String>,
    pub created: i64,
    /// ARN of a principal, or the name of a service.
    pub grantee: String,
    #[serde(default)]
    pub grantee_is_service: bool,
    #[serde(default)]
    pub retiring: Option<String>,
    #[serde(default)]
    pub retiring_is_service: bool,
    /// ARN of who made it.
    pub issuer: String,
    pub issuing_account: String,
    pub operations: Vec<GrantOperation>,
    #[serde(default)]
    pub constraints: Constraints,
}

/// What a grant asks of the encryption context, and of whom a service acts for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Constraints {
    #[serde(default)]
    pub equals: Option<Vec<(String, String)>>,
    #[serde(default)]
    pub subset: Option<Vec<(String, String)>>,
    #[serde(default)]
    pub source_arn: Option<String>,
}

/// Look-up of grants by their retiring principal; the value carries the region.
pub(crate) const RETIRABLE: &str = "kms:retirable";
/// Look-up of grants by themselves.
pub(crate) const GRANT: &str = "kms:grant";

impl Resource for Grant {
    const KIND: &'static str = "Cloudkeep::KMS::Grant";

    fn lookups(&self) -> Vec<LookupValue> {
        let mut all = vec![LookupValue::unique(GRANT, format!("{}/{}", self.region, self.id))];
        if let Some(retiring) = &self.retiring {
            all.push(LookupValue::shared(RETIRABLE, format!("{}/{retiring}", self.region)));
        }
        all
    }
}

/// When a key was last used, and by which call: a view of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LastUsage {
    pub operation: String,
    pub at: i64,
    pub event_id: String,
    pub request_id: String,
}

impl Resource for LastUsage {
    const KIND: &'static str = "Cloudkeep::KMS::LastUsage";
    const HISTORY: bool = false;
}
