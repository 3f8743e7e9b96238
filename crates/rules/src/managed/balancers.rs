//! Rules on load balancers.

use serde_json::Value;

use crate::check::{Check, elements, expect, has, list_of, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::{Item, Rule, Verdict, json};

const CLASSIC: &str = "AWS::ElasticLoadBalancing::LoadBalancer";
const BALANCER: &str = "AWS::ElasticLoadBalancingV2::LoadBalancer";
const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";
const CLASSICS: &[&str] = &[CLASSIC];
const BALANCERS: &[&str] = &[BALANCER];
const LISTENERS: &[&str] = &[LISTENER];

pub(super) const RULES: &[Rule] = &[
    Rule::change(
        "ALB_DESYNC_MODE_CHECK",
        BALANCERS,
        "The application load balancer treats ambiguous requests as given: defensively or strictly.",
        |c| {
            application(c, |c| {
                let mode = attribute(c, "routing.http.desync_mitigation_mode").unwrap_or("defensive");
                if has(c.parameters.list("desyncMode"), mode) { yes() } else { no(format!("The mode is {mode}.")) }
            })
        },
    )
    .takes(&[P::required("desyncMode", Csv).one_of(&["defensive", "strictest", "monitor"])]),
    Rule::change(
        "ALB_HTTP_DROP_INVALID_HEADER_ENABLED",
        BALANCERS,
        "The application load balancer drops invalid headers.",
        |c| {
            application(c, |c| {
                expect(is_on(attribute(c, "routing.http.drop_invalid_header_fields.enabled")), "Invalid headers are not dropped.")
            })
        },
    ),
    Rule::periodic(
        "ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK",
        BALANCERS,
        "HTTP listeners of the application load balancer redirect to HTTPS.",
        |c| {
            application(c, |c| {
                let plain = c.any(LISTENER, |listener| {
                    belongs(c, listener)
                        && protocol(listener) == Some("HTTP")
                        && !list_of(listener.configuration(), "defaultActions").iter().any(redirects)
                });
                expect(!plain, "An HTTP listener does not redirect to HTTPS.")
            })
        },
    )
    .reading(LISTENERS),
    Rule::change(
        "ALB_INTERNAL_SCHEME_CHECK",
        BALANCERS,
        "The application load balancer is not reached from the internet.",
        |c| application(c, |c| expect(c.text("scheme") == Some("internal"), "The load balancer is reached from the internet.")),
    ),
    Rule::periodic(
        "ELBV2_ACM_CERTIFICATE_REQUIRED",
        BALANCERS,
        "Listeners with TLS have certificates of ACM, one of those given, if any are.",
        |c| {
            let wanted = c.parameters.list("AcmCertificatesAllowed");
            let mut secure = false;
            let bad = c.any(LISTENER, |listener| {
                if !belongs(c, listener) || !matches!(protocol(listener), Some("HTTPS" | "TLS")) {
                    return false;
                }
                secure = true;
                let certificates: Vec<&str> = list_of(listener.configuration(), "certificates")
                    .iter()
                    .filter_map(|one| text_of(one, "certificateArn"))
                    .collect();
                !certificates.iter().any(|arn| arn.contains(":acm:") && (wanted.is_empty() || has(wanted, arn)))
            });
            if bad {
                no("A listener has no certificate of ACM that is allowed.")
            } else if secure {
                yes()
            } else {
                no("The load balancer has no listener with TLS.")
            }
        },
    )
    .takes(&[P::optional("AcmCertificatesAllowed", Csv)])
    .reading(LISTENERS),
    Rule::change("ELBV2_LISTENER_ENCRYPTION_IN_TRANSIT", LISTENERS, "The listener takes encrypted connections only.", |c| {
        expect(matches!(c.text("protocol"), Some("HTTPS" | "TLS")), "The listener takes plain connections.")
    }),
    Rule::change("ELBV2_MULTIPLE_AZ", BALANCERS, "The load balancer is in at least two zones, or as many as given.", |c| {
        let zones = c.list("availabilityZones").len().max(c.list("subnets").len()).max(c.list("subnetMappings").len());
        let least = c.parameters.int("minAvailabilityZones").unwrap_or(2);
        expect(i64::try_from(zones).is_ok_and(|have| have >= least), "The load balancer is in too few zones.")
    })
    .takes(&[P::optional("minAvailabilityZones", Int)]),
    Rule::change(
        "ELBV2_PREDEFINED_SECURITY_POLICY_SSL_CHECK",
        LISTENERS,
        "A listener with TLS uses one of the security policies given.",
        |c| {
            if !matches!(c.text("protocol"), Some("HTTPS" | "TLS")) {
                return skip("The listener has no TLS.");
            }
            let policy = c.text("sslPolicy").unwrap_or_default();
            if has(c.parameters.list("sslPolicies"), policy) { yes() } else { no(format!("The security policy is {policy}.")) }
        },
    )
    .takes(&[P::required("sslPolicies", Csv)]),
    Rule::change("ELB_DELETION_PROTECTION_ENABLED", BALANCERS, "The load balancer is protected from deletion.", |c| {
        expect(is_on(attribute(c, "deletion_protection.enabled")), "The load balancer is not protected from deletion.")
    }),
    Rule::change(
        "ELB_LOGGING_ENABLED",
        &[CLASSIC, BALANCER],
        "Requests are logged, to one of the buckets given, if any are.",
        |c| {
            let (on, bucket) = if c.item.resource_type == CLASSIC {
                let log = c.extra("LoadBalancerAttributes.accessLog").or_else(|| c.at("accessLoggingPolicy"));
                (log.is_some_and(|log| crate::check::flag_of(log, "enabled")), log.and_then(|log| text_of(log, "s3BucketName")))
            } else {
                if c.text("type") == Some("gateway") {
                    return skip("Gateway load balancers have no access log.");
                }
                (is_on(attribute(c, "access_logs.s3.enabled")), attribute(c, "access_logs.s3.bucket"))
            };
            if !on {
                return no("Requests are not logged.");
            }
            let wanted = c.parameters.list("s3BucketNames");
            expect(
                wanted.is_empty() || bucket.is_some_and(|bucket| has(wanted, bucket)),
                "Requests are logged to another bucket.",
            )
        },
    )
    .takes(&[P::optional("s3BucketNames", Csv)]),
    Rule::change("ELB_ACM_CERTIFICATE_REQUIRED", CLASSICS, "Listeners with TLS have certificates of ACM.", |c| {
        let mut secure = listeners(c).filter(|listener| is_secure(listener)).peekable();
        if secure.peek().is_none() {
            return no("The load balancer has no listener with TLS.");
        }
        let all = secure.all(|listener| text_of(listener, "sSLCertificateId").is_some_and(|arn| arn.contains(":acm:")));
        expect(all, "A listener has no certificate of ACM.")
    }),
    Rule::change("ELB_CROSS_ZONE_LOAD_BALANCING_ENABLED", CLASSICS, "The load balancer spreads requests over all zones.", |c| {
        let on =
            c.extra("LoadBalancerAttributes.crossZoneLoadBalancing.enabled").is_some_and(json::is_true) || c.flag("crossZone");
        expect(on, "The load balancer does not spread requests over all zones.")
    }),
    Rule::change("ELB_INTERNAL_SCHEME_CHECK", CLASSICS, "The load balancer is not reached from the internet.", |c| {
        expect(c.text("scheme") == Some("internal"), "The load balancer is reached from the internet.")
    }),
    Rule::change(
        "ELB_PREDEFINED_SECURITY_POLICY_SSL_CHECK",
        CLASSICS,
        "Listeners with TLS use the security policy given.",
        |c| {
            let secure: Vec<&Value> = descriptions(c).iter().filter(|one| is_secure(listener_of(one))).collect();
            if secure.is_empty() {
                return skip("The load balancer has no listener with TLS.");
            }
            let wanted = c.parameters.text("predefinedPolicyName");
            let policies = c.extra("LoadBalancerPolicies").map_or(&[][..], elements);
            // A policy of the customer's names the predefined one that it is made from.
            let is_wanted = |name: &str| {
                Some(name) == wanted
                    || policies.iter().any(|policy| {
                        text_of(policy, "policyName") == Some(name)
                            && list_of(policy, "policyAttributeDescriptions").iter().any(|attribute| {
                                text_of(attribute, "attributeName") == Some("Reference-Security-Policy")
                                    && text_of(attribute, "attributeValue") == wanted
                            })
                    })
            };
            let all = secure.iter().all(|one| list_of(one, "policyNames").iter().filter_map(json::text).any(is_wanted));
            expect(all, "A listener uses another security policy.")
        },
    )
    .takes(&[P::required("predefinedPolicyName", Text)]),
    Rule::change("ELB_TLS_HTTPS_LISTENERS_ONLY", CLASSICS, "All listeners have TLS.", |c| {
        let mut all = listeners(c).peekable();
        if all.peek().is_none() {
            return skip("The load balancer has no listener.");
        }
        expect(all.all(is_secure), "A listener has no TLS.")
    }),
];

fn application(c: &Check<'_>, judge: impl Fn(&Check<'_>) -> Verdict) -> Verdict {
    if c.text("type").unwrap_or("application") == "application" {
        judge(c)
    } else {
        skip("The load balancer is no application load balancer.")
    }
}

