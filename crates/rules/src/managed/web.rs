//! Rules on API Gateway, CloudFront, WAF and DNS.

use serde_json::Value;

use crate::check::{Check, expect, flag_of, has, list_of, no, of, same_resource, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Text},
};
use crate::{Rule, Verdict, json};

const STAGE: &str = "AWS::ApiGateway::Stage";
const STAGE2: &str = "AWS::ApiGatewayV2::Stage";
const STAGES: &[&str] = &[STAGE];
const DISTRIBUTIONS: &[&str] = &["AWS::CloudFront::Distribution"];

pub(super) const RULES: &[Rule] = &[
    Rule::change("API_GWV2_ACCESS_LOGS_ENABLED", &[STAGE2], "Requests to the stage are logged.", |c| {
        expect(c.text("accessLogSettings.destinationArn").is_some(), "Requests to the stage are not logged.")
    }),
    Rule::change("API_GW_ASSOCIATED_WITH_WAF", STAGES, "A web ACL protects the stage, one of those given, if any are.", |c| {
        match c.text("webAclArn") {
            Some(acl) => {
                let wanted = c.parameters.list("WebAclArns");
                expect(
                    wanted.is_empty() || wanted.iter().any(|arn| same_resource(arn, acl)),
                    "Another web ACL protects the stage.",
                )
            }
            None => no("No web ACL protects the stage."),
        }
    })
    .takes(&[P::optional("WebAclArns", Csv)]),
    Rule::change("API_GW_CACHE_ENABLED_AND_ENCRYPTED", STAGES, "All methods of the stage are cached, encrypted.", |c| {
        let settings = methods(c);
        let cached = |one: &Value| flag_of(one, "cachingEnabled") && flag_of(one, "cacheDataEncrypted");
        expect(
            c.flag("cacheClusterEnabled") && !settings.is_empty() && settings.iter().all(|one| cached(one)),
            "A method is not cached, or not encrypted.",
        )
    }),
    Rule::change(
        "API_GW_ENDPOINT_TYPE_CHECK",
        &["AWS::ApiGateway::RestApi"],
        "The API has an endpoint of one of the types given.",
        |c| {
            let types: Vec<&str> = c.list("endpointConfiguration.types").iter().filter_map(json::text).collect();
            let wanted = c.parameters.list("endpointConfigurationTypes");
            let fits = if types.is_empty() { has(wanted, "EDGE") } else { types.iter().all(|kind| has(wanted, kind)) };
            expect(fits, "The API has an endpoint of another type.")
        },
    )
    .takes(&[P::required("endpointConfigurationTypes", Csv).one_of(&["REGIONAL", "PRIVATE", "EDGE"])]),
    Rule::change(
        "API_GW_EXECUTION_LOGGING_ENABLED",
        &[STAGE, STAGE2],
        "All methods of the stage are logged, at one of the levels given.",
        |c| {
            let levels: Vec<&str> = c.parameters.text("loggingLevel").unwrap_or("ERROR,INFO").split(',').map(str::trim).collect();
            let good = |level: Option<&str>| level.is_some_and(|level| levels.contains(&level));
            if c.item.resource_type == STAGE2 {
                return expect(good(c.text("defaultRouteSettings.loggingLevel")), "The stage is not logged.");
            }
            let settings = methods(c);
            expect(
                !settings.is_empty() && settings.iter().all(|one| good(text_of(one, "loggingLevel"))),
                "A method of the stage is not logged.",
            )
        },
    )
    .takes(&[P::optional("loggingLevel", Text).or("ERROR,INFO")]),
    Rule::change(
        "API_GW_SSL_ENABLED",
        STAGES,
        "The stage has a certificate for its backends, one of those given, if any are.",
        |c| match c.text("clientCertificateId") {
            Some(id) => {
                let wanted = c.parameters.list("CertificateIDs");
                expect(wanted.is_empty() || has(wanted, id), "The stage has another certificate.")
            }
            None => no("The stage has no certificate for its backends."),
        },
    )
    .takes(&[P::optional("CertificateIDs", Csv)]),
    Rule::change("API_GW_XRAY_ENABLED", STAGES, "Requests to the stage are traced.", |c| {
        expect(c.flag("tracingEnabled"), "Requests to the stage are not traced.")
    }),
    Rule::change("CLOUDFRONT_ACCESSLOGS_ENABLED", DISTRIBUTIONS, "Requests are logged, to the bucket given, if one is.", |c| {
        let Some(bucket) = config(c, "logging")
            .filter(|log| of(log, "enabled").is_none_or(json::is_true))
            .and_then(|log| text_of(log, "bucket"))
        else {
            return no("Requests are not logged.");
        };
        let name = bucket.split('.').next().unwrap_or(bucket);
        expect(
            c.parameters.text("S3BucketName").is_none_or(|wanted| wanted == name || wanted == bucket),
            "Requests are logged to another bucket.",
        )
    })
    .takes(&[P::optional("S3BucketName", Text)]),
    Rule::change(
        "CLOUDFRONT_ASSOCIATED_WITH_WAF",
        DISTRIBUTIONS,
        "A web ACL protects the distribution, one of those given, if any are.",
        |c| match config(c, "webACLId").and_then(json::text) {
            Some(acl) => {
                let wanted = c.parameters.list("wafWebAclIds");
                expect(
                    wanted.is_empty() || wanted.iter().any(|id| same_resource(id, acl)),
                    "Another web ACL protects the distribution.",
                )
            }
            None => no("No web ACL protects the distribution."),
        },
    )
    .takes(&[P::optional("wafWebAclIds", Csv)]),
    Rule::change("CLOUDFRONT_CUSTOM_SSL_CERTIFICATE", DISTRIBUTIONS, "The distribution has a certificate of its own.", |c| {
        expect(has_own_certificate(c), "The distribution uses CloudFront's certificate.")
    }),
    Rule::change(
        "CLOUDFRONT_SNI_ENABLED",
        DISTRIBUTIONS,
        "A distribution with a certificate of its own serves it by name.",
        |c| {
            if !has_own_certificate(c) {
                return skip("The distribution uses CloudFront's certificate.");
            }
            let method =
                certificate(c).and_then(|one| text_of(one, "sSLSupportMethod").or_else(|| text_of(one, "sslSupportMethod")));
            expect(method == Some("sni-only"), "The certificate is not served by name.")
        },
    ),
    Rule::change("CLOUDFRONT_SECURITY_POLICY_CHECK", DISTRIBUTIONS, "Viewers use TLS 1.2 or newer.", |c| {
        let oldest = certificate(c).and_then(|one| text_of(one, "minimumProtocolVersion")).unwrap_or("TLSv1");
        expect(
            has_own_certificate(c) && (oldest.starts_with("TLSv1.2") || oldest.starts_with("TLSv1.3")),
            "Viewers may use a version of TLS before 1.2.",
        )
    }),
    Rule::change(
        "CLOUDFRONT_DEFAULT_ROOT_OBJECT_CONFIGURED",
        DISTRIBUTIONS,
        "The distribution has a default root object.",
        |c| expect(config(c, "defaultRootObject").and_then(json::text).is_some(), "The distribution has no default root object."),
    ),
    Rule::change("CLOUDFRONT_NO_DEPRECATED_SSL_PROTOCOLS", DISTRIBUTIONS, "SSL is not used towards origins.", |c| {
        let old = origins(c)
            .into_iter()
            .filter_map(|origin| of(origin, "customOriginConfig"))
            .any(|custom| protocols(custom).contains(&"SSLv3"));
        expect(!old, "SSLv3 may be used towards an origin.")
    }),
    Rule::change(
        "CLOUDFRONT_ORIGIN_FAILOVER_ENABLED",
        DISTRIBUTIONS,
        "The distribution has a group of at least two origins.",
        |c| {
            let two = items(config(c, "originGroups")).into_iter().any(|group| items(of(group, "members")).len() >= 2);
            expect(two, "The distribution has no group of origins.")
        },
    ),
    Rule::change(
        "CLOUDFRONT_ORIGIN_ACCESS_IDENTITY_ENABLED",
        DISTRIBUTIONS,
        "Origins in S3 are reached with an identity.",
        |c| {
            s3_origins(
                c,
                |origin| text_of(origin, "s3OriginConfig.originAccessIdentity").is_some(),
                "An origin in S3 is reached without identity.",
            )
        },
    ),
    Rule::change(
        "CLOUDFRONT_S3_ORIGIN_ACCESS_CONTROL_ENABLED",
        DISTRIBUTIONS,
        "Origins in S3 are reached with an access control.",
        |c| {
            s3_origins(
                c,
                |origin| text_of(origin, "originAccessControlId").is_some(),
                "An origin in S3 is reached without access control.",
            )
        },
    ),
    Rule::change("CLOUDFRONT_TRAFFIC_TO_ORIGIN_ENCRYPTED", DISTRIBUTIONS, "Origins are reached over HTTPS.", |c| {
        let plain_viewers = behaviours(c).iter().any(|one| text_of(one, "viewerProtocolPolicy") == Some("allow-all"));
        let plain = origins(c)
            .into_iter()
            .filter_map(|origin| text_of(origin, "customOriginConfig.originProtocolPolicy"))
            .any(|policy| policy == "http-only" || policy == "match-viewer" && plain_viewers);
        expect(!plain, "An origin may be reached without HTTPS.")
    }),
    Rule::change("CLOUDFRONT_VIEWER_POLICY_HTTPS", DISTRIBUTIONS, "Viewers use HTTPS, or are redirected to it.", |c| {
        let all = behaviours(c);
        let good = all.iter().all(|one| matches!(text_of(one, "viewerProtocolPolicy"), Some("https-only" | "redirect-to-https")));
        expect(good && !all.is_empty(), "Viewers may use plain HTTP.")
    }),
    Rule::periodic(
        "WAFV2_LOGGING_ENABLED",
        &["AWS::WAFv2::WebACL"],
        "The web ACL logs, to one of the streams given, if any are.",
        |c| {
            let log = c.extra("LoggingConfiguration");
            let targets: Vec<&str> =
                log.map(|log| list_of(log, "logDestinationConfigs")).unwrap_or_default().iter().filter_map(json::text).collect();
            if targets.is_empty() {
                return no("The web ACL does not log.");
            }
            let wanted = c.parameters.list("KinesisFirehoseDeliveryStreamArns");
            expect(wanted.is_empty() || targets.iter().any(|arn| has(wanted, arn)), "The web ACL logs to another stream.")
        },
    )
    .takes(&[P::optional("KinesisFirehoseDeliveryStreamArns", Csv)]),
    Rule::change("WAFV2_WEBACL_NOT_EMPTY", &["AWS::WAFv2::WebACL"], "The web ACL has rules.", |c| {
        let full = ["rules", "preProcessFirewallManagerRuleGroups", "postProcessFirewallManagerRuleGroups"]
            .iter()
            .any(|list| !c.list(list).is_empty());
        expect(full, "The web ACL has no rules.")
    }),
    Rule::change("WAFV2_RULEGROUP_NOT_EMPTY", &["AWS::WAFv2::RuleGroup"], "The rule group has rules.", |c| {
        expect(!c.list("rules").is_empty(), "The rule group has no rules.")
    }),
    Rule::change("ROUTE53_QUERY_LOGGING_ENABLED", &["AWS::Route53::HostedZone"], "Queries of a public zone are logged.", |c| {
        if c.flag("config.privateZone") || !c.list("vPCs").is_empty() {
            return skip("The zone is private.");
        }
        expect(c.text("queryLoggingConfig.cloudWatchLogsLogGroupArn").is_some(), "Queries are not logged.")
    }),
];

