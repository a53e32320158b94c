/* SPDX-License-Identifier: MIT
 *
 * When not to answer: for every row of the table real headers, in any case, folded, with comments,
 * twice in both orders, and what only looks like them.
 */
#include "harness.h"

#include "inkom/parse.h"
#include "inkom/triage.h"

#include <string.h>

#define NOW    1774627200 /* 2026-03-27 17:00 */
#define HOUR_S 3600

#define PERSON "Return-Path: <anna@example.org>\nFrom: Anna Ek <anna@example.org>\n"
#define CALENDAR                                                                                   \
    PERSON "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"  \
           "Ja\n--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n--b--\n"

/* rows: those that apply, in the table's order; "" = it may be answered. */
static const struct {
    const char *rows, *headers;
} cases[] = {
    {"", PERSON "Subject: Lampan är trasig\n"},
    {"", PERSON "Auto-Submitted: no\n"},
    {"", PERSON "auto-submitted: NO\n"},
    {"", PERSON "Auto-Submitted: (en människa) no (verkligen)\n"},
    {"", PERSON "Auto-Submitted: no; owner=x\n"},
    {"", PERSON "Auto-Submitted:\n no\n"},
    {"", PERSON "Precedence: first-class\n"},
    {"", PERSON "Precedence: normal\n"},
    {"", PERSON "X-Auto-Response-Suppress: OOF\n"},
    {"", PERSON "X-Auto-Response-Suppress: DR, NDR, RN, NRN, OOF\n"},
    {"", PERSON "X-Auto-Response-Suppress: Allt\n"},
    {"", PERSON "Reply-To: chef@exempelkommun.example\n"},
    {"", PERSON "X-Listan: ja\n"},
    {"", PERSON "Listid: x\n"},
    {"", PERSON "Disposition-Notification-To: <anna@example.org>\n"},
    {"", PERSON "Importance: high\n"},
    {"", PERSON "Content-Type: multipart/mixed; boundary=b\n"},
    {"", "From: anna@example.org\n"},
    {"", "Return-Path: <anna@mail.example.org>\nFrom: Anna <anna@example.org>\n"},
    {"", "Return-Path: <ANNA@EXAMPLE.ORG>\nFrom: Anna <anna@example.org>\n"},
    {"", "From: =?utf-8?q?noreply=40example=2Eorg?= <anna@example.org>\n"},
    {"", "From: \"mailer-daemon\" <anna@example.org>\n"},
    {"", "From: requestor@example.org\n"},
    {"", "From: studsmatta@example.org\n"},
    {"", "From: kowner@example.org\n"},
    {"", "From: norea.plym@example.org\n"},
    {"", "From: bo.unce@example.org\n"},
    {"", "From: postmaster@example.org\nSubject: Lampan\n"},
    {"1 13", PERSON "X-Inkom-Loop: vart-eget-marke\n"},
    {"1 13", PERSON "x-inkom-loop:   vart-eget-marke  \n"},
    {"1 13", PERSON "X-Inkom-Loop: annat\nX-Inkom-Loop: vart-eget-marke\n"},
    {"1 13", PERSON "X-Inkom-Loop: vart-eget-marke\nX-Inkom-Loop: annat\n"},
    {"1", "From: inkorg@exempelkommun.example\n"},
    {"1", "From: Inkorgen <INKORG@Exempelkommun.Example>\n"},
    {"1", "From: miljo@exempelkommun.example\nReturn-Path: <miljo@exempelkommun.example>\n"},
    {"1", PERSON "Sender: inkorg@exempelkommun.example\n"},
    {"1", PERSON "SENDER: Inkorgen <Inkorg@exempelkommun.example>\n"},
    {"1", PERSON "Sender: (x) <inkorg@exempelkommun.example>\n"},
    {"1", "From: anna@example.org\nSender: =?utf-8?q?Inkorgen?= <inkorg@exempelkommun.example>\n"},
    {"1 19", "Return-Path: <inkorg@exempelkommun.example>\nFrom: anna@example.org\n"},
    {"1 17", "From: anna@example.org, inkorg@exempelkommun.example\n"},
    {"1 17", "From: inkorg@exempelkommun.example, anna@example.org\n"},
    {"", "From: inkorgen@exempelkommun.example\n"},
    {"", "From: inkorg@exempelkommun.example.example.org\n"},
    {"", PERSON "Sender: chef@exempelkommun.example\n"},
    {"2 19b", "Return-Path: <>\nFrom: anna@example.org\n"},
    {"2 19b", "return-path:   < >\nFrom: anna@example.org\n"},
    {"2 19b", "Return-Path:\n <>\nFrom: anna@example.org\n"},
    {"2 19b", "From: anna@example.org\nReturn-Path: <>\n"},
    {"3 19b",
     "Return-Path: <anna@example.org>\nReturn-Path: <bo@example.org>\nFrom: anna@example.org\n"},
    {"3 19b", "Return-Path: <>\nReturn-Path: <anna@example.org>\nFrom: anna@example.org\n"},
    {"3 19b", "Return-Path: <anna@example.org>\nReturn-Path: <>\nFrom: anna@example.org\n"},
    {"3 19b", "Return-Path: nobody\nFrom: anna@example.org\n"},
    {"3 19b", "Return-Path:\nFrom: anna@example.org\n"},
    {"3 19b", "Return-Path: <anna@example.org>, <bo@example.org>\nFrom: anna@example.org\n"},
    {"4", PERSON "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"},
    {"4",
     PERSON "content-type: MULTIPART/Report; boundary=\"b\";\n Report-Type=\"DELIVERY-STATUS\"\n"},
    {"4",
     PERSON "Content-Type: multipart/report (x); report-type=delivery-status (y); boundary=b\n"},
    {"5",
     PERSON "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n"},
    {"5", PERSON "content-type: MULTIPART/Report; boundary=\"b\";\n "
                 "Report-Type=\"DISPOSITION-NOTIFICATION\"\n"},
    {"5", PERSON
     "Content-Type: multipart/report (x); report-type=disposition-notification (y); boundary=b\n"},
    {"6", PERSON "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n"},
    {"6",
     PERSON "content-type: MULTIPART/Report; boundary=\"b\";\n Report-Type=\"FEEDBACK-REPORT\"\n"},
    {"6",
     PERSON "Content-Type: multipart/report (x); report-type=feedback-report (y); boundary=b\n"},
    {"4", PERSON "Content-Type: message/delivery-status\n"},
    {"4", PERSON "Content-Type: message/global-delivery-status\n"},
    {"5", PERSON "Content-Type: message/disposition-notification\n"},
    {"6", PERSON "Content-Type: message/feedback-report\n"},
    {"6b", PERSON "Content-Type: multipart/report; boundary=b\n"},
    {"6b", PERSON "Content-Type: multipart/report; report-type=tlsrpt; boundary=b\n"},
    {"6b", PERSON "Content-Type: Multipart/Report; report-type=; boundary=b\n"},
    {"6b", PERSON "Content-Type: multipart/report; boundary=b; report-type=okänd\n"},
    {"", PERSON "Content-Type: multipart/mixed; report-type=delivery-status; boundary=b\n"},
    {"", PERSON "X-Content-Type: multipart/report; report-type=delivery-status\n"},
    {"7 14", "From: MAILER-DAEMON@example.org\nSubject: Undelivered Mail Returned to Sender\n"},
    {"7 14", "From: Mail System <mailer-daemon@example.org>\nSubject: Kan inte levereras: hej\n"},
    {"7 14", "From: mailer-daemon@example.org\nSubject: failure notice\n"},
    {"7 14", "From: Mailer-Daemon@example.org\nSubject: =?utf-8?q?Olevererbart=3A?= hej\n"},
    {"7", "From: postmaster@example.org\nSubject: Undeliverable: hej\n"},
    {"7", "From: Postmaster@example.org\nSubject: RETURNED MAIL: see transcript\n"},
    {"7", "From: postmaster@example.org\nSubject: Delivery Status Notification (Failure)\n"},
    {"14", "From: mailer-daemon@example.org\nSubject: Hej\n"},
    {"", "From: anna@example.org\nSubject: Undeliverable: hej\n"},
    {"8a", PERSON "Auto-Submitted: auto-replied\n"},
    {"8a", PERSON "AUTO-SUBMITTED: AUTO-REPLIED\n"},
    {"8a", PERSON "Auto-Submitted: (x) AUTO-Replied (vacation); a=b\n"},
    {"8a", PERSON "Auto-Submitted: auto-replied (vacation)\n"},
    {"8a", PERSON "Auto-Submitted:\n	auto-replied\n"},
    {"8a", PERSON "Auto-Submitted: auto-replied; type=vacation\n"},
    {"8a", PERSON "Auto-Submitted: no\nAuto-Submitted: auto-replied\n"},
    {"8a", PERSON "Auto-Submitted: auto-replied\nAuto-Submitted: no\n"},
    {"8a", PERSON "Auto-Submitted: (a \\) no) auto-replied\n"},
    {"8a", PERSON "Auto-Submitted: (a (b) c)auto-replied\n"},
    {"8a", PERSON "Auto-Submitted: auto-replied(vacation)\n"},
    {"8a", PERSON "Auto-Submitted : auto-replied\n"},
    {"8a 8b", PERSON "Auto-Submitted: auto-replied vacation\n"},
    {"8a 8b", PERSON "Auto-Submitted: auto-replied, vacation\n"},
    {"8a 8b", PERSON "Auto-Submitted: auto-replied\nAuto-Submitted: auto-generated\n"},
    {"8a 8b", PERSON "Auto-Submitted: auto-generated\nAuto-Submitted: auto-replied\n"},
    {"8b", PERSON "Auto-Submitted: auto-generated\n"},
    {"8b", PERSON "auto-submitted: Auto-Generated (rejected)\n"},
    {"8b", PERSON "Auto-Submitted: auto-notified; owner-email=x\n"},
    {"8b", PERSON "Auto-Submitted: yes\n"},
    {"8b", PERSON "Auto-Submitted:\n"},
    {"8b", PERSON "Auto-Submitted: ;\n"},
    {"8b", PERSON "Auto-Submitted: (no)\n"},
    {"8b", PERSON "Auto-Submitted: no\nAuto-Submitted: auto-generated\n"},
    {"8b", PERSON "Auto-Submitted: auto-generated\nAuto-Submitted: no\n"},
    {"8b", PERSON "Auto-Submitted: nope\n"},
    {"8b", PERSON "Auto-Submitted: no auto-generated\n"},
    {"8b", PERSON "Auto-Submitted: =?utf-8?q?no?=\n"},
    {"8b", PERSON "Auto-Submitted: \"no\"\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: All\n"},
    {"9a", PERSON "x-auto-response-suppress: ALL\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: DR, AutoReply\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: AutoReply,OOF\n"},
    {"9a", PERSON "X-Auto-Response-Suppress:\n DR,\n AutoReply\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: OOF\nX-Auto-Response-Suppress: All\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: All\nX-Auto-Response-Suppress: OOF\n"},
    {"9a", PERSON "X-Auto-Response-Suppress: (x) all (y)\n"},
    {"10", PERSON "Precedence: bulk\n"},
    {"10", PERSON "PRECEDENCE: (x) BULK (y)\n"},
    {"10", PERSON "Precedence: first-class\nPrecedence: bulk\n"},
    {"10", PERSON "Precedence: junk\n"},
    {"10", PERSON "PRECEDENCE: (x) JUNK (y)\n"},
    {"10", PERSON "Precedence: first-class\nPrecedence: junk\n"},
    {"10", PERSON "Precedence: list\n"},
    {"10", PERSON "PRECEDENCE: (x) LIST (y)\n"},
    {"10", PERSON "Precedence: first-class\nPrecedence: list\n"},
    {"10", PERSON "Precedence: auto_reply\n"},
    {"10", PERSON "PRECEDENCE: (x) AUTO_REPLY (y)\n"},
    {"10", PERSON "Precedence: first-class\nPrecedence: auto_reply\n"},
    {"10", PERSON "Precedence: bulk\nPrecedence: first-class\n"},
    {"10", PERSON "Precedence: bulk, list\n"},
    {"11", PERSON "List-Id: <x.example.org>\n"},
    {"11", PERSON "LIST-ID:\n <x.example.org>\n"},
    {"11", PERSON "list-id:\n"},
    {"11", PERSON "List-Help: <x.example.org>\n"},
    {"11", PERSON "LIST-HELP:\n <x.example.org>\n"},
    {"11", PERSON "list-help:\n"},
    {"11", PERSON "List-Subscribe: <x.example.org>\n"},
    {"11", PERSON "LIST-SUBSCRIBE:\n <x.example.org>\n"},
    {"11", PERSON "list-subscribe:\n"},
    {"11", PERSON "List-Unsubscribe: <x.example.org>\n"},
    {"11", PERSON "LIST-UNSUBSCRIBE:\n <x.example.org>\n"},
    {"11", PERSON "list-unsubscribe:\n"},
    {"11", PERSON "List-Post: <x.example.org>\n"},
    {"11", PERSON "LIST-POST:\n <x.example.org>\n"},
    {"11", PERSON "list-post:\n"},
    {"11", PERSON "List-Owner: <x.example.org>\n"},
    {"11", PERSON "LIST-OWNER:\n <x.example.org>\n"},
    {"11", PERSON "list-owner:\n"},
    {"11", PERSON "List-Archive: <x.example.org>\n"},
    {"11", PERSON "LIST-ARCHIVE:\n <x.example.org>\n"},
    {"11", PERSON "list-archive:\n"},
    {"11", PERSON "List-Unsubscribe-Post: <x.example.org>\n"},
    {"11", PERSON "LIST-UNSUBSCRIBE-POST:\n <x.example.org>\n"},
    {"11", PERSON "list-unsubscribe-post:\n"},
    {"11", PERSON "Feedback-ID: <x.example.org>\n"},
    {"11", PERSON "FEEDBACK-ID:\n <x.example.org>\n"},
    {"11", PERSON "feedback-id:\n"},
    {"11", PERSON "List-Software: x\n"},
    {"11", PERSON "list-digest: x\n"},
    {"11", PERSON "Mailing-List: x\n"},
    {"13", PERSON "X-Autoreply: x\n"},
    {"13", PERSON "X-AUTOREPLY:  yes\n"},
    {"13", PERSON "x-autoreply:\n"},
    {"13", PERSON "X-Autorespond: x\n"},
    {"13", PERSON "X-AUTORESPOND:  yes\n"},
    {"13", PERSON "x-autorespond:\n"},
    {"13", PERSON "X-Autoresponse: x\n"},
    {"13", PERSON "X-AUTORESPONSE:  yes\n"},
    {"13", PERSON "x-autoresponse:\n"},
    {"13", PERSON "X-AutoReply-From: x\n"},
    {"13", PERSON "X-AUTOREPLY-FROM:  yes\n"},
    {"13", PERSON "x-autoreply-from:\n"},
    {"13", PERSON "X-Mail-Autoreply: x\n"},
    {"13", PERSON "X-MAIL-AUTOREPLY:  yes\n"},
    {"13", PERSON "x-mail-autoreply:\n"},
    {"13", PERSON "X-FC-Machinegenerated: x\n"},
    {"13", PERSON "X-FC-MACHINEGENERATED:  yes\n"},
    {"13", PERSON "x-fc-machinegenerated:\n"},
    {"13", PERSON "X-Loop: x\n"},
    {"13", PERSON "X-LOOP:  yes\n"},
    {"13", PERSON "x-loop:\n"},
    {"13", PERSON "X-Inkom-Loop: x\n"},
    {"13", PERSON "X-INKOM-LOOP:  yes\n"},
    {"13", PERSON "x-inkom-loop:\n"},
    {"14", "From: x <MAILER-DAEMON@example.org>\n"},
    {"14", "Return-Path: <MAILER-DAEMON@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <mailer-daemon@example.org>\n"},
    {"14", "Return-Path: <mailer-daemon@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <listserv@example.org>\n"},
    {"14", "Return-Path: <listserv@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <Majordomo@example.org>\n"},
    {"14", "Return-Path: <Majordomo@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <noreply@example.org>\n"},
    {"14", "Return-Path: <noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <No-Reply@example.org>\n"},
    {"14", "Return-Path: <No-Reply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <no_reply@example.org>\n"},
    {"14", "Return-Path: <no_reply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <no.reply@example.org>\n"},
    {"14", "Return-Path: <no.reply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <donotreply@example.org>\n"},
    {"14", "Return-Path: <donotreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <do-not-reply@example.org>\n"},
    {"14", "Return-Path: <do-not-reply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <svara-ej@example.org>\n"},
    {"14", "Return-Path: <svara-ej@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <SvaraEj@example.org>\n"},
    {"14", "Return-Path: <SvaraEj@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <ej-svar@example.org>\n"},
    {"14", "Return-Path: <ej-svar@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <ejsvar@example.org>\n"},
    {"14", "Return-Path: <ejsvar@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <noreply-kund@example.org>\n"},
    {"14", "Return-Path: <noreply-kund@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <noreply+123@example.org>\n"},
    {"14", "Return-Path: <noreply+123@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <info-noreply@example.org>\n"},
    {"14", "Return-Path: <info-noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <kund_noreply@example.org>\n"},
    {"14", "Return-Path: <kund_noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <lampor-request@example.org>\n"},
    {"14", "Return-Path: <lampor-request@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <owner-lampor@example.org>\n"},
    {"14", "Return-Path: <owner-lampor@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <lampor-owner@example.org>\n"},
    {"14", "Return-Path: <lampor-owner@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <lampor-bounces@example.org>\n"},
    {"14", "Return-Path: <lampor-bounces@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <bounce@example.org>\n"},
    {"14", "Return-Path: <bounce@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <bounces+123=x@example.org>\n"},
    {"14", "Return-Path: <bounces+123=x@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <bounce-77@example.org>\n"},
    {"14", "Return-Path: <bounce-77@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <prvs=0123abcdef=noreply@example.org>\n"},
    {"14", "Return-Path: <prvs=0123abcdef=noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <btv1==0123abcdef==noreply@example.org>\n"},
    {"14", "Return-Path: <btv1==0123abcdef==noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <SRS0=HHH=TT=example.net=noreply@example.org>\n"},
    {"14", "Return-Path: <SRS0=HHH=TT=example.net=noreply@example.org>\nFrom: anna@example.org\n"},
    {"14", "From: x <SRS1=HHH=example.net==HHH=TT=example.com=noreply@example.org>\n"},
    {"14", "Return-Path: <SRS1=HHH=example.net==HHH=TT=example.com=noreply@example.org>\nFrom: "
           "anna@example.org\n"},
    {"", "Return-Path: <prvs=0123abcdef=anna@example.org>\nFrom: anna@example.org\n"},
    {"", "Return-Path: <SRS0=HHH=TT=example.net=anna@example.org>\nFrom: anna@example.org\n"},
    {"17 19b", "Subject: Hej\n"},
    {"17 19b", "From:\n"},
    {"17 19b", "Subject: Hej\nTo: x@example.org\n"},
    {"17", "From: anna@example.org\nFrom: anna@example.org\n"},
    {"17", "From: anna@example.org, bo@example.org\n"},
    {"17", "From: Grannar: anna@example.org;\n"},
    {"17", "From: Anna <anna@example.org>, Bo <bo@example.org>\nSender: bo@example.org\n"},
    {"19", "Return-Path: <anna@example.net>\nFrom: anna@example.org\n"},
    {"19", "Return-Path: <anna@exexample.org>\nFrom: anna@example.org\n"},
    {"19", "Return-Path: <anna@org>\nFrom: anna@example.org\n"},
    {"19", "Return-Path: <anna@example.org.example.net>\nFrom: anna@example.org\n"},
    {"19b", "From: anna\n"},
    {"19b", "From: \"anna ek\"@example.org\n"},
    {"19b", "From: anna@localhost..example\n"},
    {"19b", "From: anna.@example.org\n"},
    {"19b", "From: ånna@example.org\n"},
    {"20", "From: chef@exempelkommun.example\nSubject: VB: Lampan\n"},
    {"20", "From: Chef <CHEF@Exempelkommun.example>\nSubject: fwd: Lampan\n"},
    {"20", "From: chef@exempelkommun.example\nSubject: =?utf-8?q?Vb=3A_Lampan?=\n"},
    {"20", "From: chef@exempelkommun.example\nSubject: VL: Lamppu\n"},
    {"20", "From: chef@exempelkommun.example\nSubject: [EXT] VB: Lampan\n"},
    {"", "From: chef@exempelkommun.example\nSubject: SV: VB: Lampan\n"},
    {"", "From: anna@example.org\nSubject: VB: Lampan\n"},
    {"", "From: chef@exempelkommun.example\nSubject: Lampan\n"},
    {"28", PERSON "Content-Type: text/calendar; method=REPLY\n"},
    {"28", PERSON "Content-Type: TEXT/Calendar\n"},
    {"28", CALENDAR},
    {"29", PERSON "Subject: Automatiskt svar: hej\n"},
    {"29", PERSON "Subject: AUTOSVAR\n"},
    {"29", PERSON "Subject: Autosvar: hej\n"},
    {"29", PERSON "Subject: Frånvaro idag\n"},
    {"29", PERSON "Subject: Frånvaro: semester\n"},
    {"29", PERSON "Subject: Automatic reply: hej\n"},
    {"29", PERSON "Subject: Out of office: hej\n"},
    {"29", PERSON "Subject: Automaattinen vastaus: hei\n"},
    {"29", PERSON "Subject: Automatisk svar: hei\n"},
    {"29", PERSON "Subject: Automatische Antwort: Hallo\n"},
    {"29", PERSON "Subject: Läst: hej\n"},
    {"29", PERSON "Subject: Inte läst: hej\n"},
    {"29", PERSON "Subject: LEVERERAT: hej\n"},
    {"29", PERSON "Subject: Read: hello\n"},
    {"29", PERSON "Subject: Accepterat: möte\n"},
    {"29", PERSON "Subject: Avböjt: möte\n"},
    {"29", PERSON "Subject: Preliminärt: möte\n"},
    {"29", PERSON "Subject: Inställt: möte\n"},
    {"29", PERSON "Subject: =?iso-8859-1?q?Fr=E5nvaro?=\n"},
    {"29", PERSON "subject:   automatiskt\n svar: hej\n"},
    {"", PERSON "Subject: Re: Automatiskt svar: hej\n"},
    {"", PERSON "Subject: Läste om lampan\n"},
    {"", PERSON "Subject: Readers: hej\n"},
    {"", PERSON "Subject: Automatiskt svarar ni inte\n"},
    {"8a 10 11", PERSON "List-Id: x\nPrecedence: bulk\nAuto-Submitted: auto-replied\n"},
    {"8a 10 11", PERSON "Auto-Submitted: auto-replied\nPrecedence: bulk\nList-Id: x\n"},
    {"2 4 14 19b", "Return-Path: <>\nFrom: mailer-daemon@example.org\nContent-Type: "
                   "multipart/report; report-type=delivery-status; boundary=b\n"},
};

