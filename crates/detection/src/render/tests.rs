use super::*;
use crate::engine::{Engine, Lists};
use crate::json::Tape;
use crate::memory::Limits;
use crate::sigma::RuleSet;

fn finding() -> Finding {
    let mut engine = Engine::new(Lists::default(), RuleSet::default(), Limits::default());
    let event = br#"{"eventID":"e1","eventTime":"2024-01-01T00:00:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1",
        "sourceIPAddress":"198.51.100.7","userAgent":"<script>alert(1)</script>","recipientAccountId":"111111111111",
        "userIdentity":{"type":"IAMUser","userName":"ann","arn":"arn:aws:iam::111111111111:user/ann","accessKeyId":"AKIAEXAMPLE","principalId":"AIDA"},
        "requestParameters":{"name":"main"}}"#;
    engine.record(&mut Tape::default(), event).unwrap();
    engine.findings()[0].clone()
}

#[test]
fn the_same_facts_stand_in_every_form() {
    let finding = finding();
    let context = Context { detector: "d".repeat(32), now: 1_800_000_000 };
    let gd = guardduty(&finding, &context);
    assert_eq!(gd["Type"], "Stealth:IAMUser/CloudTrailLoggingDisabled");
    assert_eq!(gd["Service"]["Action"]["AwsApiCallAction"]["RemoteIpDetails"]["IpAddressV4"], "198.51.100.7");
    assert_eq!(gd["Resource"]["AccessKeyDetails"]["UserName"], "ann");
    let asff = asff(&finding, &context);
    assert_eq!(asff["Severity"]["Label"], "HIGH");
    assert_eq!(asff["Id"], gd["Arn"]);
    let ocsf = ocsf(&finding, &context);
    assert_eq!(ocsf["class_uid"], 2004);
    assert_eq!(ocsf["finding_info"]["attacks"][0]["sub_technique"]["uid"], "T1562.008");
    let page = html(&[&finding], &Page::default());
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
}
