//! Plots of metrics as PNG images, drawn here: lines, axes and words of a small font of our own.

mod canvas;
mod font;
mod plot;
pub mod widget;

pub use plot::{Plot, draw};