/* What each row means for the register. */
static const struct {
    const char *row;
    InkTriageKind kind;
} kinds[] = {
    {"1", INK_TRIAGE_AUTOMATIC}, {"2", INK_TRIAGE_AUTOMATIC}, {"3", INK_TRIAGE_PERSON},
    {"4", INK_TRIAGE_BOUNCE},    {"5", INK_TRIAGE_AUTOMATIC}, {"6", INK_TRIAGE_AUTOMATIC},
    {"6b", INK_TRIAGE_FOLLOWUP}, {"7", INK_TRIAGE_BOUNCE},    {"8a", INK_TRIAGE_AUTOMATIC},
    {"8b", INK_TRIAGE_PERSON},   {"9a", INK_TRIAGE_PERSON},   {"10", INK_TRIAGE_PERSON},
    {"11", INK_TRIAGE_PERSON},   {"13", INK_TRIAGE_FOLLOWUP}, {"14", INK_TRIAGE_PERSON},
    {"17", INK_TRIAGE_PERSON},   {"19", INK_TRIAGE_PERSON},   {"19b", INK_TRIAGE_PERSON},
    {"20", INK_TRIAGE_PERSON},   {"25", INK_TRIAGE_PERSON},   {"25b", INK_TRIAGE_PERSON},
    {"27", INK_TRIAGE_PERSON},   {"28", INK_TRIAGE_FOLLOWUP}, {"29", INK_TRIAGE_FOLLOWUP},
};

