#!/bin/sh
# Strömstad's routine, from the first mail to the closing: "Synpunkts- och klagomålshantering". The
# rules (D13 …) are those of rules/routines/stromstad.yaml.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/rehearsal.sh

rehearse stromstad 2026-05-04T07:30 'units:' \
    '  - {code: KS, name: Kommunstyrelsen}' \
    '  - {code: TN, name: Tekniska nämnden, officer: Karin Berg}' \
    '  - {code: BUN, name: Barn- och utbildningsnämnden}' \
    '  - {code: VON, name: Vård- och omsorgsnämnden}' \
    '  - {code: SN, name: Socialnämnden}' \
    '  - {code: MBN, name: Miljö- och byggnadsnämnden}' \
    '  - {code: KFN, name: Kultur- och fritidsnämnden}' \
    'officers:' \
    '  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: ja}' \
    '  - {name: Lisa Holm, address: lisa.holm@exempelkommun.example, unit: KS}'

# --- what is written is registered and confirmed, and no day is promised (D3, D7, D13, D14) ---------
post 2026-05-04T08:12 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: Mörkt på Storgatan

Hej!

Gatubelysningen utanför Storgatan 14 lyser inte. Det har varit mörkt i två
veckor, och det är dåligt att ingen gör något.

Anna Ek
END
round 2026-05-04T08:15 01-bekraftelse-anna 02-tilldelning-karin
lampa='TN 2026/0001'
case_is 'registered' "$lampa" '[.status, .due]' '["open",null]'
dates 'and nothing is counted' "$lampa" <<'END'
END

# --- in English: the receipt and the closing are in the sender's language ---------------------------
post 2026-05-04T09:00 <<'END'
From: John Smith <john.smith@example.com>
Subject: Broken street light on Parkgatan

Hello,

the street light outside Parkgatan 3 has been broken for two weeks. It is very
dark there, and I am not happy that nobody repairs it.

John Smith
END
round 2026-05-04T09:05 03-bekraftelse-john 04-tilldelning-karin

# --- anonymous: not registered, but for information (D16, D17) --------------------------------------
post 2026-05-04T10:00 <<'END'
From: Exempelkommun <noreply@www.exempelkommun.example>
Subject: Ny synpunkt via Dialog och synpunkter
Auto-Submitted: auto-generated

Typ: Klagomål
Område: Gator och vägar
Namn:
E-post:
Telefon:
Vill ha svar: Nej
Meddelande: Bilarna kör alldeles för fort på Skolgatan.
END
round 2026-05-04T10:05 05-for-kannedom-anonym
is 'not registered' "$(json '.[-1] | [.outcome, .dnr]' mail list)" '["minor",null]'

# --- told by telephone: not registered, but to the nearest chef (D12, D13) --------------------------
post 2026-05-04T11:00 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: Tjänsteanteckning

2026-05-04 kl 10.50 ringde en kvinna och klagade på att snöröjningen på
Ringvägen var dålig i vintras. Hon vill vara anonym och ville inte skriva.

/Lisa Holm
END
round 2026-05-04T11:05 06-muntlig-till-chef
is 'not registered' "$(json '.[-1] | [.outcome, .dnr]' mail list)" '["minor",null]'

# --- what secrecy may apply to is registered all the same (OSL 5:1) ---------------------------------
post 2026-05-04T13:00 <<'END'
From: Exempelkommun <noreply@www.exempelkommun.example>
Subject: Ny synpunkt via Dialog och synpunkter
Auto-Submitted: auto-generated

Typ: Synpunkt
Område: Vård och omsorg
Namn:
E-post:
Telefon:
Vill ha svar: Nej
Meddelande: Jag är orolig för ett barn på Ekvägen 4. Pappan slår pojken, och han har blåmärken.
END
round 2026-05-04T13:05 07-orosanmalan-registrator

# --- answered, and closed by a person: the sender is told (D8, D15) ----------------------------------
post 2026-05-06T11:20 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej Anna!

Lamporna på Storgatan är bytta i dag.

Karin Berg
END
round 2026-05-06T11:25 08-besvarat-registrator
post 2026-05-07T08:00 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: {reply:02-tilldelning-karin}
Subject: SV: [TN 2026/0001] Du är handläggare
In-Reply-To: {id:02-tilldelning-karin}
References: {id:02-tilldelning-karin}

Åtgärd: Fem lampor är bytta.
Kan avslutas

/Karin

{quote:02-tilldelning-karin}
END
round 2026-05-07T08:01 09-stangs-om-fem-minuter-karin
case_is 'not yet' "$lampa" .status answered
round 2026-05-07T08:07 10-avslutat-anna
act 'the other too' 2026-05-07T08:10 case answer 'TN 2026/0002' --channel telefon
act 'and closed' 2026-05-07T08:10 case close 'TN 2026/0002'
round 2026-05-07T08:10 11-besvarat-registrator 12-avslutat-john
case_is 'closed' "$lampa" '[.status, .measure]' '["closed","Fem lampor är bytta."]'
quiet 2026-05-08 2026-05-10

# --- she does not think so: it opens again, and she is told when it is closed again ------------------
post 2026-05-11T07:00 <<'END'
From: Anna Ek <anna.ek@example.org>
To: {reply:10-avslutat-anna}
Subject: SV: [TN 2026/0001] Ditt ärende är avslutat
In-Reply-To: {id:10-avslutat-anna}
References: {id:10-avslutat-anna}

Hej!

Nu är det mörkt igen utanför nummer 16.

Anna

{quote:10-avslutat-anna}
END
round 2026-05-11T07:05 13-oppnat-igen-karin
case_is 'open again' "$lampa" '[.status, .officer]' '["open","karin.berg@exempelkommun.example"]'
act 'closed again' 2026-05-12T09:00 case close "$lampa" --reason 'lagat'
round 2026-05-12T09:05 14-avslutat-anna
end_rehearsal
