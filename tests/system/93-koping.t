#!/bin/sh
# Köping's routine, from the first mail to the closing: "Rutin för hantering av synpunkter". Easter
# 2026 is 3–6 April. The rules (A8 …) are those of rules/routines/koping.yaml.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/rehearsal.sh

rehearse koping 2026-03-30T07:30 'units:' \
    '  - {code: KS, name: Kommunstyrelsen}' \
    '  - {code: TN, name: Tekniska nämnden, officer: Karin Berg, changes: {closing: {thanks_restart: nej}}}' \
    '  - {code: BUN, name: Barn- och utbildningsnämnden}' \
    '  - {code: VON, name: Vård- och omsorgsnämnden}' \
    '  - {code: SN, name: Socialnämnden}' \
    '  - {code: MBN, name: Miljö- och byggnadsnämnden}' \
    '  - {code: KFN, name: Kultur- och fritidsnämnden}' \
    'officers:' \
    '  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: ja}' \
    '  - {name: Per Ström, address: per.strom@exempelkommun.example, unit: TN}' \
    '  - {name: Eva Lind, address: eva.lind@exempelkommun.example, unit: BUN, chef: ja}' \
    '  - {name: Lisa Holm, address: lisa.holm@exempelkommun.example, unit: KS}'

# --- Monday 30 March: received, confirmed, given to the unit's officer (A8–A10, A14, A27–A31) ------
post 2026-03-30T08:12 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: Mörkt på Storgatan

Hej!

Gatubelysningen utanför Storgatan 14 har varit trasig i två veckor. Det är
mycket mörkt där på kvällarna, och det är dåligt att ingen gör något.

Anna Ek
END
round 2026-03-30T08:15 01-bekraftelse-anna 02-tilldelning-karin 03-kopia-till-diariet
lampa='TN 2026/0001'
case_is 'registered, and assigned by the list' "$lampa" '[.status, .officer, .type, .title, .arrived]' \
    '["open","karin.berg@exempelkommun.example","klagomål","Gatubelysning: Storgatan 14","2026-03-30"]'
dates 'five working days over Easter (A14)' "$lampa" <<'END'
answer 2026-04-08 -
delay 2026-04-09T08:00 -
END

# --- the registrar names an officer, who is the wrong one; then it is another nämnd's (A27, A30, A17)
post 2026-03-30T09:40 <<'END'
From: Bertil Sand <bertil.sand@example.com>
Subject: Klagomål på växeln

Hej,

jag har ringt kommunens växel fem gånger utan att få svar. Jag vill veta hur man
hyr lokalen på Norrgatan. Det är inte acceptabelt.

Bertil Sand
END
round 2026-03-30T09:45 04-bekraftelse-bertil 05-kopia-till-diariet
vaxel='KS 2026/0001'
case_is 'it waits for the registrar' "$vaxel" '[.status, .officer, .due]' '["open",null,"2026-04-08"]'
act 'the registrar names Lisa' 2026-03-30T10:00 case assign "$vaxel" 'Lisa Holm'
round 2026-03-30T10:00 06-tilldelning-lisa
post 2026-03-30T10:25 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
To: {reply:06-tilldelning-lisa}
Subject: SV: [KS 2026/0001] Du är handläggare, svar senast onsdag 8 april 2026
In-Reply-To: {id:06-tilldelning-lisa}
References: {id:06-tilldelning-lisa}

Fel handläggare, Eva Lind

Lisa Holm

{quote:06-tilldelning-lisa}
END
round 2026-03-30T10:26 07-lamnas-tillbaka-om-fem-minuter-lisa
round 2026-03-30T10:32 08-lamnat-tillbaka-registrator
case_is 'she was the wrong one' "$vaxel" '[.officer, .due]' '[null,"2026-04-08"]'
post 2026-03-30T10:38 <<'END'
From: Registrator <registrator@exempelkommun.example>
To: {reply:08-lamnat-tillbaka-registrator}
Subject: SV: [KS 2026/0001] Ärendet behöver en ny handläggare
In-Reply-To: {id:08-lamnat-tillbaka-registrator}
References: {id:08-lamnat-tillbaka-registrator}

Tilldela Eva Lind

