//! The standards: sets of controls under AWS's names.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html>.

/// A standard.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Standard {
    /// What the catalogue of controls calls it.
    pub code: &'static str,
    /// Name and version in ARNs.
    pub id: &'static str,
    /// Whether its ARN is that of a ruleset, as of the first of them.
    pub ruleset: bool,
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// Whether it is enabled with Security Hub.
    pub by_default: bool,
    /// How its requirements are written in findings.
    pub requirement: &'static str,
}

impl Standard {
    /// Its ARN.
    pub fn arn(&self, partition: &str, region: &str) -> String {
        if self.ruleset {
            format!("arn:{partition}:securityhub:::{}", self.short())
        } else {
            format!("arn:{partition}:securityhub:{region}::{}", self.short())
        }
    }

    /// What findings call it: the end of its ARN.
    pub fn short(&self) -> String {
        let kind = if self.ruleset { "ruleset" } else { "standards" };
        format!("{kind}/{}", self.id)
    }

    /// The end of the ARN of a subscription to it.
    pub fn subscription(&self) -> String {
        format!("subscription/{}", self.id)
    }
}

/// All of them.
pub(crate) const STANDARDS: &[Standard] = &[
    Standard {
        code: "fsbp",
        id: "aws-foundational-security-best-practices/v/1.0.0",
        ruleset: false,
        name: "AWS Foundational Security Best Practices v1.0.0",
        description: "Controls that tell when accounts and resources are not kept as the best practices of AWS have it.",
        by_default: true,
        requirement: "",
    },
    Standard {
        code: "cis12",
        id: "cis-aws-foundations-benchmark/v/1.2.0",
        ruleset: true,
        name: "CIS AWS Foundations Benchmark v1.2.0",
        description: "The Center for Internet Security's benchmark for the foundations of an account, version 1.2.0.",
        by_default: true,
        requirement: "CIS AWS Foundations",
    },
    Standard {
        code: "cis14",
        id: "cis-aws-foundations-benchmark/v/1.4.0",
        ruleset: false,
        name: "CIS AWS Foundations Benchmark v1.4.0",
        description: "The Center for Internet Security's benchmark for the foundations of an account, version 1.4.0.",
        by_default: false,
        requirement: "CIS AWS Foundations Benchmark v1.4.0",
    },
    Standard {
        code: "cis30",
        id: "cis-aws-foundations-benchmark/v/3.0.0",
        ruleset: false,
        name: "CIS AWS Foundations Benchmark v3.0.0",
        description: "The Center for Internet Security's benchmark for the foundations of an account, version 3.0.0.",
        by_default: false,
        requirement: "CIS AWS Foundations Benchmark v3.0.0",
    },
    Standard {
        code: "cis50",
        id: "cis-aws-foundations-benchmark/v/5.0.0",
        ruleset: false,
        name: "CIS AWS Foundations Benchmark v5.0.0",
        description: "The Center for Internet Security's benchmark for the foundations of an account, version 5.0.0.",
        by_default: false,
        requirement: "CIS AWS Foundations Benchmark v5.0.0",
    },
    Standard {
        code: "nist",
        id: "nist-800-53/v/5.0.0",
        ruleset: false,
        name: "NIST Special Publication 800-53 Revision 5",
        description: "Security and privacy controls for information systems and organizations of the National Institute of Standards and Technology.",
        by_default: false,
        requirement: "NIST.800-53.r5",
    },
    Standard {
        code: "pci",
        id: "pci-dss/v/4.0.1",
        ruleset: false,
        name: "PCI DSS v4.0.1",
        description: "The Payment Card Industry's Data Security Standard, version 4.0.1.",
        by_default: false,
        requirement: "PCI DSS v4.0.1",
    },
];

/// The standard of an ARN.
pub(crate) fn of_arn(arn: &str, partition: &str, region: &str) -> Option<&'static Standard> {
    STANDARDS.iter().find(|standard| standard.arn(partition, region) == arn)
}

/// The standard of a name and version.
pub(crate) fn of_id(id: &str) -> Option<&'static Standard> {
    STANDARDS.iter().find(|standard| standard.id == id)
}
