#!/usr/bin/env bash
# clang-tidy over our own sources: tidy.sh FOLDER BUILD-FOLDER. It takes minutes, so it is no part of the tests.
set -uo pipefail
cd "$1" || exit 1
tool=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "clang-tidy is not here" >&2 && exit 1; }
mapfile -t sources < <(find core app -name '*.cpp' | sort)
said=$(printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 2 "$tool" -p "$2" --quiet 2>/dev/null) || true
errors=$(grep -E '(error|warning): ' <<<"$said" | sort -u)
if [ -n "$errors" ]; then
    printf '%s\n' "$said"
    printf '\n%d passed, %d failed\n' 0 "$(wc -l <<<"$errors")"
    exit 1
fi
printf '%d passed, 0 failed\n' "${#sources[@]}"
