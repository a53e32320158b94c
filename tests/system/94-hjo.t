#!/bin/sh
# Hjo's routine, from the first mail to the closing: "Rutin för Synpunktshantering i Hjo kommun". The
# first of May 2026 is a Friday. The rules (B21 …) are those of rules/routines/hjo.yaml.
. tests/lib/tap.sh
. tests/lib/inkom.sh
. tests/lib/rehearsal.sh

rehearse hjo 2026-04-17T07:30 'units:' \
    '  - {code: KS, name: Kommunstyrelsen}' \
    '  - {code: TN, name: Tekniska nämnden}' \
    '  - {code: BUN, name: Barn- och utbildningsnämnden}' \
    '  - {code: VON, name: Vård- och omsorgsnämnden}' \
    '  - {code: SN, name: Socialnämnden}' \
    '  - {code: MBN, name: Miljö- och byggnadsnämnden}' \
    '  - {code: KFN, name: Kultur- och fritidsnämnden}' \
    'officers:' \
    '  - {name: Karin Berg, address: karin.berg@exempelkommun.example, unit: TN, chef: ja}' \
    '  - {name: Per Ström, address: per.strom@exempelkommun.example, unit: TN}' \
    '  - {name: Eva Lind, address: eva.lind@exempelkommun.example, unit: BUN, chef: ja}' \
    '  - {name: Ulla Krantz, address: ulla.krantz@exempelkommun.example, unit: KS}'
# refuse NAME PATTERN COMMAND…: refused, and no letter comes of it
refuse() {
    refuse_name=$1 refuse_pattern=$2
    shift 2
    inkom "$@"
    like "$refuse_name" "$status $err" "$refuse_pattern"
    expect_letters "$refuse_name"
}

# --- Friday 17 April: registered; the receipt waits for the officer whom it names (B21–B23) --------
post 2026-04-17T08:12 <<'END'
From: Anna Ek <anna.ek@example.org>
Subject: Mörkt på Storgatan

Hej!

Gatubelysningen utanför Storgatan 14 lyser inte. Det har varit mörkt i två
veckor, och det är dåligt att ingen gör något.

Anna Ek
END
round 2026-04-17T08:15
lampa='TN 2026/0001'
case_is 'registered' "$lampa" '[.status, .officer, .due]' '["open",null,null]'
dates 'two working days for the receipt and the officer' "$lampa" <<'END'
receipt 2026-04-21 -
assignment 2026-04-21 -
END
quiet 2026-04-18 2026-04-19
now=2026-04-20T09:00
refuse 'only a chef may be officer (B23)' '^65 .*Per Ström är inte chef' \
    case assign "$lampa" 'Per Ström'
case_is 'nobody is' "$lampa" .officer null
act 'Karin is one' 2026-04-20T09:05 case assign "$lampa" 'Karin Berg'
round 2026-04-20T09:05 01-bekraftelse-anna 02-tilldelning-karin
dates 'ten working days from the receipt, over the first of May (B24)' "$lampa" <<'END'
receipt 2026-04-21 2026-04-20T09:05
assignment 2026-04-21 2026-04-20T09:05
answer 2026-05-05 -
reminder 2026-05-06T08:00 -
delay 2026-05-06T08:00 -
END

# --- answered where it was asked: registered and closed in one step (B32) --------------------------
post 2026-04-20T10:00 <<'END'
From: Ulla Krantz <ulla.krantz@exempelkommun.example>
Subject: Snabbsynpunkt – registrera och avsluta

Fråga via Facebook 20/4: "Får man elda i helgen?"

Svar 20/4: nej, eldningsförbud råder i hela kommunen till och med söndag.

Ulla Krantz
kommunikatör
END
round 2026-04-20T10:05
case_is 'a quick one is closed, and nobody is written to' 'KS 2026/0001' \
    '[.status, .channel, .type, .sender]' '["closed","sociala medier","fråga",null]'

# --- the staff's own: to the nearest chef (B8–B11) ---------------------------------------------------
post 2026-04-20T11:00 <<'END'
From: Per Ström <per.strom@exempelkommun.example>
Subject: Förbättringsförslag från personalen

Hej,

vi i arbetslaget föreslår att nycklarna till förrådet samlas i ett skåp på
kontoret. Då slipper vi leta efter dem varje morgon när gatorna ska sandas.

