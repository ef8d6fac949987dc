#!/usr/bin/env bash
# clang-tidy over our own sources: tidy.sh FOLDER BUILD-FOLDER. It takes minutes, so it is no part of the tests.
set -uo pipefail
cd "$1" || exit 1
tool=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "clang-tidy is not here" >&2 && exit 1; }
mapfile -t sources < <(find core app -name '*.cpp' | sort)
said=$(printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 1 "$tool" -p "$2" --quiet --extra-arg=-Wno-unknown-warning-option 2>&1) && status=0 || status=1
# It also counts the warnings of other people's headers, which it does not show.
grep -vE '^[0-9]+ warnings? (generated|treated)' <<<"$said"
((status == 0)) && echo "${#sources[@]} passed, 0 failed" || echo "clang-tidy: FAILED"
exit "$status"
