//! What is the same for everybody: products, insights, standards and controls, as data.

pub(crate) mod controls;
pub(crate) mod insights;
pub(crate) mod products;
pub(crate) mod standards;
