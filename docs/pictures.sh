#!/usr/bin/env bash
# Makes the pictures of README.md and docs/ anew: docs/pictures.sh [PROGRAM]. No display is needed.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${1:-build/release/bin/iovlab}
[ -x "$program" ] || { echo "$program is not there. Build it with ./play, or name it: $0 PROGRAM" >&2; exit 2; }
"$program" shot assets/examples/wrong/ignore-short.toml --out docs/window.png
"$program" shot --screen errno --theme light --out docs/atlas.png
"$program" shot assets/examples/05-pipe-that-fills.toml --screen present --size 1280x720 --out docs/present.png
