#!/bin/sh
# 500 messages come in while Inkom is killed 200 times, anywhere: in the end every one of them is in
# the ledger once, every new case has one number and one receipt, and nothing waits.
# INK_SEED=n repeats a run.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
. tests/lib/smtp.sh
tap_at_end stop_dovecot
tap_at_end stop_smtp

seed=${INK_SEED:-$(date +%s)}
note "INK_SEED=$seed"
ulimit -c 0

# crash MAILDIR MESSAGES KILLS
crash() {
    story=$(python3 tests/lib/crash.py "$INKOM" "$config" "$@" 2>&1) ||
        { tap_result 1 "$story"; return; }
    note "$story"
}
count() { printf '%s' "$story" | jq -r ".$1 // 0"; }

# Few rules: the program is then mostly at work, and not at its start, when it is killed.
few_rules() { sed -i "s|^rules: .*|rules: [\"$project/rules/classification/typ.yaml\"]|" "$config"; }

take_over_cases() {
    few_rules
    inkom case new --dnr 'TN 2026/0412' --title 'Gatubelysning: Storgatan' --arrived 2026-03-20 --sender anna.ek@example.org
    inkom case new --dnr 'BUN 2026/0077' --title 'Skolskjuts: linje 3' --arrived 2026-03-20 --sender anna.ek@example.org
    inkom case new --dnr 'VON 2026/0031' --title 'Hemtjänst: språk' --arrived 2026-03-20 --sender anna.ek@example.org
}

# check_all NAME MESSAGES KILLS
check_all() {
    is "$1: as many kills as wanted" "$(count kills)" "$3"
    is "$1: every message has its row" "$(sql 'SELECT COUNT(*) FROM messages')" "$2"
    is "$1: every row has its bytes, or those of another" "$(sql 'SELECT COUNT(*) FROM messages m
        WHERE NOT EXISTS (SELECT 1 FROM originals o WHERE o.id = COALESCE(m.same_as, m.id))')" 0
    is "$1: cases are what they should be" "$(sql "SELECT SUM(outcome = 'new') FROM messages")" \
        "$(count new)"
    is "$1: and the register has no others" "$(sql 'SELECT COUNT(*) FROM cases')" \
        "$(($(count new) + 3))"
    is "$1: follow-ups are in their cases" \
        "$(sql "SELECT SUM(outcome = 'attach') FROM messages")" "$(count more)"
    is "$1: repeats are known as such" "$(sql "SELECT SUM(outcome = 'duplicate') FROM messages")" \
        "$(($(count copy) + $(count road)))"
    is "$1: every new case has one receipt, and it is sent" \
        "$(sql "SELECT COUNT(*), COUNT(DISTINCT case_id), SUM(state = 'sent') FROM outbox")" \
        "$(count new)|$(count new)|$(count new)"
    is "$1: and each is one file" "$(count_files "$scratch/utkorg/new")" "$(count new)"
    is "$1: no half file is taken for a letter" \
        "$(grep -L '^X-Inkom-Loop: ' "$scratch"/utkorg/new/*)" ''
    inkom run --once
    is "$1: nothing is left to do" "$out" 'Inga nya meddelanden. Ingenting har ändrats.'
    is "$1: no series has a gap above what was taken over" \
        "$(sql "SELECT COUNT(*) FROM numbers n WHERE n.sequence > 1
            AND n.sequence NOT IN (412, 77, 31) AND NOT EXISTS (SELECT 1 FROM numbers p
            WHERE p.unit = n.unit AND p.year = n.year AND p.sequence = n.sequence - 1)")" 0
    is "$1: every case has its records 1, 2, 3 …" \
        "$(sql 'SELECT COUNT(*) FROM cases c WHERE c.records <> (SELECT COUNT(*) FROM records r
            WHERE r.case_id = c.id AND r.number BETWEEN 1 AND c.records)')" 0
    is "$1: the journal's chain is whole" \
        "$(json '.[] | select(.what == "registret") | .good' doctor)" true
    is "$1: the database is sound" "$(sql 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
}

make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
take_over_cases
crash "$scratch/inkorg" "$seed" 500 200
check_all Maildir 500 200
is 'Maildir: every message is marked' "$(count_waiting)" 0
is 'Maildir: and none has gone' "$(count_files "$scratch/inkorg/cur")" 500

# The same over IMAP, with fewer.
rm -rf "$scratch"/inkom.db* "$scratch/utkorg"
start_dovecot "$scratch/dovecot" || exit 1
make_maildir inkorg
install -m 600 /dev/null "$scratch/password"
echo hemligt >"$scratch/password"
write_config "  - {name: inkorg, source: \"imap://inkorg@127.0.0.1:$IMAP_PORT/INBOX\", unit: KS, password: {file: password}, done: Behandlat}" \
    "$maildir_outgoing"
take_over_cases
crash "$IMAP_MAIL/inkorg" "$seed" 80 25
check_all IMAP 80 25
is 'IMAP: the inbox is empty' \
    "$(count_files "$IMAP_MAIL/inkorg/cur")$(count_files "$IMAP_MAIL/inkorg/new")" 00
is 'IMAP: the folder has every message once' \
    "$(find "$IMAP_MAIL/inkorg/.Behandlat/cur" "$IMAP_MAIL/inkorg/.Behandlat/new" -type f | wc -l)" 80

# And where a letter cannot be taken back: never two receipts, and the doubt is shown.
rm -rf "$scratch"/inkom.db* "$scratch/utkorg" "$scratch/inkorg"
make_inbox
start_smtp "$scratch/smtp" || exit 1
write_config "$maildir_mailbox" "transport: \"smtp://127.0.0.1:$SMTP_PORT\""
take_over_cases
crash "$scratch/inkorg" "$seed" 80 25
is 'SMTP: every new case has one receipt' \
    "$(sql 'SELECT COUNT(*), COUNT(DISTINCT case_id) FROM outbox')" "$(count new)|$(count new)"
is 'SMTP: each is sent or in doubt' \
    "$(sql "SELECT COUNT(*) FROM outbox WHERE state NOT IN ('sent', 'unknown')")" 0
cat "$scratch"/smtp/*.json | jq -r '.to[0]' | sort >"$scratch/got"
is 'SMTP: nobody has got two' "$(uniq -d "$scratch/got")" ''
sql "SELECT recipient FROM outbox WHERE state = 'sent'" | sort >"$scratch/sent"
is 'SMTP: everybody to whom one is sent has got it' "$(comm -13 "$scratch/got" "$scratch/sent")" ''
in_doubt=$(sql "SELECT COUNT(*) FROM outbox WHERE state = 'unknown'")
ok "SMTP: at most one a crash is in doubt ($in_doubt)" test "$in_doubt" -le 25
done_testing
