#!/bin/sh
# A folder that the server has made anew gives every message another number: nothing is lost, and
# nothing is taken in or answered a second time. So also where the server keeps no mark for us.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
. tests/lib/fault-imap.sh
tap_at_end stop_dovecot
tap_at_end stop_fault

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

# mailbox FOLDER [MORE]
mailbox() {
    printf '  - {name: post, source: "imap://inkorg@127.0.0.1:%s/%s", unit: KS, password: {file: password}%s}\n' \
        "$IMAP_PORT" "$1" "${2-}"
}
client() { python3 tests/lib/imap-client.py "$IMAP_PORT" inkorg "$@"; }
validity() { client "$1" list | sed -n 1p; }

mkdir "$scratch/eml"
for i in 1 2 3 4 5 6 7 8; do
    letter "$scratch/eml/$i.eml" "anna.ek$i@example.org" "Klagomål nr $i på snöröjningen" \
        "Snöröjningen på Ringvägen $i fungerar inte alls, jag är missnöjd."
done
cp -p "$scratch/eml/8.eml" "$scratch/eml/9.eml" # the same bytes twice in one folder

facts() {
    sql "SELECT (SELECT COUNT(*) FROM messages), (SELECT COUNT(*) FROM cases),
         (SELECT COUNT(*) FROM records), (SELECT COUNT(*) FROM outbox)"
}

# same_after_change NAME FOLDER MORE
same_after_change() {
    rm -f "$scratch"/inkom.db*
    write_config "$(mailbox "$2" "$3")" "$maildir_outgoing"
    client "$2" recreate "$scratch"/eml/[1-6].eml "$scratch/eml/8.eml" "$scratch/eml/9.eml"
    inkom_ok "$1: the first round" run --once
    is "$1: messages, cases, records, letters" "$(facts)" '8|7|7|7'
    old=$(validity "$2")
    client "$2" recreate "$scratch"/eml/*.eml
    ok "$1: the folder has another UIDVALIDITY" test "$(validity "$2")" != "$old"
    inkom_ok "$1: the round after" run --once
    is "$1: only the message that came meanwhile is new" "$(facts)" '9|8|8|8'
    is "$1: all that is told is that one" "$out" \
        '1 nytt meddelande: 1 nytt ärende, 0 i karantän. 1 brev skickat, 0 skjuts upp, 0 misslyckade, 0 okända.'
    is "$1: the ledger has the new numbers" \
        "$(sql 'SELECT COUNT(DISTINCT uidvalidity), MAX(uidvalidity) FROM messages')" "1|$(validity "$2")"
    inkom run --once
    is "$1: a third round finds nothing" "$out" 'Inga nya meddelanden. Ingenting har ändrats.'
    check_register "$1"
}
same_after_change 'keyword' Post ''
is 'every message is marked in the new folder' \
    "$(client Post list | grep -c '\$Inkom')" 9

# A done: folder: what was moved is away; what comes back is known by its bytes.
same_after_change 'moved' Post ', done: Behandlat'

# --- a server that keeps no marks --------------------------------------------------------------
same_after_change 'highest UID' Vakt ''
unlike 'no mark was set there' "$(client Vakt list)" 'Inkom'
is 'the highest UID is remembered' \
    "$(sql "SELECT highest_uid FROM mailboxes WHERE name = 'post'")" 9

start_fault no-keywords
write_config "  - {name: fel, source: \"imap://inkorg@127.0.0.1:$FAULT_PORT/INBOX\", unit: KS, password: {file: password}}" \
    "$maildir_outgoing"
inkom_ok 'a server without keywords' run --once
is 'is remembered by the highest UID' "$(sql "SELECT highest_uid FROM mailboxes WHERE name = 'fel'")" 13
inkom doctor
like 'doctor tells of it' "$out" 'servern tar inga nyckelord'
done_testing
