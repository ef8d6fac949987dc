# What ./play and ./check share: installing what is missing, and building with its progress on one line.
# Sourced by them, with $root set to the project's folder. Everything here speaks on stderr.
# Whatever is interrupted can be started again and goes on: packages where apt stopped, the build at its next unit.
trap 'say ""; say "Interrupted. Nothing is lost: start ${0##*/} again, and it goes on from here."; exit 130' INT

say() { printf '%s\n' "$*" >&2; }

# On a terminal one line is rewritten; elsewhere each step says when it begins, how far it is twice a minute (who
# watches a log from afar takes silence for a hang), and when it is done.
on_terminal() { [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; }

# in_words SECONDS
in_words() {
    if (($1 < 100)); then printf '%d s' "$1"; else printf '%d min' $((($1 + 30) / 60)); fi
}

# Reads a step's output: keeps it in the log and shows how far it is, once it has taken half a second.
# The lines understood are ninja's "[3/40] ..." and the percentages of apt's status lines. What is left is told by what
# is done: at first little is, and the estimate, where there is one, counts for more.
show_progress() {
    local title=$1 log=$2 expected=${3:-0} part="" line="" detail="" shown="" began=${EPOCHREALTIME/[.,]/} now status told
    local done=0 of=0 elapsed left
    told=$began
    : >"$log"
    while true; do
        status=0
        IFS= read -r -t 0.5 part || status=$?
        line+=$part
        now=${EPOCHREALTIME/[.,]/}
        if ((status == 0)); then
            case $line in
            dlstatus:* | pmstatus:*) detail=${line#*:*:} detail="${detail%%.*}%" ;;
            *)
                printf '%s\n' "$line" >>"$log"
                if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
                    done=${BASH_REMATCH[1]} of=${BASH_REMATCH[2]} elapsed=$(((now - began) / 1000000))
                    detail="$done/$of"
                    left=$((elapsed * (of - done) / (done > 0 ? done : 1)))
                    ((expected == 0)) || left=$(((left * done + expected * (of - done) / of * 8) / (done + 8)))
                    ((elapsed + left >= 5)) && ((expected > 0 || done * 20 >= of)) && detail+=", about $(in_words "$left") left"
                fi
                ;;
            esac
            line=""
        elif ((status <= 128)); then
            break
        fi
        ((now - began >= 500000)) || continue
        if on_terminal; then
            printf '\r\033[K%s … %s  %d s' "$title" "$detail" $(((now - began) / 1000000)) >&2
        elif [ -z "$shown" ]; then
            say "$title …"
        elif ((now - told >= 30000000)); then
            say "$title … $detail  $(((now - began) / 1000000)) s"
            told=$now
        fi
        shown=yes
    done
    [ -n "$line" ] && printf '%s\n' "$line" >>"$log"
    [ -n "$shown" ] || return 0
    on_terminal && printf '\r\033[K' >&2
    say "$title: $(((now - began) / 1000000)) s"
}

# step TITLE LOG COMMAND...: runs the command, quietly when it is quick; its whole log when it fails.
step() {
    local title=$1 log=$2 status
    shift 2
    mkdir -p "${log%/*}"
    "$@" </dev/null 2>&1 | show_progress "$title" "$log" "${expected_seconds:-0}"
    status=${PIPESTATUS[0]}
    ((status == 0)) && return 0
    cat "$log" >&2
    say "$title failed (exit status $status). What it said is above, and in $log"
    return "$status"
}

# packages GROUP...: the names that scripts/packages lists for these groups.
packages() {
    local group name rest
    while read -r group name rest; do
        case " $* " in *" $group "*) printf '%s\n' "$name" ;; esac
    done <"$root/scripts/packages"
}

# Which of the named packages are not installed.
missing_packages() {
    local -A installed=()
    local name state
    while read -r name state; do
        [ "$state" = installed ] && installed[$name]=yes
    done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
    for name in "$@"; do
        [ -n "${installed[$name]:-}" ] || printf '%s\n' "$name"
    done
}

