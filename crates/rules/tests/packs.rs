//! Conformance packs: the templates of customers, and those that come with Cloudkeep.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests may fail")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rules::Frequency;
use rules::pack::{Pack, Place, Source, Template, TemplateError, builtin};
use serde_json::json;

const PLACE: Place<'_> = Place { account_id: "111122223333", region: "eu-central-1", partition: "aws" };

const TEMPLATE: &str = r#"
# Keys and buckets.
Description: What we want of keys and buckets
Parameters:
  MaxAge:
    Type: String
    Default: "90"
  Ports:
    Type: CommaDelimitedList
    Default: 80, 443
  Bucket:
    Description: Where logs go
    Type: String
    Default: ""
  Mode:
    Type: String
    AllowedValues: [soft, hard]
    Default: soft
Conditions:
  hasBucket:
    Fn::Not: [{"Fn::Equals": ["", !Ref Bucket]}]
  strict: !And [!Condition hasBucket, !Equals [!Ref Mode, hard]]
Resources:
  AccessKeys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: !Sub "keys-${AWS::Region}"
      Description: >-
        Access keys
        are replaced.
      InputParameters:
        maxAccessKeyAge: {Ref: MaxAge}
      MaximumExecutionFrequency: Six_Hours
      Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}
  Logging:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: logging
      InputParameters:
        targetBucket: !If [hasBucket, !Ref Bucket, !Ref AWS::NoValue]
      Scope:
        ComplianceResourceTypes: ["AWS::S3::Bucket"]
        TagKey: team
      Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_LOGGING_ENABLED}
  Ports:
    Type: AWS::Config::ConfigRule
    Condition: strict
    Properties:
      ConfigRuleName: ports
      InputParameters:
        authorizedTcpPorts: {"Fn::Join": [",", {Ref: Ports}]}
      Source: {Owner: AWS, SourceIdentifier: VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS}
  Own:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: own
      Source:
        Owner: CUSTOM_POLICY
        SourceDetails: [{EventSource: aws.config, MessageType: ConfigurationItemChangeNotification}]
        CustomPolicyDetails:
          PolicyRuntime: guard-2.x.x
          PolicyText: |
            rule own when resourceType == "AWS::S3::Bucket" {
              supplementaryConfiguration.BucketVersioningConfiguration.status == "Enabled"
            }
  Function:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: function
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: !Join ["", ["arn:", !Ref "AWS::Partition", ":lambda:", !Sub "${AWS::Region}:${AWS::AccountId}", ":function:check"]]
        SourceDetails: [{EventSource: aws.config, MessageType: ScheduledNotification, MaximumExecutionFrequency: One_Hour}]
  Repair:
    DependsOn: Logging
    Type: 'AWS::Config::RemediationConfiguration'
    Properties:
      ConfigRuleName: !Ref Logging
      TargetType: SSM_DOCUMENT
      TargetId: AWS-ConfigureS3BucketLogging
      Automatic: True
      MaximumAutomaticAttempts: 5
      RetryAttemptSeconds: 60
      ExecutionControls: {SsmControls: {ConcurrentExecutionRatePercentage: 10, ErrorPercentage: 20}}
      Parameters:
        AutomationAssumeRole: {StaticValue: {Values: [!Sub "arn:aws:iam::${AWS::AccountId}:role/repair"]}}
        BucketName: {ResourceValue: {Value: RESOURCE_ID}}
"#;

fn resolve(text: &str, inputs: &[(&str, &str)]) -> Result<Pack, TemplateError> {
    let inputs: BTreeMap<String, String> = inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Template::parse(text)?.resolve(&inputs, PLACE)
}

