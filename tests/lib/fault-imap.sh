#!/bin/sh
# The IMAP server that goes wrong on demand, for shell tests; fault-imap.py says how.
#
#   . tests/lib/fault-imap.sh; start_fault FAULT [CERT]; … ; stop_fault
#
# sets FAULT_PORT and FAULT_RECORD, the file with every byte that clients have sent. After tap.sh.

start_fault() {
    fault_number=$((${fault_number-0} + 1))
    FAULT_RECORD=$scratch/fault-$fault_number.record
    mkfifo "$scratch/fault-$fault_number.in" "$scratch/fault-$fault_number.out"
    python3 tests/lib/fault-imap.py "$1" "$FAULT_RECORD" ${2+"$2"} \
        <"$scratch/fault-$fault_number.in" >"$scratch/fault-$fault_number.out" 2>/dev/null &
    fault_pid=$!
    exec 8>"$scratch/fault-$fault_number.in"
    read -r FAULT_PORT <"$scratch/fault-$fault_number.out"
}

stop_fault() {
    [ -n "${fault_pid-}" ] || return 0
    exec 8>&-
    kill "$fault_pid" 2>/dev/null || :
    wait "$fault_pid" 2>/dev/null || :
    fault_pid=
}
