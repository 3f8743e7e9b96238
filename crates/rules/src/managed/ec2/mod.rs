//! Rules on EC2: instances, volumes, groups and networks.

pub(super) mod groups;
pub(super) mod instances;
pub(super) mod network;
pub(super) mod volumes;

pub(super) const INSTANCE: &str = "AWS::EC2::Instance";
