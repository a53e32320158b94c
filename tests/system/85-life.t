#!/bin/sh
# A case from registration to closing by the registrar's commands, and the letters on the way.
. tests/lib/tap.sh
. tests/lib/inkom.sh
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
sed -i 's/code: BUN, /&officer: Lisa Holm, /' "$config"

case_of() { json "$2" case show "$1"; }
letters() { json "[.[] | \"\(.kind) \(.to | split(\"@\")[0])\"] | join(\", \")" outbox list; }
last_letter() { inkom outbox show "$(json '.[-1].id' outbox list)"; }
refuse() { # NAME STATUS PATTERN COMMAND…: refused, and nothing has changed
    refuse_name=$1 refuse_status=$2 refuse_pattern=$3
    shift 3
    refuse_before=$(sql .dump | sha256sum)
    inkom "$@"
    is "$refuse_name: exit code" "$status" "$refuse_status"
    like "$refuse_name: why" "$err" "$refuse_pattern"
    is "$refuse_name: nothing has changed" "$(sql .dump | sha256sum)" "$refuse_before"
}

letter "$scratch/inkorg/new/lampa" anna.ek@example.org 'Trasig gatubelysning' \
    'Gatubelysningen vid Storgatan 14 är trasig sedan tisdag.'
inkom run --once
tn='TN 2026/0001'
is 'registered' "$(case_of "$tn" '[.status, .officer, .due]')" '["open",null,"2026-04-07"]'

inkom_ok 'assign' case assign "$tn" 'Karin Berg'
is 'tells the officer' "$(letters)" 'receipt anna.ek, assignment karin.berg'
last_letter
like 'with the last day' "$out" 'Svar senast: +tisdag 7 april 2026'
like 'and what came in' "$out" 'vid Storgatan 14 är trasig sedan tisdag'
like 'and what to do' "$out" 'fel handläggare'

# --- mark, hold, release -----------------------------------------------------------------------
inkom_ok 'mark' case mark "$tn" --importance 'av vikt' --measure 'Lampan är bytt.'
is 'marks' "$(case_of "$tn" '[.importance, .measure, .secrecy]')" '["av vikt","Lampan är bytt.",null]'
refuse 'mark with nothing' 64 'ange --secrecy' case mark "$tn"
refuse 'no paragraph' 64 'kapitel och paragraf' case mark "$tn" --secrecy hemligt
refuse 'no importance' 64 'av vikt' case mark "$tn" --importance stor
inkom_ok 'mark secret' case mark "$tn" --secrecy 26:1 --reason prövas
inkom_ok 'and not' case mark "$tn" --secrecy ingen --importance ingen
is 'takes marks away' "$(case_of "$tn" '[.secrecy, .importance]')" '[null,null]'
refuse 'hold without a reason' 64 '--reason saknas' case hold "$tn"
refuse 'release what is not held' 65 'hålls inte öppet' case release "$tn"
inkom_ok 'hold' case hold "$tn" --reason 'väntar på lampor'
is 'holds' "$(case_of "$tn" .held)" 'väntar på lampor'
inkom_ok 'release' case release "$tn"
is 'releases' "$(case_of "$tn" .held)" null

# --- answers that did not go through the inbox ----------------------------------------------------
now=2026-03-31T10:00
refuse 'an answer to come' 65 'inte varit än' case answer "$tn" --at 2026-03-31T10:01
refuse 'an answer before the case' 65 'före dagen' case answer "$tn" --at 2026-03-26T10:00
refuse 'no such channel' 64 'kanalen är okänd' case answer "$tn" --channel brevduva
inkom_ok 'interim' case interim "$tn" --channel telefon --at 2026-03-30T09:00
is 'is a note, and the answer is still owed' \
    "$(case_of "$tn" '[.records[1].direction, .records[1].title, .status, .interim]')" \
    '["internal","Delsvar, telefon","open","2026-03-30T09:00:00+02:00"]'
