#!/bin/bash
# A list built, run, looked at and taken back with the mouse alone; larger and smaller, light and dark.
#   mouse_only.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$0 inside=${1:-} executable=${2:-}
. "$here/driver.sh"
. "$here/begin.sh"

is_clean() { ! text_of document | grep -q "not saved"; }

# Run what stands there: a pipe that fills, in five calls. The first run stops at the first of them; on to the last.
click run
wait_until on_screen check.status
wait_until shows step.0.result "65536 short"
click look.last
wait_until shows step.8.result 392

# Point at the sink's first byte: the line at the bottom tells of it.
read -r x y w _ < <(line_of sink.hex | cut -d' ' -f2-5)
moved=0
for step in $(seq 20 8 "$w"); do
    xdotool mousemove $((x + step)) $((y + 8))
    sleep 0.2
    case "$(text_of status)" in *"header+0"*"carried by call 1"*"sink byte 0"*) moved=1 && break ;; esac
done
[ "$moved" = 1 ] || fail "no byte of the sink is told of: $(text_of status)"

# Drag over some of them: they are selected, until that is taken back.
xdotool mousedown 1
sleep 0.1
xdotool mousemove_relative 40 0
sleep 0.2
xdotool mouseup 1
wait_until on_screen bytes.clear
click bytes.clear
wait_until gone bytes.clear

# Larger, smaller, normal; light and dark again.
click zoom.in
wait_until shows zoom.reset "110 %"
click zoom.in
wait_until shows zoom.reset "125 %"
click zoom.reset
wait_until shows zoom.reset "100 %"
click theme
wait_until shows theme Dark
click theme
wait_until shows theme Light

# A long edit: entries upon entries, then all of it taken back by the menu.
for _ in $(seq 6); do
    click entries.add
    click entries.add.0
done
click entry.0
click entry.duplicate
click entry.remove
wait_until shows entries.signature "writev(4, iov, 10)"
is_clean && fail "the document was edited, and nothing says so"
for _ in $(seq 12); do
    click menu.Edit
    enabled menu.edit.undo || break
    click menu.edit.undo
done
wait_until is_clean
wait_until shows entries.signature "writev(4, iov, 4)"
xdotool mousemove 5 5
echo "built, run, pointed at and taken back with the mouse alone"
