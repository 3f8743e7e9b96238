//! The engine: events in, findings out.
//!
//! An event meets the signatures of its own call, the few looks at what is around a call, and the Sigma rules that may match it. What is found goes
//! to the findings, and is remembered as a signal of a sequence. Then the event is learned from.

use std::net::IpAddr;
use std::sync::Arc;

use foldhash::HashMap;

use crate::behaviour::{self, Told};
use crate::bounded::{Crossed, hash};
use crate::dns::{self, DomainSet, Known, Query};
use crate::event::{Call, Caller, Unreadable};
use crate::finding::{Action, Actor, Draft, Finding, Moment};
use crate::flow::{self, Flow, Listed};
use crate::json::{Tape, Value};
use crate::memory::{Limits, Memory};
use crate::net::PrefixSet;
use crate::profile::{Trait, agent_family};
use crate::sequence::{Signal, Stage};
use crate::sigma::RuleSet;
use crate::signatures::{self, Count, Hit, Outcome, Signature, Weight};

/// Lists of addresses and names.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Addresses of which nothing is told.
    pub trusted: PrefixSet,
    /// Addresses of lists of the house's own.
    pub custom: PrefixSet,
    /// Known bad addresses.
    pub malicious: PrefixSet,
    /// Exits of the Tor network.
    pub tor: PrefixSet,
    /// Bad domains.
    pub domains: DomainSet,
}

impl Lists {
    fn listed(&self, address: IpAddr) -> Option<Listed> {
        if self.malicious.contains(address) {
            Some(Listed::Malicious)
        } else if self.tor.contains(address) {
            Some(Listed::Tor)
        } else {
            self.custom.contains(address).then_some(Listed::Custom)
        }
    }
}

/// What kind of event a record was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// A call of an API.
    Call,
    /// A DNS query.
    Query,
    /// An event that was seen before.
    Repeated,
}

/// What a program is, by its user agent.
#[derive(Debug, Clone, Copy)]
struct Program {
    /// One of testers.
    tests: bool,
    /// Runs in a function or task.
    inside: bool,
    /// Where in the user agent the program's name stands.
    family: (usize, usize),
}

impl Program {
    fn of(call: &Call<'_>) -> Self {
        let family = agent_family(&call.agent);
        // A part of the user agent lies somewhere in it.
        let from = (family.as_ptr() as usize).saturating_sub(call.agent.as_ptr() as usize);
        Self {
            tests: behaviour::tool(call).is_some(),
            inside: behaviour::in_a_resource(&call.agent),
            family: (from, from + family.len()),
        }
    }

    fn family<'c>(&self, call: &'c Call<'_>) -> &'c str {
        call.agent.get(self.family.0..self.family.1).unwrap_or_default()
    }
}

/// Programs whose nature is kept at once.
const AGENTS: usize = 4_096;

type ByName = HashMap<&'static str, Vec<&'static Signature>>;

/// Detectors with what they remember.
pub struct Engine {
    signatures: HashMap<&'static str, ByName>,
    rules: RuleSet,
    lists: Arc<Lists>,
    known: Known,
    /// Programs, by the hash of their user agent.
    agents: HashMap<u64, Program>,
    /// What is remembered.
    memory: Memory,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("counts", &self.memory.counts).finish_non_exhaustive()
    }
}

impl Engine {
    /// All detectors, with nothing remembered.
    pub fn new(lists: Lists, rules: RuleSet, limits: Limits) -> Self {
        Self::with_memory(lists, rules, Memory::new(limits))
    }

    /// All detectors, with what was remembered.
    pub fn with_memory(lists: Lists, rules: RuleSet, memory: Memory) -> Self {
        let mut by_call: HashMap<&'static str, ByName> = HashMap::default();
        for signature in signatures::all() {
            for call in signature.calls {
                let (service, name) = call.split_once(':').unwrap_or((call, ""));
                by_call.entry(service).or_default().entry(name).or_default().push(signature);
            }
        }
        Self { signatures: by_call, rules, lists: Arc::new(lists), known: Known::default(), agents: HashMap::default(), memory }
    }