Per Ström
END
round 2026-04-20T11:05 03-bekraftelse-per 04-tilldelning-karin-intern
intern=$(json '.[] | select(.sender == "per.strom@exempelkommun.example") | .dnr' case list)
case_is 'marked, and given to his chef' "$intern" '[.channel, .officer, .flags]' \
    '["internt","karin.berg@exempelkommun.example",["intern synpunkt: publiceras inte"]]'

# --- told over the counter: only who was asked (B13, B17) ------------------------------------------
post 2026-04-20T13:00 <<'END'
From: Ulla Krantz <ulla.krantz@exempelkommun.example>
Subject: Tjänsteanteckning

2026-04-20 kl 12.50 kom Gun Alm in till receptionen och klagade på snöröjningen
på Ringvägen. Tillfrågad: ja

/Ulla Krantz
END
post 2026-04-20T13:30 <<'END'
From: Ulla Krantz <ulla.krantz@exempelkommun.example>
Subject: Tjänsteanteckning

2026-04-20 kl 13.20 ringde en man och klagade på att sandningen på Skolgatan är
dålig.

/Ulla Krantz
END
round 2026-04-20T13:35
case_is 'who was asked is registered' 'TN 2026/0003' '[.status, .channel]' '["open","tjänsteanteckning"]'
is 'who was not is not' "$(json '.[] | [.kind, .reason]' review list)" \
    '["consent","anteckningen säger inte \"Tillfrågad: ja\"; rutinen Hjo registrerar bara den som har tillfrågats"]'
act 'the registrar asks her, and she was asked' 2026-04-20T14:00 review resolve 1 --new --unit TN \
    --type klagomål --title 'Halkbekämpning: Skolgatan'

# --- what is no synpunkt (B3–B6) ---------------------------------------------------------------------
post 2026-04-21T08:00 <<'END'
From: Jenny Falk <jenny.falk@example.com>
Subject: Överklagan av beslut SN 2026/0050

Jag överklagar ert beslut den 2 april om försörjningsstöd. Jag anser att
beslutet är felaktigt eftersom ni har räknat in min systers inkomst. Jag yrkar
att beslutet ändras.

Jenny Falk
END
post 2026-04-21T08:05 <<'END'
From: Lars Ek <lars.ek@example.com>
Subject: Min dotter i klass 5B

Min dotter mobbas av tre klasskamrater på rasterna, och läraren gör ingenting.
Hon vill inte gå till skolan längre.

Lars Ek
END
post 2026-04-21T08:10 <<'END'
From: Sara Alm <sara.alm@exempelkommun.example>
Subject: Avvikelse lex Sarah

Jag vill rapportera ett missförhållande enligt lex Sarah. En boende på Ekbacken
fick inte sin medicin i går kväll.

Sara Alm
END
post 2026-04-21T08:15 <<'END'
From: Olle Sand <olle.sand@example.com>
Subject: Felanmälan gatlampa

Felanmälan: gatlampan vid Parkgatan 3 är släckt.

Olle Sand
END
round 2026-04-21T08:20 05-overklagande-registrator 06-skrivelse-jenny 07-bradskande-registrator \
    08-krankning-skolchef 09-mottaget-lars 10-avvikelse 11-felanmalan 12-felanmalan-olle
is 'none of them is a synpunkt; each has its own letter, or none' \
    "$(json '.[-4:][] | "\(.outcome) \(.reply)"' mail list)" 'refer appeal
refer concern
review none
new fault'

# --- a mere attack on a person: a person decides, then he is told so (B7) ---------------------------
post 2026-04-21T09:00 <<'END'
From: Roger K <roger.k@example.com>
Subject: Er idiotiska kommunchef

vilken jävla clown. ni är helt dumma i huvudet allihop, idioter
END
round 2026-04-21T09:05
is 'nothing is sent before that' "$(json '.[-1] | [.outcome, .reply]' mail list)" '["review","none"]'
act 'it is a mere attack' 2026-04-21T09:30 review resolve \
    "$(json '.[] | select(.sender == "roger.k@example.com") | .id' review list)" --abuse
round 2026-04-21T09:35 13-avbojs-roger
case_is 'registered and closed: it is a document all the same' 'KS 2026/0002' '[.status, .sender]' \
    '["closed","roger.k@example.com"]'

# --- both a question and a complaint (B1) -----------------------------------------------------------
post 2026-04-21T10:00 <<'END'
From: Lena Ros <lena.ros@example.net>
Subject: Klagomål och fråga om simhallen

