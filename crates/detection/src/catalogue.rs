//! The types of findings: what each means and what to do. The texts of reports and of the documentation come from here.

/// What a type's findings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Somebody's access.
    AccessKey,
    /// A bucket.
    Bucket,
    /// An instance.
    Instance,
}

/// A type of findings.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name, in GuardDuty's scheme: purpose, resource, threat.
    pub name: &'static str,
    /// What it is about.
    pub about: About,
    /// Whether the name is one of GuardDuty's own; the others are ours, in the same scheme.
    pub guardduty: bool,
    /// What it means that there is such a finding.
    pub meaning: &'static str,
    /// What to do.
    pub remedy: Remedy,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Somebody's credentials may be in other hands.
    Credentials,
    /// Somebody hides his traces.
    Logging,
    /// A bucket is open.
    Bucket,
    /// Data are being taken or destroyed.
    Data,
    /// An instance is compromised.
    Instance,
    /// An instance is attacked.
    Exposure,
    /// A habit that should not be.
    Practice,
}

impl Remedy {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Credentials => {
                "Ask the owner of the credentials whether he made the calls. If not: deactivate the access key or revoke the role's sessions (a deny policy on aws:TokenIssueTime), look through everything the principal did since, remove what it made (users, keys, policies, trusts, functions), and give out new credentials only after it is known how the old ones were lost."
            }
            Self::Logging => {
                "Switch the log on again at once, and read what is known of the time in between from other sources: event history, data stores, flow logs, the services' own logs. If nobody answers for the change, treat the principal's credentials as lost. Keep principals from changing logs with a service control policy."
            }
            Self::Bucket => {
                "Find out whether the bucket is meant to be open. If not: set the block of public access for the bucket and the account, take back the policy or list, and look in data events and access logs for who read it in the meantime."
            }
            Self::Data => {
                "Deny the principal everything now, then find out what was read, written or deleted. Restore from versions, snapshots or backups; keep copies of notes and of what was changed as evidence. Take back shares with other accounts and rotate every secret that was read."
            }
            Self::Instance => {
                "Take the instance out of the network (a security group without rules), keep a snapshot of its volumes for examination, and revoke the sessions of its role. Find out how it was entered, and replace it by a new one rather than cleaning it."
            }
            Self::Exposure => {
                "Close the port to everybody who need not reach it, by security group or network access list; use Session Manager, a VPN or a bastion for administration; make sure that passwords are not accepted there."
            }
            Self::Practice => {
                "Put the safe practice in its place: no use of the root user for daily work and no keys for it, a second factor for everybody, and guardrails that keep it so."
            }
        }
    }
}

const fn of_guardduty(name: &'static str, about: About, remedy: Remedy, meaning: &'static str) -> Kind {
    Kind { name, about, guardduty: true, meaning, remedy }
}

const fn own(name: &'static str, about: About, remedy: Remedy, meaning: &'static str) -> Kind {
    Kind { name, about, guardduty: false, meaning, remedy }
}

use About::{AccessKey, Bucket, Instance};

