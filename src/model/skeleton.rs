//! `skeleton`: declaration → commented Markdown, written with its command.
