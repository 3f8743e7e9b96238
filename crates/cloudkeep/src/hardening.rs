//! What the server does for itself before it holds any secret.

use nix::sys::resource::{Resource, setrlimit};

/// Has the system write no core file of this process: it would hold every key and secret that was in memory.
///
/// # Errors
/// What the system says against it.
pub fn no_core_files() -> Result<(), String> {
    // The hard limit goes too, so that nothing in this process or below it raises it again.
    let told = |error: nix::Error| format!("cannot keep core files from being written: {error}");
    setrlimit(Resource::RLIMIT_CORE, 0, 0).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::no_core_files;
    use nix::sys::resource::{Resource, getrlimit};

    #[test]
    fn core_files_are_off_for_good() {
        no_core_files().unwrap();
        assert_eq!(getrlimit(Resource::RLIMIT_CORE).unwrap(), (0, 0));
        no_core_files().unwrap();
    }
}
