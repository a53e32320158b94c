#!/bin/sh
# The whole way over Maildirs, and the contract: what every command prints as JSON, how it ends.
. tests/lib/tap.sh
. tests/lib/inkom.sh

make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
letter "$scratch/inkorg/new/1" anna.ek@example.org 'Trasig gatubelysning på Storgatan' \
    'Hej! Gatlyktan utanför Storgatan 14 har varit trasig i två veckor. Kan ni laga den?'
letter "$scratch/inkorg/new/2" mats.lund@example.com 'Förslag: fler papperskorgar' \
    'Jag föreslår att kommunen ställer ut fler papperskorgar i stadsparken.' \
    'Auto-Submitted: auto-replied'
letter "$scratch/inkorg/new/3" eva.ros@example.net 'Komplettering till KS 2025/9999' \
    'Det gäller ärende KS 2025/9999, som ni aldrig har hört talas om.'
printf ' inget huvud\n' >"$scratch/inkorg/new/4"
: >"$scratch/inkorg/new/5"
touch -d "$arrived" "$scratch/inkorg/new/4" "$scratch/inkorg/new/5"

# --- before anything has come in ---------------------------------------------------------------
for command in 'case list' 'mail list' 'review list' 'outbox list' deadlines; do
    # shellcheck disable=SC2086
    is "$command is an empty list in a new register" "$(json . $command)" '[]'
done
like 'doctor counts in Swedish' "$("$INKOM" -c "$config" doctor)" 'öppen, 5 meddelanden väntar'
cp "$config" "$scratch/vilse.yaml"
sed -i 's|^store: .*|store: sqlite:vilse/inkom.db|' "$scratch/vilse.yaml"
inkom -c "$scratch/vilse.yaml" doctor
is 'doctor tells of a store without a folder: exit code' "$status" 78
like 'doctor tells of a store without a folder' "$out" '^✗ registret: mappen .*/vilse finns inte; skapa den'
like 'and goes on with the rest' "$out" '^✓ utgående post'
ok 'and makes nothing' test ! -e "$scratch/vilse"
like 'observe says what would happen' "$(json '.[].disposition' run --observe)" '^new$'
is 'and moves nothing' "$(count_files "$scratch/inkorg/new")" 5
is 'and registers nothing' "$(json length mail list)" 0
is 'explain in a folder without a register works' \
    "$(json '.[0].disposition' explain "$scratch/inkorg/new/1")" new

# --- the way of a message ----------------------------------------------------------------------
inkom_ok 'run --once ends well' run --once
like 'and tells what it did' "$out" '^5 nya meddelanden: [0-9] nya ärenden, '
is 'every message is marked' "$(count_waiting)" 0
is 'every message is in the ledger' "$(json length mail list)" 5
is 'the lamp is a case of its own' \
    "$(json '.[] | select(.uid == "1") | [.outcome, .dnr, .record, .reply]' mail list)" \
    '["new","TN 2026/0001",1,"receipt"]'
is 'an automatic letter gets no receipt' \
    "$(json '.[] | select(.uid == "2") | .reply' mail list)" none
is 'an unknown number waits for a person' \
    "$(json '.[] | select(.uid == "3") | [.outcome, .dnr]' mail list)" '["review",null]'
is 'what cannot be read is in quarantine' \
    "$(json '[.[] | select(.outcome == "quarantine")] | length > 0' mail list)" true
is 'one receipt is sent' "$(json '[.[] | [.kind, .to, .state, .dnr]]' outbox list)" \
    '[["receipt","anna.ek@example.org","sent","TN 2026/0001"]]'
