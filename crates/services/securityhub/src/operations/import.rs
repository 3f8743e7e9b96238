//! BatchImportFindings.

use std::collections::BTreeSet;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::{Map, Value};
use wire::{Common, Document};

use crate::api::{self, ImportFindingsError};
use crate::asff;
use crate::catalogue::products::Product;
use crate::errors::{invalid, invalid_access};
use crate::findings::merge::Context;
use crate::findings::store::Batch;
use crate::hub::{here, hub_arn, product, required, takes};
use crate::json::{self, text};
use crate::raw::{BatchImportFindings, Raw};

fn findings(input: &Raw) -> &[Document] {
    match input.0.member("Findings") {
        Some(Document::List(items)) => items,
        _ => &[],
    }
}

fn member<'d>(finding: &'d Document, name: &str) -> Option<&'d str> {
    finding.member(name).and_then(Document::as_str)
}

impl Handle for BatchImportFindings {
    async fn access(input: &Raw, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        // The product is the resource, the account of the findings a condition key.
        // See <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html>.
        let asked: BTreeSet<(&str, &str)> = findings(input)
            .iter()
            .filter_map(|finding| Some((member(finding, "ProductArn")?, member(finding, "AwsAccountId").unwrap_or_default())))
            .collect();
        let mut access: Option<Access> = None;
        for (arn, account) in asked {
            let one = Access::on(arn).key("securityhub:TargetAccount", account);
            access = Some(match access {
                Some(access) => access.and(one),
                None => one,
            });
        }
        Ok(access.unwrap_or_else(|| Access::on(hub_arn(lookup.plane(), &lookup.call().region, lookup.account()))))
    }

    async fn run(input: &Raw, tx: &mut Transaction<'_>) -> Result<api::BatchImportFindingsResponse, Failure> {
        let place = here(tx);
        required(tx).await?;
        let given = findings(input);
        may_import(tx, given).await?;
        let mut batch = Batch::begin(tx, &place).await?;
        let (mut good, mut failed) = (Vec::with_capacity(given.len()), Vec::new());
        for finding in given {
            match checked(finding, &place.0, &place.1) {
                Ok(one) => good.push(one),
                Err(message) => failed.push(refusal(finding, message)),
            }
        }
        batch.expect(tx, good.iter().map(|(finding, _)| asff::identity(finding))).await?;
        let (now, sender) = (tx.call().time, tx.call().principal.arn.clone());
        let success_count = i32::try_from(good.len()).unwrap_or(i32::MAX);
        for (finding, product) in good {
            let partition = tx.plane().settings.partition.as_str();
            let context = Context { product: &product, region: &place.1, partition, now, sender: &sender, control: false };
            batch.take(tx, finding, &context).await?;
        }
        batch.finish(tx).await?;
        let failed_count = i32::try_from(failed.len()).unwrap_or(i32::MAX);
        Ok(api::BatchImportFindingsResponse { failed_count, success_count, failed_findings: Some(failed) })
    }
}

fn refusal(finding: &Document, message: String) -> ImportFindingsError {
    let id = member(finding, "Id").filter(|id| !id.is_empty()).unwrap_or("unknown");
    ImportFindingsError { id: id.to_owned(), error_code: "InvalidInput".to_owned(), error_message: message }
}

/// A finding that is ASFF, and its product.
fn checked(finding: &Document, account: &str, region: &str) -> Result<(Map<String, Value>, Product), String> {
    let json = json::value(finding);
    let size = json.to_string().len();
    asff::check(&json, size)?;
    let Value::Object(members) = json else { return Err("Finding is not an object.".to_owned()) };
    let product = text(&members, "ProductArn").and_then(|arn| product(arn, account, region));
    let product =
        product.ok_or("Finding does not adhere to Amazon Finding Format. data.ProductArn is not the ARN of a product.")?;
    Ok((members, product))
}

/// Whether the caller may import these: findings are those of the caller's own account, of products that the account takes and that customers send.
///
/// See <https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html>.
async fn may_import(tx: &Transaction<'_>, given: &[Document]) -> Result<(), Failure> {
    let (account, region) = here(tx);
    for finding in given {
        let Some(arn) = member(finding, "ProductArn").filter(|arn| asff::is_product(arn)) else { continue };
        let refused = || {
            let principal = &tx.call().principal.arn;
            let message =
                format!("User: {principal} is not authorized to perform: securityhub:BatchImportFindings on resource: {arn}");
            Failure::common(Common::AccessDenied, message)
        };
        let owner = member(finding, "AwsAccountId").filter(|id| id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()));
        if owner.is_some_and(|owner| owner != account) {
            return Err(refused());
        }
        match product(arn, &account, &region) {
            None if arn.split(':').nth(3) != Some(region.as_str()) => {
                return Err(invalid(format!("productArn: \"{arn}\"")));
            }
            None => return Err(refused()),
            // Services of the plane send their findings themselves.
            Some(Product::Known(known)) if known.is_aws() => return Err(refused()),
            Some(product) if !takes(&tx.reader(), &account, &region, &product).await? => {
                return Err(refused());
            }
            Some(_) => {}
        }
    }
    if given.is_empty() {
        return Err(invalid_access("No findings"));
    }
    Ok(())
}