static const char *const own_addresses[] = {"inkorg@exempelkommun.example",
                                            "miljo@exempelkommun.example", NULL};
static const char *const own_domains[] = {"exempelkommun.example", NULL};

/* Just what triage asks of the configuration. */
static InkConfig *
new_config(void)
{
    InkConfig *config = g_new0(InkConfig, 1);
    config->addresses = g_strdupv((char **)own_addresses);
    config->domains = g_strdupv((char **)own_domains);
    return config;
}

static void
free_config(InkConfig *config)
{
    g_strfreev(config->addresses);
    g_strfreev(config->domains);
    g_free(config);
}

static InkMessage *
parse(const char *headers, const char *line_end)
{
    g_auto(GStrv) lines = g_strsplit(headers, "\n", -1);
    g_autofree char *head = g_strjoinv(line_end, lines);
    g_autofree char *bytes = g_strconcat(head, line_end, "Hej!", line_end, NULL);
    g_autoptr(GBytes) message_bytes = g_bytes_new(bytes, strlen(bytes));
    g_autoptr(GError) error = NULL;
    InkMessage *message = ink_message_parse(message_bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return message;
}

static char *
list_rows(const InkTriage *triage)
{
    GString *rows = g_string_new(NULL);
    for (guint i = 0; i < triage->reasons->len; i++) {
        const InkTriageReason *reason = triage->reasons->pdata[i];
        g_string_append_printf(rows, "%s%s", i > 0 ? " " : "", reason->row);
        g_assert_cmpstr(reason->text, !=, "");
        g_assert_true(g_utf8_validate(reason->text, -1, NULL));
    }
    return g_string_free(rows, FALSE);
}

static InkTriageKind
find_kind(const char *row)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_equal(kinds[i].row, row))
            return kinds[i].kind;
    g_error("row %s is not in the table of kinds", row);
}

