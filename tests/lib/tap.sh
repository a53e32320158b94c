#!/bin/sh
# TAP for shell tests: . tests/lib/tap.sh; then ok, is, like …; last done_testing.
#
# $scratch is a folder of the test's own, removed at the end together with every server started by
# the helpers beside this file. A test that ends before done_testing has no plan, and so fails.

tap_count=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/inkom-system-XXXXXX") || exit 1
chmod 755 "$scratch"

# tap_at_end COMMAND: is run when the test ends, however it ends.
tap_end_commands=
tap_at_end() { tap_end_commands="$1; $tap_end_commands"; }

tap_clean() {
    tap_status=$?
    trap - EXIT INT TERM
    eval "$tap_end_commands"
    rm -rf "$scratch"
    exit $tap_status
}
trap tap_clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

note() { printf '%s\n' "$*" | sed 's/^/# /'; }

tap_result() { # STATUS NAME
    tap_count=$((tap_count + 1))
    if [ "$1" = 0 ]; then
        printf 'ok %d - %s\n' "$tap_count" "$2"
    else
        printf 'not ok %d - %s\n' "$tap_count" "$2"
    fi
    return "$1"
}

# ok NAME COMMAND…: the command succeeds; what it prints is shown where it does not.
ok() {
    tap_name=$1
    shift
    if tap_said=$("$@" 2>&1); then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name" || note "failed: $*" "$tap_said"
    fi
}

# is NAME GOT EXPECTED
is() {
    if [ "$2" = "$3" ]; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1" || note "got:      $2
expected: $3"
    fi
}

# like NAME TEXT PATTERN: an extended regular expression matches a line of the text.
like() {
    if printf '%s\n' "$2" | grep -Eq -e "$3"; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1" || note "no line matches $3:
$2"
    fi
}

unlike() {
    if printf '%s\n' "$2" | grep -Eq -e "$3"; then
        tap_result 1 "$1" || note "a line matches $3:
$2"
    else
        tap_result 0 "$1"
    fi
}

# skip NAME WHY: one assertion that this machine cannot make.
skip() {
    tap_count=$((tap_count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

skip_all() {
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

done_testing() { printf '1..%d\n' "$tap_count"; }

# wait_until SECONDS COMMAND…: asks again and again until the command succeeds.
wait_until() {
    tap_deadline=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -le "$tap_deadline" ] || return 1
        sleep 0.02
    done
}
