// ignore-short, a wrong loop: "A call that does not fail has sent everything."
// Seen in dotnet/runtime#109340.
// Each argument is an entry of the list, which goes to standard output.
use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, Write};
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;
use std::os::unix::ffi::OsStringExt;

// @loop
// Sends everything, as far as it knows; an error when it gives up.
fn send_list(out: &mut impl Write, list: Vec<&[u8]>) -> io::Result<()> {
    loop {
        let slices: Vec<IoSlice> = list.iter().map(|entry| IoSlice::new(entry)).collect();
        match out.write_vectored(&slices) {                              // @call
            Ok(_) => break,                                              // @advance
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
        eprintln!("ignore-short: {error}");
        std::process::exit(1);
    }
}
