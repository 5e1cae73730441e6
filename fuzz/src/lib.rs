//! Fuzz targets of hexapla: functions from bytes to a [`Signature`](signature::Signature). A target builds its input from the
//! bytes, runs a part of the library on it, and panics if an invariant does not hold.
//!
//! Two programs run the targets: the driver of this crate, and `fuzz/guided`, where libFuzzer measures coverage.

mod bitext_edits;
pub mod mutation;
pub mod numbers;
mod pages;
pub mod seeds;
pub mod signature;
pub mod targets;
mod tokens;
