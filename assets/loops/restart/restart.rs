// restart, a wrong loop: "A write that failed has sent nothing, so after EAGAIN it begins again
// with the first byte."
// Seen in MisterTea/EternalTerminal#815.
// Each argument is an entry of the list, which goes to standard output.
use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, Write};
use std::mem::ManuallyDrop;
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::ffi::OsStringExt;

// @loop
// Skips the entries that are gone, trims the one that was cut, drops empty ones.
fn advance(list: &mut Vec<&[u8]>, mut sent: usize) {
    while !list.is_empty() && sent >= list[0].len() {
        sent -= list.remove(0).len();
    }
    if !list.is_empty() {
        list[0] = &list[0][sent..];
    }
}

#[repr(C)]
struct PollFd {
    fd: i32,
    events: i16,
    revents: i16,
}
extern "C" {
    fn poll(fds: *mut PollFd, count: std::ffi::c_ulong, timeout: i32) -> i32;
}

// Sleeps until there is room.
fn wait_for_room(fd: i32) -> io::Result<()> {
    const POLLOUT: i16 = 4;
    let mut target = PollFd { fd, events: POLLOUT, revents: 0 };
    if unsafe { poll(&mut target, 1, -1) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
    }
    Ok(())
}

// One attempt at the whole list. When it fails, what it has sent is forgotten.
fn send_attempt(out: &mut (impl Write + AsRawFd), mut list: Vec<&[u8]>) -> io::Result<()> {
    advance(&mut list, 0); // empty entries in front
    while !list.is_empty() {
        let slices: Vec<IoSlice> = list.iter().map(|entry| IoSlice::new(entry)).collect();
        match out.write_vectored(&slices) {                              // @call
            Ok(0) => return Err(ErrorKind::WriteZero.into()),            // @stuck
            Ok(sent) => advance(&mut list, sent),                        // @advance
            Err(error) if error.kind() == ErrorKind::Interrupted => continue, // @retry
            Err(error) => return Err(error),                             // @failed
        }
    }
    Ok(())                                                               // @done
}

// Sends everything, as far as it knows; an error when it gives up.
fn send_list(out: &mut (impl Write + AsRawFd), list: Vec<&[u8]>) -> io::Result<()> {
    loop {
        match send_attempt(out, list.clone()) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                wait_for_room(out.as_raw_fd())?                          // @restart
            }
            result => return result,
        }
    }
}
// @end

fn main() {
    let arguments: Vec<Vec<u8>> = std::env::args_os().skip(1).map(|one| one.into_vec()).collect();
    // Standard output itself, without the buffer that std::io::stdout() puts before it.
    let mut out = ManuallyDrop::new(unsafe { File::from_raw_fd(1) });
    if let Err(error) = send_list(&mut *out, arguments.iter().map(|one| one.as_slice()).collect()) {
        eprintln!("restart: {error}");
        std::process::exit(1);
    }
}
