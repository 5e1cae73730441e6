//! Permission schemes: how callers of an API are authorized, by name and in an order that the profile gives.

use serde::Deserialize;
use std::cmp::Ordering;
use std::sync::Arc;
use thiserror::Error;

/// How a caller is authorized, under the name that schemas and lexicons use. Schemes of one profile are in the order in
/// which its permission tables list them.
#[derive(Clone, Debug)]
pub struct Scheme(Arc<SchemeDefinition>);

#[derive(Debug)]
struct SchemeDefinition {
    id: SchemeId,
    name: String,
    grant: Grant,
}

/// A scheme by its place in the list of [`Schemes`].
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

/// A scheme as a profile writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemeEntry {
    name: String,
    grant: Grant,
}

/// Why a list of schemes is not valid.
#[derive(Debug, Error)]
pub enum SchemesError {
    /// A name is in the list twice.
    #[error("`{0}` is listed twice")]
    Repeated(String),
    /// The list is longer than [`u8::MAX`].
    #[error("more than {} are listed", u8::MAX)]
    TooMany,
}

/// The schemes of a profile, in order.
#[derive(Clone, Debug)]
pub struct Schemes(Arc<[Scheme]>);

impl Scheme {
    /// The name used in schemas, and the key of lexicon files.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// How a caller gets a token.
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
    /// The list of a profile.
    pub(super) fn new(entries: Vec<SchemeEntry>) -> Result<Self, SchemesError> {
        let mut schemes: Vec<Scheme> = Vec::with_capacity(entries.len());
        for SchemeEntry { name, grant } in entries {
            if schemes.iter().any(|known| known.name() == name) {
                return Err(SchemesError::Repeated(name));
            }
            let id = u8::try_from(schemes.len()).map_err(|_| SchemesError::TooMany)?;
            schemes.push(Scheme(Arc::new(SchemeDefinition { id: SchemeId(id), name, grant })));
        }
        Ok(Self(schemes.into()))
    }

    /// All schemes, in order.
    pub fn all(&self) -> &[Scheme] {
        &self.0
    }

    /// The place of the scheme of that name.
    pub fn find(&self, name: &str) -> Option<SchemeId> {
        self.0.iter().find(|scheme| scheme.name() == name).map(|scheme| scheme.0.id)
    }

    /// The scheme at a place that [`Schemes::find`] of the same list gave.
    pub fn get(&self, id: SchemeId) -> &Scheme {
        &self.0[usize::from(id.0)]
    }
}
