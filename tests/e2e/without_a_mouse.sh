#!/bin/bash
# The real window by its keys alone: the palette, a short write, the projector's screen, settings that stay.
#   without_a_mouse.sh PROGRAM
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
export XDG_CONFIG_HOME="$folder/config" XDG_STATE_HOME="$folder/state" LIBGL_ALWAYS_SOFTWARE=1
touch "$IOVLAB_CONTROLS"
. "$here/driver.sh"

start() {
    : > "$IOVLAB_CONTROLS"
    "$@" &
    program=$!
    wait_until on_screen "$first"
    window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
    xdotool windowfocus "$window" 2>/dev/null || true
}
find_and_do() {
    press_with ctrl p
    wait_until on_screen palette.text
    xdotool type --delay 60 -- "$1"
    wait_until shows palette.text "$1"
    sleep 0.2
    press Return
    wait_until gone palette.text
}
trap 'kill "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT

# The first start says what to press; pressing it shows a short write.
first=first
start "$2"
press F5
wait_until shows step.0.result "65536 short"
says_short() { case "$(text_of first)" in *"short write"*) ;; *) return 1 ;; esac; }
wait_until says_short

# Every room, and back, by a few letters.
find_and_do "errno atlas"
wait_until on_screen atlas.EAGAIN
find_and_do "bench"
wait_until on_screen run

# The projector's screen takes the clicker's keys.
press F11
wait_until shows present.result "65,536"
press Prior
wait_until gone run
press Escape
wait_until on_screen run

# What is chosen stays.
find_and_do "light theme"
wait_until shows theme Dark
press_with ctrl q
for _ in $(seq 100); do
    kill -0 "$program" 2>/dev/null || break
    sleep 0.1
done
kill -0 "$program" 2>/dev/null && fail "the window did not close"
first=run
start "$2"
wait_until shows theme Dark
on_screen first && fail "what to press was said a second time"
grep -q '^theme = "light"' "$folder/config/iovlab/settings.toml" || fail "the theme was not kept"
echo "a short write, the atlas, the projector and a theme, without a mouse"
