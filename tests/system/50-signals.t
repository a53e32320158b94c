#!/bin/sh
# The service stops within two seconds of SIGTERM or SIGINT: idle, and in the middle of a server that
# does not answer. What it was doing is taken up by the next start.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/smtp.sh
. tests/lib/fault-imap.sh
tap_at_end stop_smtp
tap_at_end stop_fault
tap_at_end 'kill -9 ${service-} 2>/dev/null'
install -m 600 /dev/null "$scratch/password"
echo hemligt >"$scratch/password"

start_service() {
    "$INKOM" -c "$config" --now "$now" run </dev/null >"$scratch/out" 2>"$scratch/err" &
    service=$!
}

# stop_service NAME SIGNAL
stop_service() {
    from=$(date +%s%N)
    kill "-$2" "$service"
    wait "$service"
    code=$?
    took=$((($(date +%s%N) - from) / 1000000))
    service=
    is "$1: ends well" "$code" 0
    ok "$1: within two seconds ($took ms)" test "$took" -lt 2000
    like "$1: says nothing of an error" "[$(cat "$scratch/err")]" '^\[.*(avbryter det som pågår|varning|\])'
}

all_marked() { [ "$(count_waiting)" = 0 ]; }
receipt_is() { [ "$(sql "SELECT state FROM outbox WHERE recipient LIKE '$1@%'")" = "$2" ]; }
has_asked() { grep -aq "$1" "$2"; }

# --- idle --------------------------------------------------------------------------------------
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing" 'interval: 3600'
for signal in TERM INT; do
    letter "$scratch/inkorg/new/$signal" "person-$signal@example.org" "Klagomål på snöröjningen" \
        "Snöröjningen på Ringvägen fungerar inte, $signal."
    start_service
    ok "the service takes in mail ($signal)" wait_until 20 all_marked
    ok "and answers ($signal)" wait_until 20 receipt_is "person-$signal" sent
    # sh starts background programs with SIGINT ignored; Inkom waits for it all the same.
    stop_service "idle, $signal" $signal
done

# --- round after round -------------------------------------------------------------------------
write_config "$maildir_mailbox" "$maildir_outgoing" 'interval: 1'
start_service
letter "$scratch/later" person-later@example.org 'Klagomål på snöröjningen' 'Ringvägen igen.'
wait_until 20 test -s "$scratch/inkom.db"
mv "$scratch/later" "$scratch/inkorg/new/later"
ok 'mail that comes later is taken in too' wait_until 20 receipt_is person-later sent
stop_service 'between rounds' TERM

# --- servers that hang -------------------------------------------------------------------------
for fault in hang-literal drip; do
    start_fault "$fault"
    write_config "  - {name: inkorg, source: \"imap://inkorg@127.0.0.1:$FAULT_PORT/INBOX\", unit: KS, password: {file: password}}" \
        "$maildir_outgoing"
    start_service
    ok "$fault: the server has been asked" wait_until 20 has_asked 'UID FETCH 11.*BODY' "$FAULT_RECORD"
    stop_service "$fault" TERM
    stop_fault
done

start_smtp "$scratch/smtp" || exit 1
write_config "$maildir_mailbox" "transport: \"smtp://127.0.0.1:$SMTP_PORT\""
for where in rcpt efter; do
    letter "$scratch/inkorg/new/hang-$where" "hang-$where@example.org" 'Klagomål på snöröjningen' \
        "Snöröjningen fungerar inte, $where."
    start_service
    ok "SMTP hangs at $where: it has been asked" \
        wait_until 20 has_asked "RCPT TO:<hang-$where@" "$scratch/smtp/received"
    [ $where != efter ] || wait_until 20 test -f "$scratch/smtp/0001.eml"
    stop_service "SMTP hangs at $where" TERM
    is "SMTP hangs at $where: the message is registered" \
        "$(sql "SELECT COUNT(*) FROM messages WHERE sender = 'hang-$where@example.org'")" 1
    is "SMTP hangs at $where: the letter is in doubt, not lost" \
        "$(sql "SELECT state FROM outbox WHERE recipient = 'hang-$where@example.org'")" unknown
done
check_register 'at the end'
done_testing
