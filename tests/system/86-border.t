#!/bin/sh
# Whether the border's word is to be trusted: doctor writes a letter that tries it, and until one
# has come in from outside without what was forged in it no officer is believed by that word.

. tests/lib/tap.sh
. tests/lib/inkom.sh

id=mx.exempelkommun.example
write() { write_config "$maildir_mailbox" "$maildir_outgoing" "$@"; }
finding() { json '.[] | select(.what == "gränsservern") | "\(.good) \(.finding)"' doctor; }
received="Received: from prov.example.net (prov.example.net [203.0.113.9])
 by $id with ESMTP; Fri, 27 Mar 2026 09:29:30 +0100"

make_inbox
write
inkom doctor
unlike 'without an id there is nothing to try' "$out" gränsservern
inkom doctor --probe admin@example.net
is 'and nothing is written: exit code' "$status" 65
like 'there must be a register that knows the letter again' "$err" 'finns inte än; kör "inkom run --once"'
inkom run --once
inkom doctor --probe admin@example.net
is 'without an id nothing is written: exit code' "$status $out" '78 '
like 'and it says what is missing' "$err" 'trusted_authserv_id: och organisation: hosts:'

write "trusted_authserv_id: $id"
like 'it has not been tried' "$(finding)" '^false inte prövad, .* "inkom doctor --probe ADRESS"'
inkom doctor
is 'it has not been tried: exit code' "$status" 65
inkom doctor --probe karin@exempelkommun.example
is 'not from an address of our own' "$status $out" '65 '
like 'not from an address of our own: why' "$err" 'en adress utanför organisationen'

# A border that takes nothing away.
inkom_ok 'the letter is written' doctor --probe admin@example.net
printf '%s\n' "$out" >"$scratch/prov.eml"
is 'it is to the inbox' "$(get_header "$scratch/prov.eml" To)" '<inkorg@exempelkommun.example>'
is 'it says that a machine wrote it' "$(get_header "$scratch/prov.eml" Auto-Submitted)" auto-generated
is 'there are forged fields in it' \
    "$(grep -ic "^authentication-results: *$id\|^authentication-results:\$\|^authentication-results:	$id" "$scratch/prov.eml")" 4
word=$(get_header "$scratch/prov.eml" X-Inkom-Probe)
is 'the word is not in the register' "$(sql '.dump' | grep -c "$word")" 0
{ printf '%s\n' "$received"; cat "$scratch/prov.eml"; } >"$scratch/inkorg/new/1"
inkom_ok 'it comes in' run --once
is 'as a letter from a machine' "$(json '[.[] | .outcome, .reply] | join(" ")' mail list)" 'automatic none'
is 'that is no case' "$(json length case list)" 0
is 'and waits for nobody' "$(json length review list)" 0
is 'the registrar is told' "$(json '[.[] | .kind, .to] | join(" ")' outbox list)" \
    'border registrator@exempelkommun.example'
inkom outbox show 1
like 'the registrar is told how it went' "$out" '^Gränsservern klarade inte provet: den tar inte bort'
like 'the doctor tells too' "$(finding)" '^false prövad 2026-03-27 10:00: den tar inte bort .*\(4 av dem fanns kvar\)'

# One that takes them away.
inkom doctor --probe admin@example.net
{ printf '%s\n' "$received"; printf '%s\n' "$out" | sed -n '/^X-Inkom-Probe:/,$p'; } \
    >"$scratch/inkorg/new/prov"
inkom_ok 'a letter with nothing forged left comes in' run --once
like 'the doctor is content' "$(finding)" '^true prövad 2026-03-27 10:00: den tar bort'
inkom doctor
is 'the doctor is content: exit code' "$status" 0
inkom outbox show 2
like 'the registrar is told again' "$out" '^Gränsservern klarade provet: den tar bort'
cp "$scratch/inkorg/cur"/prov:* "$scratch/inkorg/new/igen"
{ printf '%s\n' "$received"; sed "s/^Message-ID: <.*@/Message-ID: <annat@/" "$scratch/prov.eml"; } \
    >"$scratch/inkorg/new/annat"
inkom_ok 'a letter that comes once more' run --once
is 'a letter that comes once more is kept' \
    "$(json '[.[].outcome] | sort | join(" ")' mail list)" 'automatic automatic automatic duplicate'
is 'a letter that comes once more says nothing' "$(finding | cut -d ' ' -f 1) $(json length outbox list)" 'true 2'

# An officer is believed now.
letter "$scratch/inkorg/new/2" anna@example.org 'Trasig lampa' 'Lampan på Storgatan är trasig.'
inkom run --once
dnr=$(json '.[0].dnr' case list)
letter "$scratch/inkorg/new/3" karin.berg@exempelkommun.example "$dnr" 'Hej Anna! Lampan är bytt.' \
    "Authentication-Results: $id; dmarc=pass header.from=exempelkommun.example" "$received" \
    'Cc: anna@example.org'
inkom run --once
is 'an answer stops the clock' "$(json '.[0].status' case list)" answered

# What was tried is what counts.
prove_border # the tests' own way is as good
like 'the helper of other tests does the same' "$(finding)" '^true prövad'
write "trusted_authserv_id: mx2.exempelkommun.example"
like 'another id voids it' "$(finding)" '^false prövad .*, men trusted_authserv_id eller hosts har ändrats'
letter "$scratch/inkorg/new/4" anna@example.org 'Trasig bänk' 'Bänken på Torget är trasig.'
inkom run --once
dnr=$(json '.[1].dnr' case list)
letter "$scratch/inkorg/new/5" karin.berg@exempelkommun.example "$dnr" 'Hej Anna! Bänken är lagad.' \
    'Authentication-Results: mx2.exempelkommun.example; dmarc=pass header.from=exempelkommun.example' \
    "$received" 'Cc: anna@example.org'
inkom run --once
is 'and an answer stops no clock' "$(json '.[1].status' case list)" open
write "trusted_authserv_id: mx2.exempelkommun.example" 'officers_proved_by: confirmation'
inkom doctor
is 'where officers confirm, nothing is wrong: exit code' "$status" 0
like 'where officers confirm, it is told all the same' "$out" '^✓ gränsservern: prövad '

check_register end
done_testing