is 'and one letter lies in the outbox' "$(count_files "$scratch/utkorg/new")" 1
receipt=$(cat "$scratch"/utkorg/new/*)
like 'to the sender' "$receipt" '^To: <?anna\.ek@example\.org'
like 'in answer to the letter' "$receipt" '^In-Reply-To: <brev-1@example\.org>'
like 'which says that it is automatic' "$receipt" '^Auto-Submitted: auto-replied'
like 'and that nobody shall answer it by machine' "$receipt" '^X-Auto-Response-Suppress: '
like 'with our loop mark' "$receipt" '^X-Inkom-Loop: '
like 'answers go to the inbox' "$receipt" '^Reply-To: .*inkorg@exempelkommun\.example'
like 'with the number' "$receipt" 'TN 2026/0001'
like 'and the day of the answer' "$receipt" '7 april 2026'
unlike 'and never the words of the sender' "$receipt" '[Gg]atlyktan|[Ll]aga den|Storgatan|Anna'
is 'the journal names the message that began the case' \
    "$(sql "SELECT DISTINCT j.message = m.id FROM journal j JOIN messages m USING (case_id)
            WHERE j.what = 'handling registrerad' AND m.uid = '1'")" 1
check_register 'after one round'

before=$(sql .dump | sha256sum)
inkom_ok 'a second round ends well' run --once
is 'and says that nothing has happened' "$out" 'Inga nya meddelanden. Ingenting har ändrats.'
is 'which is true' "$(sql .dump | sha256sum)" "$before"
is 'for the outbox too' "$(count_files "$scratch/utkorg/new")" 1

reply_to=$(get_header "$(echo "$scratch"/utkorg/new/*)" Message-ID)
letter "$scratch/inkorg/new/6" anna.ek@example.org 'Re: tack' 'Nu lyser den igen, tack!' \
    "In-Reply-To: $reply_to"
inkom run --once --json
is 'run --once --json counts' "$(printf '%s' "$out" | jq -c '[.taken, .cases, .quarantined, .sent, .errors]')" \
    '[1,0,0,0,[]]'
is 'an answer to the receipt is the next record' \
    "$(json '.[] | select(.uid == "6") | [.outcome, .dnr, .record]' mail list)" \
    '["attach","TN 2026/0001",2]'

# Message-IDs can be anything; what is broken is not quoted back, and the receipt leaves all the same.
for id in '<11107978796724623>' '<a b@example.org>' '<åäö@example.org>' '<"x"@example.org>' '<x>y@z>'; do
    n=$((${n-6} + 1))
    letter "$scratch/inkorg/new/$n" "person$n@example.org" "Klagomål på snöröjningen, nr $n" \
        "Snöröjningen på väg $n fungerar inte." "Message-ID: $id" "References: $id <god@example.org> $id"
    inkom run --once
    is "Message-ID $id: registered and answered" \
        "$(json ".[] | select(.uid == \"$n\") | [.outcome, .reply]" mail list) $err" '["new","receipt"] '
    is "Message-ID $id: the receipt is sent" \
        "$(json ".[] | select(.to == \"person$n@example.org\") | .state" outbox list)" sent
done

# --- the shape of the JSON ---------------------------------------------------------------------
# shape NAME TYPES COMMAND…: {key: type} of the first object, keys in order.
shape() {
    shape_name=$1 shape_types=$2
    shift 2
    is "$shape_name" "$(json '(if type == "array" then .[-1] else . end) | map_values(type)
        | to_entries | map("\(.key):\(.value)") | join(" ")' "$@")" "$shape_types"
}
case_types='dnr:string unit:string type:string title:string status:string channel:string'
case_types="$case_types arrived:string due:string officer:null sender:string language:string"
case_types="$case_types importance:null secrecy:null"
more='types:array procedure:null secrecy_day:null secrecy_authority:null measure:null held:null interim:null'
shape 'case list' "$case_types records:number flags:array $more" case list
shape 'case show' "$case_types records:array flags:array $more links:array deadlines:array dead_addresses:array journal:array" \
    case show 'TN 2026/0001'
is 'its records' "$(json '.records[0] | keys_unsorted | join(" ")' case show 'TN 2026/0001')" \
    'number direction title date from passed_on_by to message_id sha256 attachments'
is 'its deadlines' "$(json '.deadlines[0] | [.kind, .due, .met]' case show 'TN 2026/0001')" \
    '["answer","2026-04-07",null]'
is 'the keys of a deadline' "$(json '.deadlines[0] | keys_unsorted | join(" ")' case show 'TN 2026/1')" \
    'kind due met why start due_at met_by'
is 'its journal' "$(json '.journal[0] | keys_unsorted | join(" ")' case show 'TN 2026/0001')" \
    'at who what before after'
is 'dates are civil dates' "$(json '.[-1] | [.arrived, .due]' case list)" '["2026-03-27","2026-04-07"]'
is 'times carry their offset' "$(json '.records[0].date' case show 'TN 2026/0001')" \
    '2026-03-27T09:30:00+01:00'
contract() { # NAME KEYS COMMAND…: every key of the contract is there, whatever else is.
    contract_name=$1 contract_keys=$2
    shift 2
    is "$contract_name has every key of the contract" "$(json \
        "(if type == \"array\" then .[0] else . end) as \$o | \"$contract_keys\" | split(\" \")
         | map(select(. as \$k | \$o | has(\$k) | not)) | join(\" \")" "$@")" ''
}
contract 'mail list' 'mailbox uid message_id sha256 arrived outcome dnr record reply reason' \
    mail list
contract 'outbox list' 'id dnr kind to state attempts next_try message_id error' outbox list
contract explain 'file from sender subject arrived arrived_by disposition dnr unit type channel language title officer reply reasons rules' \
    explain "$project/maildir-samples/vanliga/new"
is "explain's reply" "$(json '.[0].reply | [has("send"), has("kind"), has("to"), has("language"), has("reason")]
    | all' explain "$project/maildir-samples/vanliga/new")" true
is "explain's rules" "$(json '[.[].rules[] | [has("id"), has("file"), has("line"), has("part"), has("match"),
    has("points")] | all] | all' explain "$project/maildir-samples/vanliga/new")" true
is 'explain of bytes already taken in' \
    "$(json '.[0].disposition' explain "$scratch/inkorg/cur/1:2,I")" duplicate
contract 'review list' 'id kind reason message dnr sender subject created' review list
contract deadlines 'dnr kind due why overdue met' deadlines
is 'rules check finds no errors' "$(json '[.[] | select(.severity == "error")] | length' rules check)" 0
contract doctor 'what good finding' doctor
is 'doctor finds everything well' "$(json 'map(.good) | all' doctor)" true
inkom doctor
is 'and says so to a person' "$(printf '%s\n' "$out" | grep -c '^✓')" 6
shape 'mail show' "$(json '.[0] | map_values(type) | to_entries | map("\(.key):\(.value)") |
    join(" ")' mail list) trace:array journal:array" mail show 1
contract 'outbox show' 'id dnr kind to state bytes' outbox show 1
"$INKOM" -c "$config" mail raw 1 >"$scratch/raw"
ok 'mail raw gives the bytes as they came' cmp "$scratch/raw" "$scratch/inkorg/cur/1:2,I"

# --- every command: help, usage, exit codes ----------------------------------------------------
inkom --help
is 'inkom --help ends well' "$status" 0
commands=$(printf '%s\n' "$out" | sed -n '/^Kommandon:/,/^$/s/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  .*/\1/p')
ok 'there are more than twenty commands' test "$(printf '%s\n' "$commands" | wc -l)" -gt 20
old_ifs=$IFS
IFS='
'
for command in $commands; do
    IFS=$old_ifs
    # shellcheck disable=SC2086
    inkom $command --help
    is "inkom $command --help" "$status $(printf '%s\n' "$out" | sed -n '1s/ \[-c.*//p')" '0 Användning: inkom'
    # shellcheck disable=SC2086
    inkom $command --finns-inte
    is "inkom $command refuses an unknown flag" "$status" 64
done
IFS=$old_ifs
inkom --version
like '--version' "$out" '^inkom [0-9]+\.[0-9]+'

expect() { # NAME STATUS PATTERN COMMAND…: ends so, and says why in one Swedish line, no output.
    expect_name=$1 expect_status=$2 expect_pattern=$3
    shift 3
    inkom "$@"
    is "$expect_name: exit code" "$status [$out]" "$expect_status []"
    like "$expect_name: says why" "$err" "$expect_pattern"
}
expect 'unknown command' 64 'okänt kommando "sjung nu"' sjung nu
expect 'half a command' 64 'okänt kommando "case"' case
expect 'an unknown flag' 64 'flaggan --bluff finns inte' case list --bluff
expect 'a flag without its value' 64 'värdet efter --limit saknas' mail list --limit
inkom case --help
is 'half a command with --help: exit code' "$status" 0
like 'half a command with --help: its commands' "$out" '^  case list '
expect 'no command' 64 '^Användning: '
expect 'too few arguments' 64 'fel antal argument' case show
expect 'too many arguments' 64 'fel antal argument' mail list x
expect 'no number' 65 'är inget diarienummer' case show hejsan
expect 'an unknown number' 65 'ärendet TN 2026/0777 finns inte' case show 'TN 2026/0777'
expect 'no row' 65 'finns inte' mail show 4711
expect 'not a row' 64 'är inget radnummer' mail show en
expect 'a bad --now' 64 'skriv tiden som' --now i-morgon mail list
expect 'a bad date' 64 'skriv datumet som' case list --since i-går
expect 'a bad status' 64 'skriv open' case list --status klart
expect 'a bad state' 64 'skriv queued' outbox list --state borta
expect 'a file that is not there' 65 'finns-inte' explain "$scratch/finns-inte.eml"
expect 'no configuration' 78 'finns-inte\.yaml' -c "$scratch/finns-inte.yaml" mail list

# --- a bad configuration: every mistake at once ------------------------------------------------
cat >"$scratch/fel.yaml" <<END
organisation: {name: Exempelkommun, timezone: Europa/Stockholm}
rutin: x.yaml
rules: [finns-inte]
store: mysql:x
mailboxes:
  - {name: a, source: "http://x"}
outgoing: {transport: "maildir:ut", from: "ingen adress"}
units: [{code: KS, name: Kommunstyrelsen}, {code: KS, name: Igen}]
END
inkom -c "$scratch/fel.yaml" run --once
is 'a bad configuration stops the program' "$status" 78
mistakes=$(printf '%s\n' "$err" | grep -Eo 'fel\.yaml:[0-9]+:[0-9]+: ' | sort -u | wc -l)
ok "all mistakes at once ($mistakes)" test "$mistakes" -ge 7
for line in 1 2 3 4 6 7 8; do
    like "line $line is told of" "$err" "fel\.yaml:$line:[0-9]+: "
done
like 'with the line itself' "$err" '^ *(\d+ *\|)? *store: mysql:x'
like 'and a caret' "$err" '^ *(\|)? *\^'
ok 'and nothing is made' test ! -e "$scratch/mysql:x"

# --- a backlog -----------------------------------------------------------------------------------
mkdir "$scratch/backlog"
letter "$scratch/backlog/1" asta@example.net 'Hål i vägen' 'Det är ett hål i Ågatan.'
inkom_ok 'import --no-replies ends well' import --no-replies "$scratch/backlog/1"
is 'and forgives the receipt' \
    "$(json '.[] | select(.sender == "asta@example.net") | .reply' mail list)" none
letter "$scratch/backlog/2" bengt@example.net 'Hål i vägen' 'Det är ett hål till i Ågatan.'
inkom_ok 'import ends well' import "$scratch/backlog/2"
is 'and owes the receipt' \
    "$(json '.[] | select(.sender == "bengt@example.net") | .reply' mail list)" owed

# One path that is not there keeps the others from nothing.
letter "$scratch/backlog/3" cilla@example.net 'Hål i vägen' 'Det är ett tredje hål i Ågatan.'
ln -s runt "$scratch/backlog/runt"
inkom import "$scratch/backlog/borta" "$scratch/backlog/runt" "$scratch/backlog/3"
is 'import with paths that cannot be read: the worst exit code' "$status" 75
like 'and says which is missing' "$err" "^inkom: $scratch/backlog/borta finns inte$"
like 'and which cannot be read' "$err" "^inkom: $scratch/backlog/runt kunde inte läsas: "
is 'and takes in the other' "$out" '1 meddelande inläst: 1 nytt ärende, 0 i karantän.'
is 'explain with a path that is missing goes on' \
    "$(json '[.[].from]' explain "$scratch/backlog/borta" "$scratch/backlog/3" 2>/dev/null | tail -1)" \
    '["cilla@example.net"]'
inkom explain "$scratch/backlog/borta" "$scratch/backlog/3"
is 'and says so at the end' "$status $err" "65 inkom: $scratch/backlog/borta finns inte"

# A message over message_bytes: by its header.
sed 's/^limits:.*//' "$config" >"$scratch/liten.yaml"
echo 'limits: {message_bytes: 65536}' >>"$scratch/liten.yaml"
letter "$scratch/backlog/stor" dora@example.net 'En film' "$(python3 -c 'print("å" * 40000)')"
inkom -c "$scratch/liten.yaml" explain "$scratch/backlog/stor" --json
is 'explain of a message over the limit' "$(printf '%s' "$out" | jq -c '.[0] | [.disposition, .from]')" \
    '["quarantine","dora@example.net"]'
like 'says why' "$out" 'över gränsen message_bytes \(65536\); bara huvudet'
inkom -c "$scratch/liten.yaml" import "$scratch/backlog/stor"
is 'import of one' "$status $out" '0 1 meddelande inläst: 0 nya ärenden, 1 i karantän.'
to_registrar() { json '[.[] | select((.kind == "alert" or .kind == "told") and .to == "registrator@exempelkommun.example")] | length' outbox list; }
is 'the registrar is told of what stays in the mailbox' "$(to_registrar)" 1
is 'keeps its header, and who it is from' "$(sql "SELECT m.outcome, m.sender, m.subject, m.size > 80000,
    CAST(o.bytes AS TEXT) LIKE '%8bit' || char(10) || char(10) FROM messages m JOIN originals o USING (id)
    WHERE m.subject = 'En film'")" 'quarantine|dora@example.net|En film|1|1'

# --- what cannot wait -------------------------------------------------------------------------------
letter "$scratch/inkorg/new/oro" orolig@example.net 'Orolig för ett barn' 'Jag är orolig för grannens barn.'
dnr=$(json '[.[] | select(.sender == "asta@example.net")][0].dnr' case list)
letter "$scratch/inkorg/new/hot" asta@example.net "Sv: $dnr" 'Jag kommer att skjuta er.'
inkom_ok 'a round with an urgent letter and a threat' run --once
is 'the urgent ones are told of at once' "$(to_registrar)" 3
is 'the threat is filed in the case it answers' \
    "$(json '[.[] | select(.sender == "asta@example.net")][-1].outcome' mail list)" attach
is 'and a person sees it' "$(json '[.[] | select(.sender == "asta@example.net" and .kind == "review")] | length' review list)" 1

# --- for people --------------------------------------------------------------------------------
inkom mail list
unlike 'no colour where there is no terminal' "$out" "$(printf '\033')"
widest=$(COLUMNS=80 "$INKOM" -c "$config" --now "$now" mail list | python3 -c '
import sys; print(max(len(line.rstrip("\n")) for line in sys.stdin))')
ok "tables fit the terminal ($widest columns of 80)" test "$widest" -le 80
for list in 'review list' 'mail list' 'case list'; do
    # shellcheck disable=SC2086
    widest=$(COLUMNS=60 "$INKOM" -c "$config" --now "$now" $list | python3 -c '
import sys; print(max(len(line.rstrip("\n")) for line in sys.stdin))')
    ok "$list fits a narrow terminal ($widest columns of 60)" test "$widest" -le 60
done
done_testing
