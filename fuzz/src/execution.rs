//! Runs one input of a target: catches panics, notes their place, and ends the process if an input takes too long.
//!
//! Before each run the input is written to a file. So it is there also after a stack overflow or an abort.

use hexapla_fuzz::signature::Signature;
use hexapla_fuzz::targets::Target;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Longest time of one run.
const LONGEST: Duration = Duration::from_secs(5);

/// The last panic: its place in the code, and its message. Panics that the library catches are overwritten by later panics.
static LAST_PANIC: Mutex<Option<Fault>> = Mutex::new(None);
/// When the current run began, in milliseconds after the start of the process plus one; 0 between runs.
static BEGIN: AtomicU64 = AtomicU64::new(0);

/// A broken invariant or another panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File and line.
    pub place: String,
    /// The message.
    pub message: String,
}

impl Fault {
    /// What two inputs with the same fault have in common.
    pub fn kind(&self) -> String {
        let words = self.message.split(['`', '"', '\n', '{']).next().unwrap_or_default();
        let words: String = words.chars().filter(|character| !character.is_ascii_digit()).collect();
        format!("{} {words}", self.place)
    }
}

/// Runs inputs one after the other.
#[derive(Debug)]
pub struct Runner {
    path: PathBuf,
    running: File,
    start: Instant,
}

impl Runner {
    /// A runner that writes each input to a file in `folder`, and starts to watch the time.
    pub fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("running-{}", std::process::id()));
        let running = File::create(&path)?;
        std::panic::set_hook(Box::new(note_panic));
        let start = Instant::now();
        let shown = path.clone();
        std::thread::spawn(move || watch(start, &shown));
        Ok(Self { path, running, start })
    }

    /// Runs a target on an input.
    pub fn run(&mut self, target: &Target, input: &[u8]) -> Result<Signature, Fault> {
        self.note(input).expect("the input can be written to a file");
        BEGIN.store(self.start.elapsed().as_millis() as u64 + 1, Ordering::Relaxed);
        let mut signature = Signature::default();
        let run = catch_unwind(AssertUnwindSafe(|| (target.run)(input, &mut signature)));
        BEGIN.store(0, Ordering::Relaxed);
        match run {
            Ok(()) => Ok(signature),
            Err(_) => {
                Err(LAST_PANIC.lock().expect("no panic inside the lock").clone().expect("the hook noted the panic"))
            }
        }
    }

    fn note(&mut self, input: &[u8]) -> io::Result<()> {
        self.running.set_len(0)?;
        self.running.rewind()?;
        self.running.write_all(input)
    }

    /// Removes the file of the current input.
    pub fn finish(self) -> io::Result<()> {
        std::fs::remove_file(self.path)
    }
}

fn note_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let message = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    *LAST_PANIC.lock().expect("no panic inside the lock") = Some(Fault { place, message });
}

/// Ends the process if a run takes longer than [`LONGEST`].
fn watch(start: Instant, path: &Path) {
    loop {
        std::thread::sleep(Duration::from_millis(200));
        let begin = BEGIN.load(Ordering::Relaxed);
        let now = start.elapsed().as_millis() as u64 + 1;
        if begin > 0 && now - begin > LONGEST.as_millis() as u64 {
            eprintln!("an input takes more than {} s: {}", LONGEST.as_secs(), path.display());
            std::process::exit(1);
        }
    }
}
