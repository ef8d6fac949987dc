# Prints every #include that goes against the arrows of the design: who may know whom.
# A room that is not named here may include nothing but itself.

BEGIN {
    may["core/bytes"] = ""
    may["core/worker"] = ""
    may["core/kernel"] = "core/worker core/bytes"
    may["core/loops"] = "core/kernel core/bytes"
    may["core/experiment"] = "core/loops core/kernel core/bytes"
    may["core/report"] = "core/experiment core/loops core/kernel core/bytes"
    may["core/lesson"] = "core/experiment core/loops core/kernel core/bytes"
    may["core/watch"] = "core/report core/experiment core/loops core/kernel core/bytes"
    may["core/bench"] = "core/report core/experiment core/loops core/kernel core/bytes"
    may["core/doctor"] = "core/report core/experiment core/loops core/kernel core/bytes"
    may["app"] = "core app"
    drawing = "^<(imgui|GLFW/|GL/|EGL/|backends/)"
}

function complain(why) { print FILENAME ":" FNR ": includes " named ": " why; bad = 1 }

function room_of(path,    parts, n) {
    n = split(path, parts, "/")
    return parts[1] == "core" && n > 2 ? parts[1] "/" parts[2] : parts[1]
}

# A panel is a header and the sources that draw it: those know this one header, and panels' headers know none. What
# panels share is fields.h; only the bench knows them all, because it lays them out.
function check_panels(target) {
    if (file !~ /^app\/panels\// || target !~ /^app\/panels\// || file ~ /\/bench\.(h|cpp)$/) return
    if (target ~ /\/fields\.h$/) return
    if (++panels_known > (file ~ /\.h$/ ? 0 : 1)) complain("panels never include one another")
}

FNR == 1 { file = FILENAME; sub(/^\.\//, "", file); room = room_of(file); panels_known = 0 }

/^ *# *include/ {
    named = $0
    sub(/^ *# *include */, "", named)
    if (match(named, /^("[^"]*"|<[^>]*>)/)) named = substr(named, 1, RLENGTH)
    if (named ~ /^</) {
        if (room ~ /^core/ && named ~ drawing) complain("core has no window")
        if (file ~ /^app\/commands\// && named ~ drawing) complain("a command has no window")
        if (named ~ /^<GLFW\// && file !~ /^app\/window\//) complain("only app/window knows GLFW")
        next
    }
    target = substr(named, 2, length(named) - 2)
    if (target !~ /^(core|app)\//) { complain("ours are named from the top, as \"core/...\" or \"app/...\""); next }
    to = room_of(target)
    if (to != room) {
        allowed = 0
        n = split(may[room], list, " ")
        for (i = 1; i <= n; i++) if (to == list[i] || index(to, list[i] "/") == 1) allowed = 1
        if (!allowed) complain(room " may know " (may[room] == "" ? "no other room" : "only " may[room]))
    }
    if (to == "core/worker" && room != to && file !~ /^core\/kernel\/real\//)
        complain("only the real kernel knows the worker")
    check_panels(target)
}

END { exit bad }
