#!/bin/bash
# Two lessons, walked with mouse and keyboard in the real window: one answered right, one answered wrong.
#   lessons.sh PROGRAM LESSONS
set -eu
here=$(cd "$(dirname "$0")" && pwd)

if [ "${1:-}" != inside ]; then
    for tool in xvfb-run xdotool; do
        command -v "$tool" > /dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
    done
    exec xvfb-run -a -s "-screen 0 1440x900x24" "$0" inside "$@"
fi

folder=$(mktemp -d)
export IOVLAB_CONTROLS="$folder/controls"
export XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder" LIBGL_ALWAYS_SOFTWARE=1
touch "$IOVLAB_CONTROLS"
. "$here/driver.sh"
program=
trap 'kill "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT

starts() {
    "$iovlab" "$1" &
    program=$!
    wait_until on_screen lesson.step
    window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
    xdotool windowfocus "$window" 2>/dev/null || true
}
leaves() {
    press_with ctrl q
    for _ in $(seq 100); do
        kill -0 "$program" 2>/dev/null || break
        sleep 0.1
    done
    kill -0 "$program" 2>/dev/null && fail "the window did not close"
    wait "$program" || fail "the program ended with status $?"
}
iovlab=$2 lessons=$3

# The first lesson, right.
starts "$lessons/01-first-gather.md"
enabled run && fail "Run can be pressed before the answer"
press c
wait_until enabled lesson.lock
click lesson.lock
wait_until shows lesson.grade Right.
press Next
wait_until shows lesson.where "step 2 of 4"
click lesson.number
xdotool type --delay 60 16
press Return
wait_until shows lesson.grade Right.
press Next
wait_until shows lesson.where "step 3 of 4"
press b
click lesson.lock
wait_until shows lesson.grade Right.
press Next
wait_until shows lesson.where "step 4 of 4"
for entry in 1 2; do
    click "entry.$entry"
    click entry.base
    click entry.base.0
    wait_until gone entry.base.0
done
press F5
wait_until shows lesson.grade Done.
leaves
grep -q "finished = true" "$folder/iovlab/progress.toml" || fail "the lesson is not kept as done"

# The second, wrong from the first vote on.
starts "$lessons/02-short-write.md"
click lesson.choice.0
click lesson.choice.0
click lesson.choice.1
wait_until shows lesson.choice.0.votes 2
click lesson.lock
wait_until shows lesson.grade "Not so."
press Next
press Next
press Next
wait_until shows lesson.where "step 4 of 5"
click lesson.line.4
wait_until shows lesson.grade "Not yet."
click lesson.line.6
wait_until shows lesson.grade Done.
press Next
wait_until shows lesson.where "step 5 of 5"
press F5
wait_until shows lesson.grade "Not yet."
click lesson.list
wait_until on_screen lesson.next_up
leaves
echo "one lesson was walked right, one wrong"
