//! Compares requests over a whole version, because several pages may document one request.

use crate::api::view::View;
use crate::facts::Request;
use crate::facts::comparable::normalize_path;
use crate::schema::MergedOperation;
use crate::text;
use rustc_hash::FxHashMap;

/// The operations of a side by each request that they state, normalized.
pub struct Requests<'v, 'a>(FxHashMap<String, Vec<&'v MergedOperation<'a>>>);

impl<'v, 'a> Requests<'v, 'a> {
    /// Reads the requests of a side.
    pub fn of(view: &View<'v, 'a>) -> Self {
        let mut requests: FxHashMap<String, Vec<&'v MergedOperation<'a>>> = FxHashMap::default();
        for operation in view.version.operations.values() {
            for request in &operation.facts.requests {
                requests.entry(normalized(request)).or_default().push(operation);
            }
        }
        Self(requests)
    }

    /// Whether some page states a request.
    pub fn has(&self, request: &Request) -> bool {
        self.0.contains_key(&normalized(request))
    }

    /// The operations that state one of these requests.
    pub fn sharing(&self, requests: &[Request]) -> Vec<&'v MergedOperation<'a>> {
        let mut sharing: Vec<&'v MergedOperation<'a>> = Vec::new();
        for operation in requests.iter().filter_map(|request| self.0.get(&normalized(request))).flatten() {
            if !sharing.iter().any(|known| std::ptr::eq(*known, *operation)) {
                sharing.push(operation);
            }
        }
        sharing
    }
}

/// A request in the form used for comparison: placeholders without names, segments without namespaces.
pub fn normalized(request: &Request) -> String {
    format!("{} {}", request.method, segments(&request.path).join("/"))
}

/// A request as messages show it.
pub fn shown(request: &Request) -> String {
    format!("{} {}", request.method, request.path)
}

fn segments(path: &str) -> Vec<String> {
    let path = normalize_path(path).replace(['\'', '"'], "");
    let bare = |segment: &str| {
        let name = segment.split('(').next().unwrap_or_default();
        let start = name.rfind('.').map_or(0, |dot| dot + 1);
        segment[start..].to_owned()
    };
    path.split('/').map(bare).collect()
}

/// The number of segments in which two paths differ; `None` if their numbers of segments differ.
pub fn differing_segments(old: &str, new: &str) -> Option<usize> {
    let [old, new] = [old, new].map(segments);
    (old.len() == new.len()).then(|| old.iter().zip(&new).filter(|(old, new)| old != new).count())
}

/// The key of a request that may be an abbreviation: its path without the first segment. `None` if it has only one segment.
pub fn short_key(request: &Request) -> Option<u64> {
    let segments = segments(&request.path);
    (segments.len() > 1).then(|| tail_keys(&request.method, &segments[1..]).last().copied()).flatten()
}

/// The [keys](short_key) of all requests that may be shorter forms of this one.
pub fn longer_keys(request: &Request) -> Vec<u64> {
    let segments = segments(&request.path);
    tail_keys(&request.method, segments.get(2..).unwrap_or_default())
}

/// The hashes of all ends of a path, shortest first.
fn tail_keys(method: &str, segments: &[String]) -> Vec<u64> {
    let mut hash = text::fnv1a(method.bytes());
    let extended = segments.iter().rev().map(|segment| {
        hash = text::fnv1a(hash.to_le_bytes().into_iter().chain(segment.bytes()));
        hash
    });
    extended.collect()
}
