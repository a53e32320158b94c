#!/bin/sh
# Inkom for shell tests, with a register of its own in $scratch. After tap.sh: . tests/lib/inkom.sh
#
#   write_config MAILBOXES OUTGOING [LINE…]   $scratch/inkom.yaml; units KS, TN, BUN … as the rules
#   inkom ARG…                                runs it at $now; sets $status, $out and $err
#   json FILTER ARG…                          jq over what the command prints with --json
#   sql STATEMENT                             straight into the register
#   prove_border                              as if doctor --probe had found the border good
#   letter FILE FROM SUBJECT TEXT [HEADER…]   a plain message that came in at $arrived

INKOM=${INKOM:-build/inkom}
project=$PWD
config=$scratch/inkom.yaml
now=2026-03-27T10:00
arrived='2026-03-27 09:30 +0100'
status=0 out='' err=''
unset NO_COLOR COLUMNS CREDENTIALS_DIRECTORY

# A test takes in hundreds in one minute of the clock that stands still, from the same domain.
config_receipts='per_minute: 100000, per_domain: 10000'

write_config() {
    config_mailboxes=$1 config_outgoing=$2
    shift 2
    cat >"$config" <<END
organisation:
  name: Exempelkommun
  domains: [exempelkommun.example]
  timezone: Europe/Stockholm
  hosts: [mx.exempelkommun.example]
routine: "$project/rules/routines/koping.yaml"
rules: ["$project/rules/classification"]
templates: "$project/templates"
store: sqlite:inkom.db
registrar: registrator@exempelkommun.example
receipts: {$config_receipts}
mailboxes:
$config_mailboxes
outgoing: {$config_outgoing, from: "Exempelkommun <inkorg@exempelkommun.example>"}
units:
  - {code: KS, name: Kommunstyrelsen}
  - {code: TN, name: Tekniska nämnden}
  - {code: BUN, name: Barn- och utbildningsnämnden}
  - {code: VON, name: Vård- och omsorgsnämnden}
  - {code: SN, name: Socialnämnden}
  - {code: MBN, name: Miljö- och byggnadsnämnden}
  - {code: KFN, name: Kultur- och fritidsnämnden}
officers:
  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN}
  - {name: Lisa Holm, address: lisa.holm@exempelkommun.example, unit: KS}
END
    [ $# = 0 ] || printf '%s\n' "$@" >>"$config"
}

maildir_mailbox='  - {name: inkorg, source: "maildir:inkorg", unit: KS}'
maildir_outgoing='transport: "maildir:utkorg"'

make_inbox() { mkdir -p "$scratch/inkorg/new" "$scratch/inkorg/cur" "$scratch/inkorg/tmp"; }

inkom() {
    status=0
    "$INKOM" -c "$config" --now "$now" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
    out=$(cat "$scratch/out")
    err=$(cat "$scratch/err")
}

# As inkom, and a test that it ends well and says nothing on standard error.
inkom_ok() {
    inkom_name=$1
    shift
    inkom "$@"
    is "$inkom_name" "$status $err" '0 '
}

# json FILTER COMMAND…: one line; on failure what went wrong instead.
json() {
    json_filter=$1
    shift
    "$INKOM" -c "$config" --now "$now" "$@" --json 2>&1 </dev/null | jq -rc "$json_filter" 2>&1
}

sql() { sqlite3 -batch -cmd '.timeout 20000' "$scratch/inkom.db" "$1"; }

# trusted_authserv_id and hosts are mx.exempelkommun.example. The register is made if there is none.
prove_border() {
    inkom case list
    sql "INSERT INTO border_probes (word_sha256, authserv_id, hosts, issued_at, came_at, verdict,
         finding) VALUES ('prov', 'mx.exempelkommun.example', 'mx.exempelkommun.example', 0, 0,
         'strips', 'provad')"
}

letter() {
    letter_file=$1 letter_from=$2 letter_subject=$3 letter_text=$4
    letter_number=$((${letter_number-0} + 1))
    shift 4
    {
        printf 'Return-Path: <%s>\n' "$letter_from"
        printf 'From: %s\nTo: inkorg@exempelkommun.example\n' "$letter_from"
        printf 'Subject: %s\nDate: Fri, 27 Mar 2026 09:29:00 +0100\n' "$letter_subject"
        case "$*" in
        *Message-ID:*) ;;
        *) printf 'Message-ID: <brev-%d@%s>\n' "$letter_number" "${letter_from#*@}" ;;
        esac
        [ $# = 0 ] || printf '%s\n' "$@"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
        printf 'Content-Transfer-Encoding: 8bit\n\n%s\n' "$letter_text"
    } >"$letter_file"
    touch -d "$arrived" "$letter_file"
}

# What of the inbox is not yet marked as done.
count_waiting() {
    find "$scratch/inkorg/new" "$scratch/inkorg/cur" -type f ! -name '*:2,*I*' | wc -l
}

count_files() { find "$1" -type f 2>/dev/null | wc -l; }

# Nothing lost, nothing twice: what must hold of every register at every moment.
check_register() {
    is "$1: no message is in the ledger twice" \
        "$(sql 'SELECT COUNT(*) FROM (SELECT 1 FROM messages GROUP BY mailbox, uidvalidity, uid
                HAVING COUNT(*) > 1)')" 0
    # Unless numbers have been taken over from an earlier register: set has_taken_over.
    [ -n "${has_taken_over-}" ] || is "$1: every series is without gaps" \
        "$(sql 'SELECT COUNT(*) FROM series s WHERE s.last <> (SELECT COUNT(*) FROM numbers n
                WHERE n.unit = s.unit AND n.year = s.year)')" 0
    is "$1: every case has its records 1, 2, 3 …" \
        "$(sql 'SELECT COUNT(*) FROM cases c WHERE c.records <> (SELECT COUNT(*) FROM records r
                WHERE r.case_id = c.id AND r.number BETWEEN 1 AND c.records)')" 0
    # Unless one has been split into two cases, each with its receipt: set has_split.
    [ -n "${has_split-}" ] || is "$1: at most one receipt a message" \
        "$(sql "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE kind = 'receipt' GROUP BY message
                HAVING COUNT(*) > 1)")" 0
    is "$1: the journal's chain is whole" \
        "$(json '.[] | select(.what == "registret") | .good' doctor)" true
}

# get_header FILE NAME: unfolded, in one line.
get_header() {
    python3 -c '
import email, sys
with open(sys.argv[1], "rb") as file:
    print(" ".join(email.message_from_binary_file(file)[sys.argv[2]].split()))' "$1" "$2"
}
