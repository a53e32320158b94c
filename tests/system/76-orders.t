#!/bin/sh
# What an officer orders by mail, once: each round is killed somewhere before it is let through, the
# clock is set back, and letters are delivered again.
. tests/lib/tap.sh
. tests/lib/inkom.sh
ulimit -c 0

# round TIME: killed three times on the way, and then whole; then once more, which does nothing.
round() {
    now=$1
    for delay in 0.005 0.02 0.05; do
        "$INKOM" -c "$config" --now "$now" run --once >/dev/null 2>&1 </dev/null &
        round_pid=$!
        sleep "$delay"
        kill -KILL "$round_pid" 2>/dev/null
        wait "$round_pid" 2>/dev/null
    done
    inkom run --once
    inkom run --once
}

# reply_to KIND: the address that the latest letter of the kind is answered to
reply_to() {
    for reply_file in "$scratch"/utkorg/new/*; do
        [ "$(get_header "$reply_file" Message-ID)" = "$(sql "SELECT '<' || message_id || '>' FROM outbox
            WHERE kind = '$1' ORDER BY id DESC LIMIT 1")" ] && get_header "$reply_file" Reply-To
    done
}

# order NAME ADDRESS TEXT [HEADER…]: Karin writes, and the border vouches for it
order() {
    order_file=$scratch/inkorg/new/$1 order_to=$2 order_text=$3
    shift 3
    letter "$order_file" karin.berg@exempelkommun.example 'Sv: TN 2026/0001' "$order_text" \
        "Delivered-To: $order_to" "$@"
    sed -i '1i Authentication-Results: mx.exempelkommun.example; dmarc=pass header.from=exempelkommun.example\
Received: from a by mx.exempelkommun.example with ESMTP; Fri, 27 Mar 2026 09:30:00 +0100' "$order_file"
}
status_of() { json .status case show 'TN 2026/0001'; }
count() { sql "SELECT COUNT(*) FROM outbox WHERE kind = '$1'"; }
orders() { sql 'SELECT group_concat(state) FROM (SELECT state FROM orders ORDER BY id)'; }

make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing, recipient_delimiter: '+'" \
    "commands: \"$project/rules/commands.yaml\"" \
    'trusted_authserv_id: mx.exempelkommun.example'
now=2026-03-27T09:00
inkom_ok 'a case' case new --unit TN --title 'Gatubelysning: Storgatan 14' --type klagomål \
    --sender anna.ek@example.org --arrived 2026-03-27
prove_border
inkom_ok 'assigned' case assign 'TN 2026/0001' karin.berg@exempelkommun.example
inkom_ok 'the letter goes' run --once
own=$(reply_to assignment)
like 'it is answered to an address of its own' "$own" '^inkorg\+o'

# Five minutes.
order close "$own" 'Kan avslutas'
inkom explain "$scratch/inkorg/new/close"
like 'explain says what is proved' "$out" 'styrkt avsändare .*handläggarens egen'
like 'and what becomes of it' "$out" 'Blir: +kommando'
round 2026-03-27T09:30
is 'it waits, once' "$(orders) $(count order-waiting) $(status_of)" 'waiting 1 open'
like 'mail show says it' "$("$INKOM" -c "$config" --now "$now" mail show 1)" \
    'order från karin.berg@exempelkommun.example, styrkt avsändare'
is 'the ledger too' "$(json '.[0].outcome' mail list)" command
is 'it is a record within the house' \
    "$(json '[.records[].direction] | join(",")' case show 'TN 2026/0001')" internal
round 2026-03-27T09:34
is 'four minutes later too' "$(orders) $(status_of)" 'waiting open'
round 2026-03-27T09:36
is 'then it is done, once' "$(orders) $(status_of)" 'done closed'
round 2026-03-26T09:36
round 2026-03-27T09:40
is 'and never again' "$(orders) $(status_of)" 'done closed'
is 'the officer has had one letter of it' \
    "$(sql "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'order-%'")" 1
is 'it stands in the journal once' \
    "$(sql "SELECT COUNT(*) FROM journal WHERE what = 'order utförd'")" 1

# The same letter again, under other names.
inkom_ok 'opened again' case reopen 'TN 2026/0001' --reason prov
for again in 1 2 3 4 5 6 7 8 9 10; do
    cp "$scratch"/inkorg/cur/close* "$scratch/inkorg/new/igen$again"
    touch -d "$arrived" "$scratch/inkorg/new/igen$again"
done
round 2026-03-27T09:42
round 2026-03-27T09:50
is 'ten times the same letter is none' "$(orders) $(status_of)" 'done open'

# Taken back.
order again "$own" 'Kan avslutas'
round 2026-03-27T10:00
order stop "$(reply_to order-waiting)" 'Ångra'
round 2026-03-27T10:04
round 2026-03-27T10:10
is 'taken back in time' "$(orders) $(status_of) $(count order-undone)" 'done,undone open 1'

# Confirmed.
order asked inkorg@exempelkommun.example 'Kan avslutas'
round 2026-03-27T10:20
is 'asked about, once' "$(orders) $(count order-confirm)" 'done,undone,confirming 1'
yes=$(reply_to order-confirm)
like 'by an address of its own' "$yes" '^inkorg\+c3\.'
order yes "$yes" 'Ja'
round 2026-03-27T10:30
is 'confirmed, once' "$(orders) $(status_of) $(count order-done)" 'done,undone,done closed 1'
order once "$yes" 'Ja'
inkom case reopen 'TN 2026/0001' --reason prov
round 2026-03-27T10:32
is 'the address is good for one yes' "$(orders) $(status_of)" 'done,undone,done open'

# Not confirmed.
order late inkorg@exempelkommun.example 'Avsluta'
round 2026-03-27T10:40
round 2026-03-28T10:41
is 'nobody confirmed it' "$(orders) $(status_of)" 'done,undone,done,expired open'
is 'which the journal says' \
    "$(sql "SELECT COUNT(*) FROM journal WHERE what = 'order inte bekräftad i tid'")" 1

is 'every letter has gone, once' "$(sql "SELECT COUNT(*) FROM outbox WHERE state <> 'sent'")" 0
plan=$(sql "EXPLAIN QUERY PLAN SELECT id FROM orders WHERE ended_at IS NULL AND due_at < 1
    ORDER BY due_at, id")
like 'what has come due is found by its index' "$plan" 'INDEX orders_open \(due_at<\?\)'
check_register orders
done_testing