/// Settings of a stage's methods: by path, or in a list.
fn methods<'a>(c: &Check<'a>) -> Vec<&'a Value> {
    match c.at("methodSettings") {
        Some(Value::Object(by_path)) => by_path.values().collect(),
        Some(list) => crate::check::elements(list).iter().collect(),
        None => Vec::new(),
    }
}

fn config<'a>(c: &Check<'a>, path: &str) -> Option<&'a Value> {
    c.at(&format!("distributionConfig.{path}"))
}

/// CloudFront's lists have their elements in a member; CloudFormation's have not.
fn items(list: Option<&Value>) -> Vec<&Value> {
    match list {
        Some(Value::Array(elements)) => elements.iter().collect(),
        Some(other) => list_of(other, "items").iter().collect(),
        None => Vec::new(),
    }
}

fn origins<'a>(c: &Check<'a>) -> Vec<&'a Value> {
    items(config(c, "origins"))
}

fn behaviours<'a>(c: &Check<'a>) -> Vec<&'a Value> {
    config(c, "defaultCacheBehavior").into_iter().chain(items(config(c, "cacheBehaviors"))).collect()
}

fn protocols(custom: &Value) -> Vec<&str> {
    items(of(custom, "originSslProtocols").or_else(|| of(custom, "originSSLProtocols")))
        .into_iter()
        .filter_map(json::text)
        .collect()
}

fn certificate<'a>(c: &Check<'a>) -> Option<&'a Value> {
    config(c, "viewerCertificate")
}

fn has_own_certificate(c: &Check<'_>) -> bool {
    certificate(c).is_some_and(|one| {
        !flag_of(one, "cloudFrontDefaultCertificate")
            && ["aCMCertificateArn", "iAMCertificateId", "acmCertificateArn", "iamCertificateId"]
                .iter()
                .any(|name| text_of(one, name).is_some())
    })
}

fn s3_origins(c: &Check<'_>, good: impl Fn(&Value) -> bool, why: &'static str) -> Verdict {
    let mut buckets = origins(c)
        .into_iter()
        .filter(|origin| {
            let host = text_of(origin, "domainName").unwrap_or_default();
            host.ends_with(".amazonaws.com") && host.contains(".s3") && !host.contains(".s3-website")
        })
        .peekable();
    if buckets.peek().is_none() {
        return skip("The distribution has no origin in S3.");
    }
    match buckets.find(|origin| !good(origin)) {
        Some(_) => no(why),
        None => yes(),
    }
}
