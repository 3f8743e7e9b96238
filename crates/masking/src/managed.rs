//! The managed data identifiers: their names, patterns and keywords.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html>.

use crate::checks;

/// A managed data identifier.
pub(crate) struct Managed {
    pub name: &'static str,
    /// The data is the first group, or all of it where there is none.
    pub pattern: &'static str,
    /// Of which one must be near; none if no keyword is needed.
    pub keywords: &'static [&'static str],
    pub check: fn(&str) -> bool,
}

const fn of(name: &'static str, pattern: &'static str, keywords: &'static [&'static str], check: fn(&str) -> bool) -> Managed {
    Managed { name, pattern, keywords, check }
}

const SECRET_KEY: &[&str] = &["aws_secret_access_key", "credentials", "secret access key", "secret key", "set-awscredential"];
const CARD: &[&str] = &[
    "account number",
    "american express",
    "amex",
    "bank card",
    "card",
    "card number",
    "card num",
    "cc #",
    "ccn",
    "check card",
    "credit",
    "credit card#",
    "dankort",
    "debit",
    "debit card",
    "diners club",
    "discover",
    "electron",
    "japanese card bureau",
    "jcb",
    "mastercard",
    "mc",
    "pan",
    "payment account number",
    "payment card number",
    "pcn",
    "union pay",
    "visa",
];
const EXPIRATION: &[&str] = &["exp d", "exp m", "exp y", "exp date", "expiration", "expiry"];
const SECURITY_CODE: &[&str] = &[
    "card id",
    "card identification code",
    "card identification number",
    "card security code",
    "card validation code",
    "card validation number",
    "card verification data",
    "card verification value",
    "cvc",
    "cvc2",
    "cvv",
    "cvv2",
    "elo verification code",
];
const SSN: &[&str] = &["social security", "ss#", "ssn"];
const ITIN: &[&str] = &["i.t.i.n.", "individual taxpayer identification number", "individual taxpayer", "itin"];
const PASSPORT: &[&str] = &["passport", "passport number", "passport no", "travel document"];
const PHONE: &[&str] =
    &["cell", "contact", "fax", "fax number", "mobile", "phone", "phone number", "tel", "telephone", "telephone number"];
const ACCOUNT_DE: &[&str] = &[
    "account code",
    "account number",
    "bankleitzahl",
    "bban",
    "iban",
    "kartennummer",
    "kontonummer",
    "kreditkartennummer",
    "sepa",
];
const ACCOUNT_ES: &[&str] = &[
    "account code",
    "account number",
    "bban",
    "iban",
    "código cuenta",
    "codigo cuenta",
    "numero cuenta",
    "número cuenta",
    "cuenta",
];
const ACCOUNT_FR: &[&str] =
    &["account code", "account number", "bban", "iban", "code bancaire", "compte bancaire", "numéro de compte", "rib"];
const ACCOUNT_GB: &[&str] = &["account code", "account number", "bban", "iban", "sort code"];
const ACCOUNT_IT: &[&str] =
    &["account code", "account number", "bban", "iban", "codice bancario", "conto bancario", "numero di conto"];
const ACCOUNT_US: &[&str] = &[
    "bank account",
    "bank acct",
    "checking account",
    "checking acct",
    "deposit account",
    "deposit acct",
    "savings account",
    "savings acct",
    "chequing account",
    "chequing acct",
];
const VIN: &[&str] = &["fahrgestellnummer", "niv", "vehicle identification number", "vin", "vin number"];
const COORDINATES: &[&str] = &["coordinate", "coordinates", "lat long", "latitude", "longitude", "location", "position"];
const ZIP: &[&str] = &["zip", "zip code", "zip+4", "postal code"];
const PROVIDER: &[&str] = &["hipaa", "n.p.i.", "national provider", "npi"];
const ENFORCEMENT: &[&str] = &["dea", "dea number", "dea registration"];
const MEDICARE: &[&str] = &["mbi", "medicare beneficiary", "medicare"];
const HEALTH_SERVICE: &[&str] = &["national health service", "nhs"];
const DRUG_CODE: &[&str] = &["national drug code", "ndc"];
const SIN: &[&str] = &["canadian id", "numéro d'assurance sociale", "sin", "social insurance number"];
const CPF: &[&str] = &["cadastro de pessoa fisica", "cadastro de pessoa física", "cadastro de pessoas físicas", "cpf"];
const CNPJ: &[&str] = &["cadastro nacional da pessoa jurídica", "cnpj"];
const DNI: &[&str] = &["dni", "documento nacional de identidad", "nacional identidad", "identidad"];
const NIE: &[&str] = &["nie", "número de identificación de extranjero", "extranjero"];
const INSEE: &[&str] =
    &["assurance sociale", "code insee", "insee", "numéro de sécurité sociale", "sécurité sociale", "securite sociale", "nir"];