/* The strongest of the rows'. */
static InkTriageKind
get_kind(const char *rows)
{
    InkTriageKind kind = INK_TRIAGE_PERSON;
    g_auto(GStrv) words = g_strsplit(rows, " ", -1);
    for (char **word = words; *word != NULL; word++)
        kind = MAX(kind, find_kind(*word));
    return kind;
}

static void
assert_triage(const InkTriageFacts *facts, const char *headers, const char *line_end,
              const char *rows)
{
    g_autoptr(InkMessage) message = parse(headers, line_end);
    g_autoptr(InkTriage) triage = ink_triage_run(message, facts);
    g_autofree char *found = list_rows(triage);
    g_test_message("%s", headers);
    g_assert_cmpstr(found, ==, rows);
    g_assert_cmpint(triage->kind, ==, get_kind(rows));
}

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    InkConfig *config = new_config();
    const InkTriageFacts facts = {
        .config = config, .loop_mark = "vart-eget-marke", .now = NOW, .arrived = NOW};
    assert_triage(&facts, cases[i].headers, "\n", cases[i].rows);
    assert_triage(&facts, cases[i].headers, "\r\n", cases[i].rows);
    free_config(config);
}

/* What is known besides the message. */
static void
test_facts(void)
{
    static const struct {
        gint64 age_s, receipts;
        gboolean is_backlog, is_own_letter;
        const char *rows;
    } rows[] = {
        {0, 0, FALSE, FALSE, ""},
        {0, 1, FALSE, FALSE, ""},
        {0, 2, FALSE, FALSE, ""},
        {0, 3, FALSE, FALSE, "25"},
        {0, 400, FALSE, FALSE, "25"},
        {72 * HOUR_S, 0, FALSE, FALSE, ""},
        {73 * HOUR_S, 0, FALSE, FALSE, "27"},
        {8760 * HOUR_S, 0, FALSE, FALSE, "27"},
        {-HOUR_S, 0, FALSE, FALSE, ""}, /* the clocks differ */
        {0, 0, TRUE, FALSE, "27"},
        {0, 3, TRUE, FALSE, "25 27"},
        {0, 0, FALSE, TRUE, "1"},
        {0, 3, TRUE, TRUE, "1 25 27"},
    };
    InkConfig *config = new_config();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const InkTriageFacts facts = {.config = config,
                                      .loop_mark = "vart-eget-marke",
                                      .now = NOW,
                                      .arrived = NOW - rows[i].age_s,
                                      .is_backlog = rows[i].is_backlog,
                                      .is_own_letter = rows[i].is_own_letter,
                                      .receipts_sent = rows[i].receipts};
        assert_triage(&facts, PERSON, "\n", rows[i].rows);
    }
    free_config(config);
}

