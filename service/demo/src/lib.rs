//! The drawn school and its story.
