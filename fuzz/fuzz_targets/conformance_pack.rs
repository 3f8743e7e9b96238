//! No template of a conformance pack makes reading or resolving it panic, or go on without end.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use rules::pack::{Place, Template};

fuzz_target!(|data: &str| {
    let Ok(template) = Template::parse(data) else { return };
    let inputs: BTreeMap<String, String> =
        template.parameters().iter().map(|parameter| (parameter.name.clone(), "90".to_owned())).collect();
    let place = Place { account_id: "111122223333", region: "eu-central-1", partition: "aws" };
    let _ = template.resolve(&BTreeMap::new(), place);
    let _ = template.resolve(&inputs, place);
});
