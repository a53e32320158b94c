#!/bin/sh
# Dress rehearsals: a municipality's routine from the first mail to the last, as `inkom init` makes
# it, through Dovecot and an SMTP server, day by day. After tap.sh and inkom.sh: . tests/lib/rehearsal.sh
#
#   rehearse NAME TIME [LINE…]  begins: the routine NAME, in its own folder; lines for inkom.yaml.
#                               At that time the border server is tried, with letter 00-gransservern
#   post TIME <<END             a letter comes in at that time: tests/lib/rehearsal.py
#   round TIME [LETTER…]        a round at that time sends just these letters, in this order, each
#                               word for word as tests/golden/rehearsal/NAME/LETTER.txt
#   quiet FIRST LAST [TIME]     a round each day, at noon or at that time: no letter
#   dates NAME DNR <<END        every date that the case has, in lines "kind due met"; a day that
#                               is due counts to its end
#   case_is NAME DNR FILTER EXPECTED
#   act NAME TIME COMMAND…      what a registrar does at the terminal
#   end_rehearsal               every golden file has been compared, the register is whole
#
# REHEARSAL=write prove … writes the golden files anew: read what has changed before you commit it.

. tests/lib/dovecot.sh
. tests/lib/smtp.sh
tap_at_end stop_dovecot
tap_at_end stop_smtp

rehearsal_python() { /usr/bin/python3 "$project/tests/lib/rehearsal.py" "$@"; }

# The people of Exempelkommun, with whoever is a chef there.
rehearsal_config() {
    cat <<END
organisation:
  name: Exempelkommun
  domains: [exempelkommun.example, www.exempelkommun.example]
  hosts: [mx.exempelkommun.example]
  privacy_url: https://www.exempelkommun.example/personuppgifter
routine: rules/routines/$1.yaml
rules: [rules/classification]
forms: [rules/forms]
commands: rules/commands.yaml
templates: templates
store: sqlite:inkom.db
registrar: registrator@exempelkommun.example
trusted_authserv_id: mx.exempelkommun.example
mailboxes:
  - name: inkorg
    source: "imaps://inkorg@localhost:$IMAPS_PORT/INBOX"
    password: {file: imap-password}
    ca: "$IMAP_CA"
    done: Behandlat
outgoing:
  transport: "smtp://inkom@localhost:$SMTP_PORT"
  password: {file: smtp-password}
  ca: "$IMAP_CA"
  from: "Exempelkommun <inkorg@exempelkommun.example>"
  recipient_delimiter: "+"
END
}

rehearse() {
    rehearsal=$1 golden=$project/tests/golden/rehearsal/$1 now=$2
    shift 2
    start_dovecot "$scratch/dovecot" || exit 1
    make_maildir inkorg
    start_smtp "$scratch/smtp" --tls starttls --cert "$scratch/dovecot/certs/good.pem" \
        --auth inkom:brevhemlighet || exit 1
    ok 'inkom init makes the folder' "$INKOM" init "$rehearsal" "$scratch/kommun"
    config=$scratch/kommun/inkom.yaml
    # The municipality fills in its own addresses, as the routine file asks for.
    sed -i -E 's/^( *)# ( *(to|answer_to|registered|answered|copies):.*@.*)$/\1\2/; s/^# (copies:)$/\1/' \
        "$scratch/kommun/rules/routines/$rehearsal.yaml"
    rehearsal_config "$rehearsal" >"$config"
    printf '%s\n' "$@" >>"$config"
    (umask 077 && echo hemligt >"$scratch/kommun/imap-password" &&
        echo brevhemlighet >"$scratch/kommun/smtp-password")
    mkdir -p "$scratch/sent" "$scratch/shown" "$golden"
    rehearsal_seen=0 rehearsal_told=' '
    try_border
}

