#!/bin/bash
# On a projector that is smaller than the window would like to be, the whole window is on the screen, Run with it.
#   small_screen.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$0 inside=${1:-} executable=${2:-} screen=1280x720x24
. "$here/driver.sh"
. "$here/begin.sh"

read -r width height < <(xdotool getwindowgeometry --shell "$window" | awk -F= '/WIDTH/ { w = $2 } /HEIGHT/ { print w, $2 }')
[ "$width $height" = "1280 720" ] || fail "the window is $width x $height on a screen of 1280 x 720"
click run
wait_until on_screen check.status
echo "the window fits a screen of 1280 x 720"