/* The whole of a Return-Path, or else From; never Reply-To or Sender (RFC 3834 §4). */
static void
test_reply_address(void)
{
    static const struct {
        const char *headers, *address;
    } rows[] = {
        {PERSON, "anna@example.org"},
        {"From: Anna <Anna@Example.ORG>\n", "anna@example.org"},
        {"From: anna@example.org\nReply-To: bo@example.org\nSender: cia@example.org\n",
         "anna@example.org"},
        {"Return-Path: <bo@example.org>\nFrom: anna@example.org\n", "bo@example.org"},
        {"Return-Path: <>\nFrom: anna@example.org\n", NULL},
        {"Return-Path: ?\nFrom: anna@example.org\n", NULL},
        {"Return-Path: <a@example.org>\nReturn-Path: <a@example.org>\nFrom: a@example.org\n", NULL},
        {"From: anna\n", NULL},
        {"Subject: Hej\n", NULL},
        {"From: \"anna\\nBcc: bo\"@example.org\n", NULL},
        {"From: anna@[127.0.0.1]\n", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkMessage) message = parse(rows[i].headers, "\n");
        g_autofree char *address = ink_triage_get_reply_address(message);
        g_test_message("%s", rows[i].headers);
        g_assert_cmpstr(address, ==, rows[i].address);
    }
}

