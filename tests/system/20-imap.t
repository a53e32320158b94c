#!/bin/sh
# The whole way with real servers: IMAP over verified TLS in, SMTP with STARTTLS and AUTH out. And
# what must never happen: a login at a server that is not the right one.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/dovecot.sh
. tests/lib/smtp.sh
. tests/lib/fault-imap.sh
tap_at_end stop_dovecot
tap_at_end stop_smtp
tap_at_end stop_fault

start_dovecot "$scratch/dovecot" || exit 1
make_maildir inkorg
make_maildir nyckelord
start_smtp "$scratch/smtp" --tls starttls --cert "$scratch/dovecot/certs/good.pem" \
    --auth inkom:brevhemlighet || exit 1
install -m 600 /dev/null "$scratch/imap-password"
echo hemligt >"$scratch/imap-password"
install -m 600 /dev/null "$scratch/smtp-password"
echo brevhemlighet >"$scratch/smtp-password"

smtp_outgoing="transport: \"smtp://inkom@localhost:$SMTP_PORT\", ca: $IMAP_CA, password: {file: smtp-password}"
# mailbox NAME URL [MORE]
mailbox() { printf '  - {name: %s, source: "%s", ca: %s, unit: KS%s}\n' "$1" "$2" "$IMAP_CA" "${3-}"; }
file_password=', password: {file: imap-password}'

# --- imaps, done: folder, receipts by SMTP -----------------------------------------------------
write_config "$(mailbox inkorg "imaps://inkorg@localhost:$IMAPS_PORT/INBOX" \
    ", done: Behandlat$file_password")" "$smtp_outgoing"
letter "$scratch/1.eml" anna.ek@example.org 'Trasig gatubelysning på Storgatan' \
    'Gatlyktan utanför Storgatan 14 har varit trasig i två veckor.'
letter "$scratch/2.eml" mats.lund@example.com 'Klagomål på snöröjningen' \
    'Snöröjningen på Ringvägen fungerar inte. Jag är mycket missnöjd.'
deliver inkorg "$scratch/1.eml" "$scratch/2.eml"
inkom_ok 'a round over imaps ends well' run --once
is 'both messages are new cases' "$(json 'map(.outcome)' mail list)" '["new","new"]'
is 'arrival is INTERNALDATE' "$(json '.[0] | [.arrived, .arrived_by]' mail list)" \
    '["2026-03-27T09:30:00+01:00","INTERNALDATE"]'
is 'the inbox is empty' "$(count_files "$IMAP_MAIL/inkorg/cur")$(count_files "$IMAP_MAIL/inkorg/new")" 00
is 'and the folder has them' "$(find "$IMAP_MAIL/inkorg/.Behandlat" -path '*/[cn][ue][rw]/*' | wc -l)" 2
unlike 'nobody has read them' "$(find "$IMAP_MAIL/inkorg/.Behandlat" -name '*:2,*')" ':2,.*S'
ok 'the receipts came by SMTP' test -f "$scratch/smtp/0002.eml"
is 'over TLS, logged in, from us' "$(jq -c '[.from, .to, .user, .tls]' "$scratch/smtp/0001.json")" \
    '["inkorg@exempelkommun.example",["anna.ek@example.org"],"inkom",true]'
is 'the outbox knows' "$(json 'map(.state)' outbox list)" '["sent","sent"]'

receipt_id=$(get_header "$scratch/smtp/0001.eml" Message-ID)
letter "$scratch/3.eml" anna.ek@example.org 'SV: Er synpunkt' 'Nu blinkar den dessutom.' \
    "In-Reply-To: $receipt_id" "References: <brev-1@example.org> $receipt_id"
deliver inkorg "$scratch/3.eml"
inkom_ok 'the next round' run --once
is 'an answer to the receipt is the next record of the same case' \
    "$(json '.[2] | [.outcome, .dnr == "TN 2026/0001", .record]' mail list)" '["attach",true,2]'
is 'and gets no receipt' "$(json length outbox list)" 2
ok 'doctor finds everything well' test "$(json 'map(.good) | all' doctor)" = true
check_register 'imaps'

# --- STARTTLS, a keyword as mark ---------------------------------------------------------------
mkdir "$scratch/credentials"
echo hemligt >"$scratch/credentials/imap"
write_config "$(mailbox nyckelord "imap://nyckelord@localhost:$IMAP_PORT/INBOX" \
    ', password: {credential: imap}')" "$maildir_outgoing"
letter "$scratch/4.eml" eva.ros@example.net 'Beröm till biblioteket' \
    'Tack för den fina sagostunden på biblioteket i lördags!'
deliver nyckelord "$scratch/4.eml"
inkom run --once
is 'a credential without systemd: exit code' "$status" 78
like 'and what to do' "$err" 'LoadCredential=imap'
export CREDENTIALS_DIRECTORY="$scratch/credentials"
inkom_ok 'a round over STARTTLS, the password from systemd' run --once
is 'the message is registered' "$(json '.[3].outcome' mail list)" new
like 'and marked with a keyword' \
    "$(python3 tests/lib/imap-client.py "$IMAP_PORT" nyckelord INBOX list)" '^1 .*\$Inkom'
