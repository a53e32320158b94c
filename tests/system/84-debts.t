#!/bin/sh
# What a person does with receipts that are owed: each case has its own, whatever is split or merged
# around it, and what is registered by hand is what the machine would have made of it.
. tests/lib/tap.sh
. tests/lib/inkom.sh
has_split=yes
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"

case_of() { json "$2" case show "$1"; }
mail_of() { json "[.[] | select(.sender == \"$1\")] | last | $2" mail list; }
debt_of() { json ".[] | select(.kind == \"receipt\" and .dnr == \"$1\") | .id" review list; }
count_debts() { json '[.[] | select(.kind == "receipt")] | length' review list; }
sent_to() { json "[.[] | select(.to == \"$1\" and .kind == \"receipt\") | .dnr]" outbox list; }
send() { # FILE FROM SUBJECT TEXT [HEADER…]: and takes it in
    send_file=$1
    shift
    letter "$scratch/inkorg/new/$send_file" "$@"
    inkom run --once
}
# split_owing FILE FROM: a letter whose receipt is withheld, split; the numbers are $first, $second.
split_owing() {
    send "$1" "$2" 'Trasig gatubelysning Storgatan' 'Lampan är trasig och gungan är lös.' 'Precedence: bulk'
    first=$(mail_of "$2" .dnr)
    inkom case split "$first-1" --title 'Lekplats: gungan i Parken'
    second=$(json '.[-1].dnr' case list)
}

# --- two cases, two debts ------------------------------------------------------------------------
anna=anna.ek@example.org
split_owing 1 $anna
is 'two debts' "$(count_debts)" 2
inkom_ok 'the new case pays' review resolve "$(debt_of "$second")" --send
is 'the first one still owes' "$(mail_of $anna '[.reply, .dnr]')" "[\"owed\",\"$first\"]"
inkom_ok 'and pays' review resolve "$(debt_of "$first")" --send
is 'each its own' "$(sent_to $anna)" "[\"$second\",\"$first\"]"
is 'nothing is owed' "$(mail_of $anna .reply) $(count_debts)" 'receipt 0'

bo=bo.ek@example.net
split_owing 2 $bo
inkom_ok 'the new case is forgiven' review resolve "$(debt_of "$second")" --forgive
is 'the first one still owes' "$(mail_of $bo .reply)" owed
inkom_ok 'and is forgiven too' review resolve "$(debt_of "$first")" --forgive
is 'nothing is owed, and nothing sent' "$(mail_of $bo .reply) $(count_debts) $(sent_to $bo)" 'none 0 []'

eva=eva.ros@example.net
split_owing 3 $eva
inkom_ok 'the first case pays' review resolve "$(debt_of "$first")" --send
inkom_ok 'and the new one does' review resolve "$(debt_of "$second")" --send
is 'each its own' "$(sent_to $eva)" "[\"$first\",\"$second\"]"

# --- a debt that has moved -----------------------------------------------------------------------
mats=mats.lund@example.com
send 4 $mats 'Trasig gatubelysning Parkvägen' 'Lampan är trasig och gungan är lös.'
first=$(mail_of $mats .dnr)
inkom case split "$first-1" --title 'Lekplats: gungan i Parken'
second=$(json '.[-1].dnr' case list)
inkom_ok 'the split is undone' case merge "$second" "$first"
inkom review resolve "$(debt_of "$first")" --send
like 'what has been confirmed is not confirmed again' "$status $err" '^65 .*redan bekräftat till .*--forgive'
inkom_ok 'but it is forgiven' review resolve "$(debt_of "$first")" --forgive
is 'and the receipt that went, went' "$(mail_of $mats .reply) $(count_debts)" 'receipt 0'

ida=ida.lund@example.com
split_owing 5 $ida
inkom case merge "$second" "$first"
is 'two debts of one letter in one case' "$(debt_of "$first" | wc -l)" 2
inkom_ok 'one is forgiven' review resolve "$(debt_of "$first" | head -n 1)" --forgive
is 'the other still stands' "$(mail_of $ida .reply)" owed
inkom_ok 'and is paid' review resolve "$(debt_of "$first")" --send
is 'once' "$(mail_of $ida .reply) $(sent_to $ida)" "receipt [\"$first\"]"

per=per.ask@example.org
split_owing 6 $per
inkom_ok 'settled in another way' review resolve "$(debt_of "$first")" --done 'ringde upp'
is 'is settled' "$(mail_of $per '[.reply, .reply_reason]')" '["none","ringde upp"]'
inkom_ok 'in that case only' review resolve "$(debt_of "$second")" --send

# --- which rows are debts ------------------------------------------------------------------------
moa=moa.ek@example.org
send 7 $moa 'Fråga om TN 2026/0777' 'Hur går det?'
id=$(json '.[] | select(.kind == "unknown_number") | .id' review list)
inkom review resolve "$id" --send
like 'no debt, nothing to send' "$status $err" '^65 .*ingen bekräftelse som väntar'
inkom review resolve "$id" --forgive
like 'nor to forgive' "$status $err" '^65 .*ingen bekräftelse som väntar'

