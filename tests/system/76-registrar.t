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
last_output() { inkom outbox show "$(json '[.[] | select(.kind == "command-output")] | .[-1].id' outbox list)"; }
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
give "inkom case assign \"$tn\" \"Karin Berg\"" "inkom case show \"$tn\""
now=2026-03-27T11:30
inkom run --once
last_output
note "$out"
