#!/bin/sh
# The registrar's hand: cases by hand, changes, what waits for a decision, and the number series.
. tests/lib/tap.sh
. tests/lib/inkom.sh
has_taken_over=yes # numbers from an earlier register leave gaps
make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"

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
case_of() { json "$2" case show "$1"; }
journal() { case_of "$1" '[.journal[].what] | last'; }

# --- by hand -----------------------------------------------------------------------------------
inkom_ok 'case new' case new --unit TN --title 'Gatubelysning: Storgatan' --type felanmälan \
    --sender Anna.Ek@Example.org --officer 'Karin Berg' --secrecy 26:1 --channel blankett \
    --arrived 2026-03-26
is 'has what was given' "$(case_of 'TN 2026/1' '[.dnr, .title, .type, .sender, .officer, .secrecy,
    .channel, .arrived, .status, (.records | length)]')" \
    '["TN 2026/0001","Gatubelysning: Storgatan","felanmälan","anna.ek@example.org","karin.berg@exempelkommun.example","26:1","blankett","2026-03-26","open",0]'
refuse 'no unit' 64 'unit saknas' case new --title 'Gatubelysning: x'
refuse 'an unknown unit' 64 'finns inte under units' case new --unit XX --title 'Gatubelysning: x'
refuse 'a title that says nothing (A38)' 64 'säger inte vad ärendet rör' case new --unit TN --title Synpunkt
refuse 'no title' 64 '--title saknas' case new --unit TN
refuse 'an empty title' 64 'säger inte vad ärendet rör' case new --unit TN --title ' '
refuse 'it has not come in yet' 64 '--arrived 2026-03-28: .* inte varit' case new --unit TN --title 'Gatubelysning: x' --arrived 2026-03-28
refuse 'nor later today' 64 'inte varit' case new --unit TN --title 'Gatubelysning: x' --arrived 2026-03-27T10:01
refuse 'an unknown type' 64 'okänd' case new --unit TN --title 'Gatubelysning: x' --type gnäll
refuse 'an unknown officer' 64 'finns inte under officers' case new --unit TN --title 'Gatubelysning: x' --officer nils
refuse 'no address' 64 'ingen e-postadress' case new --unit TN --title 'Gatubelysning: x' --sender anna
refuse 'no date' 64 'skriv 2026' case new --unit TN --title 'Gatubelysning: x' --arrived igår

inkom_ok 'a number from an earlier register' case new --dnr 'TN 2026/0412' --title 'Snöröjning: Ringvägen'
refuse 'which is taken once' 65 'redan taget' case new --dnr 'TN 2026/0412' --title 'Snöröjning: igen'
refuse 'and not in two registers' 64 'hör inte till' case new --unit KS --dnr 'TN 2026/0413' --title 'Snöröjning: x'
inkom case new --unit TN --title 'Lekplats: Parken' --json
is 'the series goes on above it' "$(printf '%s' "$out" | jq -r .dnr)" 'TN 2026/0413'
inkom case new --dnr 'TN 2026/0100' --title 'Lekplats: Skogen'
inkom case new --unit TN --title 'Lekplats: Torget' --json
is 'a lower number does not turn it back' "$(printf '%s' "$out" | jq -r .dnr)" 'TN 2026/0414'
is 'other series are their own' "$(inkom case new --unit KS --title 'Webben: sökning' --json; printf '%s' "$out" | jq -r .dnr)" 'KS 2026/0001'

# --- changes -----------------------------------------------------------------------------------
inkom_ok 'assign' case assign 'TN 2026/0001' lisa.holm@exempelkommun.example --reason byte
is 'assigns' "$(case_of 'TN 2026/0001' .officer)" lisa.holm@exempelkommun.example
is 'and is in the journal with before and after' \
    "$(case_of 'TN 2026/0001' '[.journal[] | select(.what == "handläggare utsedd")] | last |
    [.before, .after != null, .who != null]')" \
    '["karin.berg@exempelkommun.example",true,true]'
