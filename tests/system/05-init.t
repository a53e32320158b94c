#!/bin/sh
# inkom init: a folder to begin in works at once, in every routine, and is never written over.
. tests/lib/tap.sh
INKOM=$(realpath "${INKOM:-build/inkom}")
project=$PWD

# in_folder FOLDER ARG…: inkom as a person runs it there; sets $status, $out and $err.
in_folder() {
    in_folder=$1
    shift
    out=$(cd "$in_folder" && "$INKOM" --now 2026-03-27T10:00 "$@" 2>"$scratch/err")
    status=$?
    err=$(cat "$scratch/err")
}

# --- what there is ------------------------------------------------------------------------------
in_folder "$scratch" init
is 'the routines are listed' "$status" 0
for routine in hjo koping nordanstig norrkoping standard stromstad; do
    like "$routine is there" "$out" "^$routine "
done
is 'as JSON too' "$(cd "$scratch" && "$INKOM" init --json | jq -c '[.[].routine]')" \
    '["hjo","koping","nordanstig","norrkoping","standard","stromstad"]'

# --- each works at once -------------------------------------------------------------------------
for routine in hjo koping nordanstig norrkoping standard stromstad; do
    folder=$scratch/deep/$routine
    in_folder "$scratch" init "$routine" "deep/$routine"
    is "$routine: is made" "$status" 0
    like "$routine: says what to do next" "$out" 'inkom run --once'
    like "$routine: follows it" "$(cat "$folder/inkom.yaml")" "^routine: rules/routines/$routine.yaml\$"
    like "$routine: knows the orders that its letters tell of" "$(cat "$folder/inkom.yaml")" \
        '^commands: rules/commands.yaml$'
    is "$routine: has no other" "$(ls "$folder/rules/routines")" "$routine.yaml"
    ok "$routine: the routine is as delivered" cmp "rules/routines/$routine.yaml" \
        "$folder/rules/routines/$routine.yaml"
    in_folder "$folder" doctor
    is "$routine: the doctor finds nothing" "$status $err" '0 '
    in_folder "$folder" rules check
    is "$routine: nor do the rules" "$status" 0
    printf '%s\n' 'From: Anna Ek <anna.ek@example.org>' 'To: inkorg@exempelkommun.example' \
        'Subject: Trasig gatubelysning' 'Message-ID: <a1@example.org>' \
        'Date: Fri, 27 Mar 2026 09:00:00 +0100' '' 'Lampan vid Storgatan 14 lyser inte.' \
        >"$folder/inkorg/new/a"
    touch -d '2026-03-27 09:00 +0100' "$folder/inkorg/new/a"
    in_folder "$folder" run --once
    is "$routine: mail is taken in" "$status" 0
    is "$routine: and is a case" \
        "$(cd "$folder" && "$INKOM" case list --json | jq -c '[.[].type]')" '["felanmälan"]'
done
for part in classification forms; do
    ok "the copy of $part is whole" diff -r "rules/$part" "$scratch/deep/hjo/rules/$part"
done
# An officer's words are taken by mail from the start, once letters can have addresses of their own.
folder=$scratch/deep/koping
officer() {
    printf '%s\n' 'From: Karin Berg <karin.berg@exempelkommun.example>' \
        'To: inkorg@exempelkommun.example' 'Subject: TN 2026/0001' \
        "Message-ID: <$1@exempelkommun.example>" 'Date: Fri, 27 Mar 2026 09:58:00 +0100' '' \
        'kan avslutas' >"$folder/inkorg/new/$1"
    touch -d '2026-03-27 09:58 +0100' "$folder/inkorg/new/$1"
    in_folder "$folder" run --once
}
in_folder "$folder" case assign 'TN 2026/0001' 'Karin Berg'
officer first
in_folder "$folder" review list --json
like 'what she orders cannot be confirmed, and it says why' "$out" 'saknar recipient_delimiter:'
sed -i 's/^  # \(recipient_delimiter: \)/  \1/' "$folder/inkom.yaml"
officer second
in_folder "$folder" outbox list --json
is 'she is asked whether it was she' \
    "$(printf '%s' "$out" | jq -c '[.[].kind] | index("order-confirm") != null')" true
ok 'the copy of the words is whole' cmp rules/commands.yaml "$folder/rules/commands.yaml"
ok 'the copy of the letters is whole' diff -r templates "$scratch/deep/hjo/templates"
is 'letters in Köping went to the folder' "$(ls "$scratch/deep/koping/utkorg/new" | wc -l)" 3
is 'mail is for its owner only' "$(stat -c %a "$scratch/deep/hjo/inkorg")" 700

# --- nothing is written over --------------------------------------------------------------------
printf '# min egen\n' >"$scratch/deep/hjo/inkom.yaml"
before=$(find "$scratch/deep/hjo" -type f -exec sha256sum {} + | sort)
in_folder "$scratch" init koping deep/hjo
is 'a folder that has an inkom.yaml is refused' "$status" 65
like 'and it says so' "$err" 'inkom.yaml finns redan, och inget har ändrats'
is 'and nothing was' "$(find "$scratch/deep/hjo" -type f -exec sha256sum {} + | sort)" "$before"
mkdir "$scratch/link" && ln -s /nowhere "$scratch/link/inkom.yaml"
in_folder "$scratch" init koping link
is 'a link that leads nowhere is one too' "$status" 65

mkdir -p "$scratch/own/rules/routines"
printf 'name: Vår egen\n' >"$scratch/own/rules/routines/koping.yaml"
in_folder "$scratch" init koping own
is 'nor is a file that somebody has changed' "$status" 65
like 'and it says which' "$err" 'own/rules/routines/koping.yaml finns redan'
is 'it stands' "$(cat "$scratch/own/rules/routines/koping.yaml")" 'name: Vår egen'
ok 'and the folder is not taken for a whole one' test ! -e "$scratch/own/inkom.yaml"
cp rules/routines/koping.yaml "$scratch/own/rules/routines/koping.yaml"
in_folder "$scratch" init koping own
is 'it goes on where it was' "$status" 0

# --- mistakes -----------------------------------------------------------------------------------
in_folder "$scratch" init kopin x
is 'an unknown routine' "$status" 65
like 'suggests the nearest' "$err" 'menade du "koping"'
in_folder "$scratch" init qqqqqqqqqq x
like 'or tells which there are' "$err" 'välj bland hjo, koping'
in_folder "$scratch" init ../../hjo x
is 'a path is no routine' "$status" 65
in_folder "$scratch" init hjo
is 'no folder' "$status" 64
like 'says what is missing' "$err" 'inkom init hjo MAPP'
in_folder "$scratch" init hjo err/x
is 'a folder in a file' "$status" 65
ok 'none of them made anything' test ! -e "$scratch/x"

# --- installed ----------------------------------------------------------------------------------
mkdir -p "$scratch/prefix/bin" "$scratch/prefix/share/inkom"
cp "$INKOM" "$scratch/prefix/bin/inkom"
INKOM=$scratch/prefix/bin/inkom
in_folder "$scratch" init hjo installed
is 'without the delivered files' "$status" 78
like 'it tells to install' "$err" 'make install'
cp -r "$project/init" "$project/rules" "$project/templates" "$scratch/prefix/share/inkom/"
in_folder "$scratch" init hjo installed
is 'installed in any prefix' "$status" 0
is 'as JSON' "$(cd "$scratch" && "$INKOM" init hjo json --json | jq -c '[.routine, .folder]')" \
    "[\"hjo\",\"$(realpath "$scratch")/json\"]"
done_testing
