//! The rules every photo is judged by; pure, on the ground floor.
