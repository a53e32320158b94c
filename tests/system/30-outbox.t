#!/bin/sh
# Letters on their way out, when the other server is busy, says no, or goes away: what is tried
# again and when, what is given up, what is told to the registrar, and what is never sent twice.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/smtp.sh
tap_at_end stop_smtp

start_smtp "$scratch/smtp" || exit 1
make_inbox
write_config "$maildir_mailbox" "transport: \"smtp://127.0.0.1:$SMTP_PORT\""

# complain NAME TIME: a complaint from NAME@example.org comes in; the server does as NAME says.
complain() {
    now=$2 arrived="$(printf '%s' "$2" | tr T ' ') +0100"
    letter "$scratch/inkorg/new/$1" "$1@example.org" "Klagomål på snöröjningen från $1" \
        'Snöröjningen på Ringvägen fungerar inte alls, jag är missnöjd.'
    inkom run --once
}
# state NAME: the receipt to NAME.
state() { sql "SELECT state, attempts, error IS NOT NULL FROM outbox WHERE recipient = '$1@example.org'"; }
next_try() { json ".[] | select(.to == \"$1@example.org\") | .next_try" outbox list; }
alerts() { sql "SELECT COUNT(*) FROM outbox WHERE kind = 'alert'"; }
delivered() { grep -l "\"$1@" "$scratch"/smtp/*.json 2>/dev/null | wc -l; }
at() { now=$1 && inkom run --once; }

# --- 4xx, then yes -----------------------------------------------------------------------------
complain gralist 2026-03-27T10:00
is 'a busy server does not make the round fail' "$status" 0
is '4xx: the letter waits' "$(state gralist)" 'queued|1|1'
is '4xx: the next try is five minutes later' "$(next_try gralist)" 2026-03-27T10:05:00+01:00
like '4xx: the answer is shown' "$(json '.[].error' outbox list)" '451 4\.7\.1 greylisted'
at 2026-03-27T10:04
is '4xx: before that nothing is tried' "$(state gralist)" 'queued|1|1'
at 2026-03-27T10:05
is '4xx: after it the letter leaves' "$(state gralist)" 'sent|2|0'
is '4xx: once' "$(delivered gralist)" 1
is '4xx: nobody is alarmed' "$(alerts)" 0

# --- 4xx for five days -------------------------------------------------------------------------
complain tillfalligt 2026-03-27T11:00
tries=
for _ in 1 2 3 4 5 6 7 8; do
    next=$(next_try tillfalligt)
    tries="$tries${next#*T} "
    at "$next"
done
is '4xx again and again: 5, 10, 20 … minutes, at most four hours' "$(printf '%s' "$tries" | sed 's/:00+0.:00//g')" \
    '11:05 11:15 11:35 12:15 13:35 16:15 20:15 00:15 '
is 'and the letter waits' "$(state tillfalligt)" 'queued|9|1'
at 2026-04-01T11:59
is 'still before the five days are over' "$(state tillfalligt)" 'queued|10|1'
at 2026-04-01T16:30
is 'after five days it is given up' "$(state tillfalligt)" 'failed|11|1'
at 2026-04-01T16:30
is 'the registrar is told by letter' \
    "$(sql "SELECT recipient, state FROM outbox WHERE kind = 'alert'")" 'registrator@exempelkommun.example|sent'
alert=$(cat "$(grep -l registrator "$scratch"/smtp/*.json | sed 's/json$/eml/')" | tr -d '\r')
like 'which says what is wrong' "$alert" 'uppgivet efter fem dygn|gick inte att skicka'
like 'and what to do' "$alert" 'inkom outbox retry'
like 'and that it is automatic' "$alert" '^Auto-Submitted: auto-generated'
unlike 'and nothing of what the sender wrote' "$alert" 'Ringv|missn'

# --- 5xx ---------------------------------------------------------------------------------------
complain permanent 2026-04-02T10:00
is '5xx: failed at once' "$(state permanent)" 'failed|1|1'
is '5xx: the receipt is owed again' "$(json '.[-1].reply' mail list)" owed
is '5xx: and waits for a person' "$(json '[.[] | select(.kind == "receipt" and .sender == "permanent@example.org")] | length' review list)" 1
like '5xx: the answer is shown in outbox list' "$(json '.[] | select(.state == "failed") | .error' outbox list)" \
    '550 5\.1\.1 no such user'
inkom outbox list --state failed
like '5xx: and in the table' "$out" 'permanent@example\.org'
at 2026-04-02T10:01
is '5xx: the registrar is told' "$(alerts)" 2
at 2026-04-03T10:01
is '5xx: it is not tried again' "$(state permanent)" 'failed|1|1'
complain data-permanent 2026-04-02T11:00
is '5xx to the text itself: failed' "$(state data-permanent)" 'failed|1|1'
complain styrtecken 2026-04-02T11:10
unlike 'an answer with control characters is harmless on a terminal' \
    "$(inkom outbox list --state failed; printf '%s' "$out")" "$(printf '\033')"

# --- connections that are lost -----------------------------------------------------------------
# (Lost within the letter is tested in smtp-test.c: a receipt is so small that its final dot is on the
# wire before anybody notices.)
for where in rcpt data; do
    complain tappa-$where 2026-04-02T12:00
    is "dropped at $where: the letter waits" "$(state tappa-$where)" 'queued|1|1'
    is "dropped at $where: nothing was delivered" "$(delivered tappa-$where)" 0
done
before=$(alerts)
complain tappa-efter 2026-04-02T13:00
is 'dropped after the final dot: nobody knows' "$(state tappa-efter)" 'unknown|1|1'
is 'and it had been delivered' "$(delivered tappa-efter)" 1
for time in 2026-04-02T13:05 2026-04-02T18:00 2026-04-09T10:00; do at $time; done
is 'it is never sent again' "$(state tappa-efter) $(delivered tappa-efter)" 'unknown|1|1 1'
is 'the registrar is told' "$(($(alerts) - before))" 3 # and of the two above, given up
inkom outbox list
like 'the list says that its fate is unknown' "$out" 'tappa-efter@|okän'
complain stang 2026-04-02T14:00
is '421: the letter waits' "$(state stang)" 'queued|1|1'

# --- a person's hand ---------------------------------------------------------------------------
id() { sql "SELECT id FROM outbox WHERE recipient = '$1@example.org'"; }
now=2026-04-03T09:00
inkom_ok 'retry of a failed letter' outbox retry "$(id permanent)"
is 'queues it' "$(sql "SELECT state, next_try IS NOT NULL FROM outbox WHERE id = $(id permanent)")" 'queued|1'
sql "UPDATE outbox SET recipient = 'rattad@example.org' WHERE id = $(id permanent)" # the server is mended
at 2026-04-03T09:00
is 'and it leaves' "$(state rattad)" 'sent|2|0'
inkom outbox retry "$(id rattad)"
is 'a sent letter cannot be sent again' "$status" 65
like 'and the program says so' "$err" 'är redan skickat'
tried=$(sql "SELECT attempts FROM outbox WHERE id = $(id stang)")
inkom_ok 'cancel of a waiting letter' outbox cancel "$(id stang)"
is 'cancels it' "$(sql "SELECT state FROM outbox WHERE id = $(id stang)")" cancelled
at 2026-04-20T09:00
is 'for good' "$(sql "SELECT state, attempts FROM outbox WHERE id = $(id stang)")" "cancelled|$tried"
rows=$(sql 'SELECT COUNT(*) FROM journal')
inkom_ok 'cancelled again' outbox cancel "$(id stang)"
is 'is no change, and no row in the journal' "$(sql 'SELECT COUNT(*) FROM journal')" "$rows"
inkom outbox cancel "$(id rattad)"
is 'a sent letter cannot be cancelled' "$status" 65
inkom_ok 'retry of a doubtful letter is a person'"'"'s choice' outbox retry "$(id tappa-efter)"
inkom outbox retry 4711
is 'no such letter' "$status" 65
is 'every step is in the journal' "$(sql "SELECT COUNT(*) FROM journal
    WHERE what IN ('brev åter i kö', 'brev avbrutet')")" 3
check_register 'at the end'

# --- no server at all --------------------------------------------------------------------------
stop_smtp
complain ingen 2026-04-21T10:00
is 'no server: the round is not lost' "$(json '.[-1].outcome' mail list)" new
# One letter is tried, the oldest; the others do not wait for the same time-out each.
is 'no server: the others wait untried' "$(state ingen)" 'queued|0|0'
done_testing