/// All that can be looked for, by name.
pub(crate) const MANAGED: &[Managed] = &[
    of("AwsSecretKey", r"(?:^|[^A-Za-z0-9/+])([A-Za-z0-9/+]{40})(?:$|[^A-Za-z0-9/+=])", SECRET_KEY, checks::secret),
    of("BankAccountNumber-DE", r"\bDE\d{2}(?: ?\d){18}\b", ACCOUNT_DE, checks::iban),
    of("BankAccountNumber-ES", r"\bES\d{2}(?: ?\d){20}\b", ACCOUNT_ES, checks::iban),
    of("BankAccountNumber-FR", r"\bFR\d{2}(?: ?\d){10}(?: ?[0-9A-Z]){11}(?: ?\d){2}\b", ACCOUNT_FR, checks::iban),
    of("BankAccountNumber-GB", r"\bGB\d{2} ?[A-Z]{4}(?: ?\d){14}\b", ACCOUNT_GB, checks::iban),
    of("BankAccountNumber-IT", r"\bIT\d{2} ?[A-Z](?: ?\d){10}(?: ?[0-9A-Z]){12}\b", ACCOUNT_IT, checks::iban),
    of("BankAccountNumber-US", r"\b\d{8,17}\b", ACCOUNT_US, checks::any),
    of("Cnpj-BR", r"\b\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}\b", CNPJ, checks::cnpj),
    of("CpfCode-BR", r"\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b", CPF, checks::cpf),
    of("CreditCardExpiration", r"\b(?:0?[1-9]|1[0-2])[/-](?:20)?\d{2}\b", EXPIRATION, checks::any),
    of("CreditCardNumber", r"\b\d(?:[ -]?\d){12,18}\b", CARD, checks::card),
    of("CreditCardSecurityCode", r"\b\d{3,4}\b", SECURITY_CODE, checks::any),
    of("DrugEnforcementAgencyNumber-US", r"\b[A-HJ-NP-UXa-hj-np-ux][A-Za-z9]\d{7}\b", ENFORCEMENT, |text| {
        checks::enforcement(text.get(2..).unwrap_or_default())
    }),
    of(
        "EmailAddress",
        r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}\b",
        &[],
        checks::any,
    ),
    of("IndividualTaxIdentificationNumber-US", r"\b9\d{2}[- ]?\d{2}[- ]?\d{4}\b", ITIN, checks::itin),
    of("InseeCode-FR", r"\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}\b", INSEE, checks::insee),
    of(
        "IpAddress",
        r"(?:^|[^0-9A-Za-z.:])((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\d{1,3}(?:\.\d{1,3}){3})?)(?:$|[^0-9A-Za-z])",
        &[],
        checks::address,
    ),
    of("LatLong", r"[-+]?\d{1,3}\.\d{2,}°?(?: ?[NSns])?[ ,;]{1,3}[-+]?\d{1,3}\.\d{2,}°?(?: ?[EWew])?", COORDINATES, checks::any),
    of(
        "MedicareBeneficiaryNumber-US",
        r"\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b",
        MEDICARE,
        checks::any,
    ),
    of("NationalDrugCode-US", r"\b(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2})\b", DRUG_CODE, checks::any),
    of("NationalIdentificationNumber-ES", r"\b\d{8}-?[A-Za-z]\b", DNI, checks::dni),
    of("NationalProviderId-US", r"\b[12]\d{9}\b", PROVIDER, checks::provider),
    of("NhsNumber-GB", r"\b\d{3}[- ]?\d{3}[- ]?\d{4}\b", HEALTH_SERVICE, checks::health_service),
    of("NieNumber-ES", r"\b[XYZxyz]-?\d{7}-?[A-Za-z]\b", NIE, checks::dni),
    of(
        "OpenSshPrivateKey",
        r"-----BEGIN OPENSSH PRIVATE KEY-----(?s:.*?)(?:-----END OPENSSH PRIVATE KEY-----|$)",
        &[],
        checks::any,
    ),
    of("PassportNumber-US", r"\b(?:[A-Z]\d{8}|\d{9})\b", PASSPORT, checks::any),
    of(
        "PgpPrivateKey",
        r"-----BEGIN PGP PRIVATE KEY BLOCK-----(?s:.*?)(?:-----END PGP PRIVATE KEY BLOCK-----|$)",
        &[],
        checks::any,
    ),
    of("PhoneNumber-US", r"(?:\+?1[ .-]?)?\(?\b[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}\b", PHONE, checks::any),
    of(
        "PkcsPrivateKey",
        r"-----BEGIN (?:(?:RSA|DSA|EC|ENCRYPTED) )?PRIVATE KEY-----(?s:.*?)(?:-----END (?:(?:RSA|DSA|EC|ENCRYPTED) )?PRIVATE KEY-----|$)",
        &[],
        checks::any,
    ),
    of("PuttyPrivateKey", r"PuTTY-User-Key-File-\d:(?s:.*?)(?:Private-MAC: ?[0-9A-Fa-f]+|$)", &[], checks::any),
    of("SocialInsuranceNumber-CA", r"\b\d{3}[- ]?\d{3}[- ]?\d{3}\b", SIN, checks::insurance),
    of("Ssn-US", r"\b\d{3}[- ]?\d{2}[- ]?\d{4}\b", SSN, checks::ssn),
    of("VehicleIdentificationNumber", r"\b[A-HJ-NPR-Za-hj-npr-z0-9]{17}\b", VIN, checks::vin),
    of("ZipCode-US", r"\b\d{5}(?:-\d{4})?\b", ZIP, checks::any),
];
