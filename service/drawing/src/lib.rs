//! Before the way begins: draws the people and photos of the demo school, and
//! writes them as phones do. Everything follows from numbers: the same call
//! gives the same bytes. Drawn people go through the real networks, so they
//! differ in the shape of their faces and not only in colour.

mod body;
mod canvas;
mod chance;
mod colour;
mod face;
mod features;
mod gallery;
mod group;
mod hair;
mod head;
mod look;
mod obstacle;
mod paint;
pub mod phone;
mod place;
mod portrait;
mod pose;
mod prop;
mod scene;

pub use body::{Arms, Clothing, Outfit, Prop};
pub use canvas::Canvas;
pub use chance::Chance;
pub use colour::Rgb;
pub use face::Likeness;
pub use features::Features;
pub use hair::{HairStyle, Headwear};
pub use look::{Beard, Glasses, Look};
pub use obstacle::Obstacle;
pub use place::Place;
pub use portrait::portrait;
pub use pose::{Expression, Light, Pose};
pub use scene::{Figure, Scene, Showing, Truth};