inkom_ok 'answer' case answer "$tn" --at 2026-03-30T15:00 --title 'Svar: lampan är bytt'
is 'is a record that went out' "$(case_of "$tn" '[.records[2].direction, .records[2].date, .status]')" \
    '["out","2026-03-30T15:00:00+02:00","answered"]'
is 'stops the clock when it was given' "$(case_of "$tn" '.deadlines[] | select(.kind == "answer") | .met')" \
    '2026-03-30T15:00:00+02:00'
is 'tells the registrar' "$(json '.[-1] | [.kind, .to]' outbox list)" \
    '["answered","registrator@exempelkommun.example"]'

# --- moving, cancelling --------------------------------------------------------------------------
inkom_ok 'close' case close "$tn"
refuse 'a closed case is not moved' 65 'är avslutat och kan inte flyttas' case move "$tn" BUN
inkom_ok 'reopen' case reopen "$tn"
inkom_ok 'move' case move "$tn" BUN
is "goes to that unit's officer" "$(case_of 'BUN 2026/0001' '[.officer, .sender, .arrived, .due != null]')" \
    '["lisa.holm@exempelkommun.example","anna.ek@example.org","2026-03-27",true]'
is 'whom it is told to' "$(json '[.[-2:][] | .kind]' outbox list)" '["reassigned","assignment"]'
refuse 'cancel without a reason' 64 '--reason saknas' case cancel "$tn"
inkom_ok 'cancel' case cancel "$tn" --reason dubblett
is 'cancels' "$(case_of "$tn" .status)" 'cancelled'
refuse 'and it stays so' 65 'är makulerat' case assign "$tn" 'Karin Berg'
inkom_ok 'by hand' case new --unit BUN --title 'Skolmat: Ekskolan'
is "a case by hand is that unit's officer's too" "$(json '.[-1] | [.kind, .to]' outbox list)" \
    '["assignment","lisa.holm@exempelkommun.example"]'

sql "UPDATE cases SET sender = NULL, sender_name = 'Anna Ek' WHERE dnr = 'BUN 2026/0002'"
inkom case show 'BUN 2026/0002'
like 'whoever left a name alone has that' "$out" 'Avsändare: +Anna Ek$'
inkom case close 'BUN 2026/0002'
like 'a deadline that was not met says so' "$out" 'Frist för svar: .* \(gäller inte längre: avslutat, 2026'
inkom deadlines 'BUN 2026/0002'
unlike 'in the list too' "$out" 'uppfylld'

# --- letters ---------------------------------------------------------------------------------------
for name in $(cd "$project/templates/sv" && ls | sed 's/\.txt$//'); do
    inkom template show "$name"
    is "template show $name" "$status $err" '0 '
    unlike "$name leaves no tag" "$out" '\{\{|\}\}'
done
inkom_ok 'template show in another language' template show closing --language fi
like 'in that language' "$out" 'Ystävällisin terveisin'
inkom template show closing --language de
is 'not in one that is not there' "$status" 65
mkdir -p "$scratch/mallar"
cp -r "$project/templates/sv" "$scratch/mallar/"
sed -i "s|^templates:.*|templates: \"$scratch/mallar\"|" "$config"
printf 'Subject: Hej\n\nDu skrev om {{title}}.\n' >"$scratch/mallar/sv/receipt.txt"
rm "$scratch/mallar/sv/record.txt"
sed -i '/Skriv ovanför den här raden/d' "$scratch/mallar/sv/reopened.txt"
inkom run --once
is 'letters that will not do: exit code' "$status" 78
like 'one that would carry words' "$err" 'sv/receipt.txt får inte innehålla \{\{title\}\}'
like 'one that says too little' "$err" 'sv/receipt.txt måste innehålla \{\{dnr\}\}'
like 'one without the mark above which orders stand' "$err" 'sv/reopened.txt ska ha "Skriv ovanför'
like 'one that is missing' "$err" 'sv/record.txt saknas'
sed -i "s|^templates:.*|templates: \"$project/templates\"|" "$config"
check_register 'life'
done_testing
