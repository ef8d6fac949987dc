#!/usr/bin/env python3
# keep-prefix, a wrong loop: "The first n bytes of the cut buffer are the ones that are left."
# Seen in tokio-rs/tokio#8158.
# Each argument is an entry of the list, which goes to standard output.
import os
import select
import sys


# @loop
def advance(buffers, sent):
    """Skips the buffers that are gone, and keeps the wrong end of the one that was cut."""
    while buffers and sent >= len(buffers[0]):
        sent -= len(buffers.pop(0))
    if buffers:
        buffers[0] = buffers[0][:sent]  # these bytes are gone; the rest lies behind them
    while buffers and not buffers[0]:
        buffers.pop(0)


def wait_for_room(fd):
    """Sleeps until there is room."""
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    poll.poll()


def send_list(fd, buffers):
    """Sends everything, as far as it knows; raises OSError when it gives up."""
    while buffers and not buffers[0]:  # empty ones in front
        buffers.pop(0)
    while buffers:
        try:
            sent = os.writev(fd, buffers)                                # @call
        except InterruptedError:  # only before Python 3.5, which tries again by itself
            continue                                                     # @retry
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
        sys.exit(f"keep-prefix: {error}")
