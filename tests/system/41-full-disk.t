#!/bin/sh
# The disk is full: Inkom says so in Swedish, ends with 75, has lost nothing, and goes on when there
# is room again. Tried with a limit on the size of files, and with a small file system of its own
# where this machine lets us have one.
. tests/lib/tap.sh
. tests/lib/inkom.sh

filler=$(python3 -c 'print("En rad till om samma sak.\n" * 400)')

fill_inbox() {
    make_inbox
    for i in $(seq 60); do
        letter "$scratch/inkorg/new/$i" "person$i@example.org" "Klagomål nr $i på snöröjningen" \
            "Snöröjningen på Ringvägen $i fungerar inte. $filler"
    done
}

# check_after NAME: there is room again.
check_after() {
    inkom_ok "$1: with room again a round ends well" run --once
    is "$1: every message is there once, every case, every receipt" \
        "$(sql "SELECT COUNT(*), COUNT(DISTINCT sha256), SUM(outcome = 'new'),
            (SELECT COUNT(*) FROM cases), (SELECT COUNT(*) FROM outbox WHERE state = 'sent')
            FROM messages")" '60|60|60|60|60'
    is "$1: nothing waits" "$(count_waiting)" 0
    is "$1: every receipt is one file" "$(count_files "$scratch/utkorg/new")" 60
    check_register "$1"
}

# --- no file may grow --------------------------------------------------------------------------
fill_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
inkom mail list # makes the register
# limited KIB COMMAND…
limited() {
    status=0
    limit=$1
    shift
    # What it says goes into a pipe, which the limit does not touch.
    err=$( (trap '' XFSZ && ulimit -f $((limit * 2)) &&
        exec "$INKOM" -c "$config" --now "$now" "$@") 2>&1 </dev/null) || status=$?
}
for limit in 0 64 300 700; do
    limited $limit run --once
    is "a limit of $limit KiB: try again later" "$status" 75
    like "a limit of $limit KiB: says so in Swedish" "$err" 'se efter om disken är full|disken är full;'
    unlike "a limit of $limit KiB: does not say that all is well" "$err" 'Ingenting har ändrats'
    unlike "a limit of $limit KiB: no message is blamed" "$err" 'karantän|meddelande [0-9]+:'
done
is 'nothing is half registered' \
    "$(sql "SELECT COUNT(*) FROM messages WHERE outcome = 'quarantine'")" 0
check_after 'file limit'

# --- no room for the letters -------------------------------------------------------------------
rm -rf "$scratch/inkorg" "$scratch/utkorg" "$scratch"/inkom.db*
fill_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
mkdir "$scratch/utkorg"
: >"$scratch/utkorg/tmp" # a file where the folder should be: no letter can be written
inkom run --once
is 'no outbox: everything is registered' "$(json length case list)" 60
is 'no outbox: the letters wait' "$(sql "SELECT COUNT(*) FROM outbox WHERE state = 'queued'")" 60
rm "$scratch/utkorg/tmp"
now=2026-03-27T10:10
check_after 'no outbox'

# --- a file system of 2 MB ---------------------------------------------------------------------
now=2026-03-27T10:00
if unshare -Urm mount -t tmpfs none "$scratch" 2>/dev/null; then
    rm -rf "$scratch/inkorg" "$scratch/utkorg" "$scratch"/inkom.db*
    fill_inbox
    write_config "$maildir_mailbox" "$maildir_outgoing"
    sed -i 's|sqlite:inkom.db|sqlite:disk/inkom.db|' "$config"
    mkdir "$scratch/disk"
    unshare -Urm sh -c '
        mount -t tmpfs -o size=1m none "$1/disk" || exit 1
        "$2" -c "$1/inkom.yaml" --now "$3" run --once >"$1/out" 2>"$1/err"
        echo $? >"$1/status"
        mount -o remount,size=64m "$1/disk"
        "$2" -c "$1/inkom.yaml" --now "$3" run --once >"$1/out2" 2>"$1/err2"
        cp "$1"/disk/inkom.db* "$1/"' - "$scratch" "$INKOM" "$now"
    is 'a full file system: try again later' "$(cat "$scratch/status")" 75
    like 'a full file system: says that the disk is full' "$(cat "$scratch/err")" 'disken är full'
    is 'a full file system: with room again a round ends well' "$(cat "$scratch/err2")" ''
    sed -i 's|sqlite:disk/inkom.db|sqlite:inkom.db|' "$config"
    check_after 'a full file system'
else
    skip 'a full file system' 'this machine gives us no file system of our own'
fi
done_testing
