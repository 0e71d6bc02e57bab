//! Tests of bodies as a whole.