    /// Uses other lists from now on.
    pub fn set_lists(&mut self, lists: Arc<Lists>) {
        self.lists = lists;
    }

    /// Takes the findings out, for whoever keeps them: what is found later begins anew.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        self.memory.findings.take()
    }

    /// What is remembered, findings included.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Ends the engine, and gives what it remembers.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// Findings, the most severe first.
    pub fn findings(&self) -> Vec<&Finding> {
        self.memory.findings.ranked()
    }

    /// Looks at a record: of CloudTrail, of `lookup-events` (with the event inside as text), of EventBridge (with the event as its detail), or of a query
    /// log.
    ///
    /// # Errors
    /// Why it cannot be looked at.
    pub fn record(&mut self, tape: &mut Tape, text: &[u8]) -> Result<Read, Unreadable> {
        let text = std::str::from_utf8(text).map_err(|_| Unreadable::NotText)?;
        self.value(tape.read(text)?, text)
    }

    /// The same for a record that was read already, of that text.
    ///
    /// # Errors
    /// Why it cannot be looked at.
    pub fn value(&mut self, root: Value<'_>, text: &str) -> Result<Read, Unreadable> {
        // Nearly all are calls: what else it may be is asked when it is none.
        let why = match Call::read(root) {
            Ok(call) => return Ok(self.call(&call)),
            Err(why) => why,
        };
        if Query::recognizes(root) {
            let query = Query::read(root)?;
            return Ok(self.query(&query, hash(text)));
        }
        let inner = root.get("CloudTrailEvent");
        if inner.is_string() && root.get("eventID").is_null() {
            let mut inside = Tape::default();
            let text = inner.text();
            return Ok(self.call(&Call::read(inside.read(&text)?)?));
        }
        // An event of EventBridge has the record as its detail.
        let detail = root.get("detail");
        if detail.is_object() && !root.get("detail-type").is_null() {
            return Ok(self.call(&Call::read(detail)?));
        }
        Err(why)
    }

    /// Looks at a record of a flow log.
    pub fn flow(&mut self, flow: &Flow<'_>, line: &str) -> Read {
        if !self.memory.seen.insert(hash(line)) {
            self.memory.counts.repeated += 1;
            return Read::Repeated;
        }
        self.memory.counts.flows += 1;
        if self.lists.trusted.contains(flow.source) || self.lists.trusted.contains(flow.destination) {
            self.memory.counts.trusted += 1;
            return Read::Call;
        }
        let mut found = Vec::new();
        let lists = self.lists.clone();
        flow::look(flow, &|a| lists.listed(a), &mut self.memory, &mut found);
        found.into_iter().for_each(|draft| self.memory.findings.add(draft));
        Read::Call
    }

    /// Counts a record of a flow log that says there was no data.
    pub fn no_data(&mut self) {
        self.memory.counts.no_data += 1;
    }

    fn query(&mut self, query: &Query<'_>, id: u64) -> Read {
        if !self.memory.seen.insert(id) {
            self.memory.counts.repeated += 1;
            return Read::Repeated;
        }
        self.memory.counts.queries += 1;
        let mut found = Vec::new();
        dns::look(query, &self.lists.domains, &self.known, &mut self.memory, &mut found);
        found.into_iter().for_each(|draft| self.memory.findings.add(draft));
        Read::Query
    }

    /// Looks at a call.
    pub fn call(&mut self, call: &Call<'_>) -> Read {
        if !self.memory.seen.insert(hash(&*call.id)) {
            self.memory.counts.repeated += 1;
            return Read::Repeated;
        }
        self.memory.counts.calls += 1;
        self.memory.notice(call);
        let actor = hash(&(&*call.account, &*call.actor));
        #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
        let number = hash(&(&*call.service, call.base_name())) as u32;
        // There are few programs and many calls: what a program is, is worked out once.
        if self.agents.len() >= AGENTS {
            self.agents.clear();
        }
        let program = *self.agents.entry(hash(&*call.agent)).or_insert_with(|| Program::of(call));
        let trusted = call.address.is_some_and(|a| self.lists.trusted.contains(a));
        if trusted {
            self.memory.counts.trusted += 1;
        } else {
            self.signatures(call, actor, number);
            self.around(call, actor, number, program);
            self.sigma(call);
        }
        self.learn(call, actor, &of_call(call, number, program.family(call)));
        Read::Call
    }

    fn learn(&mut self, call: &Call<'_>, actor: u64, event: &Trait<'_>) {
        if call.caller == Caller::Service || call.caller == Caller::Anonymous {
            return;
        }
        if let Some(profile) = self.memory.actors.entry(actor, Default::default) {
            profile.learn(event);
        }
        if let Some(profile) = self.memory.accounts.entry(hash(&*call.account), Default::default) {
            profile.learn(event);
        }
    }

    fn signatures(&mut self, call: &Call<'_>, actor: u64, number: u32) {
        let Some(meant) = self.signatures.get(&*call.service).and_then(|names| names.get(call.base_name())) else { return };
        let mut found: Vec<(&'static Signature, Hit<'_>, Option<Crossed>)> = Vec::new();
        for signature in meant {
            if !outcome(signature.outcome, call) || call.dry_run() {
                continue;
            }
            let direct = signature.weight != Weight::Certain;
            if direct && (call.by_service || call.service_linked()) {
                continue;
            }
            let habitual = || self.memory.actors.get(actor).is_some_and(|p| p.habitual(number, call.time));
            if signature.weight == Weight::Unusual && call.succeeded() && habitual() {
                continue;
            }
            let Some(hit) = (signature.when)(call, &self.memory) else { continue };
            match signature.count {
                Count::Once => found.push((signature, hit, None)),
                Count::Resources(need, span) | Count::Calls(need, span) | Count::Events(need, span) => {
                    let Some(window) = self.memory.windows.entry(hash(&(signature.id, actor)), Default::default) else {
                        continue;
                    };
                    let crossed = match signature.count {
                        Count::Calls(..) => window.add(call.time, u64::from(number), span, need),
                        Count::Events(..) => window.add(call.time, hash(&*call.id), span, need),
                        _ => {
                            let mut crossed = window.add(call.time, hash(&*hit.resource), span, need);
                            for more in &hit.more {
                                let next = window.add(call.time, hash(&**more), span, need);
                                crossed = join(crossed, next);
                            }
                            crossed
                        }
                    };
                    if crossed.is_some() {
                        found.push((signature, hit, crossed));
                    }
                }
            }
        }
        for (signature, hit, crossed) in found {
            self.tell(call, actor, signature, hit, crossed);
        }
    }

    fn tell(&mut self, call: &Call<'_>, actor: u64, signature: &Signature, hit: Hit<'_>, crossed: Option<Crossed>) {
        let mut severity = hit.severity.unwrap_or(signature.severity);
        // What was refused did no harm yet.
        if !call.succeeded() && signature.outcome == Outcome::Attempt {
            severity = (severity - 1.5).max(2.0);
        }
        let apart = if signature.kind.starts_with("Policy:") { hit.resource.clone().into_owned() } else { String::new() };
        let found = Told {
            rule: signature.id,
            kind: signature.kind,
            title: signature.title,
            severity,
            techniques: signature.techniques,
            says: hit.says,
            crossed,
            deviations: Vec::new(),
            resource: hit.resource.into_owned(),
        };
        let mut more: Vec<String> = hit.more.into_iter().map(|m| m.into_owned()).collect();
        more.truncate(crate::finding::RESOURCES);
        let weak = signature.weight == Weight::Signal;
        self.signal(call, actor, &found, weak);
        if !weak {
            self.emit(call, found, more, apart);
        }
    }

    fn around(&mut self, call: &Call<'_>, actor: u64, number: u32, program: Program) {
        let mut found: Vec<Told> = Vec::new();
        found.extend(behaviour::root(call));
        let family = program.family(call);
        if program.tests {
            found.extend(behaviour::tool(call));
        }
        if let Some(list) = call.address.and_then(|a| self.lists.listed(a)) {
            found.push(behaviour::listed(call, list));
        }
        found.extend(behaviour::instance_credentials(call, family, &mut self.memory));
        found.extend(behaviour::resource_credentials(call, program.inside, &mut self.memory));
        found.extend(behaviour::two_places(call, actor, family, &mut self.memory));
        found.extend(behaviour::refused(call, actor, &mut self.memory));
        if call.service == "signin" {
            found.extend(behaviour::login(call, &mut self.memory));
        }
        if let Some(profile) = self.memory.actors.get(actor) {
            let account = self.memory.accounts.get(hash(&*call.account));
            found.extend(behaviour::anomaly(call, number, &of_call(call, number, family), profile, account));
        }
        for told in found {
            self.signal(call, actor, &told, false);
            self.emit(call, told, Vec::new(), String::new());
        }
    }

    fn sigma(&mut self, call: &Call<'_>) {
        if self.rules.is_empty() {
            return;
        }
        let mut found: Vec<Draft> = Vec::new();
        self.rules.matching(call, |rule| {
            let draft = draft(
                call,
                Draft {
                    rule: format!("sigma:{}", rule.id),
                    kind: rule.kind.clone(),
                    title: rule.title.clone(),
                    says: rule.description.clone(),
                    severity: rule.severity,
                    techniques: rule.techniques.clone(),
                    resources: vec![signatures::target(call).into_owned()],
                    ..empty(call)
                },
            );
            found.push(draft);
        });
        found.into_iter().for_each(|draft| self.memory.findings.add(draft));
    }

    /// Remembers a finding as a sign of a stage, and tells the sequence when it is one.
    fn signal(&mut self, call: &Call<'_>, actor: u64, found: &Told, weak: bool) {
        let Some(stage) = Stage::of(found.kind) else { return };
        let what = format!("{}: {}:{}", stage.name(), call.service, call.base_name());
        let strong = !weak && found.severity >= 4.0;
        let rule = hash(found.rule);
        let (first, last) = found.crossed.map_or((call.time, call.time), |c| (c.first, c.last));
        let signal = Signal::new(first, last, stage, rule, strong, what, call.id.clone().into_owned());
        let bucket = signatures::bucket_name(call);
        let about_data = !weak
            && !bucket.is_empty()
            && matches!(stage, Stage::DefenseEvasion | Stage::Exfiltration | Stage::Impact | Stage::Discovery);
        let chains = [
            self.memory.sequences.entry(actor, Default::default).and_then(|s| s.add(signal.clone(), 3)).map(|c| (c, false)),
            about_data
                .then(|| hash(&("bucket", &*call.account, &*bucket)))
                .and_then(|key| self.memory.sequences.entry(key, Default::default))
                .and_then(|s| s.add(signal, 2))
                .map(|c| (c, true)),
        ];
        for (chain, of_bucket) in chains.into_iter().flatten() {
            let stages: Vec<&str> = chain.stages.iter().map(|s| s.name()).collect();
            let (rule, kind, title) = if of_bucket {
                ("sequence-on-a-bucket", "AttackSequence:S3/CompromisedData", "Several stages of an attack on a bucket")
            } else {
                (
                    "sequence-of-a-principal",
                    "AttackSequence:IAM/CompromisedCredentials",
                    "Several stages of an attack by one principal",
                )
            };
            let mut draft = draft(
                call,
                Draft {
                    rule: rule.to_owned(),
                    kind: kind.to_owned(),
                    title: title.to_owned(),
                    says: format!("Within a day: {}.", stages.join(", ")),
                    severity: 9.0,
                    techniques: vec!["T1078.004".to_owned()],
                    resources: if of_bucket { vec![bucket.clone().into_owned()] } else { Vec::new() },
                    apart: if of_bucket { bucket.clone().into_owned() } else { String::new() },
                    ..empty(call)
                },
            );
            draft.count = chain.moments.len() as u64;
            draft.first = chain.first;
            draft.last = chain.last;
            draft.timeline = chain.moments.clone();
            // A principal is the same in all Regions: what it did is told in the one where IAM is recorded.
            draft.region = "us-east-1".to_owned();
            self.memory.findings.add(draft);
        }
    }

    fn emit(&mut self, call: &Call<'_>, found: Told, more: Vec<String>, apart: String) {
        let mut resources = more;
        if !found.resource.is_empty() {
            resources.insert(0, found.resource);
        }
        let mut draft = draft(
            call,
            Draft {
                rule: found.rule.to_owned(),
                kind: found.kind.to_owned(),
                title: found.title.to_owned(),
                says: found.says,
                severity: found.severity,
                techniques: found.techniques.iter().map(|t| (*t).to_owned()).collect(),
                resources,
                deviations: found.deviations,
                apart,
                ..empty(call)
            },
        );
        if let Some(crossed) = found.crossed {
            draft.count = u64::from(crossed.new);
            draft.first = crossed.first;
            draft.last = crossed.last;
        }
        self.memory.findings.add(draft);
    }
}

