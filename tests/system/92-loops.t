#!/bin/sh
# Letters that answer letters come to an end. Real gateways with a post between them that carries
# what each has sent to the others, and the clock goes on ten minutes for each delivery.
#
#   two of our own                              the letter and one receipt
#   a peer that strips every mark, and answers  the letter, three receipts, an answer to each: 7
#   the same with another Return-Path in each   no more than that: BATV, VERP, a way of its own
#   three of our own in a ring, with a road     the letter, and three receipts from each: 10
#   that strips every mark
. tests/lib/tap.sh
. tests/lib/inkom.sh

# gateway NAME: a register, an inbox and an outbox of its own in $scratch/NAME.
gateway() {
    mkdir -p "$scratch/$1/inkorg/new" "$scratch/$1/inkorg/cur" "$scratch/$1/inkorg/tmp"
    cat >"$scratch/$1/inkom.yaml" <<END
organisation: {name: Kommun $1, domains: [$1.example], hosts: [mx.mottagare.example]}
routine: "$project/rules/routines/koping.yaml"
rules: ["$project/rules/classification"]
templates: "$project/templates"
store: sqlite:inkom.db
registrar: registrator@$1.example
mailboxes: [{name: inkorg, source: "maildir:inkorg", unit: KS}]
outgoing: {transport: "maildir:utkorg", from: "Kommun $1 <inkorg@$1.example>"}
units:
  - {code: KS, name: Kommunstyrelsen}
  - {code: TN, name: Tekniska nämnden}
  - {code: BUN, name: Barn- och utbildningsnämnden}
  - {code: VON, name: Vård- och omsorgsnämnden}
  - {code: SN, name: Socialnämnden}
  - {code: MBN, name: Miljö- och byggnadsnämnden}
  - {code: KFN, name: Kultur- och fritidsnämnden}
END
    boxes="${boxes-} inkorg@$1.example=$scratch/$1/utkorg:$scratch/$1/inkorg"
    gateways="${gateways-} $1"
}

# first_letter GATEWAY FROM: a person's letter, from which all begins.
first_letter() {
    letter "$scratch/brev" "$2" 'Klagomål på snöröjningen' 'Snöröjningen på Ringvägen fungerar inte.'
    sed "s/^To:.*/To: inkorg@$1.example/" "$scratch/brev" >"$scratch/$1/inkorg/new/1"
    touch -d "$arrived" "$scratch/$1/inkorg/new/1"
    letters=1
}

# turn MINUTE POST…: every gateway has a round, then the post comes. Adds to $letters.
turn() {
    turn_time=$(date -u -d "2026-03-27 09:00 UTC + $1 minutes" +%Y-%m-%dT%H:%M)
    shift
    for turn_name in $gateways; do
        "$INKOM" -c "$scratch/$turn_name/inkom.yaml" --now "${turn_time}Z" run --once \
            >"$scratch/said" 2>&1 || note "$(cat "$scratch/said")"
    done
    # shellcheck disable=SC2086
    turn_count=$(python3 tests/lib/post.py "$turn_time" $boxes "$@")
    letters=$((letters + turn_count))
}

# until_quiet POST…: turns until three in a row bring nothing; at most a day.
until_quiet() {
    quiet=0 minute=0
    while [ "$quiet" -lt 3 ] && [ "$minute" -lt 1440 ]; do
        turn "$minute" "$@"
        [ "$turn_count" = 0 ] && quiet=$((quiet + 1)) || quiet=0
        minute=$((minute + 10))
    done
}

count() { sqlite3 -batch "$scratch/$1/inkom.db" "$2"; }
messages='SELECT COUNT(*) FROM messages'
receipts="SELECT COUNT(*) FROM outbox WHERE kind = 'receipt'"

# --- two of our own ------------------------------------------------------------------------------
gateway ek
gateway al
first_letter ek inkorg@al.example
until_quiet
is 'two gateways: two letters' "$letters" 2
is 'two gateways: one receipt, and none back' "$(count ek "$receipts") $(count al "$receipts")" '1 0'
is 'two gateways: both have registered what came' "$(count ek "$messages") $(count al "$messages")" '1 1'

# --- a peer that strips every mark -----------------------------------------------------------------
gateways='' boxes=''
gateway bok
first_letter bok ombud@motpart.example
until_quiet --answer ombud@motpart.example
ok 'a peer that strips every mark: it is quiet within a day' test "$quiet" = 3
ok "a peer that strips every mark: at most 7 letters ($letters)" test "$letters" -le 7
is 'a peer that strips every mark: everything is registered' "$(count bok "$messages")" \
    $(((letters + 1) / 2))
is 'a peer that strips every mark: what was not answered is owed' \
    "$(count bok "SELECT COUNT(*) FROM reviews WHERE kind = 'receipt'")" 1

# It begins again by itself, and goes on for the rest of the day: still no more than that.
i=0
while [ "$i" -lt 6 ]; do
    i=$((i + 1))
    letter "$scratch/bok/inkorg/new/igen$i" ombud@motpart.example "Klagomål på parken $i" \
        "Parken $i är full av skräp."
    turn $((minute + i * 60)) --answer ombud@motpart.example
done
is 'a peer that strips every mark: three receipts a day, whatever it sends' \
    "$(count bok "$receipts")" 3

# --- and writes from another address each time -------------------------------------------------------
# tagged NAME PATH: PATH as post.py takes it.
tagged() {
    gateways='' boxes=''
    gateway "$1"
    first_letter "$1" ombud@motpart.example
    until_quiet --answer ombud@motpart.example --path "$2"
    ok "$1: it is quiet within a day" test "$quiet" = 3
    ok "$1: at most 7 letters ($letters)" test "$letters" -le 7
    ok "$1: and it did answer ($letters)" test "$letters" -ge 5
    i=0
    while [ "$i" -lt 6 ]; do
        i=$((i + 1))
        letter "$scratch/brev" ombud@motpart.example "Klagomål på parken $i" \
            "Parken $i är full av skräp."
        sed "1s/.*/Return-Path: <$(echo "$2" | sed "s/#/$i/g")>/" "$scratch/brev" \
            >"$scratch/$1/inkorg/new/igen$i"
        touch -d "$arrived" "$scratch/$1/inkorg/new/igen$i"
        turn $((minute + i * 60)) --answer ombud@motpart.example --path "$2"
    done
    is "$1: three receipts a day, whatever it sends" "$(count "$1" "$receipts")" 3
}

tagged batv 'prvs=####abcdef=ombud@motpart.example'
tagged verp 'ombud-####-inkorg=verp.example@motpart.example'
tagged egen 'q####@post.motpart.example'

# --- a ring of three ---------------------------------------------------------------------------------
gateways='' boxes=''
gateway ask
gateway asp
gateway alm
first_letter ask inkorg@asp.example
until_quiet --rewrite inkorg@ask.example=inkorg@asp.example inkorg@asp.example=inkorg@alm.example \
    inkorg@alm.example=inkorg@ask.example
ok 'a ring of three: it is quiet within a day' test "$quiet" = 3
ok "a ring of three: at most 10 letters ($letters)" test "$letters" -le 10
ok "a ring of three: and it did go round ($letters)" test "$letters" -ge 4
is 'a ring of three: everything is registered' \
    $(($(count ask "$messages") + $(count asp "$messages") + $(count alm "$messages"))) "$letters"
done_testing
