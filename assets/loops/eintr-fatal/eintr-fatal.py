#!/usr/bin/env python3
# eintr-fatal, a wrong loop: "EINTR is an error of the target like any other."
# Seen in golang/go#38033.
# Each argument is an entry of the list, which goes to standard output.
import ctypes
import os
import select
import sys


# @loop
# os.writev tries EINTR again by itself (PEP 475), so this asks the C library.
libc = ctypes.CDLL(None, use_errno=True)


class Iovec(ctypes.Structure):
    _fields_ = [("base", ctypes.c_char_p), ("length", ctypes.c_size_t)]


def writev(fd, buffers):
    kept = [bytes(buffer) for buffer in buffers]
    array = (Iovec * len(kept))(*[(buffer, len(buffer)) for buffer in kept])
    sent = libc.writev(fd, array, len(kept))
    if sent < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return sent


def advance(buffers, sent):
    """Skips the buffers that are gone, trims the one that was cut, drops empty ones."""
    while buffers and sent >= len(buffers[0]):
        sent -= len(buffers.pop(0))
    if buffers:
        buffers[0] = buffers[0][sent:]  # of a memoryview: no copy


def wait_for_room(fd):
    """Sleeps until there is room."""
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    poll.poll()


def send_list(fd, buffers):
    """Sends everything, as far as it knows; raises OSError when it gives up."""
    advance(buffers, 0)  # empty ones in front
    while buffers:
        try:
            sent = writev(fd, buffers)                                   # @call
        except BlockingIOError:
            wait_for_room(fd)                                            # @wait
            continue
        except OSError:
            raise                                                        # @failed
        if sent == 0:
            raise OSError("no progress, and none to be hoped for")       # @stuck
        advance(buffers, sent)                                           # @advance
    return None                                                          # @done
# @end


if __name__ == "__main__":
    try:
        send_list(1, [memoryview(os.fsencode(argument)) for argument in sys.argv[1:]])
    except OSError as error:
        sys.exit(f"eintr-fatal: {error}")
