//! What is found in texts, by identifier.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "test helpers")]

use std::sync::LazyLock;

use masking::{Scanner, check_custom, is_managed, managed_names, mask, merge};
use proptest::prelude::*;

fn shown(names: &[&str], text: &str) -> String {
    let scanner = Scanner::new(names.iter().copied(), []).unwrap();
    mask(text, &merge(&scanner.find(text)))
}

/// Each text has the data between braces; without any, nothing is found.
#[test]
fn managed_identifiers_find_their_data() {
    for (name, texts) in [
        ("EmailAddress", &["mail to {joe.doe+x@mail.example.com}, please", "joe@localhost", "{a@b.co}", "@x.com"][..]),
        (
            "IpAddress",
            &[
                "from {10.0.0.1} to {192.168.1.255}:80",
                "1.2.3.256",
                "v1.2.3.4.5",
                "[{fe80::1}]",
                "at {2001:db8:0:0:0:0:2:1}.",
                "12:30:45",
                "12:30",
            ],
        ),
        (
            "AwsSecretKey",
            &[
                "aws_secret_access_key={wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01}",
                "{\"secretKey\": \"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01\"}",
                "sha 0123456789abcdef0123456789abcdef01234567",
                "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01",
                "credentials: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0123",
            ],
        ),
        (
            "CreditCardNumber",
            &[
                "visa {4539 1488 0343 6467} paid",
                "card_number: {4539148803436467}",
                "4539148803436467",
                "visa 4539148803436468",
                "visa 4111111111111111",
                "card 45391488034364670000000",
            ],
        ),
        ("CreditCardExpiration", &["expiration {12/27}", "expiry {01/2029}", "12/27"]),
        ("CreditCardSecurityCode", &["cvv {123}", "cvv2={1234}", "cvv 12", "123"]),
        (
            "Ssn-US",
            &["ssn {123-45-6789}", "ssn: {123456789}", "ssn 000-45-6789", "ssn 666-45-6789", "ssn 123-00-6789", "123-45-6789"],
        ),
        ("IndividualTaxIdentificationNumber-US", &["itin {900-70-0000}", "itin 900-10-0000"]),
        (
            "BankAccountNumber-DE",
            &["iban {DE89 3704 0044 0532 0130 00}", "iban DE89370400440532013001", "DE89370400440532013000"],
        ),
        ("BankAccountNumber-GB", &["IBAN {GB29NWBK60161331926819}"]),
        ("BankAccountNumber-FR", &["RIB {FR1420041010050500013M02606}"]),
        ("BankAccountNumber-ES", &["cuenta {ES9121000418450200051332}"]),
        ("BankAccountNumber-IT", &["iban {IT60X0542811101000000123456}"]),
        ("BankAccountNumber-US", &["bank account {123456789012}"]),
        ("VehicleIdentificationNumber", &["VIN {1M8GDM9AXKP042788}", "VIN 1M8GDM9A0KP042788"]),
        ("NationalProviderId-US", &["npi {1234567893}", "npi 1234567890"]),
        ("DrugEnforcementAgencyNumber-US", &["DEA number {AB1234563}", "DEA number AB1234567"]),
        ("NhsNumber-GB", &["NHS {943 476 5919}", "NHS 943 476 5918"]),
        ("SocialInsuranceNumber-CA", &["SIN {130-692-544}", "SIN 130-692-545"]),
        ("CpfCode-BR", &["CPF {529.982.247-25}", "CPF 529.982.247-26", "CPF 111.111.111-11"]),
        ("Cnpj-BR", &["CNPJ {11.222.333/0001-81}", "CNPJ 11.222.333/0001-82"]),
        ("NationalIdentificationNumber-ES", &["DNI {12345678Z}", "DNI 12345678A"]),
        ("NieNumber-ES", &["NIE {X1234567L}", "NIE X1234567A"]),
        ("InseeCode-FR", &["insee {2 55 08 14 168 025 38}", "insee 255081416802539"]),
        ("MedicareBeneficiaryNumber-US", &["medicare {1EG4-TE5-MK73}"]),
        ("NationalDrugCode-US", &["NDC {0777-3105-02}"]),
        ("PassportNumber-US", &["passport {123456789}"]),
        ("PhoneNumber-US", &["tel: {425-555-0123}", "425-555-0123"]),
        ("LatLong", &["location {47.6062, -122.3321}"]),
        ("ZipCode-US", &["zip code {98109-1234}", "98109"]),
        (
            "OpenSshPrivateKey",
            &[
                "key {-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----} end",
                "{-----BEGIN OPENSSH PRIVATE KEY-----\nabc}",
            ],
        ),
        (
            "PkcsPrivateKey",
            &[
                "{-----BEGIN RSA PRIVATE KEY-----\\nMII\\n-----END RSA PRIVATE KEY-----}",
                "{-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----}",
                "-----BEGIN PUBLIC KEY-----",
            ],
        ),
        ("PgpPrivateKey", &["{-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----}"]),
        ("PuttyPrivateKey", &["{PuTTY-User-Key-File-2: ssh-rsa\nx\nPrivate-MAC: 00ff} y"]),
    ] {
        assert!(is_managed(name), "{name}");
        for text in texts {
            // A text in braces as a whole is JSON.
            let json = text.starts_with("{\"");
            let plain = if json { (*text).to_owned() } else { text.replace(['{', '}'], "") };
            let mut inside = false;
            let expected: String = if json {
                text.replace("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01", &"*".repeat(40))
            } else {
                text.chars()
                    .filter_map(|c| match c {
                        '{' => {
                            inside = true;
                            None
                        }
                        '}' => {
                            inside = false;
                            None
                        }
                        _ if inside => Some('*'),
                        c => Some(c),
                    })
                    .collect()
            };
            assert_eq!(shown(&[name], &plain), expected, "{name}: {text}");
        }
    }
}

