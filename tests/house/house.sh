#!/usr/bin/env bash
# The rules of the house that a compiler does not see: house.sh RULE FOLDER. Prints what breaks the rule; exit status 1.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
rule=$1
cd "$2" || exit 1

# Files below the named folders, those that exist.
below() {
    local pattern=$1 folder folders=()
    shift
    for folder in "$@"; do [ -d "$folder" ] && folders+=("$folder"); done
    find "${folders[@]}" -type f -regextype posix-extended -regex ".*\.($pattern)" | sort
}
code() { below "h|cpp" "$@"; }

# Fails when something is printed.
nothing() { ! grep . ; }

case $rule in
arrows) code core app | xargs awk -f "$here/arrows.awk" ;;
functions) code core app tests | xargs awk -v limit=60 -f "$here/functions.awk" ;;
sizes)
    below "h|cpp|sh|py|awk" core app tests | xargs awk '
        FNR == 1 && NR > 1 && lines > 400 { print file ": " lines " lines, 400 are allowed" }
        { lines = FNR; file = FILENAME }
        END { if (lines > 400) print file ": " lines " lines, 400 are allowed" }' | nothing
    ;;
streams)
    # The C++ stream classes call writev themselves, and would show up beside the experiment under strace.
    code core app | xargs grep -nE \
        'include *<(iostream|fstream|sstream|ostream|istream|iomanip|syncstream|fmt/ostream\.h)>|std::(cout|cerr|clog|cin|[io]?(f|string)stream|[io]stream)\b' /dev/null |
        nothing
    ;;
leftovers)
    below "h|cpp|py|toml|cmake|txt" core app tests assets cmake | grep -v '^tests/house/' |
        xargs grep -nwE 'TODO|FIXME|XXX' CMakeLists.txt /dev/null 2>/dev/null | nothing
    ;;
documents)
    # Whoever reads a comment has the repository, and nothing else.
    code=(core app tests assets cmake docs lessons scripts CMakeLists.txt README.md)
    for name in "${code[@]}"; do [ -e "$name" ] && echo "$name"; done |
        xargs grep -rnoE '(\bdocs/[A-Za-z0-9_-]+\.(md|png|sh)\b|\b[A-Z][A-Z_]+\.md\b)' /dev/null --exclude-dir=house 2>/dev/null | grep -v ':FILE\.md$' |
        while IFS=: read -r file line name; do
            [ -e "$name" ] || echo "$file:$line: $name is not in the repository"
        done | nothing
    ;;
skips)
    # By its output a test counts as skipped whatever else failed in it; an exit status cannot say both.
    find CMakeLists.txt tests -name CMakeLists.txt 2>/dev/null | xargs grep -n 'SKIP_REGULAR''_EXPRESSION' /dev/null | nothing
    ;;
format)
    for tool in clang-format-14 clang-format; do
        if [[ $(command -v $tool && $tool --version) == *"version 14."* ]]; then
            code core app tests | xargs "$tool" --style=file --dry-run 2>&1 |
                awk -F: '/^[^ :]+:[0-9]+:[0-9]+: / && !said[$1]++ { print $1 ":" $2 ": not formatted; '$tool' -i " $1 }' | nothing
            exit
        fi
    done
    echo "SKIPPED: clang-format 14 is not here, and other versions format differently"
    exit 77
    ;;
*) echo "unknown rule: $rule" && exit 2 ;;
esac
