#!/usr/bin/env python3
# once: One call, whatever comes.
# Each argument is an entry of the list, which goes to standard output.
import os
import sys


# @loop
def send_list(fd, buffers):
    """Makes one call, and says how many bytes went out."""
    try:
        sent = os.writev(fd, buffers)                                    # @call
        print(sent, "bytes went out", file=sys.stderr)
    except OSError as error:
        print(error, file=sys.stderr)
    return None                                                          # @done
# @end


if __name__ == "__main__":
    try:
        send_list(1, [memoryview(os.fsencode(argument)) for argument in sys.argv[1:]])
    except OSError as error:
        sys.exit(f"once: {error}")
