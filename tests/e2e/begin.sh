# How an end-to-end script begins: under a display of its own, with the window open and found. Sourced after
# `script=$0 inside=$1 executable=$2` are set (and `screen`, where 1440x900x24 is not meant); leaves `program`, `window` and `folder`.

if [ "$inside" != inside ]; then
    for tool in xvfb-run xdotool; do
        command -v "$tool" > /dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
    done
    exec xvfb-run -a -s "-screen 0 ${screen:-1440x900x24}" "$script" inside "$inside"
fi

folder=$(mktemp -d)
export IOVLAB_CONTROLS="$folder/controls"
export XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder" XDG_DATA_HOME="$folder" LIBGL_ALWAYS_SOFTWARE=1
touch "$IOVLAB_CONTROLS"

"$executable" &
program=$!
trap 'kill "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT

wait_until on_screen run
window=$(xdotool search --onlyvisible --pid "$program" | tail -1)
xdotool windowfocus "$window" 2>/dev/null || true
