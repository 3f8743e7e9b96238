//! Stands in for `libfuzzer-sys` where there is no nightly compiler: a target becomes a program that runs its seeds, then random changes of them
//! for `CLOUDKEEP_FUZZ_SECONDS` (default 3). It finds less than a fuzzer that sees coverage, and it runs everywhere.
//!
//! An input that panics is printed as hex and kept in `fuzz/artifacts/TARGET/`; give files as arguments to run only those.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What a target can take.
pub trait Input<'a>: Sized {
    /// Made from the fuzzer's bytes; `None` if they do not fit.
    fn from_bytes(bytes: &'a [u8]) -> Option<Self>;
}

impl<'a> Input<'a> for &'a [u8] {
    fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        Some(bytes)
    }
}

impl<'a> Input<'a> for &'a str {
    fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok(),
        }
    }
}

/// Makes a program of a target.
#[macro_export]
macro_rules! fuzz_target {
    (|$data:ident: $kind:ty| $body:expr) => {
        fn target($data: $kind) {
            $body
        }
        /// Entry point for the C runtime, since targets have no `main`.
        #[unsafe(no_mangle)]
        pub extern "C" fn main(_: i32, _: *const *const std::ffi::c_char) -> i32 {
            $crate::drive(env!("CARGO_BIN_NAME"), |bytes| {
                if let Some(input) = $crate::Input::from_bytes(bytes) {
                    target(input);
                }
            })
        }
    };
}

/// Largest input, bytes.
const MOST: usize = 16 << 10;

/// Pieces that decoders trip over, separated by spaces.
const WORDS: &[u8] = b"\0 \xff \xc3\x28 { [ \" \\u0000 \\ud800 < &#x0; ${ * % %ff \r\n -1 0 99999999999999999999 1e999 null \xf0\x9f\xa6\x80 \x9f \
      \x7f\xff\xff\xff = <!DOCTYPE";

/// The input that runs, for the panic hook.
static PRESENT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Runs a target; the exit code.
pub fn drive(name: &'static str, target: impl Fn(&[u8])) -> i32 {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let artifacts = home.join("artifacts").join(name);
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        usual(info);
        let input = PRESENT.lock().map(|i| i.clone()).unwrap_or_default();
        let hex: String = input.iter().map(|b| format!("{b:02x}")).collect();
        let path = artifacts.join(format!("crash-{:016x}", hash(&input)));
        let kept = std::fs::create_dir_all(&artifacts).and_then(|()| std::fs::write(&path, &input));
        let place = if kept.is_ok() { path.display().to_string() } else { "not kept".to_owned() };
        eprintln!("{name}: this input panics ({place}): {hex}");
        std::process::exit(1);
    }));
    let run = |input: &[u8]| {
        if let Ok(mut present) = PRESENT.lock() {
            present.clear();
            present.extend_from_slice(input);
        }
        target(input);
    };

    let files: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    if !files.is_empty() {
        for file in files {
            match std::fs::read(&file) {
                Ok(input) => run(&input),
                Err(error) => {
                    eprintln!("{}: {error}", file.display());
                    return 2;
                }
            }
        }
        return 0;
    }

    let mut corpus = vec![Vec::new()];
    let mut seeds: Vec<PathBuf> = std::fs::read_dir(home.join("seeds").join(name))
        .map(|entries| entries.filter_map(|e| e.ok().map(|e| e.path())).collect())
        .unwrap_or_default();
    seeds.sort();
    corpus.extend(seeds.iter().filter_map(|path| std::fs::read(path).ok()));
    for seed in &corpus {
        run(seed);
    }
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(usual);
    let seconds = number("CLOUDKEEP_FUZZ_SECONDS", 3);
    let start = number("CLOUDKEEP_FUZZ_SEED", u64::from(std::process::id()) ^ hash(name.as_bytes()));
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut random = Random(start | 1);
    let mut runs = 0_u64;
    while Instant::now() < until {
        for _ in 0..64 {
            run(&mutant(&corpus, &mut random));
            runs += 1;
        }
    }
    println!("{name}: {} seeds, {runs} random inputs (CLOUDKEEP_FUZZ_SEED={start}), no panic", corpus.len() - 1);
    0
}

/// A seed with a few random changes.
fn mutant(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(input.len() + 1);
        let end = at + random.below((input.len() - at).min(64) + 1);
        match random.below(9) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 if at < input.len() => input[at] = random.byte(),
            2 => input.insert(at, random.byte()),
            3 => drop(input.drain(at..end)),
            4 => {
                // Repeating a piece many times makes nesting deep and lists long.
                let piece = input[at..end].to_vec();
                let times = 1 + random.below(200);
                for _ in 0..times {
                    if input.len() + piece.len() > MOST || piece.is_empty() {
                        break;
                    }
                    input.splice(at..at, piece.iter().copied());
                }
            }
            5 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len() + 1);
                let to = from + random.below(other.len() - from + 1);
                input.splice(at..end, other[from..to].iter().copied());
            }
            6 => {
                let word = WORDS.split(|b| *b == b' ').nth(random.below(25)).unwrap_or_default();
                input.splice(at..end, word.iter().copied());
            }
            7 => input.truncate(at),
            _ => {
                let other = random.below(input.len() + 1);
                if at < input.len() && other < input.len() {
                    input.swap(at, other);
                }
            }
        }
    }
    input.truncate(MOST);
    input
}

/// xorshift64*: enough to shake inputs, and the same everywhere for the same start.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % bound.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[7]
    }
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}
