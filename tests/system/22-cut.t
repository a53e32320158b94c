#!/bin/sh
# A connection that is cut anywhere, a server that gives half of what was asked for: the next round
# goes on where it stopped, and in the end every message is there once.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
. tests/lib/fault-imap.sh
. tests/lib/cut-proxy.sh
tap_at_end stop_dovecot
tap_at_end stop_fault
tap_at_end stop_proxy

install -m 600 /dev/null "$scratch/password"
echo hemligt >"$scratch/password"
# mailbox NAME PORT [MORE]
mailbox() {
    printf '  - {name: %s, source: "imap://inkorg@127.0.0.1:%s/INBOX", unit: KS, password: {file: password}%s}\n' \
        "$1" "$2" "${3-}"
}

# --- cut in mid-literal, cut in mid-line, NO after half of a FETCH ------------------------------
# Whatever the server does instead of giving its messages, they stay there and the round has failed.
for fault in eof-literal eof-line bye-fetch no-after-partial wrong-tag; do
    rm -f "$scratch"/inkom.db*
    start_fault "$fault"
    write_config "$(mailbox inkorg "$FAULT_PORT")" "$maildir_outgoing"
    inkom run --once
    is "$fault: exit code" "$status" 75
    like "$fault: tells why, naming the mailbox" "$err" 'brevlådan inkorg'
    taken=$(sql 'SELECT COUNT(*) FROM messages')
    ok "$fault: what came whole may be registered ($taken)" test "$taken" -le 2
    stop_fault
    start_fault none
    write_config "$(mailbox inkorg "$FAULT_PORT")" "$maildir_outgoing"
    inkom_ok "$fault: the next round ends well" run --once
    is "$fault: every message is there, whole" \
        "$(sql "SELECT group_concat(uid), SUM(size = length(bytes)) FROM messages
                JOIN originals USING (id) ORDER BY uid")" '11,12,13|3'
    stop_fault
    check_register "$fault"
done

# --- a server that keeps no mark, and does not give one message of three --------------------------
# The highest UID done is the mark, and must not pass the one that is still there: in one batch, and
# in batches of one message each (by what the server says of their sizes).
for fault in poison-no-keywords poison-no-keywords-large; do
    rm -f "$scratch"/inkom.db*
    start_fault "$fault"
    write_config "$(mailbox inkorg "$FAULT_PORT")" "$maildir_outgoing"
    inkom run --once
    is "$fault: exit code" "$status" 75
    is "$fault: the others are registered" "$(sql 'SELECT group_concat(uid) FROM messages')" '11,13'
    is "$fault: the mark stands before it" "$(sql 'SELECT highest_uid FROM mailboxes')" 11
    stop_fault
    start_fault no-keywords
    write_config "$(mailbox inkorg "$FAULT_PORT")" "$maildir_outgoing"
    inkom_ok "$fault: the next round ends well" run --once
    is "$fault: it is registered when it is given" \
        "$(sql 'SELECT group_concat(uid) FROM messages')" '11,12,13'
    inkom run --once
    is "$fault: nothing is left" "$out" 'Inga nya meddelanden. Ingenting har ändrats.'
    stop_fault
    check_register "$fault"
done

# --- a real server behind a wire that breaks ----------------------------------------------------
start_dovecot "$scratch/dovecot" || exit 1
make_maildir inkorg
start_proxy "$IMAP_PORT"
filler=$(python3 -c 'print("\n".join("Rad %d om snöröjningen på Ringvägen, som inte fungerar." % i
    for i in range(60)))')
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    letter "$scratch/$i.eml" "anna.ek$i@example.org" "Klagomål nr $i på snöröjningen" "Nr $i. $filler"
done

# cut_everywhere NAME MORE CUTS: a message more, CUTS rounds, and so on; cuts spread over all of it.
cut_everywhere() {
    rm -f "$scratch"/inkom.db*
    write_config "$(mailbox inkorg "$PROXY_PORT" "$2")" "$maildir_outgoing"
    failed=0 step=0
    for file in "$scratch"/*.eml; do
        deliver inkorg "$file"
        for part in $(seq "$3"); do
            step=$((step + 1))
            cut_after $((100 + step * 1709 % 6700)) # a session with one message takes 5 to 6 KB
            inkom run --once
            [ "$status" = 0 ] || failed=$((failed + 1))
            case $status in 0 | 75) ;; *) note "exit code $status: $err" && unexpected=$status ;; esac
        done
    done
    ok "$1: many rounds were cut off ($failed of $step)" test "$failed" -ge 5
    is "$1: and said to try again" "${unexpected-75}" 75
    cut_after
    inkom_ok "$1: a whole round ends well" run --once
    is "$1: every message once, every case once, every letter once" \
        "$(sql "SELECT COUNT(*), COUNT(DISTINCT sha256), SUM(outcome = 'new'),
                (SELECT COUNT(*) FROM cases), (SELECT COUNT(*) FROM outbox WHERE state = 'sent')
                FROM messages")" '12|12|12|12|12'
    inkom run --once
    is "$1: nothing is left" "$out" 'Inga nya meddelanden. Ingenting har ändrats.'
    for file in "$scratch"/*.eml; do
        sed 's/\r$//; s/$/\r/' "$file" | sha256sum | cut -d' ' -f1
    done | sort >"$scratch/sums"
    is "$1: and every byte is as it was" "$(sql 'SELECT sha256 FROM messages ORDER BY 1')" \
        "$(cat "$scratch/sums")"
    check_register "$1"
}
cut_everywhere 'moved' ', done: Behandlat' 2
is 'the inbox is empty' \
    "$(count_files "$IMAP_MAIL/inkorg/cur")$(count_files "$IMAP_MAIL/inkorg/new")" 00
is 'and the folder has every message once' \
    "$(find "$IMAP_MAIL/inkorg/.Behandlat/new" "$IMAP_MAIL/inkorg/.Behandlat/cur" -type f | wc -l)" 12
cut_everywhere 'keyword' '' 1
done_testing
