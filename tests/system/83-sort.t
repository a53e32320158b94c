#!/bin/sh
# Sorting the register by hand: two matters in one letter, a letter in the wrong case, one matter in
# two cases. Numbers stay taken, later mail finds its way, everything or nothing is done.
. tests/lib/tap.sh
. tests/lib/inkom.sh
has_split=yes
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"

case_of() { json "$2" case show "$1"; }
mail_of() { json "[.[] | select(.sender == \"$1\")] | last | $2" mail list; }
lamp=anna.ek@example.org snow=bo.ek@example.net school=mats.lund@example.com
send() { # FILE FROM SUBJECT TEXT [HEADER…]: and takes it in
    send_file=$1
    shift
    letter "$scratch/inkorg/new/$send_file" "$@"
    inkom run --once
}
# refuse NAME STATUS PATTERN COMMAND…: refused, and nothing has changed.
refuse() {
    refuse_name=$1 refuse_status=$2 refuse_pattern=$3
    shift 3
    refuse_before=$(sql .dump | sha256sum)
    inkom "$@"
    is "$refuse_name: exit code" "$status" "$refuse_status"
    like "$refuse_name: why" "$err" "$refuse_pattern"
    is "$refuse_name: nothing has changed" "$(sql .dump | sha256sum)" "$refuse_before"
}

send 1 $lamp 'Trasig gatubelysning Storgatan 14' 'Lampan på Storgatan är trasig. Dessutom är
lekplatsen i Parken farlig: gungan är lös.' 'Message-ID: <anna-1@example.org>'
send 2 $snow 'Klagomål på gatubelysningen Storgatan' 'Gatubelysningen på Storgatan är släckt.' \
    'Message-ID: <bo-1@example.net>'
send 3 $school 'Klagomål på skolmaten' 'Skolmaten på Centralskolan är kall.'
is 'three cases' "$(json '[.[].dnr]' case list)" '["BUN 2026/0001","TN 2026/0001","TN 2026/0002"]'
receipt_of() { json ".[] | select(.to == \"$1\") | .message_id" outbox list; }

# --- split ---------------------------------------------------------------------------------------
refuse 'split without a record' 64 'vilken handling' case split 'TN 2026/0001' --title 'Lekplats: Parken'
refuse 'split without a title' 64 'title saknas' case split 'TN 2026/0001-1'
refuse 'split with a title that says nothing' 64 'vad ärendet rör' case split 'TN 2026/0001-1' --title Synpunkt
refuse 'split to an unknown unit' 64 'finns inte' case split 'TN 2026/0001-1' --title 'Lekplats: Parken' --unit XX
refuse 'split what is not there' 65 'ingen handling 7' case split 'TN 2026/0001-7' --title 'Lekplats: Parken'
refuse 'split a case that is not there' 65 'finns inte' case split 'TN 2026/0099-1' --title 'Lekplats: Parken'
inkom_ok 'split' case split 'TN 2026/0001-1' --title 'Lekplats: gungan i Parken' --unit KFN --type klagomål \
    --reason 'två saker i ett brev'
is 'the second matter is a case' "$(case_of 'KFN 2026/1' '[.dnr, .title, .type, .sender, .arrived, .status]')" \
    '["KFN 2026/0001","Lekplats: gungan i Parken","klagomål","anna.ek@example.org","2026-03-27","open"]'
is 'with the same message as its first record' \
    "$(case_of 'KFN 2026/1' '[.records[] | [.number, .message_id]]')" '[[1,"anna-1@example.org"]]'
is 'which stays in the first case' \
    "$(case_of 'TN 2026/1' '[.records[] | [.number, .message_id]]')" '[[1,"anna-1@example.org"]]'
is 'the link stands there' "$(case_of 'TN 2026/1' '[.links[] | [.kind, .direction, .dnr, .record, .other_record, .why]]')" \
    '[["split","to","KFN 2026/0001",1,1,"två saker i ett brev"]]'
is 'and here' "$(case_of 'KFN 2026/1' '[.links[] | [.kind, .direction, .dnr, .record, .other_record, .why]]')" \
    '[["split","from","TN 2026/0001",1,1,"två saker i ett brev"]]'
for dnr in 'TN 2026/1' 'KFN 2026/1'; do
    is "the journal of $dnr says why" \
        "$(case_of "$dnr" '[.journal[] | select(.what == "ärendet delat") | [.who != "", (.after | test("två saker"))]]')" \
        '[[true,true]]'
done
inkom case show 'KFN 2026/1'
like 'people see it too' "$out" 'Länk: +handling 1 delat från TN 2026/0001-1'
is 'the first case still has its receipt' "$(json '[.[] | select(.to == "anna.ek@example.org") | .dnr]' outbox list)" '["TN 2026/0001"]'
id=$(json '.[] | select(.kind == "receipt" and .dnr == "KFN 2026/0001") | .id' review list)
inkom_ok 'the new one owes one, and it is sent' review resolve "$id" --send
is 'with the new number' "$(json '[.[] | select(.to == "anna.ek@example.org") | .dnr]' outbox list)" \
    '["TN 2026/0001","KFN 2026/0001"]'
