#!/bin/sh
# Characters that cannot be seen, or that turn the text around, stand escaped in all that the program
# prints for people, wherever in the message they were.
. tests/lib/tap.sh
. tests/lib/inkom.sh

write_config "$maildir_mailbox" "$maildir_outgoing"
make_inbox
nbsp=$(printf '\302\240') zwsp=$(printf '\342\200\213') rlo=$(printf '\342\200\256')
isolate=$(printf '\342\201\247') bom=$(printf '\357\273\277') escape=$(printf '\033[31m')
all="$nbsp$zwsp$rlo$isolate$bom$escape"
cat >"$scratch/inkorg/new/1" <<END
Return-Path: <anna.ek@example.org>
From: "Anna${all}Ek" <anna.ek@example.org>
To: inkorg@exempelkommun.example
Subject: Lampan${all} vid${rlo}skolan
Message-ID: <odd@example.org>
X-Odd: $all
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Gatlyktan$all vid skolan är trasig.
--b
Content-Type: application/pdf; name="faktura${rlo}fdp.exe"

x
--b--
END
touch -d "$arrived" "$scratch/inkorg/new/1"
cp "$scratch/inkorg/new/1" "$scratch/odd${nbsp}.eml"
inkom_ok 'the message is taken in' run --once
dnr=$(sql 'SELECT dnr FROM cases')

seen() { # what of them is in what was printed
    for odd in "$nbsp" "$zwsp" "$rlo" "$isolate" "$bom" "$escape"; do
        grep -qF "$odd" "$scratch/out" "$scratch/err" && printf '%s' "$odd" | od -An -tx1
    done
}

looked() { # NAME COMMAND…
    name=$1
    shift
    inkom_ok "$name" "$@"
    is "$name: nothing unseen" "$(seen)" ''
}

looked 'mail list' mail list
like 'the subject shows them' "$out" 'Lampan[\\]u\{00A0\}'
looked 'mail show' mail show 1
looked 'case list' case list
looked 'case show' case show "$dnr"
is 'the attachment is named with them' \
    "$(json '.records[0].attachments[0].name' case show "$dnr")" 'faktura\u{202E}fdp.exe'
looked 'review list' review list
looked 'outbox list' outbox list
looked 'outbox show' outbox show 1
looked 'deadlines' deadlines
looked 'explain' explain "$scratch/odd${nbsp}.eml"
done_testing
