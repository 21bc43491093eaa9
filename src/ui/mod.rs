//! The page, in Yew: one state ([`state`]), one component a thing on screen.
//!
//! The page is two programs from the same code: a light one that opens at once,
//! and a full one with all pages, fetched when the first of them is opened
//! ([`pages`], [`programs`]).

mod api;
mod app;
mod editor;
pub mod error_card;
mod explore;
mod exports;
mod header;
mod help;
mod home;
mod icons;
mod inspector;
mod machine;
mod measure;
mod pages;
mod past;
mod programs;
mod python;
mod question;
mod rail;
mod reading;
mod runs;
mod scene;
mod share_dialog;
mod stage;
mod state;
pub mod timeline;
mod traces;
mod widgets;
mod workers;

pub use pages::{FULL, LIGHT};
pub use programs::{offer, start};
