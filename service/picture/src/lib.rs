//! The cleaning stop on the photo's way: bytes in, only pixels out.
