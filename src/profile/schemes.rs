//! Permission schemes: the ways in which callers of an API are authorized. The profile gives their names and their order.

use super::ProfileError;
use serde::Deserialize;
use std::cmp::Ordering;
use std::sync::Arc;

/// A permission scheme. The schemes of a profile are ordered as its permission tables list them.
#[derive(Clone, Debug)]
pub struct Scheme(Arc<SchemeData>);

#[derive(Debug)]
struct SchemeData {
    id: SchemeId,
    name: String,
    grant: Grant,
}

/// A scheme as an index into [`Schemes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemeId(u8);

/// The OAuth 2.0 grant by which a caller gets a token: RFC 6749, sections 4.1 and 4.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// A user signs in.
    AuthorizationCode,
    /// A program acts as itself.
    ClientCredentials,
}

/// A scheme in a profile file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemeEntry {
    name: String,
    grant: Grant,
}

/// The schemes of a profile, in order.
#[derive(Clone, Debug)]
pub struct Schemes(Arc<[Scheme]>);

impl Scheme {
    /// The name in schemas and the key in lexicon files.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The OAuth 2.0 grant of the scheme.
    pub fn grant(&self) -> Grant {
        self.0.grant
    }
}

impl PartialEq for Scheme {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Scheme {}

impl PartialOrd for Scheme {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scheme {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.id, &self.0.name).cmp(&(other.0.id, &other.0.name))
    }
}

impl Schemes {
    /// The schemes of a profile. Fails if a scheme is listed twice or there are more than 256.
    pub(super) fn new(entries: Vec<SchemeEntry>) -> Result<Self, ProfileError> {
        let mut schemes: Vec<Scheme> = Vec::with_capacity(entries.len());
        for SchemeEntry { name, grant } in entries {
            if schemes.iter().any(|known| known.name() == name) {
                return Err(ProfileError::SchemeTwice(name));
            }
            let id = u8::try_from(schemes.len()).map_err(|_| ProfileError::TooManySchemes)?;
            schemes.push(Scheme(Arc::new(SchemeData { id: SchemeId(id), name, grant })));
        }
        Ok(Self(schemes.into()))
    }

    /// All schemes, in order.
    pub fn all(&self) -> &[Scheme] {
        &self.0
    }

    /// The scheme with a name; `None` if the profile has none.
    pub fn find(&self, name: &str) -> Option<SchemeId> {
        self.0.iter().find(|scheme| scheme.name() == name).map(|scheme| scheme.0.id)
    }

    /// A scheme by its id. The id must come from these schemes.
    pub fn get(&self, id: SchemeId) -> &Scheme {
        &self.0[usize::from(id.0)]
    }
}
