//! Set-up, serving, testing, building and measuring of the project.
fn main() {}