fn of_call<'c>(call: &'c Call<'_>, number: u32, family: &'c str) -> Trait<'c> {
    Trait { time: call.time, address: call.address, family, region: &call.region, service: &call.service, call: number }
}

fn join(a: Option<Crossed>, b: Option<Crossed>) -> Option<Crossed> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Crossed {
            first: a.first.min(b.first),
            last: a.last.max(b.last),
            new: a.new + b.new,
            distinct: a.distinct.max(b.distinct),
        }),
        (a, b) => a.or(b),
    }
}

fn outcome(meant: Outcome, call: &Call<'_>) -> bool {
    match meant {
        Outcome::Success => call.succeeded(),
        Outcome::Attempt => call.succeeded() || call.denied(),
        Outcome::Refused => call.denied(),
        Outcome::Any => true,
    }
}

/// A draft with the facts of a call.
fn empty(call: &Call<'_>) -> Draft {
    let arn = call.identity.get("arn").text().into_owned();
    Draft {
        rule: String::new(),
        kind: String::new(),
        title: String::new(),
        says: String::new(),
        severity: 0.0,
        techniques: Vec::new(),
        account: call.account.clone().into_owned(),
        region: call.region.clone().into_owned(),
        actor: Actor {
            kind: call.caller.user_type().to_owned(),
            name: call.user_name().into_owned(),
            // The role rather than its session, so that findings of many sessions come together.
            arn: if call.actor.starts_with("arn:") { call.actor.clone().into_owned() } else { arn },
            key: call.key.clone().into_owned(),
            principal: call.identity.get("principalId").text().into_owned(),
        },
        resources: Vec::new(),
        action: Action::Api {
            service: format!("{}.amazonaws.com", call.service),
            name: call.name.clone().into_owned(),
            agent: call.agent.chars().take(256).collect(),
            error: call.error.clone().unwrap_or_default().into_owned(),
            source: call.source.chars().take(128).collect(),
            address: call.address,
        },
        deviations: Vec::new(),
        apart: String::new(),
        count: 1,
        first: call.time,
        last: call.time,
        timeline: Vec::new(),
    }
}

fn draft(call: &Call<'_>, mut draft: Draft) -> Draft {
    let outcome = call.error.as_deref().map(|e| format!(" ({e})")).unwrap_or_default();
    let what = format!("{}:{}{outcome}", call.service, call.base_name());
    draft.timeline.push(Moment { time: call.time, what, event: call.id.clone().into_owned() });
    draft.resources.retain(|r| !r.is_empty());
    draft
}
