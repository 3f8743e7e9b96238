//! What the policy simulator is told.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic: that is how a test fails")]

use policy::{
    Attached, Context, Layer, Level, Outcome, Policies, Policy, PolicyKind, Position, Principal, Request, SourceType, explain,
};

fn parse(statements: &str, kind: PolicyKind) -> Policy {
    let text = format!("{{'Version':'2012-10-17',\n'Statement':[{statements}]}}").replace('\'', "\"");
    Policy::parse(&text, kind).unwrap()
}

const ALICE: Principal<'_> = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAALICE00000000000");

#[test]
fn the_whole_story() {
    let inline = parse(
        "{'Sid':'Get','Effect':'Allow','Action':'s3:Get*','Resource':'arn:aws:s3:::b/${aws:username}/*'},
{'Effect':'Allow','Action':'ec2:*','Resource':'*','Condition':{'StringEquals':{'ec2:Region':'x','aws:PrincipalTag/Team':'y'}}}",
        PolicyKind::Identity,
    );
    let managed = parse(
        "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'AWS:SecureTransport':'true'}}}",
        PolicyKind::Identity,
    );
    let boundary = parse("{'Effect':'Allow','Action':'iam:*','Resource':'*'}", PolicyKind::Boundary);
    let full = parse("{'Effect':'Allow','Action':'*','Resource':'*'}", PolicyKind::ServiceControl);
    let identity = [
        Attached::new(&inline, "inline", SourceType::User),
        Attached::new(&managed, "arn:aws:iam::111122223333:policy/m", SourceType::UserManaged),
    ];
    let scp = [Attached::new(&full, "p-FullAWSAccess", SourceType::None)];
    let scps = [Level { target: "r-1", policies: &scp }, Level { target: "ou-1", policies: &scp }];
    let mut context = Context::new();
    context.set("aws:username", "alice").set("aws:securetransport", "true");
    let request = Request::new(ALICE, "s3:GetObject", "arn:aws:s3:::b/alice/x", &context);

    let policies = Policies { identity: &identity, scps: &scps, ..Policies::default() };
    let story = explain(&request, &policies);
    assert_eq!(story.decision.outcome, Outcome::Allowed);
    let matched: Vec<_> =
        story.matched().map(|m| (m.policy_id, m.source.as_str(), m.statement.sid(), m.statement.start())).collect();
    assert_eq!(
        matched,
        [
            ("inline", "user", Some("Get"), Position { line: 2, column: 15 }),
            ("arn:aws:iam::111122223333:policy/m", "user-managed", None, Position { line: 2, column: 15 })
        ]
    );
    assert_eq!(story.missing_context_keys, ["ec2:Region", "aws:PrincipalTag/Team"]);
    assert_eq!((story.allowed_by_organizations, story.allowed_by_boundary), (Some(true), None));
    assert_eq!(story.eval_decision_details().collect::<Vec<_>>(), [("IAM Policy", Outcome::Allowed)]);

    let policies = Policies { boundary: Some(Attached::new(&boundary, "b", SourceType::UserManaged)), ..policies };
    let story = explain(&request, &policies);
    assert_eq!((story.decision.outcome, story.decision.layer), (Outcome::ImplicitDeny, Some(Layer::Boundary)));
    assert_eq!(story.allowed_by_boundary, Some(false));
    assert_eq!(story.matched().count(), 0);
    assert_eq!(story.allowing.len(), 4);
}

#[test]
fn denials_and_their_statements() {
    let allow = parse("{'Effect':'Allow','Action':'*','Resource':'*'}", PolicyKind::Identity);
    let deny = parse(
        "{'Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'No','Effect':'Deny','Action':'s3:*','Resource':'*'},\
         {'Sid':'Nor','Effect':'Deny','Action':'*','Resource':'*'}",
        PolicyKind::Identity,
    );
    let bucket = parse("{'Sid':'Not here','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}", PolicyKind::Resource);
    let scp = parse("{'Effect':'Allow','Action':'ec2:*','Resource':'*'}", PolicyKind::ServiceControl);
    let identity = [Attached::new(&allow, "a", SourceType::Group), Attached::new(&deny, "d", SourceType::AwsManaged)];
    let resource = [Attached::new(&bucket, "bucket", SourceType::Resource)];
    let scp = [Attached::new(&scp, "p-1", SourceType::None)];
    let scps = [Level { target: "r-1", policies: &scp }];
    let request = Request::new(ALICE, "s3:GetObject", "arn:aws:s3:::b/x", &());
    let policies = Policies { identity: &identity, resource: &resource, scps: &scps, ..Policies::default() };
    let story = explain(&request, &policies);
    assert_eq!(story.decision.layer, Some(Layer::Resource));
    assert_eq!(story.allowed_by_organizations, Some(false));
    let denying: Vec<_> = story.matched().map(|m| (m.policy_id, m.statement.index(), m.statement.sid())).collect();
    assert_eq!(denying, [("bucket", 0, Some("Not here")), ("d", 1, Some("No")), ("d", 2, Some("Nor"))]);
    assert_eq!(
        story.eval_decision_details().collect::<Vec<_>>(),
        [("Resource Policy", Outcome::ExplicitDeny), ("IAM Policy", Outcome::ExplicitDeny)]
    );
    let kept: Vec<_> = story.decision.deciding.iter().map(|m| m.policy_id).collect();
    assert_eq!(kept, ["bucket"]);
}

#[test]
fn messages_leave_out_what_is_not_known() {
    let decision = policy::evaluate(&Request::new(ALICE, "sts:X", "*", &()), &Policies::default());
    assert_eq!(
        decision.access_denied_message("arn:x", "sts:X", ""),
        "User: arn:x is not authorized to perform: sts:X because no identity-based policy allows the sts:X action"
    );
}