#[test]
fn a_template_becomes_rules() {
    let template = Template::parse(TEMPLATE).unwrap();
    assert_eq!(template.parameters().len(), 4);
    assert_eq!(template.parameters()[3].allowed, ["soft", "hard"]);

    let pack = resolve(TEMPLATE, &[]).unwrap();
    let names: Vec<&str> = pack.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["keys-eu-central-1", "logging", "own", "function"]);
    assert_eq!(json!(pack.rules[0].input_parameters), json!({"maxAccessKeyAge": "90"}));
    assert_eq!(pack.rules[0].description.as_deref(), Some("Access keys are replaced."));
    assert_eq!(pack.rules[0].frequency, Some(Frequency::SixHours));
    assert_eq!(json!(pack.rules[1].input_parameters), json!({}));
    let scope = pack.rules[1].scope.as_ref().unwrap();
    assert_eq!((scope.resource_types.as_slice(), scope.tag_key.as_deref()), (&["AWS::S3::Bucket".to_owned()][..], Some("team")));
    assert!(
        matches!(&pack.rules[2].source, Source::Policy { runtime, text, .. } if runtime == "guard-2.x.x" && text.contains("rule own"))
    );
    let Source::Function { arn, details } = &pack.rules[3].source else { panic!("no function") };
    assert_eq!(arn, "arn:aws:lambda:eu-central-1:111122223333:function:check");
    assert_eq!(details[0].frequency, Some(Frequency::OneHour));
    let repair = &pack.remediations[0];
    assert_eq!((repair.rule_name.as_str(), repair.automatic, repair.maximum_attempts), ("logging", true, Some(5)));
    assert_eq!((repair.concurrency_percentage, repair.error_percentage), (Some(10), Some(20)));
    assert_eq!(
        json!(repair.parameters),
        json!({
            "AutomationAssumeRole": {"StaticValue": {"Values": ["arn:aws:iam::111122223333:role/repair"]}},
            "BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
        })
    );

    let strict = resolve(TEMPLATE, &[("Bucket", "logs"), ("Mode", "hard"), ("MaxAge", "30")]).unwrap();
    assert_eq!(json!(strict.rules[0].input_parameters), json!({"maxAccessKeyAge": "30"}));
    assert_eq!(json!(strict.rules[1].input_parameters), json!({"targetBucket": "logs"}));
    assert_eq!(
        (strict.rules[2].name.as_str(), json!(strict.rules[2].input_parameters)),
        ("ports", json!({"authorizedTcpPorts": "80,443"}))
    );
}

#[test]
fn json_is_yaml() {
    let text = r#"{"Resources": {"A": {"Type": "AWS::Config::ConfigRule", "Properties": {"ConfigRuleName": "a", "InputParameters": "{\"maxAccessKeyAge\": \"7\"}", "Source": {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"}}}}}"#;
    assert_eq!(json!(resolve(text, &[]).unwrap().rules[0].input_parameters), json!({"maxAccessKeyAge": "7"}));
}

/// A rule with these properties.
fn rule(properties: &str) -> String {
    format!("Resources:\n  A:\n    Type: AWS::Config::ConfigRule\n    Properties: {properties}\n")
}

#[test]
fn errors_say_where() {
    let versioning = "Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}";
    let cases = [
        (String::new(), 1, "empty"),
        ("Resources: {}".to_owned(), 1, "no resources"),
        ("a: [".to_owned(), 2, "no YAML"),
        ("Resources: *x".to_owned(), 1, ""),
        ("Mappings: {}".to_owned(), 1, "no section Mappings"),
        ("Resources:\n  A: {Type: 'AWS::S3::Bucket'}".to_owned(), 2, "not supported"),
        ("Resources:\n  A: {Properties: {}}".to_owned(), 2, "no Type"),
        ("Resources:\n  A: 1\n  A: 2".to_owned(), 3, "twice"),
        (rule("{ConfigRuleName: a}"), 4, "no Source"),
        (rule("{ConfigRuleName: a, Source: {Owner: AWS, SourceIdentifier: NO_SUCH_RULE}}"), 4, "NO_SUCH_RULE is invalid"),
        (rule("{ConfigRuleName: a, Source: {Owner: ME, SourceIdentifier: X}}"), 4, "no Owner"),
        (rule("{ConfigRuleName: a, Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}}"), 4, "maxAccessKeyAge"),
        (rule(&format!("{{ConfigRuleName: a, {versioning}, MaximumExecutionFrequency: One_Hour}}")), 4, "not allowed"),
        (rule(&format!("{{ConfigRuleName: a, {versioning}, MaximumExecutionFrequency: Hourly}}")), 4, "Hourly"),
        (rule(&format!("{{ConfigRuleName: a, {versioning}, InputParameters: {{x: 1}}}}")), 4, "Unknown parameters"),
        (rule(&format!("{{ConfigRuleName: a, {versioning}, Colour: red}}")), 4, "no member Colour"),
        (rule(&format!("{{ConfigRuleName: !Ref Nowhere, {versioning}}}")), 4, "Nowhere"),
        (rule(&format!("{{ConfigRuleName: !GetAtt X.Y, {versioning}}}")), 4, "Fn::GetAtt is not supported"),
        (rule(&format!("{{ConfigRuleName: !Sub '${{a', {versioning}}}")), 4, "not closed"),
        (rule(&format!("{{ConfigRuleName: !If [no, a, b], {versioning}}}")), 4, "no condition no"),
        (
            format!(
                "Conditions:\n  a: !Condition b\n  b: !Condition a\n{}",
                rule(&format!("{{ConfigRuleName: !If [a, a, b], {versioning}}}"))
            ),
            2,
            "refer",
        ),
        (
            rule(
                "{ConfigRuleName: a, Source: {Owner: CUSTOM_POLICY, CustomPolicyDetails: {PolicyRuntime: guard-2.x.x, PolicyText: 'rule {'}}}",
            ),
            4,
            "In the policy",
        ),
        (
            format!(
                "{}  R:\n    Type: AWS::Config::RemediationConfiguration\n    Properties: {{ConfigRuleName: b, TargetType: SSM_DOCUMENT, TargetId: X}}\n",
                rule(&format!("{{ConfigRuleName: a, {versioning}}}"))
            ),
            6,
            "no rule b",
        ),
        (format!("Resources:\n  A: {}", "[".repeat(200)), 2, ""),
    ];
    for (text, line, what) in cases {
        let error = resolve(&text, &[]).unwrap_err();
        assert!(error.message.contains(what), "{text}\n{error}");
        assert!(error.line == line || what == "refer", "{text}\n{error}");
    }
    assert!(resolve(TEMPLATE, &[("Colour", "red")]).unwrap_err().message.contains("no parameter Colour"));
    assert!(resolve(TEMPLATE, &[("Mode", "weak")]).unwrap_err().message.contains("one of soft, hard"));
    let no_default = "Parameters: {P: {Type: String}}\nResources: {A: {Type: 'AWS::Config::ConfigRule'}}";
    assert!(resolve(no_default, &[]).unwrap_err().message.contains("no value"));
}

