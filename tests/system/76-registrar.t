#!/bin/sh
# A registrar gives commands by mail, as at the terminal.
. tests/lib/tap.sh
. tests/lib/inkom.sh

# --- every command is in the table of what can be given by mail, with its flags ---------------------
inkom --help
commands=$(printf '%s\n' "$out" | sed -n '/^Kommandon:/,/^$/s/^  \([a-z-]*\( [a-z-]*\)\{0,1\}\)  *[A-ZÅÄÖ].*/\1/p')
like 'the commands are found' "$commands" 'case merge'
printf '%s\n' "$commands" >"$scratch/commands"
while read -r name; do
    # shellcheck disable=SC2086
    inkom $name --help
    like "$name is in the table" "$out" 'I brev: (ja|nej)'
    unlike "$name: and so are its flags" "$out" 'men inte med'
    is "$name: and no others, nor other arguments" "$err" ''
done <"$scratch/commands"

# --- a command is run as at the terminal, in the registrar's name ------------------------------------
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
registrar=registrator@exempelkommun.example
tn='TN 2026/0001'
letter "$scratch/inkorg/new/lampa" anna.ek@example.org 'Trasig gatubelysning' \
    'Gatubelysningen vid Storgatan 14 är trasig sedan tisdag.'
inkom run --once
last_output() { # $out, in one line
    inkom outbox show "$(json '[.[] | select(.kind == "command-output")] | .[-1].id' outbox list)"
    out=$(printf '%s' "$out" | tr '\n' ' ')
}
# give LINE…: as if they were confirmed
give() {
    give_message=$(sql "INSERT INTO messages SELECT NULL, mailbox, uidvalidity, 'x' || (SELECT COUNT(*)
        FROM messages), NULL, sha256, size, NULL, seen_at, arrived_at, arrived_by, '$registrar',
        '', 'command', NULL, NULL, 'none', '', '', '' FROM messages LIMIT 1 RETURNING id")
    give_position=0
    for give_line; do
        give_position=$((give_position + 1))
        sql "INSERT INTO command_runs (message, position, registrar, line, state, created_at)
            VALUES ($give_message, $give_position, '$registrar', '$give_line', 'ready', 1774627200)"
    done
}
states() { sql "SELECT group_concat(state) FROM (SELECT state FROM command_runs
    WHERE message = $give_message ORDER BY position)"; }
outputs() { sql "SELECT COUNT(*) FROM outbox WHERE kind = 'command-output'"; }

give "inkom case assign \"$tn\" \"Karin Berg\"" "inkom case show \"$tn\""
now=2026-03-27T11:30
inkom_ok 'a round' run --once
is 'both are done' "$(states)" 'done,done'
last_output
like 'one letter, to the registrar' "$(outputs) $out" '^1 .*Till: registrator@exempelkommun.example'
like 'with the command' "$out" '1. inkom case assign "TN 2026/0001" "Karin Berg"'
like 'what came of it' "$out" 'Handläggare: +karin.berg@exempelkommun.example'
like 'and the next' "$out" '2. inkom case show "TN 2026/0001"'
is 'the journal names the registrar and the letter, and the time is --now' \
    "$(json '.journal[] | select(.what == "handläggare utsedd") | [.who, .at]' case show "$tn")" \
    '["registrator@exempelkommun.example (meddelande 2)","2026-03-27T11:30:00+01:00"]'
is 'the officer is told, as at the terminal' \
    "$(json '[.[] | select(.kind == "assignment") | .to]' outbox list)" \
    '["karin.berg@exempelkommun.example"]'
inkom run --once
is 'it is done once' "$(states) $(outputs)" 'done,done 1'

# --- one that does not go well ------------------------------------------------------------------------
give 'inkom deadlines' 'inkom case type "TN 2026/0001" brevduva' 'inkom case close "TN 2026/0001"'
inkom run --once
is 'the rest of the letter is left' "$(states)" 'done,done,skipped'
is 'nothing of it is done' "$(json '[.type, .status]' case show "$tn")" '["felanmälan","open"]'
last_output
like 'what went well' "$out" '1. inkom deadlines.*Gjort.*TN 2026/0001'
like 'what did not, and why' "$out" '2. .*Inte gjort.*ingen ärendetyp'
like 'what was left' "$out" '3. .*case close.*Inte gjort, för ett kommando före'

