//! The operations, a file for each group of them.

/// Declares an operation: what must be allowed, and what it does.
macro_rules! handle {
    ($operation:ident { access($access_input:pat, $lookup:ident) $access:block run($input:pat, $tx:ident) $run:block }) => {
        impl plane::Handle for crate::api::operation::$operation {
            async fn access(
                $access_input: &<Self as wire::Operation>::Input,
                $lookup: &plane::Lookup<'_>,
            ) -> Result<plane::Access, plane::Failure> $access

            async fn run(
                $input: &<Self as wire::Operation>::Input,
                $tx: &mut plane::Transaction<'_>,
            ) -> Result<<Self as wire::Operation>::Output, plane::Failure> $run
        }
    };
}

mod users;

use plane::Registry;

/// Adds every operation that is built.
pub(crate) fn register(registry: &mut Registry) {
    users::register(registry);
}
