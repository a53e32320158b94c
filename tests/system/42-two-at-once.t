#!/bin/sh
# Two programs at the same mailbox and the same register at the same time (a person runs
# "inkom run --once" beside the service): the second leaves it to the first. And where the lock between
# them cannot be had (another user's file), every message once, every letter once.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
. tests/lib/smtp.sh
tap_at_end stop_dovecot
tap_at_end stop_smtp

make_letters() {
    mkdir -p "$scratch/eml"
    for i in $(seq -w 150); do
        letter "$scratch/eml/$i" "person$i@example.org" "Klagomål nr $i på snöröjningen" \
            "Snöröjningen på Ringvägen $i fungerar inte."
    done
}

# together NAME CODES: two at once, and the exit codes and the register after.
together() {
    inkom mail list # makes the register
    "$INKOM" -c "$config" --now "$now" run --once >"$scratch/one" 2>&1 </dev/null &
    one=$!
    "$INKOM" -c "$config" --now "$now" run --once >"$scratch/two" 2>&1 </dev/null &
    two=$!
    wait "$one"
    codes=$?
    wait "$two"
    codes="$codes $?"
    note "$(cat "$scratch/one" "$scratch/two")"
    # Where the other has moved the messages away meanwhile, one may have to say "try again".
    like "$1: both end well" "$codes" "$2"
    is "$1: every message once" \
        "$(sql 'SELECT COUNT(*), COUNT(DISTINCT sha256), COUNT(DISTINCT uid) FROM messages')" '150|150|150'
    is "$1: none is taken for a copy, none is in quarantine" \
        "$(sql 'SELECT DISTINCT outcome FROM messages')" new
    is "$1: every case once" "$(sql 'SELECT COUNT(*), SUM(records) FROM cases')" '150|150'
    is "$1: every receipt once" \
        "$(sql "SELECT COUNT(*), COUNT(DISTINCT case_id), COUNT(DISTINCT recipient) FROM outbox")" \
        '150|150|150'
    inkom_ok "$1: a round after ends well" run --once
    is "$1: and every receipt is sent" "$(sql 'SELECT DISTINCT state FROM outbox')" sent
    check_register "$1"
}

make_letters
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"

# --- while another has the round -----------------------------------------------------------------
cp -p "$scratch/eml/001" "$scratch/inkorg/new/"
inkom mail list
inkom doctor # now there is a register, with its key
exec 9>"$scratch/inkom.db-round"
flock 9
before=$(sql .dump | sha256sum)
inkom run --once
is 'a second round: exit code, nothing on standard output' "$status [$out]" '75 []'
like 'and it says why' "$err" 'en annan omgång pågår redan'
is 'and does nothing' "$(sql .dump | sha256sum) $(count_waiting)" "$before 1"
inkom run --once --json
is 'also as JSON' "$status $(printf '%s' "$out" | jq -c '[.taken, (.errors | length)]')" '75 [0,1]'
exec 9>&-
inkom_ok 'when the first is done the next begins' run --once
is 'and takes in' "$(count_waiting)" 0

# --- while another writes --------------------------------------------------------------------------
# A long write (python holds the lock until its standard input ends) keeps nobody from looking.
mkfifo "$scratch/writer.in" "$scratch/writer.out"
python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("låst", flush=True)
sys.stdin.read()' "$scratch/inkom.db" <"$scratch/writer.in" >"$scratch/writer.out" &
writer=$!
exec 9>"$scratch/writer.in"
read -r _ <"$scratch/writer.out"
started=$(date +%s)
for command in 'case list' 'case show TN\ 2026/1' 'mail list' 'mail show 1' 'review list' 'outbox list' \
    deadlines doctor 'run --observe' "explain $scratch/eml/002"; do
    eval "inkom_ok 'looks while another writes: $command' $command"
done
ok 'and waits for nobody' test $(($(date +%s) - started)) -lt 15
exec 9>&-
wait "$writer"

# --- without the lock ------------------------------------------------------------------------------
rm -rf "$scratch"/inkom.db* "$scratch/inkorg" "$scratch/utkorg"
mkdir "$scratch/inkom.db-round"
make_inbox
cp -p "$scratch"/eml/* "$scratch/inkorg/new/"
start_smtp "$scratch/smtp" || exit 1
write_config "$maildir_mailbox" "transport: \"smtp://127.0.0.1:$SMTP_PORT\""
together Maildir '^0 0$'
is 'Maildir: nothing waits' "$(count_waiting)" 0
is 'SMTP: nobody has got two' "$(cat "$scratch"/smtp/*.json | jq -r '.to[0]' | sort | uniq -d)" ''
is 'SMTP: everybody has got one' "$(cat "$scratch"/smtp/*.json | wc -l)" 150

rm -f "$scratch"/inkom.db "$scratch"/inkom.db-wal "$scratch"/inkom.db-shm
start_dovecot "$scratch/dovecot" || exit 1
make_maildir inkorg
deliver inkorg "$scratch"/eml/*
install -m 600 /dev/null "$scratch/password"
echo hemligt >"$scratch/password"
write_config "  - {name: inkorg, source: \"imap://inkorg@127.0.0.1:$IMAP_PORT/INBOX\", unit: KS, password: {file: password}, done: Behandlat}" \
    "$maildir_outgoing"
together IMAP '^(0|75) (0|75)$'
is 'IMAP: the inbox is empty' \
    "$(count_files "$IMAP_MAIL/inkorg/cur")$(count_files "$IMAP_MAIL/inkorg/new")" 00
# Dovecot may copy a message twice when two sessions move it at once; the register knows it once.
is 'IMAP: the folder has every message' \
    "$(find "$IMAP_MAIL/inkorg/.Behandlat/cur" "$IMAP_MAIL/inkorg/.Behandlat/new" -type f \
        -exec sha256sum {} + | cut -d' ' -f1 | sort -u | wc -l)" 150
is 'IMAP: every receipt is one file' "$(count_files "$scratch/utkorg/new")" 150
done_testing
