#!/usr/bin/env bash
# A rule that cannot fail proves nothing: plants one fault for each rule in a small tree, and wants it found there.
set -uo pipefail
house=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/house.sh
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
failures=0

# A new tree in which nothing is wrong.
plant_good_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree"/{core/{bytes,kernel/real,worker,loops,experiment,report},app/{panels,window,commands},tests/core}
    cp "${house%/tests/house/house.sh}/.clang-format" "$tree/"
    cat >"$tree/core/kernel/good.cpp" <<'END'
#include "core/bytes/good.h"

#include <cstdio>

namespace iovlab {

// A brace in a comment { or in a literal does not count.
struct Good {
    explicit Good(int n) : n_{n}, m_{65'536} {}
    int n_;
    int m_ = '{';
};

const char* kText = R"(
    { TODAY is not a leftover
)";

auto length(const char* text) -> unsigned long {
    return text[0] == '"' ? 0UL : 1UL;
}

}  // namespace iovlab
END
    printf '#pragma once\n' >"$tree/core/bytes/good.h"
    printf '#include "core/worker/wire.h"\n' >"$tree/core/kernel/real/worker.cpp"
    cp "$tree/core/bytes/good.h" "$tree/app/panels/one.h"
    printf '#include "app/panels/one.h"\n\n#include "app/panels/fields.h"\n#include "core/report/good.h"\n' >"$tree/app/panels/one.cpp"
    printf '#include "app/panels/one.h"\n#include "app/panels/two.h"\n' >"$tree/app/panels/bench.cpp"
    printf '#include <GLFW/glfw3.h>\n' >"$tree/app/window/window.cpp"
}

# expect pass|fail RULE WHAT
expect() {
    local wanted=$1 rule=$2 what=$3 said status
    said=$("$house" "$rule" "$tree" 2>&1)
    case $? in 0 | 77) status=pass ;; *) status=fail ;; esac
    [ "$status" = "$wanted" ] && return
    echo "$rule should $wanted: $what. It said: ${said:-nothing}"
    failures=$((failures + 1))
}

# fault RULE FILE WHAT: what stands on stdin, added to the file, must be found.
fault() {
    plant_good_tree
    cat >>"$tree/$2"
    expect fail "$1" "$3"
}

lines() { for ((i = 0; i < $1; i++)); do echo "$2"; done; }

plant_good_tree
for rule in arrows functions sizes streams leftovers documents skips format; do expect pass "$rule" "nothing is wrong"; done

fault arrows core/bytes/a.h "bytes knows kernel" <<<'#include "core/kernel/kernel.h"'
fault arrows core/kernel/a.h "kernel knows loops" <<<'#include "core/loops/loop.h"'
fault arrows core/loops/a.h "loops know the experiment" <<<'#include "core/experiment/run.h"'
fault arrows core/experiment/a.h "experiment knows report" <<<'  #  include "core/report/report.h"'
fault arrows core/report/a.h "report knows the worker" <<<'#include "core/worker/wire.h"'
fault arrows core/kernel/a.h "the model knows the worker" <<<'#include "core/worker/wire.h"'
fault arrows core/worker/a.h "the worker knows the kernel" <<<'#include "core/kernel/kernel.h"'
fault arrows core/report/a.h "core knows app" <<<'#include "app/lab/lab.h"'
fault arrows core/report/a.cpp "core knows Dear ImGui" <<<'#include <imgui.h>'
fault arrows core/a.cpp "core knows GLFW" <<<'#include <GLFW/glfw3.h>'
fault arrows core/bytes/a.cpp "a name from below" <<<'#include "arena.h"'
fault arrows app/panels/one.cpp "a panel knows another" <<<'#include "app/panels/two.h"'
fault arrows app/panels/two.h "a panel's header knows another's" <<<'#include "app/panels/one.h"'
fault arrows app/panels/two.cpp "a panel knows GLFW" <<<'#include <GLFW/glfw3.h>'
fault arrows app/commands/run.cpp "a command knows Dear ImGui" <<<'#include <imgui.h>'

fault functions core/bytes/a.cpp "61 lines" < <(echo 'int f() {' && lines 59 '    g();' && echo '}')
fault functions tests/core/a.cpp "a long test" < <(echo 'TEST_CASE("{ x") {' && lines 70 '    g();' && echo '}')
fault functions core/bytes/a.h "a long constructor" < <(
    echo 'class A {' && echo '    A() : a_{1}, b_{2} {' && lines 60 '        { g(); }' && echo '    }' && echo '};')
fault functions core/bytes/a.cpp "unbalanced braces" <<<'int f() { if (x) {'
plant_good_tree
{ echo 'int f() {' && lines 58 '    g();' && echo '}'; } >"$tree/core/bytes/a.cpp"
expect pass functions "60 lines are allowed"

fault sizes core/bytes/a.cpp "401 lines" < <(lines 401 "int a;")
fault streams core/bytes/a.cpp "a stream's header" <<<'#include <sstream>'
fault streams app/commands/a.cpp "a stream" <<<'void f() { std::cout << 1; }'
fault leftovers core/bytes/a.cpp "something left to do" <<<"// TO""DO: later"
fault documents core/bytes/a.h "a document that only some have" <<<'/// As DESIGN''.md says.'
fault documents core/bytes/a.h "a document that is gone" <<<'/// As docs/gone''.md says.'
fault skips CMakeLists.txt "a skip that hides failures" <<<'set_tests_properties(a PROPERTIES SKIP_REGULAR''_EXPRESSION "S")'
if ! "$house" format "$tree" | grep -q SKIPPED; then
    fault format core/bytes/a.cpp "a space too many" <<<'int  a;'
fi

((failures == 0)) && echo "Each rule found what was planted."
exit $((failures > 0))
