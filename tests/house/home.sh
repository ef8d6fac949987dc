#!/usr/bin/env bash
# No test may read or change what is the user's: home.sh TESTS... runs what keeps settings, progress and recovery with a
# home that is watched, and wants nothing left there.
set -u
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME XDG_CACHE_HOME
export RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}" CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}"
for program in "$@"; do
    # Whether they pass is another test's matter.
    HOME=$home "$program" "[keeps]" >/dev/null 2>&1 || true
    ran=$(HOME=$home "$program" --list-tests "[keeps]" 2>/dev/null | grep -c '^  [^ ]')
    [ "$ran" -gt 0 ] || { echo "$program has no test that keeps anything"; exit 1; }
done
left=$(find "$home" -mindepth 1)
[ -z "$left" ] && exit
echo "The tests wrote into the user's home:"
echo "$left"
exit 1