# Sets the array $as_root to what must stand before apt-get; fails when there is no way, and says what to do.
become_root() {
    local answer with="sudo "
    as_root=()
    ((EUID == 0)) && return 0
    if ! command -v sudo >/dev/null; then
        with=""
        say "They need root's rights, and there is no sudo here. Have this run as root, then start again:"
    elif [ -t 0 ] && [ -t 2 ] && [ -z "${CI:-}" ]; then
        printf 'Install them now with sudo apt-get? [Y/n] ' >&2
        read -r answer || answer=n
        case $answer in
        "" | [Yy]*) as_root=(sudo) && sudo -v && return 0 ;;
        esac
        say "Nothing was installed. To do it yourself:"
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
        return 0
    else
        say "There is no terminal to ask on, and sudo wants a password. Have this run, then start again:"
    fi
    say "    ${with}apt-get install --no-install-recommends $*"
    say "(IOVLAB_NO_INSTALL=1 goes on without them, with whatever CMake finds.)"
    return 1
}

# Some releases lack a package, or call it something else; CMake then looks for itself or fetches the sources.
install_packages() {
    local name available=() log=$root/build/logs/install.log
    # An installation that was interrupted is ended first, or apt refuses the next.
    [ -z "$(dpkg --audit 2>/dev/null)" ] || step "Ending an interrupted installation" "$log" "${as_root[@]}" \
        env DEBIAN_FRONTEND=noninteractive dpkg --configure -a
    step "Reading the package lists" "$log" "${as_root[@]}" apt-get -q update -o APT::Status-Fd=1 \
        -o DPkg::Lock::Timeout=300 || say "Going on with the package lists that are there."
    for name in "$@"; do
        if [ -n "$(apt-cache show "$name" 2>/dev/null)" ]; then
            available+=("$name")
        else
            say "This system has no package $name: CMake will look for another way."
        fi
    done
    ((${#available[@]} == 0)) && return 0
    step "Installing packages (${#available[@]})" "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o APT::Status-Fd=1 -o DPkg::Lock::Timeout=300 install --no-install-recommends "${available[@]}"
}

# would_install GROUP...: what ensure_packages would install.
would_install() {
    local wanted
    [ -z "${IOVLAB_NO_INSTALL:-}" ] && command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
    mapfile -t wanted < <(packages "$@")
    missing_packages "${wanted[@]}"
}

# ensure_packages GROUP...: nothing is asked or said when all is there.
ensure_packages() {
    local wanted missing as_root=()
    mapfile -t wanted < <(packages "$@")
    [ -z "${IOVLAB_NO_INSTALL:-}" ] || return 0
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        [ -d "$root/build" ] || say "This is not Debian or Ubuntu, so nothing is installed. Needed, by Debian's names:
    ${wanted[*]}
Going on with what CMake finds."
        return 0
    fi
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    ((${#missing[@]} == 0)) && return 0
    say "Missing here: ${missing[*]}"
    become_root "${missing[@]}" && install_packages "${missing[@]}"
}

# configure PRESET: only when that is needed.
configure() {
    local preset=$1 folder=$root/build/$1 home
    if [ -f "$folder/CMakeCache.txt" ]; then
        home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt")
        # The tree was moved or copied: what was built elsewhere cannot be used.
        [ "$home" = "$root" ] || rm -rf "$folder"
    fi
    if [ ! -f "$folder/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$folder/build.ninja" ]; then
        step "Configuring ($preset)" "$root/build/logs/$preset-configure.log" \
            cmake -S "$root" --preset "$preset" || return
        touch "$folder/build.ninja"
    fi
}

# What a clean build costs, in yardsticks (below): rounded from what scripts/build_cost measures.
declare -A build_costs=([text]=250 [release]=600 [dev]=1100)

# yardstick: milliseconds that this machine takes to compile a little of what the program is made of.
yardstick() {
    local began=${EPOCHREALTIME/[.,]/}
    printf '#include <map>\n#include <string>\n#include <algorithm>\n' |
        "${CXX:-c++}" -std=c++20 -fsyntax-only -x c++ - 2>/dev/null || return 1
    printf '%d' $(((${EPOCHREALTIME/[.,]/} - began) / 1000))
}

# Sets expected_seconds to about what building this preset from nothing takes here, by the clock; 0 when it is not known,
# or when most of it is built already.
expect_build() {
    local preset=$1 took
    expected_seconds=0
    [ ! -e "$root/build/$preset/.ninja_log" ] && [ -n "${build_costs[$preset]:-}" ] && took=$(yardstick) || return 0
    expected_seconds=$((build_costs[$preset] * took / 1000 / $(nproc) + 1))
}

# build PRESET [COMMAND-BEFORE...]
build() {
    local preset=$1
    shift
    configure "$preset" &&
        step "Building ($preset)" "$root/build/logs/$preset-build.log" "$@" cmake --build "$root/build/$preset"
}
