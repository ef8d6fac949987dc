# What the end-to-end tests share: finding controls by name and doing things to them. Sourced, under Xvfb.
# IOVLAB_CONTROLS names the file in which the window lists its controls: "name x y w h enabled text".

fail() {
    echo "FAILED: $*" >&2
    echo "on the screen were:" >&2
    cut -c1-120 "$IOVLAB_CONTROLS" >&2 || true
    exit 1
}

line_of() { awk -v name="$1" '$1 == name { print; exit }' "$IOVLAB_CONTROLS" 2>/dev/null; }
text_of() { line_of "$1" | cut -d' ' -f7-; }

# wait_until COMMAND...: for at most 30 seconds. A machine under load is slow, never wrong.
wait_until() {
    local tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || fail "never came true: $*"
        kill -0 "$program" 2>/dev/null || fail "the program ended while waiting for: $*"
        sleep 0.1
    done
}
on_screen() { [ -n "$(line_of "$1")" ]; }
gone() { ! on_screen "$1"; }
shows() { [ "$(text_of "$1")" = "$2" ]; }
enabled() { [ "$(line_of "$1" | cut -d' ' -f6)" = 1 ]; }

# The middle of a control, once it has stopped moving.
place_of() {
    local before="" now
    wait_until on_screen "$1"
    for _ in $(seq 50); do
        now=$(line_of "$1" | cut -d' ' -f2-5)
        [ -n "$now" ] && [ "$now" = "$before" ] && break
        before=$now
        sleep 0.1
    done
    echo "$now" | awk '{ printf "%d %d\n", $1 + $3 / 2, $2 + $4 / 2 }'
}

click() {
    local place
    place=$(place_of "$1") || exit 1
    # shellcheck disable=SC2086
    xdotool mousemove $place
    sleep 0.15
    xdotool mousedown 1
    sleep 0.1
    xdotool mouseup 1
    sleep 0.3
}

# Keys are held for longer than a frame, as fingers do.
press() {
    xdotool keydown "$1"
    sleep 0.1
    xdotool keyup "$1"
    sleep 0.1
}
press_with() {
    xdotool keydown "$1"
    sleep 0.1
    press "$2"
    xdotool keyup "$1"
    sleep 0.1
}

# enter CONTROL TEXT: replaces what is in a field.
enter() {
    click "$1"
    press_with ctrl a
    press Delete
    xdotool type --delay 60 -- "$2"
    press Return
    sleep 0.2
}
