//! No text makes the policy parser panic, and what it accepts can be evaluated.

#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Attached, Context, Level, Policies, Policy, PolicyKind, Principal, Request, SourceType, explain};

const KINDS: [PolicyKind; 8] = [
    PolicyKind::Identity,
    PolicyKind::Resource,
    PolicyKind::Trust,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
    PolicyKind::ManagedResourceControl,
    PolicyKind::Session,
    PolicyKind::Boundary,
];

fuzz_target!(|text: &str| {
    let mut context = Context::new();
    context.set("aws:username", "alice").set("aws:sourceip", "203.0.113.7").set("aws:currenttime", "2026-01-01T00:00:00Z");
    context.set_many("aws:tagkeys", ["a", "b"]);
    let alice = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAALICE00000000000");
    let request = Request::new(alice, "s3:GetObject", "arn:aws:s3:::bucket/key", &context);
    for kind in KINDS {
        let Ok(policy) = Policy::parse(text, kind) else { continue };
        let list = [Attached::new(&policy, "p", SourceType::None)];
        let levels = [Level { target: "r-1", policies: &list }];
        let all = match kind {
            PolicyKind::Identity => Policies { identity: &list, ..Policies::default() },
            PolicyKind::Resource | PolicyKind::Trust => Policies { resource: &list, ..Policies::default() },
            PolicyKind::ServiceControl => Policies { scps: &levels, ..Policies::default() },
            PolicyKind::ResourceControl | PolicyKind::ManagedResourceControl => Policies { rcps: &levels, ..Policies::default() },
            PolicyKind::Session => Policies { session: Some(&list), ..Policies::default() },
            PolicyKind::Boundary => Policies { boundary: Some(list[0]), ..Policies::default() },
        };
        let story = explain(&request, &all);
        let _ = story.decision.access_denied_message(request.principal.arn, request.action, request.resource);
        let _ = (policy.is_public(), policy.context_keys());
    }
});