/// Conditions that double at each step, and text that doubles at each step.
#[test]
fn expansion_is_bounded() {
    let mut text = "Conditions:\n  c0: !Equals [a, a]\n".to_owned();
    for n in 1..21 {
        text.push_str(&format!("  c{n}: !And [!Condition c{0}, !Condition c{0}]\n", n - 1));
    }
    text.push_str(&rule(
        "{ConfigRuleName: !If [c20, a, b], Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}}",
    ));
    assert!(resolve(&text, &[]).unwrap_err().message.contains("too much"));

    let long = "x".repeat(4000);
    let many = format!(
        "Parameters: {{P: {{Type: String}}}}\n{}",
        rule(&format!(
            "{{ConfigRuleName: a, Description: !Join ['', [{}]], Source: {{Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}}}}",
            "!Ref P,".repeat(400)
        ))
    );
    assert!(resolve(&many, &[("P", &long)]).unwrap_err().message.contains("too much"));
}

#[test]
fn built_in_packs_are_whole() {
    let names: Vec<&str> = builtin::all().iter().map(|pack| pack.name).collect();
    assert_eq!(names, ["cis-aws-foundations", "pci-dss", "nist-800-53", "operational-best-practices"]);
    for pack in builtin::all() {
        let mut numbers = BTreeSet::new();
        for control in &pack.controls {
            assert!(numbers.insert(control.number), "{}: {} stands there twice", pack.name, control.number);
            assert!(!control.rules.is_empty() && !control.about.is_empty(), "{}: {}", pack.name, control.number);
            for identifier in &control.rules {
                assert!(rules::rule(identifier).is_some(), "{}: {}: there is no rule {identifier}", pack.name, control.number);
            }
        }
        assert!(pack.controls.len() >= 30, "{}", pack.name);
        assert_eq!(builtin::find(pack.name).unwrap().title, pack.title);

        // What it is as a template, it is as a table.
        let template = pack.template();
        let deployed = resolve(&template, &[]).unwrap_or_else(|error| panic!("{}: {error}\n{template}", pack.name));
        let identifiers: BTreeSet<&str> = deployed
            .rules
            .iter()
            .filter_map(|rule| if let Source::Managed(identifier) = &rule.source { Some(identifier.as_str()) } else { None })
            .collect();
        assert_eq!(identifiers, pack.rules().into_iter().collect());
        for rule in &deployed.rules {
            let Source::Managed(identifier) = &rule.source else { panic!("{rule:?}") };
            assert_eq!(rule.input_parameters, pack.input_parameters(identifier));
        }
    }
    let cis = builtin::find("cis-aws-foundations").unwrap();
    assert_eq!(json!(cis.input_parameters("IAM_USER_UNUSED_CREDENTIALS_CHECK")), json!({"maxCredentialUsageAge": "45"}));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_panics(at in any::<prop::sample::Index>(), length in 0_usize..20, with in r#"(!Ref |!Sub |\$\{|[\[\]{}:,&*'"|>-]|\n| |Fn::If|a){0,4}"#) {
        let mut text: Vec<char> = TEMPLATE.chars().collect();
        let at = at.index(text.len());
        text.splice(at..(at + length).min(text.len()), with.chars());
        let _ = resolve(&text.into_iter().collect::<String>(), &[("Bucket", "logs"), ("Mode", "hard")]);
    }

    #[test]
    fn noise(text in ".{0,80}") {
        let _ = resolve(&text, &[]);
    }
}
