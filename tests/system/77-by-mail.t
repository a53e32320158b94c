#!/bin/sh
# A registrar's letters: what looks is answered, what changes something is confirmed, and what
# somebody else has written, in whatever name, does nothing.
. tests/lib/tap.sh
. tests/lib/inkom.sh
make_inbox
registrar=registrator@exempelkommun.example
inbox=inkorg@exempelkommun.example
configure() { # LINE…
    write_config "$maildir_mailbox" "$maildir_outgoing, recipient_delimiter: \"+\"" \
        "commands: \"$project/rules/commands.yaml\"" "$@"
}
configure 'trusted_authserv_id: mx.exempelkommun.example'

# --- letters ------------------------------------------------------------------------------------------
received='Received: from a by mx.exempelkommun.example with ESMTP; Fri, 27 Mar 2026 09:30:00 +0100'
results() { printf 'Authentication-Results: mx.exempelkommun.example; %s' "$1"; }
proved=$(results 'dkim=pass header.d=exempelkommun.example; dmarc=pass header.from=exempelkommun.example')
number=0
# write_as RESULTS FROM TO TEXT: with an empty RESULTS there is no such field.
write_as() {
    number=$((number + 1))
    file=$scratch/inkorg/new/mail-$number
    set -- "$file" "$@"
    if [ -n "$2" ]; then
        letter "$1" "$3" 'Till registret' "$5" "$2" "$received"
    else
        letter "$1" "$3" 'Till registret' "$5" "$received"
    fi
    sed -i "s/^To: .*/To: $4/" "$1"
    touch -d "$arrived" "$1"
}
order() { write_as "$proved" "$registrar" "$inbox" "$(printf '%s\n' "$@")"; }
again() { # the same letter once more, as another file; it has been taken in
    cp "$scratch/inkorg/cur/mail-$number:"* "$scratch/inkorg/new/mail-$((number + 1))"
    number=$((number + 1))
}
# round NAME: one, without errors
round() {
    inkom run --once
    is "$1: the round" "$status $err" '0 '
}
latest() { json "[.[] | select(.kind == \"$1\")] | .[-1].id" outbox list; }
count() { sql "SELECT COUNT(*) FROM outbox WHERE kind = '$1'"; }
show_latest() { # KIND: $out, in one line
    inkom outbox show "$(latest "$1")"
    out=$(printf '%s' "$out" | tr '\n' ' ')
}
outcome() { sql 'SELECT outcome FROM messages ORDER BY id DESC LIMIT 1'; }
runs() { sql "SELECT COUNT(*) FROM command_runs"; }
done_runs() { sql "SELECT COUNT(*) FROM command_runs WHERE state = 'done' AND status = 0"; }
reply_address() { # of the latest question
    sql "SELECT CAST(bytes AS TEXT) FROM outbox WHERE id = $(latest order-confirm)" |
        sed -n 's/^Reply-To: .*\(inkorg+c[^>@]*@[a-z.]*\).*/\1/p' | tr -d '\r'
}
confirm() { write_as "$proved" "$registrar" "$(reply_address)" "${1-ja}"; }

tn='TN 2026/0001'
bun='BUN 2026/0001'
inkom case new --unit TN --title 'Gatubelysning: Storgatan 14' --type felanmälan \
    --sender anna.ek@example.org --arrived 2026-03-26
inkom case new --unit BUN --title 'Skolmat: Ekskolan' --sender bo.alm@example.org --arrived 2026-03-26
cases=$(sql 'SELECT COUNT(*) FROM cases')
field() { json ".$1" case show "$tn"; }

order 'inkom case list'
round 'before anybody has tried the border server'
is 'nobody is believed' "$(outcome) $(runs)" 'command 0'
prove_border