{quote:08-lamnat-tillbaka-registrator}
END
round 2026-03-30T10:40 09-gjort-registrator
round 2026-03-30T10:50 10-tilldelning-eva
act 'it is about halls for rent: another nämnd' 2026-03-31T08:30 case move "$vaxel" KFN
round 2026-03-31T08:30 11-inte-langre-eva 12-flyttat-till-kfn
fritid='KFN 2026/0001'
case_is 'sender and day are as before' "$fritid" '[.officer, .sender, .arrived, .due]' \
    '[null,"bertil.sand@example.com","2026-03-30","2026-04-08"]'
case_is 'and the old number leads there' "$vaxel" .dnr "$fritid"
act 'its officer' 2026-03-31T08:40 case assign "$fritid" 'Lisa Holm'
round 2026-03-31T08:40 13-tilldelning-lisa

# --- passed on by an employee: the first sender, and the day it came to us (A25, A26) --------------
post 2026-03-31T09:10 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
Subject: VB: Dålig skolskjuts

För registrering.

/Eva

________________________________
Från: Mats Lund <mats.lund@example.net>
Skickat: den 27 mars 2026 07:48
Till: Eva Lind <eva.lind@exempelkommun.example>
Ämne: Dålig skolskjuts

Hej Eva,

skolskjutsen från Norrby har kommit minst en kvart för sent varje morgon sedan
sportlovet. Det här är inte acceptabelt, ni måste göra något åt det.

Mats Lund
END
round 2026-03-31T09:15 14-bekraftelse-mats 15-kopia-till-diariet
skjuts='BUN 2026/0001'
case_is 'the sender is Mats, the day is when it came to Eva' "$skjuts" '[.sender, .arrived, .due]' \
    '["mats.lund@example.net","2026-03-27","2026-04-07"]'
act 'Eva has it' 2026-03-31T09:20 case assign "$skjuts" 'Eva Lind'
round 2026-03-31T09:20 16-tilldelning-eva

# --- told over the counter, and by nobody that is known (A22, A5) ----------------------------------
post 2026-03-31T10:05 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: Tjänsteanteckning

2026-03-31 kl 09.50 ringde Gun Alm, gun.alm@example.org, och klagade på att
snöröjningen på Ringvägen inte fungerar.

/Lisa Holm, kontaktcenter
END
post 2026-03-31T10:10 <<'END'
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
# The form of the site, passed on by the central inbox to the unit: to the one who filled it in (A17).
post 2026-03-31T10:12 <<'END'
From: Exempelkommun <noreply@www.exempelkommun.example>
Subject: Ny synpunkt via Dialog och synpunkter
Auto-Submitted: auto-generated

Typ: Förslag
Område: Kultur och fritid
Namn: Per Ask
E-post: per.ask@example.org
Telefon:
Vill ha svar: Ja
Meddelande: Ha öppet längre på biblioteket på lördagar.
END
# A comment on a page (A16).
post 2026-03-31T10:14 <<'END'
From: Exempelkommun <noreply@www.exempelkommun.example>
Subject: Sidkommentar: /bygga-bo/avfall
Auto-Submitted: auto-generated

Sida: https://www.exempelkommun.example/bygga-bo/avfall
Kommentar: Länken till sorteringsguiden är trasig.
END
round 2026-03-31T10:15 17-tilldelning-karin-anteckning 18-kopia-till-diariet \
    19-tilldelning-karin-anonym 20-kopia-till-diariet 21-bekraftelse-per 22-kopia-till-diariet \
    23-kopia-till-diariet
case_is 'the note is registered by itself' 'TN 2026/0002' '[.channel, .records[0].from, .due]' \
    '["tjänsteanteckning","lisa.holm@exempelkommun.example","2026-04-09"]'
case_is 'so is what nobody has signed' 'TN 2026/0003' '[.channel, .sender, .due]' \
    '["webbformulär",null,"2026-04-09"]'
case_is "and the site's form, from who filled it in" 'KFN 2026/0002' '[.channel, .sender, .type]' \
    '["webbformulär","per.ask@example.org","förslag"]'
case_is 'and the comment on a page' 'KS 2026/0002' '[.channel, .title]' \
    '["sidkommentar","Sidkommentar på webbplatsen: https://www.exempelkommun.example/bygga-bo/avfall"]'

# --- the officer answers, with a copy and the number: the clock stops (A15, A32, A34) --------------
post 2026-04-02T11:20 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej Anna!

