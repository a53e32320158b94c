#!/bin/sh
# What the lists leave out when they are asked to, and what they refuse to be asked.
. tests/lib/tap.sh
. tests/lib/inkom.sh
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"

# list NAME EXPECTED FILTER COMMAND…: FILTER of every row, on one line.
list() {
    list_name=$1 list_expected=$2 list_filter=$3
    shift 3
    is "$list_name" "$(json "[.[] | $list_filter] | join(\" \")" "$@")" "$list_expected"
}
refuse() { # NAME PATTERN COMMAND…
    refuse_name=$1 refuse_pattern=$2
    shift 2
    inkom "$@"
    is "$refuse_name: exit code" "$status [$out]" '64 []'
    like "$refuse_name: why" "$err" "$refuse_pattern"
}

inkom_ok 'a case' case new --unit TN --title 'Övergångsställe: Åsögatan' --type felanmälan \
    --sender anna.ek@example.org --officer karin.berg@exempelkommun.example --arrived 2026-03-20
inkom_ok 'another' case new --unit TN --title 'Snöröjning: 100 % halt' --type klagomål --sender bo.ek@example.org
inkom_ok 'a third' case new --unit KS --title 'Webben: sökning' --type klagomål --sender bo.ek@example.org
inkom case close 'TN 2026/0002'
letter "$scratch/inkorg/new/1" anna.ek@example.org 'Trasig lampa' 'Lampan på Storgatan 3 är trasig.'
letter "$scratch/inkorg/new/2" bo.ek@example.net 'Angående KS 2025/9999' 'Det gäller KS 2025/9999.'
letter "$scratch/inkorg/new/4" eva.ek@example.net 'Angående KS 2025/9998' 'Det gäller KS 2025/9998.'
letter "$scratch/inkorg/new/3" liv.ek@example.net 'Trasig lampa' 'Lampan på Ringvägen 3 är trasig.'
inkom run --once

list 'all cases, by unit and number' 'KS 2026/0001 TN 2026/0001 TN 2026/0002 TN 2026/0003 TN 2026/0004' .dnr case list
list '--unit' 'KS 2026/0001' .dnr case list --unit KS
list '--type' 'KS 2026/0001 TN 2026/0002' .dnr case list --type klagomål
list '--status' 'TN 2026/0002' .dnr case list --status closed
list '--sender, as an address may be written' 'KS 2026/0001 TN 2026/0002' .dnr case list --sender Bo.Ek@Example.org
list '--officer by name' 'TN 2026/0001' .dnr case list --officer 'karin berg'
list '--officer by address' 'TN 2026/0001' .dnr case list --officer Karin.Berg@exempelkommun.example
list '--officer who has none' '' .dnr case list --officer 'Lisa Holm'
list '--text in capitals or not' 'TN 2026/0001' .dnr case list --text 'ÖVERGÅNGSSTÄLLE: åsö'
list '--text with what databases take for a wildcard' 'TN 2026/0002' .dnr case list --text '0 %'
list '--text in a number' 'KS 2026/0001' .dnr case list --text ks
list '--since' 'TN 2026/0001' '(select(.arrived < "2026-03-27") | .dnr)' case list --since 2026-03-20
list '--since leaves out' 'KS 2026/0001 TN 2026/0002 TN 2026/0003 TN 2026/0004' .dnr case list --since 2026-03-21
list '--limit' 'KS 2026/0001 TN 2026/0001' .dnr case list --limit 2
list 'two at once' 'TN 2026/0002' .dnr case list --type klagomål --unit TN
list 'mail list --outcome' 'bo.ek@example.net eva.ek@example.net' .sender mail list --outcome review
list 'mail list --mailbox' '1 2 3 4' .uid mail list --mailbox inkorg
list 'mail list --mailbox of another' '' .uid mail list --mailbox annan
list 'mail list --limit: the newest, oldest first' '3 4' .uid mail list --limit 2
list 'outbox list --state' 'karin.berg@exempelkommun.example anna.ek@example.org liv.ek@example.net' .to outbox list --state sent
list 'outbox list --limit: the newest' 'liv.ek@example.net' .to outbox list --limit 1
list 'outbox list: none failed' '' .to outbox list --state failed
list 'deadlines: the soonest first, and none of what is closed' 'TN 2026/0001 KS 2026/0001 TN 2026/0003 TN 2026/0004' \
    '(select(.kind == "answer") | .dnr)' deadlines
list 'deadlines of one, also met' 'TN 2026/0002' '(select(.kind == "answer" and .met != null) | .dnr)' deadlines 'TN 2026/2'

for way in 'case list --limit 0' 'mail list --limit -1' 'outbox list --limit 0'; do
    # shellcheck disable=SC2086
    refuse "$way" '--limit' $way
done
refuse 'an unknown unit' 'nämnden finns inte' case list --unit XX
refuse 'an unknown type' 'ärendetypen är okänd' case list --type gnäll
refuse 'an unknown outcome' 'utfallet är okänt' mail list --outcome borta
refuse 'an unknown unit to explain for' 'nämnden finns inte' explain --unit XX "$scratch/inkom.yaml"

for command in 'case list --type beröm' 'mail list --outcome minor' 'outbox list --state failed'; do
    # shellcheck disable=SC2086
    inkom $command
    like "$command: says that there is nothing" "$out" '^Inga '
    # shellcheck disable=SC2086
    is "$command --json: an empty array" "$(json . $command)" '[]'
done

# --- for people --------------------------------------------------------------------------------
export COLUMNS=60
inkom case show TN2026/1
width=$(printf '%s\n' "$out" | LC_ALL=C.UTF-8 wc -L)
ok "case show fits the terminal ($width columns)" test "$width" -le 60
like 'why a day was chosen goes on below' "$out" '^  lördag–söndag'
unset COLUMNS

# --- what a person decided is told in the case's own words --------------------------------------
id=$(json '.[0].id' review list)
inkom_ok 'attach by a short number' review resolve "$id" --attach tn2026/1
is 'says the whole number' "$(json '.[0].resolution' review list --all)" 'tillfört TN 2026/0001'
id=$(json '.[0].id' review list)
inkom_ok 'a title on two lines' review resolve "$id" --new --unit KS --title 'Webben:
trasig	länk'
is 'is one line in the register' "$(json .title case show KS2026/2)" 'Webben: trasig länk'
done_testing
