#!/usr/bin/env python3
# ignore-short, a wrong loop: "A call that does not fail has sent everything."
# Seen in dotnet/runtime#109340.
# Each argument is an entry of the list, which goes to standard output.
import os
import sys


# @loop
def send_list(fd, buffers):
    """Sends everything, as far as it knows; raises OSError when it gives up."""
    while True:
        try:
            sent = os.writev(fd, buffers)                                # @call
        except InterruptedError:  # only before Python 3.5, which tries again by itself
            continue                                                     # @retry
        except OSError:
            raise                                                        # @failed
        break  # it did not fail                                         # @advance
    return None                                                          # @done
# @end


if __name__ == "__main__":
    try:
        send_list(1, [memoryview(os.fsencode(argument)) for argument in sys.argv[1:]])
    except OSError as error:
        sys.exit(f"ignore-short: {error}")