Tack för att du hörde av dig. Lamporna på Storgatan är bytta i dag.

Karin Berg
Tekniska förvaltningen
END
round 2026-04-02T11:25 24-besvarat-till-registrator 25-kopia-av-svaret
case_is 'an outgoing record, dated when it was sent' "$lampa" \
    '[.status, (.records[1] | .direction, .date, .from, .to)]' \
    '["answered","out","2026-04-02T11:19:55+02:00","karin.berg@exempelkommun.example","anna.ek@example.org"]'
dates 'the clock has stopped; three weeks begin (A35)' "$lampa" <<'END'
answer 2026-04-08 2026-04-02T11:19
delay 2026-04-09T08:00 2026-04-02T11:19
closing 2026-04-23 -
END

# --- thanks do not begin the three weeks anew, where the unit has it so ----------------------------
post 2026-04-03T09:00 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Tack så mycket för hjälpen!

Anna
END
round 2026-04-03T09:05
case_is 'thanks are filed' "$lampa" '[.status, .records[2].direction]' '["answered","in"]'
dates 'and change no date' "$lampa" <<'END'
answer 2026-04-08 2026-04-02T11:19
delay 2026-04-09T08:00 2026-04-02T11:19
closing 2026-04-23 -
END

# --- a day passes: the registrar has a list, the officer a draft (11 § FL) --------------------------
quiet 2026-04-04 2026-04-07
round 2026-04-08T07:30
round 2026-04-08T08:05 26-svaret-drojer-eva 27-forsenat-till-registrator
# She had answered, and passes on what she sent: it counts from the day it was sent.
post 2026-04-08T09:30 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
Subject: VB: BUN 2026/0001 Dålig skolskjuts

För registrering.

/Eva

________________________________
Från: Eva Lind <eva.lind@exempelkommun.example>
Skickat: den 1 april 2026 15:10
Till: Mats Lund <mats.lund@example.net>
Ämne: BUN 2026/0001 Dålig skolskjuts

Hej Mats!

Bussen har fått en ny tidtabell från och med i dag.

Eva Lind
END
round 2026-04-08T09:35 28-besvarat-till-registrator 29-kopia-av-svaret
dates 'answered the day that it was sent' "$skjuts" <<'END'
answer 2026-04-07 2026-04-01T15:10
delay 2026-04-08T08:00 2026-04-08T08:05
closing 2026-04-22 -
END
# --- and she wants the case to stay open (A35) -------------------------------------------------------
post 2026-04-08T09:40 <<'END'
From: Eva Lind <eva.lind@exempelkommun.example>
To: {reply:26-svaret-drojer-eva}
Subject: SV: [BUN 2026/0001] Svaret dröjer: ge besked till den som har skrivit
In-Reply-To: {id:26-svaret-drojer-eva}
References: {id:26-svaret-drojer-eva}

Håll öppet

/Eva

{quote:26-svaret-drojer-eva}
END
round 2026-04-08T09:41 30-halls-oppet-eva
act 'the note is answered by telephone, and that is noted' 2026-04-08T10:00 \
    case answer 'TN 2026/0002' --channel telefon
round 2026-04-08T10:05 31-besvarat-till-registrator 32-kopia-av-svaret
for dnr in "$fritid" 'KS 2026/0002' 'TN 2026/0003'; do
    act "$dnr is settled" 2026-04-08T10:10 case close "$dnr" --reason 'klart på plats'
done

# --- she says at once that the case can be closed; but who she is must be sure (A33) ---------------
act 'the opening hours have an officer' 2026-04-08T10:20 case assign 'KFN 2026/0002' 'Lisa Holm'
round 2026-04-08T10:20 33-tilldelning-lisa
post 2026-04-08T13:00 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
To: Per Ask <per.ask@example.org>
Cc: {reply:33-tilldelning-lisa}
Subject: [KFN 2026/0002] Öppettider på biblioteket

Hej Per!

Från och med maj har vi öppet till klockan 16 på lördagar.

Lisa Holm

Till diariet: ärendet kan avslutas
END
round 2026-04-08T13:01 34-stangs-om-fem-minuter-lisa 35-besvarat-till-registrator 36-kopia-av-svaret
case_is 'answered' 'KFN 2026/0002' .status answered
round 2026-04-08T13:10
case_is 'and closed' 'KFN 2026/0002' .status closed