# --- what is secret is not mailed ---------------------------------------------------------------------
sql "UPDATE cases SET title = 'Titel: Storgatan 14' WHERE dnr = '$tn'"
letter "$scratch/inkorg/new/numret" anna.ek@example.org 'KS 2026/9999 komplettering' 'Angelägenhet.'
inkom run --once
inkom_ok 'secret' case mark "$tn" --secrecy 26:1
give "inkom review resolve $(sql "INSERT INTO reviews (message, case_id, kind, reason, created_at)
    VALUES (1, 1, 'receipt', '', 0) RETURNING id") --send"
inkom run --once
last_output
like 'an error is told' "$out" 'TN 2026/0001 är redan bekräftat till .adressen.'
unlike 'and names nobody' "$out" anna.ek
give 'inkom case list' "inkom case show \"$tn\"" 'inkom mail list' 'inkom mail show 1' \
    'inkom review list --all' 'inkom outbox list' 'inkom outbox show 1' 'inkom deadlines' \
    "inkom case title \"$tn\" \"Nytt namn: Storgatan\"" \
    "inkom case type \"$tn\" klagomål" "inkom outbox cancel 1"
inkom run --once
is 'all are answered' "$(states)" 'done,done,done,done,done,done,done,done,done,done,done'
last_output
like 'by number' "$out" 'TN 2026/0001  sekretessmarkerat'
for word in 'Titel:' anna.ek 'Trasig gatu' felanmälan klagomål: komplettering 26:1 Angelägen; do
    unlike "$word is in no letter" "$out" "$word"
done
is 'but it is done' "$(json '[.title, .type]' case show "$tn")" '["Nytt namn: Storgatan","klagomål"]'
inkom_ok 'not secret any more' case mark "$tn" --secrecy ingen

# --- an output that has no end ------------------------------------------------------------------------
sql "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000)
    INSERT INTO reviews (kind, reason, created_at) SELECT 'unclear', 'rad ' || n || ' i en lång lista',
    1774627200 FROM c"
give 'inkom review list' 'inkom deadlines'
inkom run --once
last_output
is 'a long output is cut' "$(states) $(printf '%s' "$out" | grep -o 'resten är utelämnad' | wc -l)" 'done,done 1'
ok 'not shorter than it must' test "$(printf '%s' "$out" | wc -c)" -gt 65536
ok 'nor much longer' test "$(printf '%s' "$out" | wc -c)" -lt 80000

# --- interrupted --------------------------------------------------------------------------------------
# The command is slow: it counts for a minute, with the register in its hand.
slow() { sql "CREATE TRIGGER slow BEFORE UPDATE OF title ON cases BEGIN
    SELECT (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < $1)
            SELECT MAX(n) FROM c); END"; }
is_running() { [ "$(states)" = 'running,ready' ]; }
interrupt() { # NAME COUNT
    give "inkom case title \"$tn\" \"$1: Storgatan\"" "inkom case close \"$tn\""
    slow "$2"
    "$INKOM" -c "$config" --now "$now" run --once </dev/null >"$scratch/out" 2>&1 &
    round=$!
    ok "$1: it is marked before it runs" wait_until 20 is_running
    child=$(pgrep -P "$round" -f 'case title' || true)
    ok "$1: it runs" test -n "$child"
}
ended() { ! kill -0 "$child" 2>/dev/null; }
look() {
    sql 'DROP TRIGGER slow'
    before=$(outputs)
    inkom run --once
    is "$1: the registrar is told once" "$(states) $(($(outputs) - before))" 'broken,skipped 1'
    last_output
    like "$1: of what" "$out" 'Avbrutet: det kan vara gjort eller ogjort'
    inkom run --once
    is "$1: and it is not run again" "$(states) $(($(outputs) - before))" 'broken,skipped 1'
}
interrupt Båda 400000000
kill -9 "$round" "$child"
wait "$round" 2>/dev/null || true
ok 'Båda: both are killed' wait_until 20 ended
look Båda
is 'Båda: it is not done' "$(json .title case show "$tn")" 'Nytt namn: Storgatan'
interrupt Ensam 12000000
kill -9 "$round"
wait "$round" 2>/dev/null || true
ok 'Ensam: the command ends by itself' wait_until 60 ended
look Ensam
is 'Ensam: it is done, once' "$(json '[.title, .status]' case show "$tn")" '["Ensam: Storgatan","open"]'
check_register 'registrar'
done_testing
