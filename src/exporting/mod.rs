//! What leaves the program besides trace files: the table as CSV, the measures
//! as JSON.

pub mod csv;
pub mod measures;
