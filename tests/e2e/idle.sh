#!/bin/bash
# A window in which nothing happens uses no processor: less than half a percent of one, over ten seconds. The program
# may have drawn a caret or a tooltip before; so it is given time to come to rest.
#   idle.sh PROGRAM
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$0 inside=${1:-} executable=${2:-}
. "$here/driver.sh"
. "$here/begin.sh"

click run
wait_until on_screen check.status
xdotool mousemove 5 5
sleep 3

used() { awk '{ print $14 + $15 }' "/proc/$program/stat"; }
per_second=$(getconf CLK_TCK)
before=$(used)
sleep 10
after=$(used)
echo "idle for 10 s after a run: $((after - before)) of $((10 * per_second)) ticks of processor time"
[ $((after - before)) -le $((10 * per_second / 200)) ] || fail "it is busy though nothing happens"
