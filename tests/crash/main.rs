//! Killed anywhere, nothing lost: the real binary is killed, its disk filled,
//! its database taken away and its clock moved, on both databases.

mod away;
mod clock;
mod full;
mod killed;
mod play;
mod released;
mod school;
mod stand;
