//! Buckets, with what is set on them.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use serde_json::{Map, Value, json};

use super::sink::Found;
use super::{Account, list, or_absent, text};
use crate::aws::{CallError, encoded};

impl Account<'_> {
    pub(super) async fn buckets(&mut self) -> Result<(), CallError> {
        let all = self.connection.get_xml("s3", &self.connection.region, "/", "").await?;
        for bucket in list(&all, "buckets") {
            self.bucket(bucket, &all["owner"]).await?;
        }
        Ok(())
    }

    async fn bucket(&mut self, bucket: &Value, owner: &Value) -> Result<(), CallError> {
        let name = text(bucket, "name");
        let path = format!("/{}", encoded(name));
        let home = self.connection.region.clone();
        // The answer is one element with a text, which is empty for the first of all regions.
        let place = self.connection.get_xml("s3", &home, &path, "location=").await?;
        let region = match place.as_str().unwrap_or_default() {
            "" => "us-east-1",
            "EU" => "eu-west-1",
            region => region,
        };
        self.bucket_regions.insert(region.to_owned());
        let set = async |what: &str| or_absent(self.connection.get_xml("s3", region, &path, &format!("{what}=")).await);
        let versioning = set("versioning").await?;
        let encryption = set("encryption").await?;
        let block = set("publicAccessBlock").await?;
        let logging = set("logging").await?;
        let tagging = set("tagging").await?;
        let policy = match self.connection.get("s3", region, &path, "policy=").await {
            Ok(text) => Value::String(String::from_utf8_lossy(&text).into_owned()),
            Err(failure) => or_absent(Err(failure))?,
        };
        let status = versioning["status"].as_str().unwrap_or("Off");
        let target = &logging["loggingEnabled"];
        let mut supplementary = Map::from_iter([
            ("BucketVersioningConfiguration".to_owned(), json!({"status": status, "isMfaDeleteEnabled": null})),
            ("BucketPolicy".to_owned(), json!({"policyText": policy})),
            (
                "BucketLoggingConfiguration".to_owned(),
                json!({"destinationBucketName": target["targetBucket"], "logFilePrefix": target["targetPrefix"]}),
            ),
        ]);
        if !encryption.is_null() {
            supplementary.insert("ServerSideEncryptionConfiguration".to_owned(), rules(&encryption));
        }
        if !block.is_null() {
            supplementary.insert("PublicAccessBlockConfiguration".to_owned(), block);
        }
        self.sink.put(Found {
            kind: "AWS::S3::Bucket",
            id: name.to_owned(),
            name: Some(name.to_owned()),
            arn: format!("arn:aws:s3:::{name}"),
            region: region.to_owned(),
            zone: Some("Regional".to_owned()),
            created: Some(text(bucket, "creationDate").to_owned()).filter(|date| !date.is_empty()),
            tags: tagging["tagSet"].clone(),
            configuration: json!({
                "name": name,
                "owner": {"displayName": owner["displayName"], "id": owner["iD"]},
                "creationDate": bucket["creationDate"],
            }),
            supplementary,
            ..Found::default()
        })?;
        Ok(())
    }
}

/// How a bucket encrypts, as Config has it.
fn rules(given: &Value) -> Value {
    let all = match &given["rule"] {
        Value::Array(all) => all.clone(),
        Value::Null => given.as_array().cloned().unwrap_or_default(),
        one => vec![one.clone()],
    };
    let rules = all.iter().map(|rule| {
        let usual = &rule["applyServerSideEncryptionByDefault"];
        json!({
            "applyServerSideEncryptionByDefault": {"sseAlgorithm": usual["sSEAlgorithm"], "kmsMasterKeyID": usual["kMSMasterKeyID"]},
            "bucketKeyEnabled": rule["bucketKeyEnabled"] == true,
        })
    });
    json!({"rules": rules.collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::rules;

    #[test]
    fn encryption_has_the_form_of_config() {
        let rule = json!({"applyServerSideEncryptionByDefault": {"sSEAlgorithm": "aws:kms", "kMSMasterKeyID": "k"}, "bucketKeyEnabled": true});
        for given in [json!({"rule": rule}), json!({"rule": [rule]})] {
            let made = &rules(&given)["rules"][0];
            assert_eq!(made["applyServerSideEncryptionByDefault"], json!({"sseAlgorithm": "aws:kms", "kmsMasterKeyID": "k"}));
            assert_eq!(made["bucketKeyEnabled"], true);
        }
    }
}
