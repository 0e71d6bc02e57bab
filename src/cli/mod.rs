//! The command line: what stands around the steps. It alone prints, exits, opens sockets and asks the time.

#[cfg_attr(not(test), expect(dead_code, reason = "the command that calls it is wired by the founder's part of cli"))]
pub(crate) mod serve;