refuse 'assign to nobody' 65 'ingen handläggare' case assign 'TN 2026/0001' nils
inkom_ok 'type' case type 'TN 2026/0001' klagomål
is 'changes it' "$(case_of 'TN 2026/0001' .type)" klagomål
refuse 'an unknown type' 65 'ingen ärendetyp; välj bland' case type 'TN 2026/0001' gnäll
inkom_ok 'title' case title 'TN 2026/0001' 'Gatubelysning: Storgatan 14'
refuse 'a title that says nothing' 65 'säger inte' case title 'TN 2026/0001' ' '
journal_rows=$(case_of 'TN 2026/0001' '.journal | length')
inkom case title 'TN 2026/0001' 'Gatubelysning: Storgatan 14'
is 'no change, no row in the journal' "$(case_of 'TN 2026/0001' '.journal | length')" "$journal_rows"
inkom_ok 'close' case close 'TN 2026/0001' --reason besvarat
is 'closes, and the deadline is met' "$(case_of 'TN 2026/0001' '[.status, .deadlines[0].met != null]')" '["closed",true]'
inkom_ok 'reopen' case reopen 'TN 2026/0001'
is 'opens it again' "$(case_of 'TN 2026/0001' .status)" open
inkom_ok 'move' case move 'TN 2026/0001' MBN --reason 'fel nämnd'
is 'takes a number there; sender and arrival stay' "$(case_of 'MBN 2026/0001' '[.dnr, .unit, .sender, .arrived]')" \
    '["MBN 2026/0001","MBN","anna.ek@example.org","2026-03-26"]'
is 'the old number leads there' "$(case_of 'TN 2026/0001' .dnr)" 'MBN 2026/0001'
refuse 'and is never used again' 65 'redan taget' case new --dnr 'TN 2026/0001' --title 'Snöröjning: igen'
refuse 'move to nowhere' 65 'ingen nämnd' case move 'MBN 2026/0001' XX
inkom case show '2026/1'
is 'a number in several registers needs its code' "$status" 65
for way in 'TN 2026/0412' 'TN 2026/412' 'tn2026/412' 'TN 2026-412' '2026/412'; do
    is "written as \"$way\"" "$(case_of "$way" .dnr)" 'TN 2026/0412'
done

# --- what waits for a person -------------------------------------------------------------------
letter "$scratch/inkorg/new/okant" eva.ros@example.net 'Angående KS 2025/9999' 'Det gäller KS 2025/9999.'
letter "$scratch/inkorg/new/okant2" per.ek@example.net 'Angående KS 2025/9998' 'Det gäller KS 2025/9998.'
letter "$scratch/inkorg/new/okant3" pia.ek@example.net 'Angående KS 2025/9997' 'Det gäller KS 2025/9997.'
letter "$scratch/inkorg/new/okant4" bo.ek@example.net 'Angående KS 2025/9996' 'Det gäller KS 2025/9996.'
letter "$scratch/inkorg/new/auto" mats.lund@example.com 'Klagomål på snöröjningen' \
    'Snöröjningen på Ringvägen fungerar inte.' 'Precedence: bulk'
letter "$scratch/inkorg/new/auto2" ida.lund@example.com 'Klagomål på snöröjningen' \
    'Snöröjningen på Ringvägen 2 fungerar inte.' 'Precedence: bulk'
inkom run --once
review_of() { # SENDER KIND
    json ".[] | select(.sender == \"$1\" and .kind == \"$2\") | .id" review list
}
mail_of() { json ".[] | select(.sender == \"$1\") | $2" mail list; }
waiting() { json length review list; }

# Staff's letter with another's in it, but no word of who he is.
letter "$scratch/inkorg/new/vidare" lisa.holm@exempelkommun.example 'VB: Gunga' \
    'Från: Per Ask
Skickat: den 20 mars 2026 14:32
Till: Lisa Holm
Ämne: Gunga

Gungan vid Sågvägen är trasig.'
inkom run --once
inkom_ok 'resolve --new with a sender and a day' review resolve "$(review_of lisa.holm@exempelkommun.example origin)" \
    --new --unit MBN --title 'Lekplats: gungan' --sender per.ask@example.org --arrived 2026-03-19
is 'both hold, and the answer is due from that day' \
    "$(case_of 'MBN 2026/0002' '[.sender, .arrived, .due]')" \
    '["per.ask@example.org","2026-03-19","2026-03-26"]'

