#!/bin/sh
# A receipt that comes back, from end to end: a complaint, its receipt over SMTP, the report that
# the other mail system writes about those very bytes; what the registrar sees; no more automatic
# letters to the address; and a new letter from the person that changes it again.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/smtp.sh
tap_at_end stop_smtp

start_smtp "$scratch/smtp" || exit 1
make_inbox
write_config "$maildir_mailbox" "transport: \"smtp://127.0.0.1:$SMTP_PORT\""

at() { now=$1 arrived="$(printf '%s' "$1" | tr T ' ') +0100"; }
complain() { # TIME SUBJECT
    at "$1"
    letter "$scratch/inkorg/new/$1" anna.ek@example.org "$2" \
        "Snöröjningen på Ringvägen fungerar inte alls, jag är missnöjd. $1"
    inkom run --once
}
count_sent() { sql "SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND state = 'sent'"; }

# report NAME ACTION STATUS RECIPIENT LETTER: about the letter in that file, as Postfix writes it.
report() {
    {
        printf 'Return-Path: <>\nDelivered-To: inkorg@exempelkommun.example\n'
        printf 'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n'
        printf 'To: inkorg@exempelkommun.example\nSubject: Undelivered Mail Returned to Sender\n'
        printf 'Message-ID: <%s@mx.example.org>\nMIME-Version: 1.0\n' "$1"
        printf 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        printf -- '--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.example.org.\n\n'
        printf -- '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n'
        printf 'Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\n' "$4" "$2" "$3"
        printf 'Diagnostic-Code: smtp; 550 %s user unknown\n\n' "$3"
        printf -- '--b\nContent-Type: message/rfc822\n\n'
        tr -d '\r' <"$5"
        printf -- '\n--b--\n'
    } >"$scratch/inkorg/new/$1"
    touch -d "$arrived" "$scratch/inkorg/new/$1"
    inkom run --once
}

complain 2026-03-27T10:00 'Klagomål på snöröjningen'
is 'the receipt has left' "$(count_sent)" 1
receipt=$scratch/smtp/0001.eml
ok 'the server has it' test -s "$receipt"
dnr=$(json '.[0].dnr' case list)

at 2026-03-27T10:05
report delayed delayed 4.4.1 anna.ek@example.org "$receipt"
is 'a delay: nothing waits for a person' "$(json length review list)" 0
is 'a delay: in the journal, not among the records' \
    "$(json '[.journal[].what | select(. == "brevet är försenat")] + [.records | length]' case show "$dnr")" \
    '["brevet är försenat",1]'

report forged failed 5.1.1 bo.alm@example.org "$receipt"
is 'a report about somebody else: the letter is as it was' "$(json '.[0].state' outbox list)" sent
is 'and no address is dead' "$(json '.dead_addresses' case show "$dnr")" '[]'
is 'but a person may look' "$(json '[.[].kind]' review list)" '["bounce"]'

at 2026-03-27T10:10
report failed failed 5.1.1 anna.ek@example.org "$receipt"
is 'the round is well' "$status $err" '0 '
is 'explained as a bounce of the case' "$(json '.[-1] | [.outcome, .dnr]' mail list)" "[\"bounce\",\"$dnr\"]"
is 'outbox list shows it' "$(json '.[0] | [.state, .bounced, .error]' outbox list)" \
    '["failed","2026-03-27T10:10:00+01:00","studsade: 5.1.1, 550 5.1.1 user unknown"]'
inkom outbox list
like 'to people too' "$out" 'misslyckat.*studsade: 5\.1\.1'
is 'case show shows the dead address' \
    "$(json '.dead_addresses[] | [.address, .kind, .since, .lifted]' case show "$dnr")" \
    '["anna.ek@example.org","bounce","2026-03-27T10:10:00+01:00",null]'
inkom case show "$dnr"
like 'to people too' "$out" 'Inga automatiska brev till anna\.ek@example\.org'
is 'review list shows the bounce and the receipt that is owed' \
    "$(json '[.[1:][].kind] | sort' review list)" '["bounce","receipt"]'
like 'and why' "$(json '[.[] | select(.kind == "bounce")][-1].reason' review list)" \
    '^brevet kom inte fram \(anna\.ek@example\.org: 5\.1\.1.*; adressen tar inte emot brev$'

# Written before the report came in, and taken in after it: no sign of life.
complain 2026-03-27T10:09 'Beröm till simhallen'
is 'no receipt to a dead address' "$(count_sent)" 0
is 'it is owed' "$(json '.[-1] | [.reply, .outcome]' mail list)" '["owed","new"]'
is 'with the reason' "$(json '[.[].reason | select(startswith("bekräftelse har"))][0]' review list)" \
    'bekräftelse har inte skickats: adressen tar inte emot brev'

complain 2026-03-27T11:00 'Fråga om badhuset'
is 'a new letter from the person: the address lives, and gets its receipt' "$(count_sent)" 1
is 'which the case shows' "$(json '.dead_addresses[0].lifted' case show "$dnr")" 2026-03-27T11:00:00+01:00

owed=$(json '[.[] | select(.kind == "receipt")][0].id' review list)
inkom_ok 'the owed receipt can be sent' review resolve "$owed" --send
inkom run --once
is 'and leaves' "$(count_sent)" 2

# The forged report, and the true one: what a person makes of them.
doubtful=$(json '[.[] | select(.kind == "bounce")][0].id' review list)
certain=$(json '[.[] | select(.kind == "bounce")][1].id' review list)
latest=$(json '.[-1].id' outbox list)
inkom review resolve "$owed" --bounced "$latest"
is 'a receipt is no bounce' "$status" 65
inkom_ok 'a doubtful report is confirmed' review resolve "$doubtful" --bounced "$latest"
is 'and does what a certain one does' \
    "$(json '.[-1] | [.state, .error]' outbox list)" \
    '["failed","studsade enligt en människas bedömning"]'
where=$(json '.[-1].dnr' outbox list)
is 'no letter goes there' "$(json '.dead_addresses[-1] | [.address, .lifted]' case show "$where")" \
    '["anna.ek@example.org",null]'
inkom_ok 'until a person knows better' outbox revive Anna.Ek@example.org --reason 'ringde'
inkom outbox revive anna.ek@example.org
is 'once' "$status" 65
is 'then letters go again' "$(json '.dead_addresses[-1].lifted' case show "$where")" \
    2026-03-27T11:00:00+01:00
like 'the journal says why' "$(json '.journal[-1] | .what + ": " + .after' case show "$where")" \
    '^adressen lever: beslut av en människa: anna\.ek@example\.org \(ringde\)$'
inkom_ok 'a report can be forgiven' review resolve "$certain" --forgive
check_register 'at the end'
done_testing
