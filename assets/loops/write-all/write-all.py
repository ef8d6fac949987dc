#!/usr/bin/env python3
# write-all: Goes on with exactly what is left. EINTR is tried again, EAGAIN is reported.
# Each argument is an entry of the list, which goes to standard output.
import os
import sys


# @loop
def advance(buffers, sent):
    """Skips the buffers that are gone, trims the one that was cut, drops empty ones."""
    while buffers and sent >= len(buffers[0]):
        sent -= len(buffers.pop(0))
    if buffers:
        buffers[0] = buffers[0][sent:]  # of a memoryview: no copy


def send_list(fd, buffers):
    """Sends everything, as far as it knows; raises OSError when it gives up."""
    advance(buffers, 0)  # empty ones in front
    while buffers:
        try:
            sent = os.writev(fd, buffers)                                # @call
        except InterruptedError:  # only before Python 3.5, which tries again by itself
            continue                                                     # @retry
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
        sys.exit(f"write-all: {error}")