# --- looking --------------------------------------------------------------------------------------------
order 'inkom case list' "inkom case show \"$tn\"" '' 'Hälsningar' 'Åsa'
now=2026-03-27T10:05
round 'looking'
is 'it is a command, and no case' "$(outcome) $(sql 'SELECT COUNT(*) FROM cases')" "command $cases"
is 'answered at once, once, and nobody is asked' "$(count command-output) $(count order-confirm)" '1 0'
show_latest command-output
like 'to the registered address' "$out" 'Till: registrator@exempelkommun.example'
like 'with the list' "$out" '1. inkom case list.*BUN 2026/0001 .*TN 2026/0001 '
like 'and the case' "$out" '2. inkom case show "TN 2026/0001".*Gatubelysning'
is 'nothing else is sent' "$(sql 'SELECT COUNT(*) FROM outbox')" 1
again
round 'the same letter again'
is 'is not answered again' "$(outcome) $(runs)" 'duplicate 2'

# --- changing -------------------------------------------------------------------------------------------
order "inkom case assign \"$tn\" karin.berg@exempelkommun.example" "inkom case type \"$tn\" klagomål"
round 'changing'
is 'the registrar is asked, and nothing is done' "$(count order-confirm) $(runs) $(field officer)" '1 2 null'
show_latest order-confirm
like 'at the registered address' "$out" 'Till: registrator@exempelkommun.example'
like 'with the exact commands' "$out" 'inkom case assign "TN 2026/0001" karin.berg@exempelkommun.example'
like 'and what they do' "$out" 'utser handläggare, som får ett brev.*inkom case type "TN 2026/0001" klagomål.*ändrar ärendetyp'
again
round 'the same order again'
is 'asks nothing more' "$(count order-confirm)" 1
for results in '' "$(results 'spf=pass smtp.mailfrom=registrator@exempelkommun.example')" \
    "$(results 'dmarc=fail header.from=exempelkommun.example')"; do
    write_as "$results" "$registrar" "$(reply_address)" ja
    round "a forged yes ($results)"
    is 'does nothing' "$(runs) $(field officer)" '2 null'
done
write_as "$proved" karin.berg@exempelkommun.example "$(reply_address)" ja
round 'a yes from an officer'
is 'does nothing' "$(runs) $(field officer)" '2 null'
now=2026-03-27T11:15
confirm
round 'yes'
is 'both are done' "$(runs) $(done_runs) $(field officer) $(field type)" \
    '4 4 karin.berg@exempelkommun.example klagomål'
is 'in the name of the registrar, now' \
    "$(json '[.journal[] | select(.what == "handläggare utsedd")][-1] | [.who, .at]' case show "$tn" |
        sed 's/ (meddelande [0-9]*)//')" \
    '["registrator@exempelkommun.example","2026-03-27T11:15:00+01:00"]'
show_latest command-output
like 'and the registrar is told' "$out" '1. inkom case assign.*Gjort.*2. inkom case type.*Gjort'
is 'in one letter' "$(count command-output) $(count order-done)" '2 0'
again
round 'the same yes'
confirm
round 'another yes'
is 'does nothing more' "$(runs) $(count command-output)" '4 2'
order "inkom case close \"$tn\""
round 'another order'
confirm nej
round 'no'
is 'is not done' "$(runs) $(field status)" '4 open'
like 'and somebody hears of it' "$(sql "SELECT reason FROM reviews WHERE kind = 'officer' ORDER BY id DESC LIMIT 1")" 'svarar nej'
inkom review list
like 'and reads it in Swedish' "$out" ' handläggare '

