use super::{Bad, Bounds, Entries, Format, read};
use proptest::prelude::*;

const ALL: Bounds = Bounds { domains: true, most: 100 };
const ADDRESSES: Bounds = Bounds { domains: false, most: 100 };

fn entries(format: Format, text: &str, bounds: Bounds) -> Vec<String> {
    read(format, text.as_bytes(), bounds).unwrap().0.into_iter().collect()
}

#[test]
fn every_form_is_read() {
    let stix = r#"<?xml version="1.0"?><stix:STIX_Package xmlns:stix="x" xmlns:cybox="y" xmlns:AddressObj="z" xmlns:D="d"><stix:Observables>
        <cybox:Observable><cybox:Object><cybox:Properties category="ipv4-addr"><AddressObj:Address_Value condition="Equals" apply_condition="ANY">192.0.2.1##comma##192.0.2.2</AddressObj:Address_Value></cybox:Properties></cybox:Object></cybox:Observable>
        <cybox:Observable><D:Value>Bad.Example.com</D:Value></cybox:Observable></stix:Observables></stix:STIX_Package>"#;
    for (format, text, want) in [
        (
            Format::Txt,
            "\u{feff}192.0.2.1 # home\n\n# none\n198.51.100.0/24\nnonsense\nEvil.example.\n2001:db8::/32\r\n",
            vec!["192.0.2.1", "198.51.100.0/24", "2001:db8::/32", "evil.example"],
        ),
        (Format::Stix, stix, vec!["192.0.2.1", "192.0.2.2", "bad.example.com"]),
        (
            Format::OtxCsv,
            "Indicator type, Indicator, Description\nCIDR, 192.0.2.0/24, \"a, b\"\nFileHash-MD5, 192.0.2.9, no\ndomain, bad.example.com, x\nIPv4, 192.0.2.77, y",
            vec!["192.0.2.0/24", "192.0.2.77", "bad.example.com"],
        ),
        (
            Format::AlienVault,
            "# head\n192.0.2.1#4#2#Malicious Host#KR##37.5,127.0#3\n192.0.2.2#4#2#Scanning Host#CN##1,2#3\n",
            vec!["192.0.2.1", "192.0.2.2"],
        ),
        (
            Format::ProofPoint,
            "ip, category, score, first_seen, last_seen, ports (|)\n192.0.2.1, 1, 100, 2000-01-01, 2000-01-01, \n203.0.113.0, 1, 100, 2000-01-01, 2000-01-01, 80",
            vec!["192.0.2.1", "203.0.113.0"],
        ),
        (
            Format::FireEye,
            "reportId,title,ip,cidr,domain\n1,\"a \"\"b\"\"\nc\",192.0.2.1,198.51.100.0/24,bad.example.com\n2,x,,,\n",
            vec!["192.0.2.1", "198.51.100.0/24", "bad.example.com"],
        ),
    ] {
        assert_eq!(entries(format, text, ALL), want, "{format:?}");
    }
    assert_eq!(entries(Format::Txt, "a.example\n192.0.2.1", ADDRESSES), ["192.0.2.1"]);
    assert_eq!(entries(Format::Txt, "*.a.example\n-x.example\nlocal\n1.2.3.4.5\n", ALL), ["*.a.example"]);
}

#[test]
fn what_is_no_list_is_refused() {
    let refused = |format, text: &str| read(format, text.as_bytes(), ADDRESSES).unwrap_err();
    assert_eq!(refused(Format::Txt, "nothing\n"), Bad::Empty);
    assert_eq!(refused(Format::Stix, "192.0.2.1"), Bad::Form);
    assert_eq!(
        refused(Format::Stix, "<!DOCTYPE x [<!ENTITY a \"b\">]><a><Address_Value>192.0.2.1</Address_Value></a>"),
        Bad::Form
    );
    assert_eq!(refused(Format::Stix, "<a><b></a>"), Bad::Form);
    assert_eq!(refused(Format::Stix, &"<a>".repeat(100)), Bad::Form);
    assert_eq!(refused(Format::OtxCsv, "192.0.2.1"), Bad::Form);
    assert_eq!(refused(Format::ProofPoint, ""), Bad::Form);
    assert_eq!(read(Format::Txt, &[0xff, 0xfe], ALL), Err(Bad::NotText));
    let many: String = (0..=100).map(|n| format!("192.0.2.{n}\n")).collect();
    assert_eq!(refused(Format::Txt, &many), Bad::Many(100));
    assert_eq!(entries(Format::Txt, "192.0.2.1\n".repeat(500).as_str(), ADDRESSES).len(), 1);
}

#[test]
fn sets_are_made_of_entries() {
    let list = Entries::of_text("192.0.2.0/24\nbad.example\n");
    assert_eq!(list.to_text(), "192.0.2.0/24\nbad.example\n");
    let (mut prefixes, mut domains) = Default::default();
    list.add_to(&mut prefixes, &mut domains);
    assert!(prefixes.contains("192.0.2.9".parse().unwrap()) && domains.contains("x.bad.example"));
    assert_eq!(list.prefixes().len(), 1);
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_is_read_again(text in "\\PC{0,200}", form in 0..6_usize) {
        let format = [Format::Txt, Format::Stix, Format::OtxCsv, Format::AlienVault, Format::ProofPoint, Format::FireEye][form];
        if let Ok(found) = read(format, text.as_bytes(), ALL) {
            prop_assert_eq!(Entries::of_text(&found.to_text()), found.clone());
            prop_assert_eq!(read(Format::Txt, found.to_text().as_bytes(), ALL).unwrap(), found);
        }
    }

    #[test]
    fn fields_survive_quotes(fields in proptest::collection::vec("[a-z\", \n]{0,8}", 1..5)) {
        let quoted: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect();
        let text = format!("{},ip\n{},192.0.2.7\n", (0..fields.len()).map(|n| format!("f{n}")).collect::<Vec<_>>().join(","), quoted.join(","));
        prop_assert_eq!(entries(Format::ProofPoint, &text, ALL), ["192.0.2.7"]);
    }
}
