#!/bin/sh
# Norrköping's routine, from the first mail to the closing: "Riktlinje för synpunktshantering". The
# rules (C9 …) are those of rules/routines/norrkoping.yaml.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/rehearsal.sh

rehearse norrkoping 2026-04-17T07:30 'units:' \
    '  - {code: KS, name: Kommunstyrelsen}' \
    '  - {code: TN, name: Tekniska nämnden, officer: Karin Berg}' \
    '  - {code: BUN, name: Barn- och utbildningsnämnden, officer: Eva Lind}' \
    '  - {code: VON, name: Vård- och omsorgsnämnden}' \
    '  - {code: SN, name: Socialnämnden}' \
    '  - {code: MBN, name: Miljö- och byggnadsnämnden}' \
    '  - {code: KFN, name: Kultur- och fritidsnämnden}' \
    'officers:' \
    '  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: ja}' \
    '  - {name: Per Ström, address: per.strom@exempelkommun.example, unit: TN}' \
    '  - {name: Eva Lind, address: eva.lind@exempelkommun.example, unit: BUN, chef: ja}' \
    '  - {name: Lisa Holm, address: lisa.holm@exempelkommun.example, unit: KS}'

# --- Friday afternoon: twenty-four hours on weekdays end on Monday afternoon (C9, C12) --------------
post 2026-04-17T15:00 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: Mörkt på Storgatan

Hej!

Gatubelysningen utanför Storgatan 14 lyser inte. Det har varit mörkt i två
veckor, och det är dåligt att ingen gör något.

Anna Ek
END
round 2026-04-17T15:05 01-bekraftelse-anna 02-tilldelning-karin
lampa='TN 2026/0001'
case_is 'nothing is promised but a first answer' "$lampa" '[.status, .officer, .due]' \
    '["open","karin.berg@exempelkommun.example",null]'
dates 'the receipt is no answer (C13)' "$lampa" <<'END'
first_response 2026-04-20T15:00 -
END

# --- it is about a school yard: the case finds its place with its history (C7, C8) ------------------
post 2026-04-17T15:30 <<'END'
From: Bertil Sand <bertil.sand@example.com>
Subject: Klagomål på belysningen

Hej,

gatlampan på parkeringen bakom Centralskolan är trasig sedan i måndags. Det
är inte acceptabelt.

Bertil Sand
END
round 2026-04-17T15:35 03-bekraftelse-bertil 04-tilldelning-karin
act 'another unit has it' 2026-04-17T15:50 case move 'TN 2026/0002' BUN --reason 'lampan är skolans'
round 2026-04-17T15:50 05-inte-langre-karin 06-tilldelning-eva
skola='BUN 2026/0001'
case_is 'with sender, day and number' "$skola" '[.sender, .arrived, .officer]' \
    '["bertil.sand@example.com","2026-04-17","eva.lind@exempelkommun.example"]'
case_is 'the old number leads there' 'TN 2026/0002' .dnr "$skola"
dates 'and the hours go on' "$skola" <<'END'
first_response 2026-04-20T15:30 -
END
quiet 2026-04-18 2026-04-19

# --- word of what will happen, and who the contact is: the hours stop, the case does not (C15) ------
post 2026-04-20T09:00 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Delsvar

Hej Anna!

Tack för din synpunkt. Per Ström är din kontaktperson. Han tittar på lamporna i
veckan och hör av sig.

Karin Berg
END
round 2026-04-20T09:05
case_is 'an interim answer' "$lampa" '[.status, .interim, .records[1].direction]' \
    '["open","2026-04-20T08:59:55+02:00","out"]'
dates 'stops the hours' "$lampa" <<'END'
first_response 2026-04-20T15:00 2026-04-20T08:59
END
post 2026-04-20T09:10 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: {reply:02-tilldelning-karin}
Subject: SV: [TN 2026/0001] Du är kontaktperson
In-Reply-To: {id:02-tilldelning-karin}
References: {id:02-tilldelning-karin}

Skicka vidare till Per Ström

Karin

{quote:02-tilldelning-karin}
END
round 2026-04-20T09:11 07-flyttas-om-fem-minuter-karin
round 2026-04-20T09:17 08-tilldelning-per 09-inte-langre-karin
case_is 'the contact has it' "$lampa" '[.status, .officer]' '["open","per.strom@exempelkommun.example"]'

# --- the hours run out for the other one: the registrar's list says so (C12) -------------------------
round 2026-04-20T15:29
round 2026-04-20T15:31
round 2026-04-21T08:00 10-forsenat-registrator
post 2026-04-21T08:30 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
To: bertil.sand@example.com
Cc: inkorg@exempelkommun.example
Subject: SV: Klagomål på belysningen [BUN 2026/0001]

Hej Bertil!

Tack för din synpunkt. Lampan bakom matsalen är lagad.

Eva Lind
END
round 2026-04-21T08:35 11-besvarat-registrator
case_is 'the final answer closes (C14)' "$skola" '[.status, .records[1].direction]' '["closed","out"]'
dates 'and stops the hours, late' "$skola" <<'END'
first_response 2026-04-20T15:30 2026-04-21T08:29
END

# --- the first case is answered; what comes later opens it again (C10, C14) -------------------------
post 2026-04-24T14:00 <<'END'
From: Per Ström <per.strom@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej Anna!

Nu är lamporna på Storgatan bytta. Tack för att du hörde av dig.

Per Ström
END
round 2026-04-24T14:05 12-besvarat-registrator
case_is 'closed with the answer' "$lampa" .status closed
post 2026-04-27T07:00 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej!

Nu är det mörkt igen utanför nummer 16. Kan ni titta på det?

Anna Ek
END
round 2026-04-27T07:05 13-oppnat-igen-per
case_is 'open' "$lampa" .status open
act 'answered by telephone, and so closed' 2026-04-27T10:00 case answer "$lampa" --channel telefon
round 2026-04-27T10:05 14-besvarat-registrator
case_is 'closed again' "$lampa" .status closed

# --- over the first of May: a holiday is no weekday (C12) --------------------------------------------
post 2026-04-30T16:00 <<'END'
From: Lena Ros <lena.ros@example.net>
Subject: Fråga om simhallen

Hej!

Vilka öppettider har simhallen i sommar?

Lena Ros
END
round 2026-04-30T16:05 15-bekraftelse-lena
dates 'a question has the same hours (C4)' 'KFN 2026/0001' <<'END'
first_response 2026-05-04T16:00 -
END
quiet 2026-05-01 2026-05-03
act 'answered over the telephone' 2026-05-04T09:00 case answer 'KFN 2026/0001' --channel telefon
round 2026-05-04T09:05 16-besvarat-registrator
is 'nothing waits for anybody' "$(json length review list)" 0
end_rehearsal