/* A hostile header cannot make the reason long, or break it off inside a character. */
static void
test_long_values(void)
{
    InkConfig *config = new_config();
    const InkTriageFacts facts = {.config = config, .loop_mark = "x", .now = NOW, .arrived = NOW};
    g_autoptr(GString) header = g_string_new(PERSON "Precedence: bulk (");
    for (guint i = 0; i < 10000; i++)
        g_string_append(header, "((å\\");
    g_string_append(header, "\nAuto-Submitted: åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö\n");
    g_autoptr(InkMessage) message = parse(header->str, "\n");
    g_autoptr(InkTriage) triage = ink_triage_run(message, &facts);
    g_assert_cmpuint(triage->reasons->len, ==, 2);
    for (guint i = 0; i < triage->reasons->len; i++) {
        const InkTriageReason *reason = triage->reasons->pdata[i];
        g_assert_cmpuint(strlen(reason->text), <, 300);
        g_assert_true(g_utf8_validate(reason->text, -1, NULL));
    }
    free_config(config);
}

/* Every row of the table of kinds has at least three cases, here or among the facts. */
static void
test_every_row_has_cases(void)
{
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
        guint count = 0;
        for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
            g_auto(GStrv) words = g_strsplit(cases[i].rows, " ", -1);
            count += g_strv_contains((const char *const *)words, kinds[k].row) ? 1 : 0;
        }
        gboolean is_fact = g_str_has_prefix(kinds[k].row, "25") || g_str_equal(kinds[k].row, "27");
        g_test_message("row %s", kinds[k].row);
        g_assert_true(is_fact || count >= 3);
    }
}

/* An address that takes no letters gets none, whoever writes from it. */
static void
test_dead_address(void)
{
    InkConfig *config = new_config();
    InkTriageFacts facts = {.config = config,
                            .loop_mark = "vart-eget-marke",
                            .now = NOW,
                            .arrived = NOW,
                            .is_dead_address = TRUE};
    assert_triage(&facts, PERSON, "\n", "25b");
    assert_triage(&facts, PERSON "Precedence: bulk\n", "\n", "10 25b");
    facts.receipts_sent = 3;
    assert_triage(&facts, PERSON, "\n", "25 25b");
    facts.is_dead_address = FALSE;
    assert_triage(&facts, PERSON, "\n", "25");
    free_config(config);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/triage/cases/%03zu", i + 1);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    g_test_add_func("/triage/dead-address", test_dead_address);
    g_test_add_func("/triage/facts", test_facts);
    g_test_add_func("/triage/reply-address", test_reply_address);
    g_test_add_func("/triage/long-values", test_long_values);
    g_test_add_func("/triage/every-row", test_every_row_has_cases);
    return g_test_run();
}
