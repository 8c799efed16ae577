//! Files as schools' systems export them, from bytes to what would change. No
//! exported file with real columns is public: every one here is made by hand,
//! modelled on what the makers of those systems say of them in public.

mod dates;
mod fixtures;
mod inverted;
mod looser;
mod properties;
mod school;
mod systems;
mod whose;
mod workbooks;