/// All types.
pub const KINDS: &[Kind] = &[
    of_guardduty(
        "AttackSequence:IAM/CompromisedCredentials",
        AccessKey,
        Remedy::Credentials,
        "Within a day one principal did things of at least three stages of an attack, two of them conspicuous by themselves. Together they look like somebody who works through an account with stolen credentials.",
    ),
    of_guardduty(
        "AttackSequence:S3/CompromisedData",
        Bucket,
        Remedy::Data,
        "Within a day several stages of an attack on data were seen around one bucket: protection removed, access opened, objects taken, destroyed or encrypted.",
    ),
    of_guardduty(
        "CredentialAccess:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "Passwords, secrets, parameters or other credentials were collected in a way that is not usual for the principal.",
    ),
    of_guardduty(
        "DefenseEvasion:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Logging,
        "Something that protects or watches the account was weakened, switched off or removed.",
    ),
    of_guardduty(
        "Discovery:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "Somebody looks around: what there is, who may do what, where the limits are. By itself harmless, and the first thing that a thief of credentials does.",
    ),
    own(
        "Execution:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "Commands or scripts were run on machines through the control plane by somebody who does not do so by routine.",
    ),
    of_guardduty(
        "Exfiltration:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Data,
        "Data were given to another account or made ready to be carried away: snapshots, images, databases, secrets, keys.",
    ),
    of_guardduty(
        "Impact:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Data,
        "Resources were destroyed, disabled or abused: deletions in bulk, keys scheduled for deletion, expensive machines or models for somebody else's ends.",
    ),
    of_guardduty(
        "InitialAccess:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "Somebody came in, in a way that is not usual or not safe.",
    ),
    of_guardduty(
        "Persistence:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "A way to come back was made: keys, passwords, trusts, providers, code that runs for somebody else.",
    ),
    of_guardduty(
        "PrivilegeEscalation:IAMUser/AnomalousBehavior",
        AccessKey,
        Remedy::Credentials,
        "Somebody got or tried to get more permission than he had, on one of the known paths.",
    ),
    of_guardduty(
        "PenTest:IAMUser/KaliLinux",
        AccessKey,
        Remedy::Credentials,
        "Calls came from a machine with Kali Linux, a distribution for penetration tests. If no such test is under way, somebody looks for weaknesses.",
    ),
    of_guardduty(
        "PenTest:IAMUser/ParrotLinux",
        AccessKey,
        Remedy::Credentials,
        "Calls came from a machine with Parrot Linux, a distribution for penetration tests.",
    ),
    of_guardduty(
        "PenTest:IAMUser/PentooLinux",
        AccessKey,
        Remedy::Credentials,
        "Calls came from a machine with Pentoo Linux, a distribution for penetration tests.",
    ),
    of_guardduty(
        "PenTest:S3/KaliLinux",
        Bucket,
        Remedy::Credentials,
        "Calls of S3 came from a machine with Kali Linux, a distribution for penetration tests.",
    ),
    of_guardduty(
        "PenTest:S3/ParrotLinux",
        Bucket,
        Remedy::Credentials,
        "Calls of S3 came from a machine with Parrot Linux, a distribution for penetration tests.",
    ),
    of_guardduty(
        "PenTest:S3/PentooLinux",
        Bucket,
        Remedy::Credentials,
        "Calls of S3 came from a machine with Pentoo Linux, a distribution for penetration tests.",
    ),
    of_guardduty(
        "Policy:IAMUser/RootCredentialUsage",
        AccessKey,
        Remedy::Practice,
        "The root user of an account was used. It cannot be limited by policies of the account, and nothing of daily work needs it.",
    ),
    of_guardduty(
        "Recon:IAMUser/MaliciousIPCaller",
        AccessKey,
        Remedy::Credentials,
        "Something was listed or described from an address that a threat list names.",
    ),
    of_guardduty(
        "Recon:IAMUser/MaliciousIPCaller.Custom",
        AccessKey,
        Remedy::Credentials,
        "Something was listed or described from an address that a threat list of yours names.",
    ),
    of_guardduty(
        "Recon:IAMUser/TorIPCaller",
        AccessKey,
        Remedy::Credentials,
        "Something was listed or described from an exit of the Tor network, which hides where the caller is.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
        AccessKey,
        Remedy::Credentials,
        "A call was made from an address that a threat list names.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
        AccessKey,
        Remedy::Credentials,
        "A call was made from an address that a threat list of yours names.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/TorIPCaller",
        AccessKey,
        Remedy::Credentials,
        "A call was made from an exit of the Tor network, which hides where the caller is.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
        AccessKey,
        Remedy::Credentials,
        "The same user logged in to the console from different networks within a short time, or after many failed attempts.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        AccessKey,
        Remedy::Credentials,
        "Credentials that only an instance has were used from an address outside of AWS. They were taken from the instance.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
        AccessKey,
        Remedy::Credentials,
        "Credentials that only an instance has were used from another address inside of AWS, with another program, at the same time.",
    ),
    of_guardduty(
        "UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS",
        AccessKey,
        Remedy::Credentials,
        "Credentials that only a function or a task of a container service has were used from an address outside of AWS. They were taken from it.",
    ),
    of_guardduty(
        "Stealth:IAMUser/CloudTrailLoggingDisabled",
        AccessKey,
        Remedy::Logging,
        "A trail was stopped, deleted, blinded, or its files were set to vanish. What is done from now on may leave no trace.",
    ),
    of_guardduty(
        "Stealth:IAMUser/PasswordPolicyChange",
        AccessKey,
        Remedy::Practice,
        "The rules for passwords of the account were weakened.",
    ),
    of_guardduty(
        "Stealth:S3/ServerAccessLoggingDisabled",
        Bucket,
        Remedy::Logging,
        "Access to a bucket is no longer written down.",
    ),
    of_guardduty(
        "Policy:S3/AccountBlockPublicAccessDisabled",
        Bucket,
        Remedy::Bucket,
        "Buckets of the account can be made public again.",
    ),
    of_guardduty("Policy:S3/BucketBlockPublicAccessDisabled", Bucket, Remedy::Bucket, "The bucket can be made public again."),
    of_guardduty(
        "Policy:S3/BucketAnonymousAccessGranted",
        Bucket,
        Remedy::Bucket,
        "Everybody on the internet was given access to a bucket.",
    ),
    of_guardduty(
        "Policy:S3/BucketPublicAccessGranted",
        Bucket,
        Remedy::Bucket,
        "Everybody with any AWS account was given access to a bucket.",
    ),
    of_guardduty(
        "Discovery:S3/AnomalousBehavior",
        Bucket,
        Remedy::Credentials,
        "Somebody looks through buckets in a way that is not usual for the principal.",
    ),
    of_guardduty(
        "Discovery:S3/MaliciousIPCaller",
        Bucket,
        Remedy::Credentials,
        "Buckets were looked through from an address that a threat list names.",
    ),
    of_guardduty(
        "Discovery:S3/MaliciousIPCaller.Custom",
        Bucket,
        Remedy::Credentials,
        "Buckets were looked through from an address that a threat list of yours names.",
    ),
    of_guardduty(
        "Discovery:S3/TorIPCaller",
        Bucket,
        Remedy::Credentials,
        "Buckets were looked through from an exit of the Tor network.",
    ),
    of_guardduty(
        "Exfiltration:S3/AnomalousBehavior",
        Bucket,
        Remedy::Data,
        "Objects were taken, or opened to be taken, in a way that is not usual for the principal.",
    ),
    of_guardduty(
        "Exfiltration:S3/MaliciousIPCaller",
        Bucket,
        Remedy::Data,
        "Objects were read from an address that a threat list names.",
    ),
    of_guardduty(
        "Impact:S3/AnomalousBehavior.Delete",
        Bucket,
        Remedy::Data,
        "Objects, versions or buckets were deleted, or what protects them, in a way that is not usual for the principal.",
    ),
    of_guardduty(
        "Impact:S3/AnomalousBehavior.Write",
        Bucket,
        Remedy::Data,
        "Objects were written in a way that is not usual: under keys of somebody else, or as ransom notes.",
    ),
    of_guardduty(
        "Impact:S3/MaliciousIPCaller",
        Bucket,
        Remedy::Data,
        "Objects or settings of a bucket were changed from an address that a threat list names.",
    ),
    of_guardduty(
        "UnauthorizedAccess:S3/MaliciousIPCaller.Custom",
        Bucket,
        Remedy::Data,
        "Objects were read or changed from an address that a threat list of yours names.",
    ),
    of_guardduty(
        "UnauthorizedAccess:S3/TorIPCaller",
        Bucket,
        Remedy::Data,
        "Objects were read or changed from an exit of the Tor network.",
    ),
    of_guardduty("Recon:EC2/Portscan", Instance, Remedy::Instance, "An instance tries many ports of another host."),
    of_guardduty(
        "Recon:EC2/PortProbeUnprotectedPort",
        Instance,
        Remedy::Exposure,
        "Somebody on the internet tries ports of an instance one after another, and is let through.",
    ),
    of_guardduty("Impact:EC2/PortSweep", Instance, Remedy::Instance, "An instance tries one port of many hosts."),
    of_guardduty(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        Instance,
        Remedy::Exposure,
        "SSH connections are made again and again, as when passwords are guessed: against an instance, or by it.",
    ),
    of_guardduty(
        "UnauthorizedAccess:EC2/RDPBruteForce",
        Instance,
        Remedy::Exposure,
        "RDP connections are made again and again, as when passwords are guessed: against an instance, or by it.",
    ),
    of_guardduty(
        "Impact:EC2/WinRMBruteForce",
        Instance,
        Remedy::Instance,
        "An instance makes WinRM connections again and again, as when passwords are guessed.",
    ),
    of_guardduty(
        "CryptoCurrency:EC2/BitcoinTool.B",
        Instance,
        Remedy::Instance,
        "An instance talks to a port on which pools of miners listen.",
    ),
    of_guardduty(
        "CryptoCurrency:EC2/BitcoinTool.B!DNS",
        Instance,
        Remedy::Instance,
        "An instance asks for names of pools of miners.",
    ),
    of_guardduty(
        "Backdoor:EC2/C&CActivity.B",
        Instance,
        Remedy::Instance,
        "An instance talks to an address that a threat list names.",
    ),
    of_guardduty(
        "Backdoor:EC2/C&CActivity.B!DNS",
        Instance,
        Remedy::Instance,
        "An instance asks for a name that a threat list names.",
    ),
    of_guardduty("Backdoor:EC2/Spambot", Instance, Remedy::Instance, "An instance sends mail to many hosts directly."),
    of_guardduty("Backdoor:EC2/DenialOfService.Tcp", Instance, Remedy::Instance, "An instance floods a host with TCP packets."),
    of_guardduty("Backdoor:EC2/DenialOfService.Udp", Instance, Remedy::Instance, "An instance floods a host with UDP packets."),
    of_guardduty("Backdoor:EC2/DenialOfService.Dns", Instance, Remedy::Instance, "An instance floods a host with DNS packets."),
    of_guardduty(
        "Backdoor:EC2/DenialOfService.UdpOnTcpPorts",
        Instance,
        Remedy::Instance,
        "An instance floods ports that TCP uses with UDP packets.",
    ),
    of_guardduty(
        "Backdoor:EC2/DenialOfService.UnusualProtocol",
        Instance,
        Remedy::Instance,
        "An instance floods a host with packets of a protocol that hardly anybody uses.",
    ),
    of_guardduty(
        "Behavior:EC2/TrafficVolumeUnusual",
        Instance,
        Remedy::Instance,
        "An instance sends out far more than it ever did.",
    ),
    of_guardduty(
        "Behavior:EC2/NetworkPortUnusual",
        Instance,
        Remedy::Instance,
        "An instance sends much to a port that it never used.",
    ),
    of_guardduty(
        "DefenseEvasion:EC2/UnusualDNSResolver",
        Instance,
        Remedy::Instance,
        "An instance asks a resolver on the internet, which it never did, past the resolver of its network.",
    ),
    of_guardduty(
        "DefenseEvasion:EC2/UnusualDoTActivity",
        Instance,
        Remedy::Instance,
        "An instance asks a resolver on the internet over TLS, which it never did.",
    ),
    of_guardduty(
        "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
        Instance,
        Remedy::Instance,
        "An instance talks to an address that a threat list of yours names.",
    ),
    of_guardduty("UnauthorizedAccess:EC2/TorClient", Instance, Remedy::Instance, "An instance connects to the Tor network."),
    of_guardduty(
        "UnauthorizedAccess:EC2/MetadataDNSRebind",
        Instance,
        Remedy::Instance,
        "A name on the internet leads to the metadata service, which gives away the instance's credentials.",
    ),
    of_guardduty(
        "Trojan:EC2/DGADomainRequest.B",
        Instance,
        Remedy::Instance,
        "An instance asks for many made-up names, as malware does to find its master.",
    ),
    of_guardduty(
        "Trojan:EC2/DNSDataExfiltration",
        Instance,
        Remedy::Instance,
        "An instance sends data out inside of the names that it asks for.",
    ),
    of_guardduty(
        "Impact:EC2/SuspiciousDomainRequest.Reputation",
        Instance,
        Remedy::Instance,
        "An instance asks for a name of a service that attackers like to use: callbacks, tunnels, names that change by the hour.",
    ),
    own(
        "Custom:IAMUser/SigmaRule",
        AccessKey,
        Remedy::Credentials,
        "A Sigma rule that was given matched. What it means stands in the rule.",
    ),
];

/// The type of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|k| k.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn types_are_named_in_the_scheme() {
        let mut seen = HashSet::new();
        for kind in KINDS {
            assert!(seen.insert(kind.name), "{} is there twice", kind.name);
            let (purpose, rest) = kind.name.split_once(':').unwrap();
            assert!(!purpose.is_empty() && rest.contains('/'), "{}", kind.name);
        }
    }
}