#[test]
fn findings_are_counted_by_identifier_and_covered_once() {
    let scanner = Scanner::new(["EmailAddress", "IpAddress"], [("Employee", r"EmployeeId-\d{9}"), ("At", "at [a-z]+@")]).unwrap();
    let text = "EmployeeId-123456789 at joe@example.com from 10.0.0.1";
    let found: Vec<(usize, &str)> =
        scanner.find(text).iter().map(|f| (f.identifier, text.get(f.start..f.end).unwrap())).collect();
    assert_eq!(found, [(2, "EmployeeId-123456789"), (3, "at joe@"), (0, "joe@example.com"), (1, "10.0.0.1")]);
    assert_eq!(scanner.names().collect::<Vec<_>>(), ["EmailAddress", "IpAddress", "Employee", "At"]);
    assert_eq!(mask(text, &merge(&scanner.find(text))), "******************** ****************** from ********");
    let many = "a@b.co ".repeat(2000);
    assert!(scanner.find(&many).len() <= 1001);
    assert!(!mask(&many, &merge(&scanner.find(&many))).contains("a@b"));
}

#[test]
fn custom_identifiers_are_bounded() {
    for (name, regex, good) in [
        ("Id", r"\d{3}", true),
        ("Id_1-x", "[a-z]+|b", true),
        ("", "a", false),
        ("a b", "a", false),
        (&"n".repeat(129), "a", false),
        ("a", "", false),
        ("a", &"x".repeat(201), false),
        ("a", "é", false),
        ("a", "[", false),
        ("a", "(a{1000}){1000}", false),
    ] {
        assert_eq!(check_custom(name, regex).is_ok(), good, "{name} {regex}");
    }
    assert!(Scanner::new(["Name"], []).is_err());
    assert!(Scanner::new(managed_names(), []).is_ok());
}

static ALL: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(managed_names(), [("Any", "[0-9]+x")]).unwrap());

proptest! {
    #[test]
    fn nothing_found_is_shown_and_nothing_else_is_lost(text in "(?s).{0,60}|[a-z0-9@. :-]{0,80}|(visa|ssn|iban) [0-9A-Z -]{0,30}") {
        let found = ALL.find(&text);
        let hidden = merge(&found);
        let masked = mask(&text, &hidden);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        for (shown, plain, at) in masked.chars().zip(text.char_indices()).map(|(s, (at, p))| (s, p, at)) {
            let covered = found.iter().any(|f| f.start <= at && at < f.end);
            prop_assert_eq!(shown, if covered { '*' } else { plain });
        }
    }

    #[test]
    fn damaged_ranges_show_nothing_behind_them(text in ".{0,20}", hidden in prop::collection::vec((0..30_u32, 0..30_u32), 0..4)) {
        let masked = mask(&text, &hidden);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
    }
}
