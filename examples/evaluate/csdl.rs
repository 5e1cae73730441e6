//! Stub.
pub struct Metadata;
impl Metadata {
    pub fn parse(_t: &str) -> Result<Self, String> {
        Ok(Self)
    }
}
