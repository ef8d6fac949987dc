#!/usr/bin/env bash
# Makes the pictures of README.md and docs/ anew: docs/pictures.sh [PROGRAM]. No display is needed.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${1:-build/release/bin/iovlab}
[ -x "$program" ] || { echo "$program is not there. Build it with ./play, or name it: $0 PROGRAM" >&2; exit 2; }
# What somebody has done of the lessons is not for a picture.
XDG_STATE_HOME=$(mktemp -d)
export XDG_STATE_HOME
trap 'rm -rf "$XDG_STATE_HOME"' EXIT
"$program" shot --force --out docs/window.png
"$program" shot --force assets/examples/wrong/keep-prefix.toml --theme light --size 1280x800 --out docs/wrong-loop.png
"$program" shot --force lessons/02-short-write.md --step 2 --theme light --size 1280x800 --out docs/lesson.png
"$program" shot --force --screen errno --theme light --size 1280x800 --out docs/atlas.png
"$program" shot --force --screen benchmark --size 1280x800 --out docs/benchmark.png
"$program" shot --force assets/examples/05-pipe-that-fills.toml --screen present --size 1280x720 --out docs/present.png
for picture in docs/*.png; do
    bytes=$(stat -c %s "$picture")
    [ "$bytes" -le 256000 ] || { echo "$picture has $bytes bytes; 256,000 are enough for a picture here" >&2; exit 1; }
done