/// An attribute of a load balancer: a list of keys and values.
fn attribute<'a>(c: &Check<'a>, key: &str) -> Option<&'a str> {
    let list = c.extra("LoadBalancerAttributes")?;
    elements(list)
        .iter()
        .find(|attribute| text_of(attribute, "key") == Some(key))
        .and_then(|attribute| text_of(attribute, "value"))
}

fn is_on(value: Option<&str>) -> bool {
    value == Some("true")
}

fn belongs(c: &Check<'_>, listener: &Item<'_>) -> bool {
    let arn = text_of(listener.configuration(), "loadBalancerArn");
    arn.is_some() && (arn == Some(c.item.resource_id) || arn == c.item.arn || arn == c.text("loadBalancerArn"))
}

fn protocol<'i>(listener: &'i Item<'_>) -> Option<&'i str> {
    text_of(listener.configuration(), "protocol")
}

fn redirects(action: &Value) -> bool {
    text_of(action, "type") == Some("redirect") && text_of(action, "redirectConfig.protocol") == Some("HTTPS")
}

fn descriptions<'a>(c: &Check<'a>) -> &'a [Value] {
    let described = c.list("listenerDescriptions");
    if described.is_empty() { c.list("listeners") } else { described }
}

fn listener_of(description: &Value) -> &Value {
    json::at(description, "listener").unwrap_or(description)
}

fn listeners<'a>(c: &Check<'a>) -> impl Iterator<Item = &'a Value> + use<'a> {
    descriptions(c).iter().map(listener_of)
}

fn is_secure(listener: &Value) -> bool {
    text_of(listener, "protocol")
        .is_some_and(|protocol| protocol.eq_ignore_ascii_case("HTTPS") || protocol.eq_ignore_ascii_case("SSL"))
}
