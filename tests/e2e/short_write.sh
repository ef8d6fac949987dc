#!/bin/bash
# From an empty list to a short write, with mouse and keyboard, in the real window.
#   short_write.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" != inside ]; then
    for tool in xvfb-run xdotool; do
        command -v "$tool" > /dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
    done
    exec xvfb-run -a -s "-screen 0 1440x900x24" "$0" inside "$1"
fi

folder=$(mktemp -d)
export IOVLAB_CONTROLS="$folder/controls"
export XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder" LIBGL_ALWAYS_SOFTWARE=1
touch "$IOVLAB_CONTROLS"
. "$here/driver.sh"

"$2" &
program=$!
trap 'kill "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT

wait_until on_screen run
window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
xdotool windowfocus "$window" 2>/dev/null || true

# An empty list.
click menu.File
click menu.file.new
wait_until gone buffer.0.title

# 70,000 bytes in one buffer, put on the list.
click memory.add.bytearray
click buffer.0.content
click buffer.0.content.2
enter buffer.0.size 70000
wait_until shows buffer.0.size 70,000
click entries.add
click entries.add.0
wait_until on_screen entry.0

# What makes no sense is said at once, and Run waits for it.
enter buffer.0.name "no spaces"
wait_until on_screen "problem.buffer[0].name"
enabled run && fail "Run can be pressed though a name is wrong"
enter buffer.0.name payload
wait_until gone "problem.buffer[0].name"

# A non-blocking pipe of 65,536 bytes, which nobody reads.
click target.flags.O_NONBLOCK
press F5
wait_until shows step.0.result "65536 short"
wait_until on_screen kernel.explanation
case "$(text_of kernel.explanation)" in
    *65,536*70,000*) ;;
    *) fail "the explanation does not name the numbers: $(text_of kernel.explanation)" ;;
esac
case "$(text_of sink.hex)" in
    "65,536 B") ;;
    *) fail "the sink shows $(text_of sink.hex)" ;;
esac

# Leaving asks about what is not saved, and goes when told to.
press_with ctrl q
click unsaved.discard
for _ in $(seq 100); do
    kill -0 "$program" 2>/dev/null || break
    sleep 0.1
done
kill -0 "$program" 2>/dev/null && fail "the window did not close"
wait "$program" || fail "the program ended with status $?"
echo "a list was built and came out short: 65,536 of 70,000"
