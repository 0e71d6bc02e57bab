//! The inner door: tiny_http behind a Unix socket that only the guard knows.
//!
//! A second loopback port would do, were it not open to every web page of the browser, past the guard. On Linux the socket has
//! an abstract name and leaves no file behind, however the process ends. Elsewhere it is a file in the temporary folder that
//! only this user can enter.

#[cfg(any(test, not(target_os = "linux")))]
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::{SocketAddr, UnixListener};

use anyhow::{Result, anyhow};
use tiny_http::Server;

use crate::cli::serve::reload;

/// tiny_http on a fresh socket, and the address of that socket.
///
/// The server must live as long as the process: tiny_http wakes itself by path when it is dropped, and an abstract name is
/// no path.
pub(crate) fn listen() -> Result<(Server, SocketAddr)> {
    let name = format!("peakpress-{}-{:016x}", std::process::id(), reload::random());
    #[cfg(target_os = "linux")]
    let listener = abstract_socket(&name)?;
    #[cfg(not(target_os = "linux"))]
    let listener = file_socket(&name)?;
    let address = listener.local_addr()?;
    let server = Server::from_listener(listener, None).map_err(|error| anyhow!(error))?;
    Ok((server, address))
}

#[cfg(target_os = "linux")]
fn abstract_socket(name: &str) -> std::io::Result<UnixListener> {
    use std::os::linux::net::SocketAddrExt;
    UnixListener::bind_addr(&SocketAddr::from_abstract_name(name)?)
}

#[cfg(any(test, not(target_os = "linux")))]
fn file_socket(name: &str) -> std::io::Result<UnixListener> {
    let folder = std::env::temp_dir().join(name);
    std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
    UnixListener::bind(folder.join("socket"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn both_kinds_of_socket_can_be_reached() {
        let (server, address) = listen().unwrap();
        assert!(UnixStream::connect_addr(&address).is_ok());
        std::mem::forget(server);

        let listener = file_socket(&format!("peakpress-test-{:016x}", reload::random())).unwrap();
        let address = listener.local_addr().unwrap();
        assert!(UnixStream::connect_addr(&address).is_ok());
        let folder = address.as_pathname().and_then(|path| path.parent()).unwrap().to_owned();
        std::process::Command::new("rm").arg("-r").arg(folder).status().unwrap();
    }
}
