// eagain-fatal, a wrong loop: "EAGAIN means that the target is broken."
// Seen in curl/curl#3239.
// Each argument is an entry of the list, which goes to standard output.
use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, Write};
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;
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

// When it fails, nobody knows how much was sent.
fn send_list(out: &mut impl Write, mut list: Vec<&[u8]>) -> io::Result<()> {
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
// @end

fn main() {
    let arguments: Vec<Vec<u8>> = std::env::args_os().skip(1).map(|one| one.into_vec()).collect();
    // Standard output itself, without the buffer that std::io::stdout() puts before it.
    let mut out = ManuallyDrop::new(unsafe { File::from_raw_fd(1) });
    if let Err(error) = send_list(&mut *out, arguments.iter().map(|one| one.as_slice()).collect()) {
        eprintln!("eagain-fatal: {error}");
        std::process::exit(1);
    }
}
