#!/bin/sh
# Nordanstig's routine, from the first mail to the closing: "Rutin för synpunkter och klagomål". The
# rules (E15 …) are those of rules/routines/nordanstig.yaml.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/rehearsal.sh

rehearse nordanstig 2026-05-18T06:30 'number: "Hidnr. {unit} {year}.{seq}"' 'units:' \
    '  - {code: KS, name: Kommunstyrelsen, number: "Hidnr. {year}.{seq}"}' \
    '  - {code: TN, name: Tekniska nämnden, officer: Karin Berg}' \
    '  - {code: BUN, name: Barn- och utbildningsnämnden}' \
    '  - {code: VON, name: Vård- och omsorgsnämnden}' \
    '  - {code: SN, name: Socialnämnden}' \
    '  - {code: MBN, name: Miljö- och byggnadsnämnden}' \
    '  - {code: KFN, name: Kultur- och fritidsnämnden}' \
    'officers:' \
    '  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: ja}' \
    '  - {name: Eva Lind, address: eva.lind@exempelkommun.example, unit: BUN, chef: ja}' \
    '  - {name: Lisa Holm, address: lisa.holm@exempelkommun.example, unit: KS}'
# The registrar goes on from an earlier register: the next number is 12.
act 'the last number of the old register' 2026-05-18T07:00 case new --unit KS \
    --title 'Växeln: öppettider' --dnr 'Hidnr. 2026.11'
has_taken_over=yes
round 2026-05-18T07:00
act 'is settled' 2026-05-18T07:01 case close 'Hidnr. 2026.11'

# --- stamped, confirmed, copied to the quality unit; a chef within two working days (E14–E18, E34) --
post 2026-05-18T08:12 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: Klagomål på växeln

Hej!

Jag har ringt kommunens växel fem gånger utan att få svar. Det är inte
acceptabelt, jag är missnöjd.

Anna Ek
END
round 2026-05-18T08:15 01-bekraftelse-anna 02-kopia-till-kvalitet
vaxel='Hidnr. 2026.12'
case_is 'registered' "$vaxel" '[.status, .unit, .officer, .arrived]' '["open","KS",null,"2026-05-18"]'
dates 'two working days for the chef, ten for the answer (E18, E20)' "$vaxel" <<'END'
assignment 2026-05-20 -
answer 2026-06-01 -
delay 2026-06-02T08:00 -
END
now=2026-05-19T09:00
inkom case assign "$vaxel" 'Lisa Holm'
like 'only a chef may be officer' "$status $err" '^65 .*Lisa Holm är inte chef'
round 2026-05-21T08:00 03-forsenat-registrator
act 'a chef has it, late' 2026-05-21T09:00 case assign "$vaxel" 'Eva Lind'
round 2026-05-21T09:00 04-tilldelning-eva

# --- by area: the unit's chef (E33); told over the counter (E9) --------------------------------------
post 2026-05-21T10:00 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: Tjänsteanteckning

2026-05-21 kl 09.50 ringde Gun Alm, gun.alm@example.org, och klagade på att
gatlampan vid Ringvägen 3 är trasig.

/Lisa Holm
END
round 2026-05-21T10:05 05-tilldelning-karin 06-kopia-till-kvalitet
ring=$(json '.[-1].dnr' mail list)
is 'a number of its own' "$ring" 'Hidnr. TN 2026.1'

# --- anonymous: registered, without receipt or promise (E15, E20) ------------------------------------
post 2026-05-21T11:00 <<'END'
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
round 2026-05-21T11:05 07-tilldelning-karin-anonym 08-kopia-till-kvalitet
dates 'no time runs' 'Hidnr. TN 2026.2' <<'END'
END
case_is 'no day is promised' 'Hidnr. TN 2026.2' '[.status, .due]' '["open",null]'

# --- social media: the first is registered, what follows is not (E11, E12) --------------------------
post 2026-05-22T09:00 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: Inlägg på Facebook att registrera

Kommentar via Facebook i dag kl. 08.20:

"Varför är lekplatsen vid Parkgatan avstängd? Dåligt att ingen vet något!"

/Lisa Holm
END
round 2026-05-22T09:05 09-tilldelning-karin-facebook 10-kopia-till-kvalitet
facebook='Hidnr. TN 2026.3'
case_is 'the channel' "$facebook" .channel 'sociala medier'
post 2026-05-22T13:00 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: SV: Inlägg på Facebook att registrera [Hidnr. TN 2026.3]