# --- social media: 24 hours, weekends too; the answer is the editor's to publish (A18–A21) ---------
post 2026-04-10T16:30 <<'END'
From: Lisa Holm <lisa.holm@exempelkommun.example>
Subject: Inlägg på Facebook att registrera

Kommentar via Facebook i dag kl. 16.20:

"Varför är lekplatsen vid Parkgatan avstängd? Dåligt att ingen vet något!"

/Lisa Holm
END
round 2026-04-10T16:35 37-tilldelning-karin-facebook 38-kopia-till-diariet
facebook='TN 2026/0004'
case_is 'the channel' "$facebook" '[.channel, .status, .officer]' \
    '["sociala medier","open","karin.berg@exempelkommun.example"]'
dates 'twenty-four hours, Saturday or not' "$facebook" <<'END'
answer 2026-04-11T16:30 -
delay 2026-04-13T08:00 -
END
post 2026-04-11T09:00 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: redaktor@exempelkommun.example
Cc: inkorg@exempelkommun.example
Subject: Svar att publicera [TN 2026/0004]

Lekplatsen får ny sand och öppnar på måndag.

Karin Berg
END
round 2026-04-11T09:05 39-besvarat-till-registrator 40-kopia-av-svaret
case_is 'answered to the editor, in time' "$facebook" '[.status, .records[1].direction, .records[1].to]' \
    '["answered","out","redaktor@exempelkommun.example"]'

# --- a secret case: number and pointer only ---------------------------------------------------------
act 'a case by hand, marked secret' 2026-04-13T09:00 case new --unit VON --title 'Hemtjänst: Ekvägen' \
    --type klagomål --sender siv.berg@example.org --secrecy 26:1
act 'its officer' 2026-04-13T09:05 case assign 'VON 2026/0001' 'Eva Lind'
round 2026-04-13T09:05 41-kopia-till-diariet-sekretess 42-tilldelning-eva-sekretess
act 'closed' 2026-04-13T09:10 case close 'VON 2026/0001'

# --- she writes again: the three weeks begin anew; another case is held open (A35, A40) -------------
post 2026-04-20T17:30 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej igen!

Nu blinkar lampan utanför nummer 16 i stället. Kan ni titta på den?

Anna
END
round 2026-04-20T17:35 43-ny-handling-till-karin
dates 'three weeks from the last record' "$lampa" <<'END'
answer 2026-04-08 2026-04-02T11:19
delay 2026-04-09T08:00 2026-04-02T11:19
closing 2026-04-23 2026-04-20T17:30
closing 2026-05-11 -
END
quiet 2026-04-23 2026-04-24
case_is 'not closed on the first day' "$lampa" .status answered
case_is 'and the held one never' "$skjuts" '[.status, .held != null]' '["answered",true]'
quiet 2026-05-10 2026-05-11
case_is 'the last day counts to its end' "$lampa" .status answered
quiet 2026-05-12 2026-05-12
case_is 'then it is closed, and nobody is told' "$lampa" .status closed
dates 'on the day' "$lampa" <<'END'
answer 2026-04-08 2026-04-02T11:19
delay 2026-04-09T08:00 2026-04-02T11:19
closing 2026-04-23 2026-04-20T17:30
closing 2026-05-11 2026-05-12T12:00
END
like 'and the journal says why' "$(json '.journal[].after' case show "$lampa")" \
    'avslutat efter tystnad: inget nytt sedan måndag 20 april 2026'
case_is 'the note, too' 'TN 2026/0002' .status closed
case_is 'the held one is not' "$skjuts" .status answered

# --- a closed case opens again (A35) -----------------------------------------------------------------
post 2026-05-18T08:00 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej!

Nu är det mörkt på hela Storgatan igen. Gatubelysningen är trasig.

Anna Ek
END
round 2026-05-18T08:05 44-oppnat-igen-karin
case_is 'open, with the same officer' "$lampa" '[.status, .officer, .due]' \
    '["open","karin.berg@exempelkommun.example","2026-05-25"]'
act 'and closed' 2026-05-19T09:00 case close "$lampa" --reason 'lagat'
round 2026-05-19T09:05
is 'nothing waits for anybody' "$(json length review list)" 0
end_rehearsal