inkom case split 'TN 2026/0001-1' --title 'Lekplats: tredje saken' --unit KFN
id=$(json '.[] | select(.kind == "receipt" and .dnr == "KFN 2026/0002") | .id' review list)
inkom_ok 'or forgiven' review resolve "$id" --forgive
is 'which sends nothing' "$(json '[.[] | select(.dnr == "KFN 2026/0002")] | length' outbox list)" 0

# --- a record in the wrong case ------------------------------------------------------------------
send 4 $school 'Mer om TN 2026/0001 Storgatan' 'Skolmaten är fortfarande kall.' 'Message-ID: <mats-2@example.com>'
is 'filed by its number, with a flag' "$(mail_of $school '[.outcome, .dnr, .record]')" '["attach","TN 2026/0001",2]'
refuse 'move to the same case' 65 'samma ärende' case move-record 'TN 2026/0001-2' 'TN 2026/0001'
refuse 'move without a record' 64 'vilken handling' case move-record 'TN 2026/0001' 'BUN 2026/0001'
refuse 'move to nowhere' 65 'finns inte' case move-record 'TN 2026/0001-2' 'BUN 2026/0099'
inkom_ok 'move-record' case move-record 'TN 2026/0001-2' 'BUN 2026/0001' --reason 'fel nummer i brevet'
is 'it is the next one there' "$(case_of 'BUN 2026/1' '[.records[] | [.number, .message_id]] | last')" '[2,"mats-2@example.com"]'
is 'its number stays taken here, with a reference and nothing of the letter' \
    "$(case_of 'TN 2026/1' '.records[1] | [.number, .title, .from, .message_id, .sha256]')" \
    '[2,"Flyttad till BUN 2026/0001-2",null,null,null]'
is 'the ledger follows' "$(mail_of $school '[.dnr, .record]')" '["BUN 2026/0001",2]'
is 'the review list too' "$(json '[.[] | select(.kind == "stranger") | .dnr]' review list)" '["BUN 2026/0001"]'
is 'both cases say so' "$(case_of 'TN 2026/1' '.links | last | [.kind, .direction, .dnr, .record, .other_record]')
$(case_of 'BUN 2026/1' '.links | last | [.kind, .direction, .dnr, .record, .other_record]')" \
    '["moved","to","BUN 2026/0001",2,2]
["moved","from","TN 2026/0001",2,2]'
refuse 'what is moved is moved' 65 'flyttad till BUN 2026/0001-2' case move-record 'TN 2026/0001-2' 'BUN 2026/0001'
refuse 'and cannot be split' 65 'ingen handling 2 med' case split 'TN 2026/0001-2' --title 'Kost: Centralskolan'
send 5 $school 'Tredje brevet' 'Nu är den varm.' 'In-Reply-To: <mats-2@example.com>'
is 'an answer to it finds the right case' "$(mail_of $school '[.outcome, .dnr, .record]')" '["attach","BUN 2026/0001",3]'
send 6 $lamp 'Sv: TN 2026/0001' 'Hur går det?'
is 'the next record here has the next number' "$(mail_of $lamp '[.dnr, .record]')" '["TN 2026/0001",3]'

# --- merging, and what happens when it fails in the middle ---------------------------------------
inkom case assign 'TN 2026/0002' 'Karin Berg'
sql "UPDATE cases SET secrecy = '21:1' WHERE dnr = 'TN 2026/0002'"
refuse 'merge with itself' 65 'samma ärende' case merge 'TN 2026/0001' 'TN 2026/1'
refuse 'merge with nothing' 65 'finns inte' case merge 'TN 2026/0002' 'TN 2026/0099'
for what in 'INSERT ON records' 'UPDATE ON records' 'UPDATE ON messages' 'UPDATE ON outbox' 'UPDATE ON cases' \
    'INSERT ON parties' 'UPDATE ON numbers' 'UPDATE ON deadlines' 'INSERT ON links' 'INSERT ON journal' \
    "INSERT ON journal WHEN NEW.what = 'ärenden sammanförda'"; do
    case $what in
    *WHEN*) trigger="${what%% WHEN*} WHEN${what#*WHEN}" ;;
    *) trigger=$what ;;
    esac
    sql "CREATE TRIGGER broken BEFORE $trigger BEGIN SELECT RAISE(ABORT, 'trasigt'); END"
    before=$(sql .dump | sha256sum)
    for command in "merge|TN 2026/0002|TN 2026/0001" "move-record|TN 2026/0002-1|TN 2026/0001"; do
        old_ifs=$IFS IFS='|'
        # shellcheck disable=SC2086
        set -- $command
        IFS=$old_ifs
        case "$1 $what" in
        'move-record UPDATE ON numbers' | 'move-record UPDATE ON deadlines' | 'move-record'*WHEN*) continue ;;
        esac
        inkom case "$1" "$2" "$3"
        is "$1, broken at $what: fails" "$([ "$status" = 0 ] || echo failed)" failed
        is "$1, broken at $what: nothing is done" "$(sql .dump | sha256sum)" "$before"
    done
    sql 'DROP TRIGGER broken'
