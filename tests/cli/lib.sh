# What the tests of the whole program share.  Each test script: $1 the binary, $2 the source tree.
set -u
demarche=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    failures=$((failures + 1))
}

# expect STATUS COMMAND…: runs it with its output in $work/out and $work/err
expect() {
    want=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    got=$?
    [ "$got" -eq "$want" ] || {
        fail "status $got, not $want: $*"
        sed 's/^/    /' "$work/err" >&2
    }
}

# says WORDS: the last command said so on standard error; wrote WORDS: on standard output
says() { grep -qF -- "$1" "$work/err" || fail "nothing about \"$1\" on standard error: $(cat "$work/err")"; }
wrote() { grep -qF -- "$1" "$work/out" || fail "nothing about \"$1\" on standard output"; }
silent() { [ ! -s "$work/err" ] || fail "unexpected on standard error: $(cat "$work/err")"; }
# documents N: the last command wrote N records
documents() {
    n=$(grep -c '^{"id":' "$work/out")
    [ "$n" -eq "$1" ] || fail "$n documents, not $1"
}

finish() { exit $((failures > 0)); }