# --- an address as a person writes it ------------------------------------------------------------
send 8 $bo 'Trasig gatubelysning Lillgatan' 'Lampan är trasig.' 'Precedence: bulk'
dnr=$(mail_of $bo .dnr)
inkom_ok 'sent to another address' review resolve "$(debt_of "$dnr")" --send --to Tor.Berg@Räksmörgås.Example
canonical=tor.berg@xn--rksmrgs-5wao1o.example
is 'in the form that addresses are compared in' "$(sent_to $canonical)" "[\"$dnr\"]"
send 9 $canonical "Sv: $dnr" 'Tack, det är jag.'
is 'whose answer is no stranger’s' "$(mail_of $canonical '[.outcome, .dnr]') $(case_of "$dnr" .flags)" \
    "[\"attach\",\"$dnr\"] []"
inkom_ok 'as in a case by hand' case new --unit TN --title 'Snöröjning: Parkvägen' --sender Tor.Berg@Räksmörgås.Example
is 'the same address' "$(json '.[-1].sender' case list)" $canonical

# --- registered by hand, as by the machine -------------------------------------------------------
secret=siv.alm@example.org
letter "$scratch/inkorg/new/10" $secret 'Ang TN 2026/0778 snöröjning på Parkvägen' \
    '-----BEGIN PGP MESSAGE-----

hQEMA
-----END PGP MESSAGE-----' 'Cc: vittne@example.net'
sed -i "s/^From: .*/From: Karin Berg <$secret>/" "$scratch/inkorg/new/10"
touch -d "$arrived" "$scratch/inkorg/new/10"
inkom run --once
inkom_ok 'registered by hand' review resolve \
    "$(json ".[] | select(.sender == \"$secret\" and .kind == \"unknown_number\") | .id" review list)" --new
dnr=$(mail_of $secret .dnr)
is 'says that nobody can read it' "$(case_of "$dnr" .title)" 'Krypterat meddelande som inte kan läsas'
is 'and that the name is an officer’s' "$(case_of "$dnr" '.flags | sort')" \
    '["handläggares namn, adress utifrån","krypterat"]'
is 'those who got a copy are known' "$(sql "SELECT address FROM copied, cases
    WHERE case_id = cases.id AND dnr = '$dnr'")" vittne@example.net
inkom case split "$dnr-1" --title 'Lekplats: gungan i Parken'
second=$(json '.[-1].dnr' case list)
is 'in a case split from it too' "$(case_of "$second" '.flags | length') $(sql "SELECT address FROM copied, cases
    WHERE case_id = cases.id AND dnr = '$second'")" '2 vittne@example.net'
is 'the registrar’s title stands there' "$(case_of "$second" .title)" 'Lekplats: gungan i Parken'
send 11 vera.ny@example.org 'Ang TN 2026/0779 snöröjning' 'Det är halt.' 'Cc: granne@example.net'
inkom_ok 'filed by hand' review resolve \
    "$(json '.[] | select(.sender == "vera.ny@example.org" and .kind == "unknown_number") | .id' review list)" --attach "$dnr"
is 'those who got a copy of that are known too' "$(sql "SELECT address FROM copied, cases
    WHERE case_id = cases.id AND dnr = '$dnr' ORDER BY address")" 'granne@example.net
vittne@example.net'

# --- where no receipt is sent, none is owed ------------------------------------------------------
sed '/^receipt:/d' "$project/rules/routines/koping.yaml" >"$scratch/tyst.yaml"
sed -i 's|- {code: KS, name: Kommunstyrelsen}|- {code: KS, name: Kommunstyrelsen, routine: tyst.yaml}|' "$config"
send 12 ulf.ek@example.org 'Ang KS 2026/0780' 'Hur går det?'
before=$(count_debts)
inkom_ok 'registered where no receipt is sent' review resolve \
    "$(json '.[] | select(.sender == "ulf.ek@example.org") | .id' review list)" --new --unit KS --title 'Webben: trasig länk'
is 'owes none' "$(mail_of ulf.ek@example.org '[.reply, .reply_reason]') $(count_debts)" \
    "[\"none\",\"rutinen skickar ingen bekräftelse\"] $before"
dnr=$(mail_of ulf.ek@example.org .dnr)
inkom_ok 'and split' case split "$dnr-1" --title 'Lekplats: gungan i Parken' --unit KS
is 'neither does that' "$(count_debts)" "$before"
inkom_ok 'elsewhere it does' case split "$dnr-1" --title 'Lekplats: rutschkanan i Parken' --unit TN
is 'and can be paid' "$(count_debts)" "$((before + 1))"
check_register 'debts'
done_testing
