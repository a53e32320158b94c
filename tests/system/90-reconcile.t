#!/bin/sh
# Loss is impossible to hide: every mailbox beside the ledger, and what each way of losing a message
# looks like. Against a real Dovecot (keyword, folder for what is done, no marks) and a Maildir.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
tap_at_end stop_dovecot

# In the folder Vakt nobody may set keywords (no w in the rights): the highest UID is the mark there.
mkdir "$scratch/acl"
echo 'owner lrstipekxa' >"$scratch/acl/Vakt"
start_dovecot "$scratch/dovecot" "mail_plugins = acl
protocol imap {
  mail_plugins = acl imap_acl
}
plugin {
  acl = vfile:$scratch/acl
}" || exit 1
install -m 600 /dev/null "$scratch/password"
echo hemligt >"$scratch/password"
make_maildir inkorg

mailbox() {
    printf '  - {name: post, source: "imap://inkorg@127.0.0.1:%s/%s", unit: KS, password: {file: password}%s}\n' \
        "$IMAP_PORT" "$1" "${2-}"
}
client() { python3 tests/lib/imap-client.py "$IMAP_PORT" inkorg "$@"; }
start_over() {
    rm -rf "$scratch"/inkom.db* "$scratch/inkorg" "$scratch/utkorg"
    write_config "$1" "$maildir_outgoing"
}

mkdir "$scratch/eml"
for i in 1 2 3 4 5 6; do
    letter "$scratch/eml/$i" "anna.ek$i@example.org" "Klagomål nr $i på snöröjningen" \
        "Snöröjningen på Ringvägen $i fungerar inte alls, jag är missnöjd."
done

# finds NAME EXPECTED: "status accounted waiting kind:folder:uid …"
summary='.[] | "\(.accounted) \(.waiting)" + ([.findings[] | " \(.kind):\(.folder // ""):\(.uid)"] | join(""))'
finds() {
    inkom mail reconcile --json
    is "$1" "$status $(printf '%s' "$out" | jq -r "$summary")" "$2"
}
# forget UID: the row is gone from the ledger, with all that hangs on it.
forget() {
    sql "DELETE FROM originals WHERE id IN (SELECT id FROM messages WHERE uid = '$1');
         DELETE FROM messages WHERE uid = '$1'"
}

# --- a keyword ---------------------------------------------------------------------------------
start_over "$(mailbox Post)"
client Post recreate "$scratch"/eml/[1-4]
finds 'keyword: before the first round all wait' '0 0 4'
inkom_ok 'keyword: a round' run --once
finds 'keyword: all is well' '0 4 0'
inkom mail reconcile
is 'keyword: as text' "$status $out" \
    '0 ✓ post: 4 meddelanden finns i registret, 0 väntar på att tas emot.'
client Post append "$scratch/eml/5"
finds 'keyword: a new one waits' '0 4 1'
client Post mark 5
finds 'keyword: a keyword set by hand on what was never taken in' '1 4 0 unregistered::5'
inkom mail reconcile
like 'keyword: as text, the list' "$out" '^  5 räknas som färdigt men finns inte i registret$'
like 'keyword: and the mailbox has a cross' "$out" '^✗ post: 4 meddelanden'
client Post unmark 5
inkom_ok 'keyword: without it, it is taken in' run --once
finds 'keyword: and all is well again' '0 5 0'
forget 2
finds 'keyword: a row deleted from the ledger' '1 4 0 unregistered::2'
client Post unmark 2
finds 'keyword: not even marked, but passed over' '1 4 0 skipped::2'
inkom_ok 'keyword: a round takes it in' run --once
finds 'keyword: all is well after it' '0 5 0'
client Post unmark 3
finds 'keyword: a mark taken away from what is registered is fine' '0 5 0'
sql 'DELETE FROM originals WHERE id = 1'
finds 'keyword: the bytes of a message are gone' '1 5 0 bytes_gone::1'

# --- the folder made anew ------------------------------------------------------------------------
# The messages come back with their keywords and other numbers.
start_over "$(mailbox Post)"
client Post recreate "$scratch"/eml/[1-3]
inkom_ok 'UIDVALIDITY: a round' run --once
client Post recreate "$scratch"/eml/[1-3]
client Post append "$scratch/eml/4"
finds 'UIDVALIDITY: all wait, none is skipped' '0 0 4'
client Post mark 1 2 3 4
finds 'UIDVALIDITY: marked ones are known by their bytes, the new one is not' '1 3 0 unregistered::4'
is 'UIDVALIDITY: their numbers are remembered' \
    "$(sql "SELECT COUNT(*), COUNT(DISTINCT message) FROM whereabouts WHERE folder = ''")" '3|3'
finds 'UIDVALIDITY: the same the next time' '1 3 0 unregistered::4'
client Post unmark 4
inkom_ok 'UIDVALIDITY: the round after takes in the new one' run --once
finds 'UIDVALIDITY: and all is well' '0 4 0'

# --- a folder for what is done ---------------------------------------------------------------------
start_over "$(mailbox INBOX ', done: "Ärenden/klara & svar"')"
finds 'moved: before the folder exists' '0 0 0'
deliver inkorg "$scratch"/eml/[1-4]
inkom_ok 'moved: a round' run --once
finds 'moved: all is in the folder, and known' '0 4 0'
is 'moved: their bytes are not fetched again' \
    "$(sql "SELECT COUNT(*) FROM whereabouts WHERE folder <> ''")" 4