# The letter that doctor writes comes in from outside, through a border that writes what it finds
# and takes away what was forged in its name.
try_border() {
    inkom_ok 'the first round makes the register' run --once
    inkom_ok 'doctor writes a letter that tries the border' doctor --probe prov@example.net
    {
        printf 'Received: from prov.example.net (prov.example.net [203.0.113.9])\n'
        printf ' by mx.exempelkommun.example; %s\n' "$(TZ=UTC date -R -d "TZ=\"Europe/Stockholm\" $now")"
        printf 'Authentication-Results: mx.exempelkommun.example; dmarc=pass header.from=example.net\n'
        printf '%s\n' "$out" | sed -n '/^X-Inkom-Probe:/,$p'
    } >"$scratch/probe.eml"
    deliver inkorg "$scratch/probe.eml"
    round "$now" 00-gransservern
}

sql() { sqlite3 -batch -cmd '.timeout 20000' "$scratch/kommun/inkom.db" "$1"; }

post() {
    rehearsal_python post "$1" "$scratch/sent" >"$scratch/post.eml"
    TZ=Europe/Stockholm touch -d "$1" "$scratch/post.eml"
    deliver inkorg "$scratch/post.eml"
}

# compare_letter NAME NUMBER
compare_letter() {
    cp "$scratch/smtp/$2.eml" "$scratch/sent/$1.eml"
    rehearsal_told="$rehearsal_told$1 "
    [ "${REHEARSAL-}" != write ] || cp "$scratch/shown/$2.txt" "$golden/$1.txt"
    ok "letter $1" diff -u "$golden/$1.txt" "$scratch/shown/$2.txt"
}

# The numbers of the letters that have come since last time, which are now to read in shown/.
read_new_letters() {
    new_letters=
    while new_letter=$(printf '%04d' $((rehearsal_seen + 1))) &&
        [ -f "$scratch/smtp/$new_letter.eml" ]; do
        rehearsal_seen=$((rehearsal_seen + 1))
        new_letters="$new_letters $scratch/smtp/$new_letter.eml"
    done
    [ -z "$new_letters" ] || rehearsal_python show "$scratch/shown" $new_letters
}

# expect_letters WHAT [LETTER…]: just these have come.
expect_letters() {
    expect_what=$1
    shift
    read_new_letters
    for new_letter in $new_letters; do
        new_letter=$(basename "$new_letter" .eml)
        if [ $# = 0 ]; then
            is "$expect_what: no letter too many" "$(cat "$scratch/shown/$new_letter.txt")" ''
        else
            compare_letter "$1" "$new_letter"
            shift
        fi
    done
    is "$expect_what: every letter has come, and no more" "$*" ''
}

round() {
    now=$1
    shift
    inkom_ok "round $now" run --once
    expect_letters "round $now" "$@"
}

quiet() {
    quiet_day=$1 quiet_bad=
    while [ "$quiet_day" \< "$2" ] || [ "$quiet_day" = "$2" ]; do
        now=${quiet_day}T${3-12:00}
        inkom run --once
        [ "$status$err" = 0 ] || quiet_bad="$quiet_bad$now: $status $err"
        quiet_day=$(date -u -d "$quiet_day + 1 day" +%F)
    done
    is "rounds from $1 to $2" "$quiet_bad" ''
    expect_letters "$1 to $2"
}

case_is() { is "$1" "$(json "$3" case show "$2")" "$4"; }

dates() {
    is "$1" "$(json '.deadlines[] | "\(.kind) \(if .due_at | contains("T23:59:59") then .due
        else .due_at[:16] end) \(.met // "-" | .[:16])"' case show "$2")" "$(cat)"
}

act() {
    act_name=$1 now=$2
    shift 2
    inkom_ok "$act_name" "$@"
}

end_rehearsal() {
    for golden_file in "$golden"/*.txt; do
        golden_name=$(basename "$golden_file" .txt)
        case $rehearsal_told in
        *" $golden_name "*) ;;
        *) is "the story sends $golden_name" never once ;;
        esac
    done
    check_register "$rehearsal"
    done_testing
}
