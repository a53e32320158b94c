/* SPDX-License-Identifier: MIT
 *
 * What one can write wrong in a routine, and what is said of it: line, column, text.
 */
#pragma once

static const struct {
    const char *text;
    const char *expected;
} MISTAKES[] = {
    {"answer: {within: 5 arbetsdagar}\n", "0:0 nyckeln \"name\" saknas"},
    {"- a\n",
     "1:1 här ska stå nycklar med värden: {nyckel: värde} eller en per rad, men där står en lista"},
    {"name: [a]\n", "1:7 här ska stå ett enda värde, men där står en lista"},
    {"name: \"  \"\n", "1:8 här saknas text; skriv den, eller ta bort nyckeln"},
    {"name: X\nanswer: {within: 5 dagr}\n",
     "2:18 \"5 dagr\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nanswer: {within: 0 arbetsdagar}\n",
     "2:18 \"0 arbetsdagar\" kan inte hållas; skriv en tid över noll och högst tio år, eller ingen "
     "om inget är lovat"},
    {"name: X\nanswer: {within: 10000 veckor}\n",
     "2:18 \"10000 veckor\" kan inte hållas; skriv en tid över noll och högst tio år, eller ingen "
     "om inget är lovat"},
    {"name: X\nanswer: {from: inkommet}\n",
     "2:9 nyckeln \"within\" saknas; skriv tiden, eller within: ingen"},
    {"name: X\nanswer: {needs_contact: ja}\n",
     "2:9 nyckeln \"within\" saknas; skriv tiden, eller within: ingen"},
    {"name: X\nanswer: {within: ingen, from: igår}\n",
     "2:31 \"igår\" går inte att välja; skriv inkommet, registrerat, bekräftat eller tilldelat"},
    {"name: X\nanswer: {within: 5 dagar, needs_contact: kanske}\n",
     "2:42 \"needs_contact\" ska vara ja eller nej (true eller false)"},
    {"name: X\nanswer: 5 arbetsdagar\n", "2:9 här ska stå nycklar med värden: {nyckel: värde} "
                                         "eller en per rad, men där står ett enda värde"},
    {"name: X\nanswer: {withn: 5 dagar}\n",
     "2:10 nyckeln \"withn\" finns inte; menade du \"within\"?\n2:9 nyckeln \"within\" saknas; "
     "skriv tiden, eller within: ingen"},
    {"name: X\nanswer: {within: 5 dagar, from: bekräftat}\n",
     "2:33 svarstiden räknas från bekräftelsen, men ingen bekräftelse skickas; ge receipt: "
     "{template: …} eller ändra answer: {from: …}"},
    {"name: X\nanswer: {within: 5 dagar, from: bekräftat}\nreceipt: {template: ingen}\n",
     "3:21 svarstiden räknas från bekräftelsen, men ingen bekräftelse skickas; ge receipt: "
     "{template: …} eller ändra answer: {from: …}"},
    {"name: X\nfirst_response: snart\n",
     "2:17 \"snart\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nfirst_response: 0 timmar\n", "2:17 \"0 timmar\" kan inte hållas; skriv en tid över "
                                            "noll och högst tio år, eller ingen om inget är lovat"},
    {"name: X\nassignment: {within: två dagar}\n",
     "2:22 \"två dagar\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nassignment: {officers: chef}\n",
     "2:24 \"chef\" går inte att välja; skriv alla eller chefer"},
    {"name: X\nassignment: {called: \"\"}\n",
     "2:23 här saknas text; skriv den, eller ta bort nyckeln"},
    {"name: X\nassignment: {hint: \"en\\nrad till\"}\n",
     "2:21 texten ska stå på en rad; ta bort radbrytningar och styrtecken"},
    {"name: X\nassignment: {officer: alla}\n",
     "2:14 nyckeln \"officer\" finns inte; menade du \"officers\"?"},
    {"name: X\nanswer: {within: 5 dagar}\nreminders: [+1 arbetsdag, 1 arbetsdag]\n",
     "3:27 \"1 arbetsdag\" är ingen påminnelse; skriv när, räknat från sista dagen, i dagar eller "
     "arbetsdagar: \"-1 arbetsdag\" (dagen före) eller \"+1 arbetsdag\" (dagen efter)"},
    {"name: X\nanswer: {within: 5 dagar}\nreminders: +24 timmar\n",
     "3:12 \"+24 timmar\" är ingen påminnelse; skriv när, räknat från sista dagen, i dagar eller "
     "arbetsdagar: \"-1 arbetsdag\" (dagen före) eller \"+1 arbetsdag\" (dagen efter)"},
    {"name: X\nanswer: {within: 5 dagar}\nreminders: [+0 dagar]\n",
     "3:13 \"+0 dagar\" är ingen påminnelse; skriv när, räknat från sista dagen, i dagar eller "
     "arbetsdagar: \"-1 arbetsdag\" (dagen före) eller \"+1 arbetsdag\" (dagen efter)"},
    {"name: X\nanswer: {within: 5 dagar}\nreminders: [-5 dagar, -1 dag]\n",
     "3:12 påminnelsen 5 dagar före sista dagen skulle gå innan tiden börjar, för svarstiden är 5 "
     "dagar; skriv ett mindre tal"},
    {"name: X\nanswer: {within: 5 dagar}\nreminders: {efter: 1 dag}\n",
     "3:12 här ska stå ett enda värde, men där står nycklar med värden"},
    {"name: X\nanswer: {within: ingen}\nreminders: [+1 arbetsdag]\n",
     "3:12 ingen svarstid är lovad, så det finns inget att påminna om; ge answer: {within: …} "
     "eller skriv reminders: []"},
    {"name: X\nanswer: {within: 50 dagar}\nreminders: [-1 dagar, -2 dagar, -3 dagar, -4 dagar, -5 "
     "dagar, -6 dagar, -7 dagar, -8 dagar, -9 dagar, -10 dagar, -11 dagar, -12 dagar, -13 dagar, "
     "-14 dagar, -15 dagar, -16 dagar, -17 dagar, -18 dagar, -19 dagar, -20 dagar, -21 dagar]\n",
     "3:224 högst 20 påminnelser får plats; ta bort den här"},
    {"name: X\nclosing: {after_silence: 0 veckor}\n",
     "2:26 \"0 veckor\" kan inte hållas; skriv en tid över noll och högst tio år, eller ingen om "
     "inget är lovat"},
    {"name: X\nclosing: {after_silence: länge}\n",
     "2:26 \"länge\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nclosing: {when_answered: 1}\n",
     "2:26 \"when_answered\" ska vara ja eller nej (true eller false)"},
    {"name: X\nclosing: {announce: alltid}\n",
     "2:21 \"announce\" ska vara ja eller nej (true eller false)"},
    {"name: X\nclosing: {thanks_restart: x}\n",
     "2:27 \"thanks_restart\" ska vara ja eller nej (true eller false)"},
    {"name: X\nclosing: {silence: 3 veckor}\n",
     "2:11 nyckeln \"silence\" finns inte; här kan stå: after_silence, when_answered, announce, "
     "thanks_restart"},
    {"name: X\nreceipt: receipt\n", "2:10 här ska stå nycklar med värden: {nyckel: värde} eller en "
                                    "per rad, men där står ett enda värde"},
    {"name: X\nreceipt: {template: ../r.txt}\n",
     "2:21 skriv mallens namn utan mapp och ändelse, till exempel receipt, eller ingen"},
    {"name: X\nreceipt: {must_say: dnr}\n",
     "2:10 ingen bekräftelse skickas, för mallen saknas; skriv template: receipt, eller ta bort de "
     "andra nycklarna"},
    {"name: X\nreceipt: {when: tilldelning}\n",
     "2:10 ingen bekräftelse skickas, för mallen saknas; skriv template: receipt, eller ta bort de "
     "andra nycklarna"},
    {"name: X\nreceipt: {template: ingen, within: 2 dagar}\n",
     "2:21 ingen bekräftelse skickas, för mallen saknas; skriv template: receipt, eller ta bort de "
     "andra nycklarna"},
    {"name: X\nreceipt: {template: r, must_sy: dnr}\n",
     "2:24 nyckeln \"must_sy\" finns inte; menade du \"must_say\"?"},
    {"name: X\nreceipt: {template: r, must_say: '{{dnr}}'}\n",
     "2:35 \"{{dnr}}\" är inget fält; skriv namnet som det står mellan {{ och }} i mallen, till "
     "exempel dnr"},
    {"name: X\nreceipt: {template: r, must_say: [dnr, Due]}\n",
     "2:40 \"Due\" är inget fält; skriv namnet som det står mellan {{ och }} i mallen, till "
     "exempel dnr"},
    {"name: X\nreceipt: {template: r, when: genast}\n",
     "2:30 \"genast\" går inte att välja; skriv registrering eller tilldelning"},
    {"name: X\nreceipt: {template: r, within: strax}\n",
     "2:32 \"strax\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nanswer: {within: ingen}\nreceipt: {template: r, must_say: [dnr, due]}\n",
     "3:34 ingen svarstid är lovad, så bekräftelsen kan inte säga \"due\" (svarsdatum); ge answer: "
     "{within: …} eller ta bort due ur must_say"},
    {"name: X\nreceipt: {template: r, must_say: [dnr, officer]}\n",
     "2:34 när ärendet registreras finns ingen handläggare än, så bekräftelsen kan inte säga "
     "\"officer\"; skriv receipt: {when: tilldelning} eller ta bort officer ur must_say"},
    {"name: X\nanswer: {within: 5 dagar, from: tilldelat}\nreceipt: {template: r, must_say: due}\n",
     "3:34 svarstiden räknas från tilldelningen, men bekräftelsen går före den och kan inte säga "
     "\"due\" (svarsdatum); ändra answer: {from: …} eller receipt: {when: …}"},
    {"name: X\ncopies: {registered: kvalitet}\n",
     "2:22 \"kvalitet\" är ingen e-postadress; skriv till exempel kvalitet@exempelkommun.example"},
    {"name: X\ncopies: {answered: [a@b.example, \"c d@b.example\"]}\n",
     "2:35 \"c d@b.example\" är ingen e-postadress; skriv till exempel "
     "kvalitet@exempelkommun.example"},
    {"name: X\ncopies: {closed: a@b.example}\n",
     "2:10 nyckeln \"closed\" finns inte; här kan stå: registered, answered"},
    {"name: X\nlater_mail: granska\n", "2:13 här ska stå nycklar med värden: {nyckel: värde} eller "
                                       "en per rad, men där står ett enda värde"},
    {"name: X\nlater_mail: {strangers: granska}\n",
     "2:14 nyckeln \"strangers\" finns inte; menade du \"stranger\"?"},
    {"name: X\nlater_mail: {stranger: avvisa}\n",
     "2:24 \"avvisa\" går inte att välja; skriv tillför eller granska"},
    {"name: X\nlater_mail: {new_matter: dela}\n",
     "2:26 \"dela\" går inte att välja; skriv tillför eller granska"},
    {"name: X\nlater_mail: {to_closed: stäng}\n",
     "2:25 \"stäng\" går inte att välja; skriv öppna eller länka"},
    {"name: X\ntypes: många\n", "2:8 \"många\" går inte att välja; skriv en eller flera"},
    {"name: X\ntypes: [en]\n", "2:8 här ska stå ett enda värde, men där står en lista"},
    {"name: X\nanonymous: nej\n", "2:12 här ska stå nycklar med värden: {nyckel: värde} eller en "
                                  "per rad, men där står ett enda värde"},
    {"name: X\nanonymous: {register: aldrig}\n",
     "2:23 \"register\" ska vara ja eller nej (true eller false)"},
    {"name: X\nanonymous: {to: pärmen}\n",
     "2:17 \"pärmen\" är ingen e-postadress; skriv till exempel kvalitet@exempelkommun.example"},
    {"name: X\noral: {consents: ja}\n",
     "2:8 nyckeln \"consents\" finns inte; menade du \"consent\"?"},
    {"name: X\noral: {consent: fråga}\n",
     "2:17 \"consent\" ska vara ja eller nej (true eller false)"},
    {"name: X\noral: {to: chefen}\n",
     "2:12 \"chefen\" är ingen e-postadress; skriv till exempel kvalitet@exempelkommun.example"},
    {"name: X\nsimple_questions: {register: ibland}\n",
     "2:30 \"register\" ska vara ja eller nej (true eller false)"},
    {"name: X\nminor: {decision: \"\"}\n",
     "2:20 här saknas text; skriv den, eller ta bort nyckeln"},
    {"name: X\nminor: KS 2026\n", "2:8 här ska stå nycklar med värden: {nyckel: värde} eller en "
                                  "per rad, men där står ett enda värde"},
    {"name: X\ninternal: {chef: ja}\n",
     "2:12 nyckeln \"chef\" finns inte; här kan stå: to_chef, hint"},
    {"name: X\ninternal: {to_chef: kanske}\n",
     "2:21 \"to_chef\" ska vara ja eller nej (true eller false)"},
    {"name: X\ninternal: {hint: [a, b]}\n",
     "2:18 här ska stå ett enda värde, men där står en lista"},
    {"name: X\ninternal: {hint: "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}\n",
     "2:18 texten är för lång; högst 500 tecken"},
    {"name: X\nrelay: kanske\n", "2:8 \"relay\" ska vara ja eller nej (true eller false)"},
    {"name: X\nchannels: [sms]\n", "2:11 här ska stå nycklar med värden: {nyckel: värde} eller en "
                                   "per rad, men där står en lista"},
    {"name: X\nchannels: {socialamedier: {receipt: nej}}\n",
     "2:12 nyckeln \"socialamedier\" finns inte; menade du \"sociala medier\"?"},
    {"name: X\nchannels: {sms: nej}\n", "2:17 här ska stå nycklar med värden: {nyckel: värde} "
                                        "eller en per rad, men där står ett enda värde"},
    {"name: X\nchannels: {sms: {answers: 24 timmar}}\n",
     "2:18 nyckeln \"answers\" finns inte; menade du \"answer\"?"},
    {"name: X\nchannels: {sms: {answer: genast}}\n",
     "2:26 \"genast\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nchannels: {sms: {receipt: x}}\n",
     "2:27 \"receipt\" ska vara ja eller nej (true eller false)"},
    {"name: X\nchannels: {sms: {later_mail: tillför}}\n",
     "2:30 \"later_mail\" ska vara ja eller nej (true eller false)"},
    {"name: X\nchannels: {sms: {answer_to: [a@b.example, c@b.example]}}\n",
     "2:29 svaret går till en enda adress; skriv en"},
    {"name: X\nchannels: {sms: {answer_to: redaktören}}\n",
     "2:29 \"redaktören\" är ingen e-postadress; skriv till exempel "
     "kvalitet@exempelkommun.example"},
    {"name: X\nprocedures: [hot]\n", "2:13 här ska stå nycklar med värden: {nyckel: värde} eller "
                                     "en per rad, men där står en lista"},
    {"name: X\nprocedures: {hot: genast}\n", "2:19 här ska stå nycklar med värden: {nyckel: värde} "
                                             "eller en per rad, men där står ett enda värde"},
    {"name: X\nprocedures: {hot: {too: a@b.example}}\n",
     "2:20 nyckeln \"too\" finns inte; menade du \"to\"?"},
    {"name: X\nprocedures: {hot: {to: polisen}}\n",
     "2:24 \"polisen\" är ingen e-postadress; skriv till exempel kvalitet@exempelkommun.example"},
    {"name: X\nprocedures: {hot: {letter: sv/hot}}\n",
     "2:28 skriv mallens namn utan mapp och ändelse, till exempel receipt, eller ingen"},
    {"name: X\nminor: {decided_by: alla}\n",
     "2:21 \"alla\" går inte att välja; skriv regel eller människa"},
    {"name: X\nprocedures: {hot: {letter_when: sedan}}\n",
     "2:33 \"sedan\" går inte att välja; skriv genast eller beslut"},
    {"name: X\nprocedures: {hot: {secrecy: OSL 26:1}}\n",
     "2:29 \"OSL 26:1\" är ingen paragraf i OSL; skriv kapitel och paragraf, som \"26:1\" eller "
     "\"32:3 b\", eller ingen"},
    {"name: X\nprocedures: {hot: {secrecy: \"26:1b\"}}\n",
     "2:30 \"26:1b\" är ingen paragraf i OSL; skriv kapitel och paragraf, som \"26:1\" eller "
     "\"32:3 b\", eller ingen"},
    {"name: X\nprocedures: {hot: {case: x}}\n",
     "2:26 \"case\" ska vara ja eller nej (true eller false)"},
    {"name: X\nprocedures: {hot: {forward: x}}\n",
     "2:29 \"forward\" ska vara ja eller nej (true eller false)"},
    {"name: X\nprocedures: {hot: {answer_copy: x}}\n",
     "2:33 \"answer_copy\" ska vara ja eller nej (true eller false)"},
    {"name: X\nauthorities: [Försäkringskassan]\n",
     "2:14 här ska stå nycklar med värden: {nyckel: värde} eller en per rad, men där står en "
     "lista"},
    {"name: X\nauthorities: {Försäkringskassan: {telefon: 1}}\n",
     "2:34 här ska stå ett enda värde, men där står nycklar med värden"},
    {"name: X\nauthorities: {Försäkringskassan: \"\"}\n",
     "2:35 här saknas text; skriv den, eller ta bort nyckeln"},
    {"name: X\nanser: {within: ingen}\n",
     "2:1 nyckeln \"anser\" finns inte; menade du \"answer\"?"},
    {"name: X\nname: Y\n", "2:1 nyckeln \"name\" står två gånger, först på rad 1; ta bort den ena"},
};