unlike 'but not as read' \
    "$(python3 tests/lib/imap-client.py "$IMAP_PORT" nyckelord INBOX list)" 'Seen'
inkom run --once
is 'another round finds nothing' "$out" 'Inga nya meddelanden. Ingenting har ändrats.'

# --- passwords ---------------------------------------------------------------------------------
url="imaps://inkorg@localhost:$IMAPS_PORT/INBOX"
write_config "$(mailbox inkorg "$url" ", password: {command: 'printf hem; printf ligt'}")" \
    "$maildir_outgoing"
inkom_ok 'a password from a command' run --once
write_config "$(mailbox inkorg "$url" ", password: {command: 'echo fel >&2; exit 3'}")" \
    "$maildir_outgoing"
inkom run --once
is 'a command that fails: exit code' "$status" 78
chmod 644 "$scratch/imap-password"
write_config "$(mailbox inkorg "$url" "$file_password")" "$maildir_outgoing"
inkom run --once
is 'a password that others can read: exit code' "$status" 78
like 'and how to mend it' "$err" 'chmod 600'
chmod 600 "$scratch/imap-password"

# --- the wrong server: zero bytes of the password ----------------------------------------------
# refused NAME FAULT CERT URL PATTERN
refused() {
    start_fault "$2" "$scratch/dovecot/certs/$3.pem"
    write_config "$(mailbox inkorg "$(printf "$4" "$FAULT_PORT")" "$file_password")" \
        "$maildir_outgoing"
    inkom run --once
    is "$1: exit code" "$status" 78
    like "$1: says what is wrong" "$err" "$5"
    unlike "$1: no name or password is sent" "$(cat "$FAULT_RECORD")" 'hemligt|aGVtbGlnd|LOGIN|AUTH|inkorg'
    unlike "$1: and none is shown" "$err$out" 'hemligt'
    inkom doctor --json
    is "$1: doctor tells too" \
        "$(printf '%s' "$out" | jq -c '[.[] | select(.what == "brevlådan inkorg") | .good]')" '[false]'
    is "$1: doctor's exit code" "$status" 78
    unlike "$1: nothing is said twice" "$err$out" 'inkorg: brevlådan inkorg|"brevlådan inkorg: '
    stop_fault
}
imaps='imaps://inkorg@localhost:%s/INBOX' starttls='imap://inkorg@localhost:%s/INBOX'
refused 'wrong host name' none wrong-host "$imaps" 'gäller ett annat servernamn. Inget lösenord har skickats'
refused 'unknown authority' none unknown "$imaps" 'utfärdaren är okänd.* Inget lösenord har skickats'
refused 'self-signed' none self "$imaps" 'utfärdaren är okänd.* Inget lösenord har skickats'
refused 'expired' none expired "$imaps" 'giltighetstiden har gått ut. Inget lösenord har skickats'
refused 'wrong host name by STARTTLS' starttls wrong-host "$starttls" 'gäller ett annat servernamn. Inget lösenord har skickats'
refused 'unknown authority by STARTTLS' starttls unknown "$starttls" 'utfärdaren är okänd.* Inget lösenord har skickats'
refused 'a PREAUTH greeting ahead of STARTTLS' starttls-preauth good "$starttls" 'PREAUTH'

start_fault none
write_config "  - {name: inkorg, source: \"imap://inkorg@localhost:$FAULT_PORT/INBOX\", ca: $IMAP_CA$file_password}" \
    "$maildir_outgoing"
inkom run --once
unlike 'no STARTTLS where a CA is named: no password is sent' "$(cat "$FAULT_RECORD")" 'hemligt|LOGIN'
is 'and the program ends so' "$status" 78
stop_fault

# The same on the way out: the letter waits, nothing is given away.
stop_smtp
: >"$scratch/smtp/received"
start_smtp "$scratch/smtp2" --tls starttls --cert "$scratch/dovecot/certs/wrong-host.pem" \
    --auth inkom:brevhemlighet
make_inbox
letter "$scratch/inkorg/new/5" per.ek@example.org 'Hål i vägen' 'Det är ett stort hål i Ringvägen 3.'
write_config "$maildir_mailbox" \
    "transport: \"smtp://inkom@localhost:$SMTP_PORT\", ca: $IMAP_CA, password: {file: smtp-password}"
inkom run --once
is 'SMTP at the wrong host: the letter waits' "$(json '.[-1] | [.state, .attempts]' outbox list)" '["queued",1]'
unlike 'and nothing is given away' "$(cat "$scratch/smtp2/received" 2>/dev/null)" 'AUTH|MAIL|brevhemlighet'
check_register 'at the end'
done_testing
