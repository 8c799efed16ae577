//! The test floor: nothing to import from here; see the targets beside it.
