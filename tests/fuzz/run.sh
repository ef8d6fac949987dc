#!/usr/bin/env bash
# run.sh SOURCES BUILD SECONDS [JOBS [SEED]]: each fuzzer for so many seconds, JOBS at a time. What they learn stays in
# BUILD/corpus, so that the next run goes on from there. What they find is in BUILD/found; exit status 1 then.
# With a SEED and an empty BUILD/corpus the inputs are the same each time, as far as the seconds reach.
set -u
sources=$1 build=$2 seconds=$3 jobs=${4:-$(nproc)} seed=${5:-0}
here=$sources/tests/fuzz

# target NAME LONGEST: bytes of the longest input. The program's own files are seeds too.
target() {
    local name=$1 longest=$2 seeds=("$here/corpus/$1") log=$build/logs/fuzz-$1.log status=0
    case $name in
    experiments) seeds+=("$sources/assets/examples") ;;
    lessons) seeds+=("$sources/lessons") ;;
    esac
    mkdir -p "$build/corpus/$name" "$build/found" "$build/logs"
    "$build/bin/iovlab-fuzz" "--target=$name" -seed="$seed" -max_total_time="$seconds" -max_len="$longest" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 -dict="$here/words.dict" -artifact_prefix="$build/found/$name-" \
        "$build/corpus/$name" "${seeds[@]}" >"$log" 2>&1 </dev/null || status=$?
    printf '%-12s %10s inputs%s\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
        "$( ((status != 0)) && echo ", and one that breaks something:")"
    ((status == 0)) && return
    grep -vE '^(#|INFO|NEW_FUNC|Dictionary)' "$log" | tail -n 60
    return 1
}
export -f target
export sources build seconds seed here

printf '%s\n' "experiments 8192" "lessons 32768" "faults 512" "loops 1024" "wire 512" |
    xargs -P "$jobs" -L 1 bash -c 'target "$@"' target