# --- forged -----------------------------------------------------------------------------------------------
sql .dump >"$scratch/before"
for results in '' "$(results 'spf=pass smtp.mailfrom=registrator@exempelkommun.example')" \
    "$(results 'dmarc=fail header.from=exempelkommun.example')" \
    'Authentication-Results: mx.exempelkommun.example.evil.example; dmarc=pass header.from=exempelkommun.example'; do
    letters=$(sql 'SELECT COUNT(*) FROM outbox')
    write_as "$results" "$registrar" "$inbox" "inkom case close \"$tn\""
    round "forged ($results)"
    is 'is in the ledger' "$(outcome)" command
    is 'and does nothing, and nobody is written to' \
        "$(runs) $(field status) $(sql 'SELECT COUNT(*) FROM outbox')" "4 open $letters"
    like 'a person is told' \
        "$(sql "SELECT reason FROM reviews ORDER BY id DESC LIMIT 1")" 'inte styrkt vem'
    write_as "$results" "$registrar" "$inbox" 'inkom case list'
    round "forged, to look ($results)"
    is 'nothing is shown' "$(runs) $(sql 'SELECT COUNT(*) FROM outbox')" "4 $letters"
done
write_as "$(results 'dmarc=pass header.from=example.org')" anna.ek@example.org "$inbox" "inkom case close \"$tn\""
round "a citizen's"
is 'is a letter as others' "$(runs) $(field status) $(outcome)" '4 open attach'
write_as "$proved" karin.berg@exempelkommun.example "$inbox" "inkom case close \"$bun\""
round "an officer's"
is 'is no command' "$(runs) $(json .status case show "$bun")" '4 open'

# --- mistakes ---------------------------------------------------------------------------------------------
order "inkom case close \"$tn\"" "inkom case clsoe \"$bun\""
round 'one line is wrong'
is 'nothing is done, nobody is asked' "$(runs) $(field status) $(count order-confirm)" '4 open 2'
show_latest command-refused
like 'the registrar is told of which' "$out" 'inkom case clsoe "BUN 2026/0001".*: kommandot finns inte'
order 'inkom import /etc/passwd'
round 'files'
show_latest command-refused
like 'never' "$out" 'kan inte ges i ett brev: det läser filer'
order 'inkom mail raw 1'
round 'originals'
show_latest command-refused
like 'neither' "$out" 'kan inte ges i ett brev: ett brev i original'
order 'Hej!' '' '---------- Forwarded message ---------' 'Från: Ulla Dahl <ulla.dahl@example.org>' \
    'Datum: fre 27 mars 2026 08:10' 'Ämne: Gropar i Lillgatan' \
    'Till: registrator@exempelkommun.example' '' \
    'Det är stora gropar i Lillgatan, så att man kan ramla med cykeln.'
sed -i '/^Hej!/s/.*/inkom case close "TN 2026\/0001"/' "$file"
touch -d "$arrived" "$file"
round 'above a letter that is passed on'
is 'nothing is done' "$(runs) $(field status)" '4 open'
unlike 'and that letter is dealt with' "$(outcome)" command
show_latest command-refused
like 'and the registrar is told' "$out" 'för med sig ett annat brev'

