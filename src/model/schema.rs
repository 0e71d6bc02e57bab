//! `schema`: declaration → JSON Schema, written with its command.
