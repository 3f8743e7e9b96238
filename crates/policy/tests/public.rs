//! Which resource policies are open to everybody.

use policy::{Policy, PolicyKind};

#[test]
fn public_policies() {
    let allow = |principal: &str, condition: &str| {
        format!("{{'Effect':'Allow','Principal':{principal},'Action':'s3:GetObject','Resource':'*','Condition':{condition}}}")
    };
    let everyone = |condition: &str| allow("'*'", condition);
    let cases = [
        (everyone("{}"), true),
        (allow("{'AWS':'*'}", "{}"), true),
        (allow("{'AWS':['111122223333','*']}", "{}"), true),
        (allow("{'AWS':'111122223333'}", "{}"), false),
        (allow("{'Service':'sns.amazonaws.com'}", "{}"), false),
        (allow("{'Federated':'accounts.google.com'}", "{}"), false),
        ("{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}".to_owned(), false),
        ("{'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'},'Action':'s3:*','Resource':'*'}".to_owned(), true),
        (everyone("{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}"), false),
        (everyone("{'StringEquals':{'AWS:PrincipalOrgId':['o-1','o-2']}}"), false),
        (everyone("{'StringLike':{'aws:PrincipalOrgID':'o-*'}}"), true),
        (everyone("{'StringLike':{'aws:PrincipalOrgID':'o-1'}}"), false),
        (everyone("{'StringEquals':{'aws:SourceVpc':'${aws:PrincipalTag/vpc}'}}"), true),
        (everyone("{'StringEquals':{'aws:SourceVpc':'vpc-1'}}"), false),
        (everyone("{'StringEqualsIfExists':{'aws:SourceVpc':'vpc-1'}}"), true),
        (everyone("{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}"), true),
        (everyone("{'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'}}"), true),
        (everyone("{'ForAnyValue:StringEquals':{'aws:PrincipalOrgPaths':'o-1/r-1/'}}"), false),
        (everyone("{'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-1/*'}}"), true),
        (everyone("{'StringEquals':{'aws:Referer':'me'}}"), true),
        (everyone("{'Bool':{'aws:SecureTransport':'true'}}"), true),
        (everyone("{'Null':{'aws:SourceVpc':'false'}}"), true),
        (everyone("{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}"), false),
        (everyone("{'IpAddress':{'aws:SourceIp':['203.0.113.0/24','0.0.0.0/0']}}"), true),
        (everyone("{'IpAddress':{'aws:SourceIp':['0.0.0.0/1','128.0.0.0/1']}}"), true),
        (everyone("{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}"), false),
        (everyone("{'IpAddress':{'aws:SourceIp':'2001:db8::/32'}}"), false),
        (everyone("{'IpAddress':{'aws:SourceIp':'2000::/3'}}"), true),
        (everyone("{'IpAddress':{'aws:SourceIp':'fd00::/8'}}"), false),
        (everyone("{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}}"), true),
        (everyone("{'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:111122223333:*'}}"), false),
        (everyone("{'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:*:topic'}}"), true),
        (everyone("{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::bucket'}}"), false),
        (everyone("{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::bucket*'}}"), true),
        (everyone("{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/r'}}"), false),
        (everyone("{'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/r'}}"), true),
        (everyone("{'Bool':{'aws:SecureTransport':'true'},'StringEquals':{'aws:SourceAccount':'111122223333'}}"), false),
        (allow("'*'", "{'StringEquals':{'aws:SourceAccount':'1'}}") + "," + &everyone("{}"), true),
    ];
    for (statement, expected) in cases {
        let text = format!("{{'Version':'2012-10-17','Statement':[{statement}]}}").replace('\'', "\"");
        let policy = Policy::parse(&text, PolicyKind::Resource).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(policy.is_public(), expected, "{text}");
    }
}