id=$(review_of eva.ros@example.net unknown_number)
refuse 'resolve without a choice' 64 'ange en av' review resolve "$id"
refuse 'resolve with two' 64 'ange en av' review resolve "$id" --new --minor
refuse 'a title without --new' 64 'hör till --new' review resolve "$id" --minor --title 'Webben: x'
refuse 'a sender without --new' 64 'hör till --new' review resolve "$id" --minor --sender a@example.org
refuse 'a sender that is no address' 64 'e-postadress' review resolve "$id" --new --sender anna
refuse 'a day that has not been' 64 'har inte varit än' review resolve "$id" --new --arrived 2026-03-28
refuse 'a day that is none' 64 'skriv 2026-03-27' review resolve "$id" --new --arrived igår
refuse 'attach to nothing' 65 'finns inte' review resolve "$id" --attach 'TN 2026/0777'
refuse 'no such row' 65 'finns inte' review resolve 4711 --done x
before=$(waiting)
inkom_ok 'resolve --new' review resolve "$id" --new --unit KS --type fråga --title 'Webben: trasig länk'
is 'registers it' "$(mail_of eva.ros@example.net '[.outcome, .dnr, .record]')" '["new","KS 2026/0002",1]'
is 'as wished' "$(case_of 'KS 2026/0002' '[.unit, .type, .title, .sender, .arrived]')" \
    '["KS","fråga","Webben: trasig länk","eva.ros@example.net","2026-03-27"]'
is 'and owes a receipt' "$(mail_of eva.ros@example.net .reply)" owed
refuse 'what is resolved is resolved' 65 'redan' review resolve "$id" --minor
inkom_ok 'resolve --send' review resolve "$(review_of eva.ros@example.net receipt)" --send
is 'queues the receipt' "$(json '.[] | select(.to == "eva.ros@example.net") | [.kind, .state, .dnr]' outbox list)" \
    '["receipt","queued","KS 2026/0002"]'
inkom_ok 'resolve --attach' review resolve "$(review_of per.ek@example.net unknown_number)" --attach 'TN 2026/0412'
is 'files it there' "$(mail_of per.ek@example.net '[.outcome, .dnr, .record]')" '["attach","TN 2026/0412",1]'
refuse 'forgive what is not owed' 65 'ingen bekräftelse som väntar' review resolve \
    "$(review_of pia.ek@example.net unknown_number)" --forgive
refuse 'of minor importance, with a type' 64 'hör till --new' review resolve \
    "$(review_of pia.ek@example.net unknown_number)" --minor --type fråga
inkom_ok 'resolve --minor' review resolve "$(review_of pia.ek@example.net unknown_number)" --minor
is 'is of minor importance' "$(mail_of pia.ek@example.net '[.outcome, .dnr]')" '["minor",null]'
is 'which the journal says' "$(sql "SELECT COUNT(*) FROM journal WHERE what = 'granskning avgjord'
    AND after = 'uppenbart ringa betydelse' AND message IS NOT NULL")" 1
inkom_ok 'resolve --done' review resolve "$(review_of bo.ek@example.net unknown_number)" --done 'ringde upp'
is 'says what was done' "$(json '.[] | select(.sender == "bo.ek@example.net") | .resolution' review list --all)" 'ringde upp'
id=$(review_of mats.lund@example.com receipt)
refuse 'of minor importance, and in a case' 65 'hör till TN 2026/0[0-9]+ och kan då inte vara av ringa' \
    review resolve "$id" --minor
refuse 'forgive, but send' 64 'ange en av' review resolve "$id" --forgive --send
refuse 'forgive, to an address' 64 'hör till --send' review resolve "$id" --forgive --to a@example.org
inkom_ok 'resolve --forgive' review resolve "$id" --forgive
is 'owes nothing more' "$(mail_of mats.lund@example.com '[.reply, .outcome]')" '["none","new"]'
refuse 'forgive once' 65 'redan avgjord: ingen bekräftelse skickas' review resolve "$id" --forgive
is 'nothing is sent' "$(json '[.[] | select(.to == "mats.lund@example.com")] | length' outbox list)" 0
sql "INSERT INTO reviews (kind, reason, created_at) VALUES ('unclear', 'inget meddelande', 0)"
id=$(sql 'SELECT MAX(id) FROM reviews')
for choice in --minor --forgive --new --send; do
    refuse "$choice without a message" 64 'gäller inget meddelande' review resolve "$id" $choice
done
inkom_ok 'but it can be done' review resolve "$id" --done 'ett fel i registret'
inkom_ok 'resolve --send of what triage withheld' review resolve "$(review_of ida.lund@example.com receipt)" --send
inkom run --once
is 'sends it' "$(json '.[] | select(.to == "ida.lund@example.com") | .state' outbox list)" sent
ok 'fewer things wait' test "$(waiting)" -lt "$before"
check_register 'by hand'

