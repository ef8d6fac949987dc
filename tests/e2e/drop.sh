#!/bin/bash
# A file is dropped onto the real window: it opens; a second one asks first, when there is unsaved work.
#   drop.sh PROGRAM DROP-FILE
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$0 inside=${1:-} executable=${2:-} drop_file=${3:-}

if [ "$inside" != inside ]; then
    for tool in xvfb-run xdotool; do
        command -v "$tool" > /dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
    done
    exec xvfb-run -a -s "-screen 0 1440x900x24" "$script" inside "$1" "$2"
fi
. "$here/driver.sh"
. "$here/begin.sh"

for name in one two; do
    cat > "$folder/$name.toml" <<TOML
format = 1
title = "$name"

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
done

"$drop_file" "$window" "$folder/one.toml"
wait_until shows document one
click entry.1
click entry.remove
wait_until gone entry.1
"$drop_file" "$window" "$folder/two.toml"
wait_until on_screen unsaved.keep
click unsaved.discard
wait_until shows document two
"$drop_file" "$window" "$folder/nowhere.toml"
names_it() { case "$(text_of notice.0)" in *nowhere.toml*) ;; *) return 1 ;; esac; }
wait_until names_it
shows document two || fail "the bench did not stay"
echo "dropped files opened, after the question about unsaved work"
