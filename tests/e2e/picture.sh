#!/bin/bash
# The real window exports what it shows: menu, name, and there is a PNG of twice the window's size that is not blank.
#   picture.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$0 inside=${1:-} executable=${2:-}
. "$here/driver.sh"
. "$here/begin.sh"

click run
wait_until on_screen check.status
read -r width height < <(xdotool getwindowgeometry --shell "$window" | awk -F= '/WIDTH/ { w = $2 } /HEIGHT/ { print w, $2 }')

click menu.File
click menu.file.picture
wait_until on_screen chooser.path
enter chooser.path "$folder/window.png"
says_written() { case "$(text_of notice.0)" in *"The picture was written."*"$folder/window.png"*) ;; *) return 1 ;; esac; }
wait_until says_written

number_at() { od -An -tu1 -j "$1" -N 4 "$folder/window.png" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'; }
[ "$(number_at 16) $(number_at 20)" = "$((2 * width)) $((2 * height))" ] ||
    fail "a window of $width x $height gave a picture of $(number_at 16) x $(number_at 20)"
# A picture of one colour is some ten thousand bytes as a PNG; letters and bars are many times that.
bytes=$(stat -c %s "$folder/window.png")
[ "$bytes" -gt 60000 ] || fail "the picture has $bytes bytes only: is it blank?"
wait_until enabled run
echo "the window of $width x $height was exported as $((2 * width)) x $((2 * height)), $bytes bytes"
