//! The page, in Yew: one state ([`state`]), one component a thing on screen.

mod api;
mod app;
pub mod error_card;
mod header;
mod help;
mod home;
mod icons;
mod inspector;
mod measure;
mod question;
mod rail;
mod runs;
mod share_dialog;
mod stage;
mod state;
pub mod timeline;
mod widgets;

pub use app::start;
