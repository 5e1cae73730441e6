//! The fuzz targets under libFuzzer. The environment variable `HEXAPLA_TARGET` names the target; `fuzz/guided/run` builds and
//! runs it on the stable toolchain.

#![no_main]

use hexapla_fuzz::signature::Signature;
use hexapla_fuzz::targets::{ALL, Target};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    // The library catches panics of the Markdown parser. The hook of libfuzzer-sys would end the process before.
    std::panic::set_hook(Box::new(|info| {
        if !info.location().is_some_and(|place| place.file().contains("pulldown")) {
            eprintln!("{info}");
        }
    }));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no other pool was started");
    let name = std::env::var("HEXAPLA_TARGET").unwrap_or_default();
    *ALL.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("HEXAPLA_TARGET names no target: `{name}`"))
});

fuzz_target!(|input: &[u8]| (TARGET.run)(input, &mut Signature::default()));
