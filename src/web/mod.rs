//! What the browser gives.