Ny kommentar via Facebook, inlägget från i morse:

"Bra att ni svarar!"

/Lisa Holm
END
round 2026-05-22T13:05
case_is 'nothing is added' "$facebook" '.records | length' 1

# --- another authority, an appeal, the environment, a simple question (E28–E32) ----------------------
post 2026-05-25T08:00 <<'END'
From: Ali Rahimi <ali.rahimi@example.com>
Subject: Buss 505 kom aldrig

Hej!

Buss 505 kom aldrig i morse 07.12 vid Torget. Jag kom för sent till jobbet. Det
är andra gången den här veckan, hur får jag ersättning?

Ali
END
round 2026-05-25T08:05 11-hanvisning-ali
post 2026-05-25T08:10 <<'END'
From: Jenny Falk <jenny.falk@example.com>
Subject: Överklagan av beslut om försörjningsstöd

Jag överklagar ert beslut den 2 maj om försörjningsstöd. Jag anser att beslutet
är felaktigt eftersom ni har räknat in min systers inkomst. Jag yrkar att
beslutet ändras.

Jenny Falk
END
round 2026-05-25T08:15 12-overklagande-registrator 13-skrivelse-jenny
post 2026-05-25T09:00 <<'END'
From: Sten Alm <sten.alm@example.net>
Subject: Miljöfråga: utsläpp i ån

Hej!

Det luktar olja i ån nedanför verkstaden på Industrigatan, och vattnet är
regnbågsfärgat. Är det ett utsläpp? Vem ser till att det saneras?

Sten Alm
END
round 2026-05-25T09:05 14-miljokontoret 15-bekraftelse-sten 16-kopia-till-kvalitet
post 2026-05-25T10:00 <<'END'
From: Lena Ros <lena.ros@example.net>
Subject: Öppettider

Hej!

Vilka öppettider har biblioteket i sommar?

Lena Ros
END
round 2026-05-25T10:05
is 'not registered: answered at once' "$(json '.[-1] | [.outcome, .dnr]' mail list)" '["review",null]'
act 'by telephone' 2026-05-25T10:10 review resolve \
    "$(json '.[] | select(.kind == "simple") | .id' review list)" --done 'besvarat på telefon'

# --- the office answers, with a copy to us: the case that waited for it is closed (E28) -------------
miljo='Hidnr. MBN 2026.1'
case_is 'it waits for a copy of the answer' "$miljo" '[.status, .held]' '["open","väntar på en kopia av svaret"]'
dates 'and nobody need be named for it here' "$miljo" <<'END'
assignment 2026-05-27 2026-05-25T09:05
answer 2026-06-08 -
delay 2026-06-09T08:00 -
END
post 2026-05-27T10:00 <<'END'
From: Miljökontoret <miljokontoret@exempelkommun.example>
To: Sten Alm <sten.alm@example.net>
Cc: inkorg@exempelkommun.example
Subject: SV: Miljöfråga: utsläpp i ån [Hidnr. MBN 2026.1]

Hej Sten!

Vi har varit på plats. Verkstaden har sanerat, och vi tar nya prover i juni.

Miljökontoret
END
round 2026-05-27T10:05 17-besvarat-registrator 18-kopia-av-svaret
case_is 'answered, and closed' "$miljo" '[.status, .held, .records[1].direction]' '["closed",null,"out"]'

# --- the chef answers, with what was done; the copy goes to the quality unit, the case closes --------
post 2026-05-28T08:00 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
To: {reply:04-tilldelning-eva}
Subject: SV: [Hidnr. 2026.12] Du är handläggare, svar senast måndag 1 juni 2026
In-Reply-To: {id:04-tilldelning-eva}
References: {id:04-tilldelning-eva}

Åtgärd: Växeln har fått en person till.

Eva Lind

{quote:04-tilldelning-eva}
END
round 2026-05-28T08:01 19-gjort-eva
post 2026-05-28T08:20 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Klagomål på växeln [Hidnr. 2026.12]

Hej Anna!

Vi är nu två som svarar i växeln mellan klockan 8 och 10.

Eva Lind
END
round 2026-05-28T08:25 20-besvarat-registrator 21-kopia-av-svaret
case_is 'answered and closed (E24)' "$vaxel" '[.status, .measure, .records[-1].direction]' \
    '["closed","Växeln har fått en person till.","out"]'
end_rehearsal
