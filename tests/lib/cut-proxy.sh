#!/bin/sh
# A proxy that cuts connections, for shell tests; cut-proxy.py says how. After tap.sh.
#
#   . tests/lib/cut-proxy.sh; start_proxy PORT; cut_after BYTES; … ; stop_proxy
#
# sets PROXY_PORT. cut_after without a number lets connections be.

cut_after() { printf '%s\n' "${1-}" >"$scratch/cuts"; }

start_proxy() {
    cut_after
    mkfifo "$scratch/proxy.in" "$scratch/proxy.out"
    python3 tests/lib/cut-proxy.py "$1" "$scratch/cuts" \
        <"$scratch/proxy.in" >"$scratch/proxy.out" 2>/dev/null &
    proxy_pid=$!
    exec 7>"$scratch/proxy.in"
    read -r PROXY_PORT <"$scratch/proxy.out"
    rm -f "$scratch/proxy.in" "$scratch/proxy.out"
}

stop_proxy() {
    [ -n "${proxy_pid-}" ] || return 0
    exec 7>&-
    kill "$proxy_pid" 2>/dev/null || :
    wait "$proxy_pid" 2>/dev/null || :
    proxy_pid=
}
