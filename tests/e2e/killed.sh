#!/bin/bash
# A window is killed with unsaved work in it: the next one brings the work back, and no file was touched.
#   killed.sh PROGRAM
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
trap 'kill -9 "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT

cat > "$folder/mine.toml" <<'TOML'
format = 1
title = "mine"

[[buffer]]
name = "one"
kind = "bytes"
text = "12345"

[call]
op = "writev"
iov = ["one", "one"]

[target]
kind = "null"
TOML
cp "$folder/mine.toml" "$folder/before.toml"

"$2" "$folder/mine.toml" &
program=$!
wait_until shows document mine
window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
xdotool windowfocus "$window" 2>/dev/null || true
click entry.1
click entry.remove
wait_until gone entry.1
kept() { ls "$folder"/state/iovlab/recovery/*.toml > /dev/null 2>&1; }
wait_until kept
kill -9 "$program"
wait "$program" 2>/dev/null || true
: > "$IOVLAB_CONTROLS"

"$2" &
program=$!
wait_until on_screen left.restore
window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
xdotool windowfocus "$window" 2>/dev/null || true
click left.restore
wait_until gone left.restore
wait_until shows document "mine · not saved"
on_screen entry.1 && fail "the edit did not come back"
cmp "$folder/mine.toml" "$folder/before.toml" || fail "the file was touched"
echo "what a killed window had unsaved came back"