Hej!

Det är dåligt att simhallen är stängd på lördagar, jag är missnöjd med det.
Vilka öppettider har ni i sommar?

Lena Ros
END
# --- of no importance (B35, B36) --------------------------------------------------------------------
post 2026-04-21T10:05 <<'END'
From: Erbjudande <reklam@example.com>
Subject: Vårens bästa erbjudande på kontorsstolar

Passa på! Köp tre kontorsstolar och betala för två. Gäller bara den här veckan.
Klicka här för att beställa. Avregistrera dig här om du inte vill ha fler utskick.
END
round 2026-04-21T10:10
is 'registered, but for what may be of no importance'  "$(json '.[-2:][] | [.outcome, .dnr]' mail list)" \
    '["new","KFN 2026/0001"]
["review",null]'


act 'a person decides so' 2026-04-21T11:00 review resolve \
    "$(json '.[] | select(.sender == "reklam@example.com") | .id' review list)" --minor
like 'by the decision that the routine names (B35)' \
    "$(sql "SELECT after FROM journal ORDER BY id DESC LIMIT 3")" 'kommunens dokumenthanteringsplan'

# --- the rest is given to chefs, answered and closed by hand ---------------------------------------
act 'the note has an officer' 2026-04-21T13:00 case assign 'TN 2026/0003' 'Karin Berg'
act 'so has the other' 2026-04-21T13:00 case assign 'TN 2026/0004' 'Karin Berg'
act 'and the swimming hall' 2026-04-21T13:00 case assign 'KFN 2026/0001' 'Eva Lind'
round 2026-04-21T13:05 14-tilldelning-karin-anteckning 15-tilldelning-karin-anteckning \
    16-bekraftelse-lena 17-tilldelning-eva
for dnr in 'TN 2026/0002' 'TN 2026/0003' 'TN 2026/0004' 'TN 2026/0005' 'KFN 2026/0001'; do
    act "$dnr is closed" 2026-04-22T09:00 case close "$dnr" --reason 'klart på plats'
done
round 2026-04-22T09:05

# --- ten working days have run out: one reminder, never again (B25–B27) ----------------------------
quiet 2026-04-30 2026-05-05
round 2026-05-06T07:59
round 2026-05-06T08:00 18-paminnelse-karin 19-forsenat-registrator
round 2026-05-06T07:00
round 2026-05-06T16:00
round 2026-05-07T08:00 20-forsenat-registrator
round 2026-05-08T12:00 21-forsenat-registrator
quiet 2026-05-09 2026-05-10
dates 'reminded once, and that was all' "$lampa" <<'END'
receipt 2026-04-21 2026-04-20T09:05
assignment 2026-04-21 2026-04-20T09:05
answer 2026-05-05 -
reminder 2026-05-06T08:00 2026-05-06T08:00
delay 2026-05-06T08:00 2026-05-06T08:00
END

# --- the chef answers; the measure is noted; a person closes (B24, B46) -----------------------------
post 2026-05-11T07:20 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: Anna Ek <anna.ek@example.org>
Cc: inkorg@exempelkommun.example
Subject: SV: Mörkt på Storgatan [TN 2026/0001]

Hej Anna!

Förlåt att det dröjde. Lamporna på Storgatan är bytta i dag.

Karin Berg
enhetschef
END
round 2026-05-11T07:25 22-besvarat-registrator
post 2026-05-11T09:00 <<'END'
From: Karin Berg <karin.berg@exempelkommun.example>
To: {reply:18-paminnelse-karin}
Subject: SV: [TN 2026/0001] Påminnelse: svaret skulle ha lämnats tisdag 5 maj 2026
In-Reply-To: {id:18-paminnelse-karin}
References: {id:18-paminnelse-karin}

Åtgärd: Fem lampor är bytta.
Rutinmässig
Kan avslutas

Karin Berg
enhetschef

{quote:18-paminnelse-karin}
END
round 2026-05-11T09:01 23-stangs-om-fem-minuter-karin
round 2026-05-11T09:10
quiet 2026-05-12 2026-05-14
case_is 'with its measure and its importance (B43, B46)' "$lampa" \
    '[.status, .measure, .importance, .records[1].direction]' \
    '["closed","Fem lampor är bytta.","rutinmässig","out"]'
end_rehearsal