# --- every class ------------------------------------------------------------------------------------------
now=2026-03-27T12:00
do_all() { # NAME LINE…
    do_name=$1
    shift
    do_before=$(done_runs)
    order "$@"
    round "$do_name"
    is "$do_name: nothing yet" "$(done_runs)" "$do_before"
    confirm
    round "$do_name, confirmed"
    is "$do_name: all of it" "$(done_runs)" $((do_before + $#))
}
letter "$scratch/inkorg/new/gissat" okand@example.org 'KS 2026/9999 komplettering' 'Angelägenhet.'
round 'something to decide'
waiting=$(sql "SELECT id FROM reviews WHERE kind = 'unknown_number'")
do_all 'what can be undone' "inkom case title \"$tn\" \"Belysning: Storgatan\"" \
    "inkom case mark \"$tn\" --importance \"av vikt\"" "inkom case hold \"$tn\" --reason delar" \
    "inkom case release \"$tn\"" "inkom case interim \"$tn\" --channel telefon"
is 'is done' "$(field title) $(field importance) $(field held)" 'Belysning: Storgatan av vikt null'
do_all 'what is seen outside' 'inkom case new --unit KS --title "Hemsidan: sökningen"' \
    "inkom case answer \"$tn\" --channel telefon" "inkom case close \"$tn\"" \
    "inkom case reopen \"$tn\"" "inkom review resolve $waiting --done \"ringt upp\"" \
    "inkom case move \"$bun\" VON"
is 'is done' "$(json .status case show 'VON 2026/0001')" open
ks=$(sql "SELECT dnr FROM cases WHERE title = 'Hemsidan: sökningen'")
queued=$(sql "INSERT INTO outbox (kind, recipient, state, attempts, created_at, queued_at, next_try,
    message_id, bytes) SELECT 'alert', recipient, 'queued', 0, created_at, queued_at, 4102444800,
    'x@x', bytes FROM outbox LIMIT 1 RETURNING id")
do_all 'what cannot' "inkom case split \"$tn-1\" --title \"Gropar: Storgatan\"" \
    "inkom case move-record \"$tn-2\" \"VON 2026/0001\"" \
    "inkom case merge \"$ks\" \"VON 2026/0001\"" \
    "inkom case cancel \"VON 2026/0001\" --reason dubblett" "inkom outbox cancel $queued"
is 'is done' "$(json .status case show 'VON 2026/0001') $(sql "SELECT state FROM outbox WHERE id = $queued")" \
    'cancelled cancelled'
do_all 'letters' "inkom outbox retry $queued"
order "inkom case cancel \"$tn\" --reason dubblett"
round 'what cannot be undone'
show_latest order-confirm
like 'is said to be such' "$out" 'det går inte att ångra.*kl. 12.30'
now=2026-03-27T12:31
confirm
round 'and confirmed too late'
is 'is not done' "$(field status)" open

# --- how much ---------------------------------------------------------------------------------------------
now=2026-03-28T13:00
asked=$(count order-confirm)
for n in 1 2 3 4 5; do
    order "inkom case title \"$tn\" \"Belysning: nummer $n\""
done
round 'many'
is 'three questions are open at most' "$(($(count order-confirm) - asked))" 3

# --- a unit's registrar; a site whose mail server tests nobody -----------------------------------------
configure 'officers_proved_by: confirmation'
sed -i 's/code: VON, /&registrar: von.registrator@exempelkommun.example, /' "$config"
von=von.registrator@exempelkommun.example
now=2026-03-30T09:00
written=$(count command-output)
write_as '' "$von" "$inbox" 'inkom case list'
round 'looking'
is 'is confirmed too' "$(count command-output)" "$written"
show_latest order-confirm
like "by the unit's own registrar" "$out" "Till: $von.*visar, ändrar ingenting"
write_as '' "$von" "$(reply_address)" ja
round 'yes'
is 'and answered' "$(count command-output)" $((written + 1))
show_latest command-output
like 'where it was asked' "$out" "Till: $von"
asked=$(count order-confirm)
write_as '' "$von" "$inbox" "inkom case cancel \"$tn\" --reason dubblett"
round 'what cannot be undone'
is 'is not even asked' "$(field status) $(count order-confirm)" "open $asked"
show_latest command-refused
like 'and the registrar is told why' "$out" 'går att ångra|inte går att ångra'

# --- what a row in a secret case was resolved with ----------------------------------------------------
inkom case mark "$tn" --secrecy 26:1
sql "UPDATE reviews SET case_id = (SELECT id FROM cases WHERE dnr = '$tn') WHERE id = $waiting" >/dev/null
export INKOM_BY_MAIL=prov
inkom review resolve "$waiting" --done igen
unset INKOM_BY_MAIL
is 'is not told by mail' "$err" "inkom: granskning $waiting är redan avgjord: –"
inkom review resolve "$waiting" --done igen
is 'but at the terminal' "$err" "inkom: granskning $waiting är redan avgjord: ringt upp"
has_split=yes
check_register 'by mail'
done_testing