done
sql "CREATE TRIGGER broken BEFORE INSERT ON links BEGIN SELECT RAISE(ABORT, 'trasigt'); END"
refuse 'split, broken in the middle' 70 'trasigt' case split 'TN 2026/0001-1' --title 'Lekplats: fjärde saken'
sql 'DROP TRIGGER broken'

receipt=$(receipt_of $snow)
inkom_ok 'merge' case merge 'TN 2026/0002' 'TN 2026/0001' --reason 'samma lampa'
is 'the number leads to the other case' "$(case_of 'TN 2026/0002' .dnr)" 'TN 2026/0001'
is 'which has the records of both' "$(case_of 'TN 2026/0001' '[.records[] | .message_id] | [.[0], .[1], .[3]]')" \
    '["anna-1@example.org",null,"bo-1@example.net"]'
is 'officer and secrecy come along' "$(case_of 'TN 2026/0001' '[.officer, .secrecy, .status]')" \
    '["karin.berg@exempelkommun.example","21:1","open"]'
is 'one promise is kept there, once' \
    "$(case_of 'TN 2026/0001' '[.deadlines[] | select(.kind == "answer") | .met == null] | sort')" '[false,true]'
is 'the other is closed' "$(json '.[] | select(.dnr == "TN 2026/0002") | .status' case list)" closed
is 'the link stands' "$(case_of 'TN 2026/0001' '[.links[] | select(.kind == "merged") | [.direction, .dnr, .record, .why]]')" \
    '[["from","TN 2026/0002",null,"samma lampa"]]'
refuse 'what is merged is merged' 65 'samma ärende' case merge 'TN 2026/0002' 'TN 2026/0001'
refuse 'its number is never used again' 65 'redan taget' case new --dnr 'TN 2026/0002' --title 'Snöröjning: igen'
send 7 $snow 'Sv: TN 2026/0002' 'Tack, nu lyser den.'
is 'later mail with the old number arrives where the case is' "$(mail_of $snow '[.outcome, .dnr]')" '["attach","TN 2026/0001"]'
send 8 $snow 'Tack!' 'Nu lyser den.' "In-Reply-To: <$receipt>"
is 'and an answer to the old receipt' "$(mail_of $snow '[.outcome, .dnr]')" '["attach","TN 2026/0001"]'
inkom case merge 'TN 2026/0001' 'KFN 2026/0001'
is 'merged once more, all three numbers lead there' \
    "$(case_of 'TN 2026/0002' .dnr) $(case_of 'TN 2026/0001' .dnr)" 'KFN 2026/0001 KFN 2026/0001'
inkom case move 'KFN 2026/0001' MBN
is 'and moved too' "$(case_of 'TN 2026/0002' .dnr)" 'MBN 2026/0001'
send 9 $snow 'Tack igen' 'Nu lyser den åter.' "In-Reply-To: <$receipt>"
is 'the receipt still leads there' "$(mail_of $snow '[.outcome, .dnr]')" '["attach","MBN 2026/0001"]'
inkom case close 'MBN 2026/0001'
inkom case new --unit MBN --title 'Buller: Ringvägen'
inkom case merge 'MBN 2026/0002' 'MBN 2026/0001'
is 'an open case merged into a closed one is not forgotten' "$(case_of 'MBN 2026/0001' .status)" open
check_register 'sorted'

# --- a closed case, linked ----------------------------------------------------------------------
sed 's/to_closed: öppna/to_closed: länka/' "$project/rules/routines/koping.yaml" >"$scratch/rutin.yaml"
sed -i "s|^routine:.*|routine: rutin.yaml|" "$config"
inkom case close 'BUN 2026/0001'
send 10 $school 'Sv: BUN 2026/0001' 'Det är fortfarande inte bra.'
is 'mail to a closed case begins a linked one' "$(mail_of $school '[.outcome, .dnr, .record]')" '["new","BUN 2026/0002",1]'
is 'of the same kind' "$(case_of 'BUN 2026/0002' '[.type, .unit]')" "$(case_of 'BUN 2026/0001' '[.type, .unit]')"
is 'once, on both' "$(case_of 'BUN 2026/0001' '[.status, (.links | last | [.kind, .direction, .dnr])]')
$(case_of 'BUN 2026/0002' '[.status, (.links | last | [.kind, .direction, .dnr])]')" \
    '["closed",["followup","to","BUN 2026/0002"]]
["open",["followup","from","BUN 2026/0001"]]'
inkom run --once
is 'and not again' "$(case_of 'BUN 2026/0001' '[.links[] | select(.kind == "followup")] | length')" 1
letter "$scratch/prov.eml" $school 'Sv: BUN 2026/0001' 'Och nu då?'
is 'explain says so' "$(json '.[0] | [.disposition, .dnr, .follows]' explain "$scratch/prov.eml")" '["new",null,"BUN 2026/0001"]'
check_register 'linked'
done_testing
