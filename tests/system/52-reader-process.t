#!/bin/sh
# The process that reads messages: it is there while the service runs, another takes over where it is
# killed, and none outlives the service, however that ends.
. tests/lib/tap.sh
. tests/lib/inkom.sh
tap_at_end 'kill -9 ${service-} 2>/dev/null'
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing" 'interval: 1'

# send NAME: a letter into the inbox, in one move.
send() {
    letter "$scratch/$1" "$1@example.org" 'Klagomål på snöröjningen' "Ringvägen är inte plogad, $1."
    mv "$scratch/$1" "$scratch/inkorg/new/$1"
}
# start_service [COMMAND…]: which execs it
start_service() {
    "$@" "$INKOM" -c "$config" --now "$now" run </dev/null >"$scratch/out" 2>"$scratch/err" &
    service=$!
}
is_taken() { [ "$(sql "SELECT outcome FROM messages WHERE sender = '$1@example.org'")" = new ]; }
readers() { pgrep -P "$service" || true; }
none_left() {
    for reader in $left; do
        ! kill -0 "$reader" 2>/dev/null || return 1
    done
}
is_dead() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"; }

start_service
send ett
ok 'a letter is taken in' wait_until 20 is_taken ett
reader=$(readers | head -n 1)
ok 'by a process of its own' test -n "$reader"
like 'which is locked up' "$(cat "/proc/$reader/status")" 'Seccomp:	2'

send igen
ok 'and another one' wait_until 20 is_taken igen
like 'by the same process' "$(readers)" "$reader"

for reader in $(readers); do
    kill -9 "$reader"
done
ok 'they are killed' wait_until 5 is_dead "$reader"
send tre
ok 'and a letter is taken in all the same' wait_until 20 is_taken tre
isnt_zombie=$(for reader in $(readers); do grep -l '^State:.Z' "/proc/$reader/status"; done)
is 'by new ones; none is left unburied' "$isnt_zombie" ''
is 'nothing is in quarantine' "$(sql "SELECT COUNT(*) FROM messages WHERE outcome <> 'new'")" 0

left=$(readers)
ok 'there are some' test -n "$left"
kill -9 "$service"
wait "$service" 2>/dev/null || true
ok 'a service that is killed leaves none behind' wait_until 10 none_left

# As some supervisors start their services. It must be undone, or nobody knows how a child ended.
start_service env --ignore-signal=CHLD
ignored() { sed -n 's/^SigIgn:[^0-9a-f]*//p' "/proc/$service/status"; }
is_undone() { [ $((0x$(ignored) & 0x10000)) = 0 ]; }
ok 'children are accounted for whatever was inherited' wait_until 10 is_undone
send fyra
ok 'the next start takes in mail' wait_until 20 is_taken fyra
left=$(readers)
kill "$service"
wait "$service"
is 'and ends well' $? 0
ok 'and leaves none behind either' wait_until 10 none_left
service=
done_testing
