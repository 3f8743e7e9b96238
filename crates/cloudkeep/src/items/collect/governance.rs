//! Keys and trails.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use serde_json::{Map, Value, json};

use super::sink::Found;
use super::{Account, list, or_absent, relation, set, text};
use crate::aws::{CallError, lowered};

impl Account<'_> {
    /// Calls an operation of a service that speaks JSON.
    async fn call(&self, service: &str, target: &str, region: &str, body: Value) -> Result<Value, CallError> {
        self.connection.json((service, target), region, "/", body.to_string().into()).await
    }

    pub(super) async fn keys(&mut self, region: &str) -> Result<(), CallError> {
        let mut marker = Value::Null;
        loop {
            let page = self.call("kms", "TrentService.ListKeys", region, with(json!({"Limit": 100}), "Marker", &marker)).await?;
            for key in list(&page, "Keys") {
                self.key(region, text(key, "KeyId")).await?;
            }
            marker = page["NextMarker"].clone();
            if marker.is_null() || page["Truncated"] != Value::Bool(true) {
                return Ok(());
            }
        }
    }

    async fn key(&mut self, region: &str, id: &str) -> Result<(), CallError> {
        let of = json!({"KeyId": id});
        let described = self.call("kms", "TrentService.DescribeKey", region, of.clone()).await?;
        let key = &described["KeyMetadata"];
        let mut supplementary = Map::new();
        let policy = json!({"KeyId": id, "PolicyName": "default"});
        let policy = or_absent(self.call("kms", "TrentService.GetKeyPolicy", region, policy).await)?;
        supplementary.insert("Policy".to_owned(), policy["Policy"].clone());
        let mut tags = Value::Null;
        // AWS's own keys rotate by themselves, and have no tags.
        if text(key, "KeyManager") != "AWS" {
            let rotation = match self.call("kms", "TrentService.GetKeyRotationStatus", region, of.clone()).await {
                // Such keys do not rotate.
                Err(failure) if failure.code == "UnsupportedOperationException" => Value::Null,
                other => or_absent(other)?,
            };
            supplementary.insert("KeyRotationStatus".to_owned(), json!(rotation["KeyRotationEnabled"] == true));
            tags = or_absent(self.call("kms", "TrentService.ListResourceTags", region, of).await)?["Tags"].clone();
        }
        self.sink.put(Found {
            kind: "AWS::KMS::Key",
            id: text(key, "KeyId").to_owned(),
            arn: text(key, "Arn").to_owned(),
            region: region.to_owned(),
            zone: Some("Not Applicable".to_owned()),
            tags,
            configuration: lowered(key.clone()),
            supplementary,
            ..Found::default()
        })?;
        Ok(())
    }

    pub(super) async fn trails(&mut self, region: &str) -> Result<(), CallError> {
        const PREFIX: &str = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
        let target = |name: &str| format!("{PREFIX}.{name}");
        let all = self.call("cloudtrail", &target("DescribeTrails"), region, json!({"includeShadowTrails": false})).await?;
        for trail in list(&all, "trailList") {
            let (name, arn) = (text(trail, "Name"), text(trail, "TrailARN"));
            let status = self.call("cloudtrail", &target("GetTrailStatus"), region, json!({"Name": arn})).await?;
            let selectors =
                or_absent(self.call("cloudtrail", &target("GetEventSelectors"), region, json!({"TrailName": arn})).await)?;
            let supplementary = Map::from_iter([
                ("TrailStatus".to_owned(), json!({"isLogging": status["IsLogging"]})),
                ("EventSelectors".to_owned(), lowered(selectors["EventSelectors"].clone())),
                ("AdvancedEventSelectors".to_owned(), lowered(selectors["AdvancedEventSelectors"].clone())),
            ]);
            self.sink.put(Found {
                kind: "AWS::CloudTrail::Trail",
                id: name.to_owned(),
                name: Some(name.to_owned()),
                arn: arn.to_owned(),
                region: region.to_owned(),
                zone: Some("Not Applicable".to_owned()),
                relations: vec![relation("Delivers to Bucket", "AWS::S3::Bucket", text(trail, "S3BucketName"))],
                configuration: lowered(trail.clone()),
                supplementary,
                ..Found::default()
            })?;
        }
        Ok(())
    }
}

/// A request with another member, if that has a value.
fn with(mut request: Value, name: &str, value: &Value) -> Value {
    if !value.is_null() {
        set(&mut request, name, value.clone());
    }
    request
}