# --- the turn of the year ----------------------------------------------------------------------
now=2027-01-01T00:10 arrived='2026-12-31 23:58 +0100'
letter "$scratch/inkorg/new/nyar" liv.ek@example.org 'Trasig gatubelysning' 'Lampan på Storgatan 3 är trasig.'
inkom run --once
is 'came in on 31 December, registered on 1 January' \
    "$(mail_of liv.ek@example.org '[.dnr, .arrived]')" '["TN 2027/0001","2026-12-31T23:58:00+01:00"]'
is 'arrival is the old year' "$(case_of 'TN 2027/0001' .arrived)" 2026-12-31
check_register 'new year'

# --- a register restored from an older copy ------------------------------------------------------
sqlite3 "$scratch/inkom.db" ".backup $scratch/copy.db"
now=2027-01-02T10:00 arrived='2027-01-02 09:30 +0100'
letter "$scratch/inkorg/new/efter" moa.ek@example.org 'Trasig gatubelysning' 'Lampan på Storgatan 5 är trasig.'
inkom run --once
receipt=$(json '.[] | select(.to == "moa.ek@example.org") | .message_id' outbox list)
dnr=$(mail_of moa.ek@example.org .dnr)
rm -f "$scratch"/inkom.db*
cp "$scratch/copy.db" "$scratch/inkom.db"
letter "$scratch/inkorg/new/annan" tor.ek@example.org 'Trasig gatubelysning' 'Lampan på Storgatan 6 är trasig.'
inkom run --once
is 'gives the same number once more' "$(mail_of tor.ek@example.org .dnr)" "$dnr"
is 'and nobody can know' "$(json '[.[] | select(.what == "numren")] | length' doctor)" 0
letter "$scratch/inkorg/new/svar" moa.ek@example.org "Sv: [$dnr] Vi har tagit emot ditt meddelande" \
    'Tack, men nu lyser den igen.' "In-Reply-To: <$receipt>"
inkom run --once
is 'until one answers a letter that is not there' "$(json '.[-1] | [.outcome, .dnr]' mail list)" '["review",null]'
is 'a person is asked' "$(json '.[-1] | [.kind, .sender]' review list)" '["lost_letter","moa.ek@example.org"]'
inkom doctor
is 'and the doctor tells: exit code' "$status" 65
like 'and the doctor tells' "$out" '^✗ numren: 1 meddelande på granskningslistan svarar på brev .* --dnr'
inkom review resolve "$(review_of moa.ek@example.org lost_letter)" --done 'nummer överhoppade'
is 'until it is dealt with' "$(json '[.[] | select(.what == "numren")] | length' doctor)" 0

# --- how numbers are written -------------------------------------------------------------------
for format in '{unit}/{year}:{seq}=KS/2026:1' '{year}.{seq:4}=2026.0001' '{unit} {year}-{seq:5}=KS 2026-00001'; do
    rm -f "$scratch"/inkom.db*
    now=2026-03-27T10:00 arrived='2026-03-27 09:30 +0100'
    write_config "$maildir_mailbox" "$maildir_outgoing" "number: \"${format%=*}\""
    sed -i '/code: \(TN\|BUN\|VON\|SN\|MBN\|KFN\)/d; s/, unit: TN}/, unit: KS}/' "$config"
    sed -i "s|$project/rules/classification|$scratch/rules|" "$config"
    mkdir -p "$scratch/rules"
    inkom case new --unit KS --title 'Webben: sökning' --sender nils@example.org --json
    is "written as ${format#*=}" "$(printf '%s' "$out" | jq -r .dnr) $err" "${format#*=} "
    is "${format#*=} is found again" "$(case_of "${format#*=}" .dnr)" "${format#*=}"
    letter "$scratch/inkorg/new/nummer" "nils@example.org" "Angående ${format#*=}" "Mer om ${format#*=}."
    inkom run --once
    found=$(json '.[0] | [.outcome, .dnr]' mail list)
    is "${format#*=} in a subject threads" "$found" "[\"attach\",\"${format#*=}\"]"
done

# --- a database newer than the program, and one that is none -------------------------------------
sql 'UPDATE schema_version SET version = version + 1'
inkom case list
is 'a newer database: exit code' "$status [$out]" '78 []'
like 'a newer database: why' "$err" 'databasen har schema [0-9]+ men det här programmet kan bara'
rm -f "$scratch"/inkom.db*
printf 'detta är ingen databas, bara text som någon har lagt här av misstag\n%0500d' 0 >"$scratch/inkom.db"
inkom case list
is 'not a database: exit code' "$status" 78
like 'not a database: why' "$err" 'inte en SQLite-databas'
done_testing
