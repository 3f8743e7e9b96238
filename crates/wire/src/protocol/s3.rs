//! What only S3 does in restXml: names of reply elements that the model does not carry, its namespace, its host id.

use super::text::base64_encode;
use super::xml::Writer;
use crate::document::Document;
use crate::model::{Member, Service, ShapeId};

/// S3's namespace. The model names it only on inputs.
const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// Root elements of replies, where they differ from the shape's name. boto3 does not look at them, SDKs generated from Smithy models do.
/// Source: the response syntax of each operation in the S3 API reference.
const ROOTS: &[(&str, &str)] = &[
    ("CompleteMultipartUploadOutput", "CompleteMultipartUploadResult"),
    ("CreateMultipartUploadOutput", "InitiateMultipartUploadResult"),
    ("CreateSessionOutput", "CreateSessionResult"),
    ("DeleteObjectsOutput", "DeleteResult"),
    ("GetBucketAccelerateConfigurationOutput", "AccelerateConfiguration"),
    ("GetBucketAclOutput", "AccessControlPolicy"),
    ("GetBucketCorsOutput", "CORSConfiguration"),
    ("GetBucketLifecycleConfigurationOutput", "LifecycleConfiguration"),
    ("GetBucketLocationOutput", "LocationConstraint"),
    ("GetBucketLoggingOutput", "BucketLoggingStatus"),
    ("GetBucketRequestPaymentOutput", "RequestPaymentConfiguration"),
    ("GetBucketTaggingOutput", "Tagging"),
    ("GetBucketVersioningOutput", "VersioningConfiguration"),
    ("GetBucketWebsiteOutput", "WebsiteConfiguration"),
    ("GetObjectAclOutput", "AccessControlPolicy"),
    ("GetObjectAttributesOutput", "GetObjectAttributesResponse"),
    ("GetObjectTaggingOutput", "Tagging"),
    ("ListBucketAnalyticsConfigurationsOutput", "ListBucketAnalyticsConfigurationResult"),
    ("ListBucketInventoryConfigurationsOutput", "ListInventoryConfigurationsResult"),
    ("ListBucketMetricsConfigurationsOutput", "ListMetricsConfigurationsResult"),
    ("ListBucketsOutput", "ListAllMyBucketsResult"),
    ("ListDirectoryBucketsOutput", "ListAllMyDirectoryBucketsResult"),
    ("ListMultipartUploadsOutput", "ListMultipartUploadsResult"),
    ("ListObjectVersionsOutput", "ListVersionsResult"),
    ("ListObjectsOutput", "ListBucketResult"),
    ("ListObjectsV2Output", "ListBucketResult"),
    ("ListPartsOutput", "ListPartsResult"),
];

/// Whether the service is S3.
pub(super) fn is(service: Option<&Service>) -> bool {
    service.is_some_and(|s| s.id == "s3")
}

/// The body of a restXml reply whose output has members of the body.
pub(super) fn output_body(service: &Service, shape: ShapeId, output: &Document) -> String {
    let model = service.shape(shape);
    let own = service.structure(shape).and_then(|s| s.location_name).unwrap_or(model.name);
    let name = ROOTS.iter().find(|(shape, _)| is(Some(service)) && *shape == model.name).map_or(own, |(_, root)| root);
    let mut writer = start(service);
    writer.open(name, namespace(service));
    if model.name == "GetBucketLocationOutput" {
        // The one reply of S3 whose only member has no element of its own.
        let text = output.member("LocationConstraint").and_then(Document::as_str).unwrap_or_default();
        super::xml::escape(&mut writer.out, text);
    } else {
        writer.members(shape, output);
    }
    writer.close(name);
    writer.out
}

/// The body of a restXml reply whose payload is a structure.
pub(super) fn payload_body(service: &Service, member: &Member, value: &Document) -> String {
    let structure = service.structure(member.shape);
    let name = member.location_name.or(structure.and_then(|s| s.location_name)).unwrap_or(service.shape(member.shape).name);
    let own = member.xml_namespace.or(structure.and_then(|s| s.xml_namespace)).map(|(uri, _)| uri);
    let mut writer = start(service);
    writer.open(name, own.or(namespace(service)));
    writer.members(member.shape, value);
    writer.close(name);
    writer.out
}

/// A writer that has written the XML declaration.
pub(super) fn start(service: &Service) -> Writer<'_> {
    let mut writer = Writer::new(service);
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    writer
}

fn namespace(service: &Service) -> Option<&'static str> {
    service.xml_namespace.or(is(Some(service)).then_some(NAMESPACE))
}

/// The value of `x-amz-id-2` and `<HostId>`: opaque to clients, made of the request id so that it needs no store of its own.
pub fn host_id(request_id: &str) -> String {
    base64_encode(format!("{request_id}/{request_id}").as_bytes())
}
