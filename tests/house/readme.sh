#!/usr/bin/env bash
# The README shows what the program really says: readme.sh README IOVLAB [--update]. Times differ and are left out.
set -uo pipefail
readme=$1 iovlab=$2
cd "$(dirname "$readme")" || exit 1
command=$(sed -n 's/^\$ \.\/play //p' "$readme")
read -ra words <<<"$command"
said=$("$iovlab" "${words[@]}" </dev/null) || exit 1

if [ "${3:-}" = --update ]; then
    new=$(mktemp) || exit 1
    SAID=$said awk '
        /^\$ \.\/play / { print; print ENVIRON["SAID"]; skipping = 1; next }
        /^```/ { skipping = 0 }
        !skipping' "$readme" >"$new" && cat "$new" >"$readme"
    rm -f "$new"
    exit
fi
shown=$(awk '/^```/ { showing = 0 } showing; /^\$ \.\/play / { showing = 1 }' "$readme")
without_times() { sed -E 's/ +[0-9.,]+ (ns|µs|ms|s)$//'; }
diff <(without_times <<<"$shown") <(without_times <<<"$said") && exit
echo "The README shows (<) what the program does not say (>). tests/house/readme.sh README.md IOVLAB --update mends it."
exit 1
