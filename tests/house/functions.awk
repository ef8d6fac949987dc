# Prints every function of C++ sources that is longer than `limit` lines, counted from its head to its last brace.
# Reads braces, not the language: outside of functions, a brace after ")", after a qualifier or after "-> type" opens
# a function; after "= " or a bare name it opens an initialiser; everything else (namespace, class) opens a scope.

function reset_file() {
    if (depth > 0) { print name ": braces do not balance, the lengths of its functions are unknown"; bad = 1 }
    depth = 0; function_depth = 0; head = ""; in_comment = 0; raw_end = ""; in_directive = 0; name = FILENAME
}

function add(text) {
    if (function_depth > 0 || text ~ /^ *(public|private|protected) *: *$/) return
    if (head ~ /^ *$/ && text !~ /^ *$/) { head = ""; start = FNR }
    head = head " " text
}

function opens() {
    if (head ~ /\) *(const|noexcept|override|final|mutable|try|&| )*$/) return "function"
    if (head ~ /\) *(const|noexcept|override|final|mutable| )*-> *[A-Za-z_][A-Za-z0-9_:<>,&* ]*$/) return "function"
    if (head ~ /(^|[ >])(namespace|class|struct|union|enum|extern)( |$)/ && head !~ /=/) return "scope"
    return "initialiser"
}

function open_brace() {
    kind[++depth] = "block"
    if (function_depth > 0) return
    kind[depth] = opens()
    if (kind[depth] == "function") { function_depth = depth; began = start; what = head }
    else if (kind[depth] == "initialiser") { kept[depth] = head; kept_start[depth] = start }
    head = ""
}

function close_brace(    lines) {
    if (depth == function_depth && depth > 0) {
        lines = FNR - began + 1
        gsub(/  +/, " ", what)
        if (lines > limit) {
            print FILENAME ":" began ": " lines " lines, " limit " are allowed:" substr(what, 1, 70)
            bad = 1
        }
        function_depth = 0
        head = ""
    } else if (function_depth == 0) {
        head = ""
        if (kind[depth] == "initialiser") { head = kept[depth] "()"; start = kept_start[depth] }
    }
    if (depth > 0) depth--
}

# Takes the literal that stands at the beginning of `rest`, and returns what follows it.
function after_literal(quote, before, rest,    end) {
    if (quote == "\"" && before ~ /(^|[^A-Za-z0-9_])(u8|u|U|L)?R$/) {
        end = index(rest, "(")
        raw_end = ")" substr(rest, 1, end - 1) "\""
        return substr(rest, end + 1)
    }
    if (quote == "'" && before ~ /[0-9A-Fa-f]$/) return rest  # 65'536
    if (quote == "\"" && match(rest, /^([^"\\]|\\.)*"/)) return substr(rest, RLENGTH + 1)
    if (quote == "'" && match(rest, /^([^'\\]|\\.[^']*)'/)) return substr(rest, RLENGTH + 1)
    return ""
}

function scan(line,    before, mark, end) {
    while (line != "") {
        if (in_comment || raw_end != "") {
            mark = in_comment ? "*/" : raw_end
            end = index(line, mark)
            if (!end) return
            line = substr(line, end + length(mark))
            in_comment = 0
            raw_end = ""
            continue
        }
        if (!match(line, /["'{};\/]/)) { add(line); return }
        before = substr(line, 1, RSTART - 1)
        mark = substr(line, RSTART, 1)
        line = substr(line, RSTART + 1)
        add(before)
        if (mark == "/") {
            if (line ~ /^\//) return
            if (line ~ /^\*/) { in_comment = 1; line = substr(line, 2) }
        }
        else if (mark == "{") open_brace()
        else if (mark == "}") close_brace()
        else if (mark == ";") { if (function_depth == 0) head = "" }
        else line = after_literal(mark, before, line)
    }
}

FNR == 1 { reset_file() }
in_directive || (/^ *#/ && !in_comment && raw_end == "") { in_directive = /\\$/; next }
{ scan($0) }
END { name = FILENAME; reset_file(); exit bad }
