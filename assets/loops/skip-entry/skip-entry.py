#!/usr/bin/env python3
# skip-entry, a wrong loop: "An entry of which some bytes were sent was sent."
# Seen in kazeburo/Gazelle#13.
# Each argument is an entry of the list, which goes to standard output.
import os
import select
import sys


# @loop
def advance(buffers, sent):
    """Skips every buffer that any byte was taken of."""
    while buffers and (sent > 0 or not buffers[0]):
        sent -= min(sent, len(buffers.pop(0)))


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
        sys.exit(f"skip-entry: {error}")
