//! Wildcards, actions and ARNs by table.

use policy::{Arn, matches_action, wildcard_match};

#[test]
fn wildcards() {
    let cases = [
        ("", "", true),
        ("", "a", false),
        ("*", "", true),
        ("*", "anything:at/all", true),
        ("?", "", false),
        ("?", "ä", true),
        ("?", "ab", false),
        ("a*", "a", true),
        ("a*", "b", false),
        ("*a", "ba", true),
        ("*a", "ab", false),
        ("a*c", "abc", true),
        ("a*c", "abcb", false),
        ("a**c", "ac", true),
        ("*?*", "", false),
        ("*?*", "x", true),
        ("??", "äö", true),
        ("*?", "ö", true),
        ("a*b*c", "a-b-b-c", true),
        ("A*", "abc", false),
        ("arn:aws:s3:::*/home", "arn:aws:s3:::b/x/y/home", true),
        ("arn:aws:*", "arn:aws:s3:::b", true),
        ("arn:aws:sns:*:topic", "arn:aws:sns:eu-west-1:1:topic", true),
        ("$a", "$a", true),
        ("${*}", "${anything}", true),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(wildcard_match(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn actions() {
    let cases = [
        ("*", "s3:GetObject", true),
        ("*:*", "s3:GetObject", true),
        ("s3:*", "s3:GetObject", true),
        ("S3:getobject", "s3:GetObject", true),
        ("s3:GetObject", "S3:GETOBJECT", true),
        ("s3:Get*", "s3:GetBucketPolicy", true),
        ("s3:Get*", "s3:PutObject", false),
        ("s3:*Object", "s3:GetObject", true),
        ("s3:*Object", "s3:GetObjectAcl", false),
        ("s3:?etObject", "s3:GetObject", true),
        ("s3:*", "s3control:GetObject", false),
        ("s3:*", "iam:GetUser", false),
        ("iam:*User*", "iam:ListUserTags", true),
        ("iam:*User*", "iam:ListGroups", false),
        ("GetObject", "s3:GetObject", false),
        ("s3:GetObject", "GetObject", false),
    ];
    for (pattern, action, expected) in cases {
        assert_eq!(matches_action(pattern, action), expected, "{pattern} {action}");
    }
}

#[test]
fn arns() {
    let arn = Arn::parse("arn:aws:iam::111122223333:user/path/bob").unwrap();
    assert_eq!((arn.partition, arn.service, arn.region, arn.account), ("aws", "iam", "", "111122223333"));
    assert_eq!((arn.resource_type(), arn.resource_id()), (Some("user"), "path/bob"));
    let arn = Arn::parse("arn:aws:sns:eu-west-1:1:topic:sub").unwrap();
    assert_eq!((arn.resource, arn.resource_type(), arn.resource_id()), ("topic:sub", Some("topic"), "sub"));
    assert_eq!(Arn::parse("arn:aws:s3:::bucket").unwrap().resource_type(), None);
    assert_eq!(arn.to_string(), "arn:aws:sns:eu-west-1:1:topic:sub");
    for text in ["", "arn", "arn:aws:s3::bucket", "urn:aws:s3:::bucket", "arn::s3:::b", "arn:aws::::b", "arn:aws:s3:::"] {
        assert!(Arn::parse(text).is_none(), "{text}");
    }
}