deliver inkorg "$scratch/eml/5"
client INBOX move '"&AMQ-renden/klara &- svar"' 5
finds 'moved: one moved there by hand' '1 4 0 unregistered:Ärenden/klara & svar:5'
forget 3
finds 'moved: and a row deleted from the ledger' \
    '1 3 0 unregistered:Ärenden/klara & svar:3 unregistered:Ärenden/klara & svar:5'
client '"&AMQ-renden/klara &- svar"' move INBOX 3 5
inkom_ok 'moved: back in the inbox they are taken in' run --once
finds 'moved: and all is well' '0 5 0'

# Over the limit only the header is taken in, and the header is what is compared.
sed -i 's|^registrar:.*|&\nlimits: {message_bytes: 64 kB}|' "$config"
letter "$scratch/eml/stort" anna.ek7@example.org 'Klagomål med mycket text' \
    "$(yes 'Snöröjningen fungerar inte.' | head -n 3000)"
deliver inkorg "$scratch/eml/stort"
inkom_ok 'moved: a round with one that is too large' run --once
finds 'moved: it is known by its header' '0 6 0'

# --- a server that keeps no marks ------------------------------------------------------------------
start_over "$(mailbox Vakt)"
client Vakt recreate "$scratch"/eml/[1-4]
inkom_ok 'no marks: a round' run --once
client Vakt append "$scratch/eml/5"
finds 'no marks: the highest UID tells what waits' '0 4 1'
forget 2
finds 'no marks: a row deleted from the ledger' '1 3 1 skipped::2'

# --- a Maildir -------------------------------------------------------------------------------------
start_over "$maildir_mailbox"
make_inbox
cp -p "$scratch"/eml/[1-4] "$scratch/inkorg/new/"
inkom_ok 'Maildir: a round' run --once
finds 'Maildir: all is well' '0 4 0'
cp -p "$scratch/eml/5" "$scratch/inkorg/cur/5:2,IS"
finds 'Maildir: a flag set by hand' '1 4 0 unregistered::5'
mv "$scratch/inkorg/cur/5:2,IS" "$scratch/inkorg/new/5"
finds 'Maildir: without it it waits' '0 4 1'
now=2026-03-28T09:31
finds 'Maildir: but not for more than a day' '1 4 0 skipped::5'
now=2026-03-27T10:00
inkom_ok 'Maildir: a round takes it in' run --once
mv "$scratch/inkorg/cur/4:2,I" "$scratch/inkorg/cur/fyra:2,I"
finds 'Maildir: a file with another name is known by its bytes' '0 5 0'
forget 2
finds 'Maildir: a row deleted from the ledger' '1 4 0 unregistered::2'
start_over '  - {name: inkorg, source: "maildir:inkorg", unit: KS, done: Klart}'
make_inbox
cp -p "$scratch"/eml/[1-3] "$scratch/inkorg/new/"
finds 'Maildir, moved: before the folder exists' '0 0 3'
inkom_ok 'Maildir, moved: a round' run --once
finds 'Maildir, moved: all is well' '0 3 0'
cp -p "$scratch/eml/4" "$scratch/inkorg/.Klart/new/4"
forget 2
finds 'Maildir, moved: one put there by hand, one deleted from the ledger' \
    '1 2 0 unregistered:Klart:2 unregistered:Klart:4'

# --- every night -------------------------------------------------------------------------------------
start_over "$(mailbox Post)
$maildir_mailbox"
make_inbox
client Post recreate "$scratch"/eml/[1-4]
now=2026-03-27T10:00
inkom_ok 'nightly: the first day' run --once
client Post append "$scratch/eml/5"
client Post mark 5
alerts() { sql "SELECT COUNT(*) FROM outbox WHERE kind = 'alert'"; }
inkom_ok 'nightly: another round of that day' run --once
now=2026-03-28T02:59
inkom_ok 'nightly: a round before three' run --once
is 'nightly: nothing is told yet' "$(alerts)" 0
now=2026-03-28T03:00
inkom run --once
is 'nightly: at three one letter to the registrar' \
    "$status $(sql "SELECT COUNT(*), MAX(recipient), MAX(state) FROM outbox WHERE kind = 'alert'")" \
    '0 1|registrator@exempelkommun.example|sent'
like 'nightly: and a line in the log' "$err" 'brevlådan post stämmer inte med registret på 1 punkter'
like 'nightly: the letter says which message' \
    "$(sql "SELECT bytes FROM outbox WHERE kind = 'alert'" | python3 -c '
import email, email.policy, sys
print(email.message_from_string(sys.stdin.read(), policy=email.policy.default).get_content())')" \
    '– 5 räknas som färdigt men finns inte i registret'
now=2026-03-29T12:00
inkom_ok 'nightly: the next night, the same finding' run --once
is 'nightly: is not told again' "$(alerts)" 1
client Post unmark 5
inkom_ok 'nightly: it is mended' run --once
cp -p "$scratch/eml/6" "$scratch/inkorg/cur/6:2,I"
now=2026-03-30T04:00
inkom run --once
is 'nightly: another finding, another letter' "$(alerts)" 2
is 'nightly: only what is still so is remembered' \
    "$(sql 'SELECT mailbox, uid, kind FROM findings')" 'inkorg|6|unregistered'
check_register 'nightly'

# --- a mailbox that cannot be reached ------------------------------------------------------------------
stop_dovecot
inkom mail reconcile --json
is 'unreachable: says so, and what is wrong elsewhere' \
    "$status $(printf '%s' "$out" | jq -c '[.[] | [.mailbox, (.error == null), (.findings | length)]]')" \
    '1 [["post",false,0],["inkorg",true,1]]'
rm "$scratch/inkorg/cur/6:2,I"
inkom mail reconcile
is 'unreachable: try again' "$status" 75
done_testing
