//! One run at a time in an output folder.
//!
//! The lock is held by the open file `.peakpress/lock`, so it ends with the process however that ends. An exchange of the
//! whole folder takes the file away from its path; a lock that was won on a file that is not at the path any more is
//! none, so it is tried again.

use std::os::fd::OwnedFd;
use std::path::Path;

use anyhow::Result;
use rustix::fs::{FlockOperation, Mode, OFlags};
use rustix::io::Errno;

use crate::code;
use crate::diag::Diagnostic;
use crate::write::OWN;
use crate::write::disk::{self, Explain};

code!(
    /// Another run is writing to the output folder.
    OUTPUT_BUSY, "output-busy", "output_busy", Error, "同一个输出文件夹一次只能由一个 peakpress 写"
);

/// How often a lock is tried for that an exchange took away. Each further try means that another whole run went by.
const TRIES: usize = 20;

/// The right to change a folder, until it is dropped.
pub(crate) struct Lock {
    _file: OwnedFd,
}

impl Lock {
    /// Takes the lock of a folder, without waiting: `None` if another run has it.
    pub(crate) fn acquire(root: &Path) -> Result<Option<Self>> {
        let own = root.join(OWN);
        let path = own.join("lock");
        for _ in 0..TRIES {
            disk::folder(&own)?;
            let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file = match rustix::fs::open(&path, flags, Mode::from_raw_mode(0o644)) {
                Err(Errno::NOENT) => continue,
                file => file.doing("打开", &path)?,
            };
            match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Err(Errno::WOULDBLOCK) => return Ok(None),
                locked => locked.doing("锁住", &path)?,
            }
            let held = rustix::fs::fstat(&file).doing("查看", &path)?;
            match rustix::fs::lstat(&path) {
                Ok(there) if (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino) => {
                    return Ok(Some(Self { _file: file }));
                }
                Ok(_) | Err(Errno::NOENT) => {}
                Err(error) => Err(error).doing("查看", &path)?,
            }
        }
        Ok(None)
    }
}

/// What to tell when another run has the folder.
pub(crate) fn busy(out: &Path) -> Diagnostic {
    Diagnostic::of_site(&OUTPUT_BUSY, format!("另一个 peakpress 正在写“{}”", out.display()))
        .help("等它结束再运行；要同时生成两份，用 --out 给其中一份另一个文件夹")
}
