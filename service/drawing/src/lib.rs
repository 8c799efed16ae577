//! Before the way begins: draws the people and photos of the demo school.
