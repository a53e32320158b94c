/* SPDX-License-Identifier: MIT
 *
 * The fields a letter may name, and what may stand in them in a letter that is only looked at.
 */
#include "inkom/template.h"

#include "inkom/day.h"

const char *const ink_template_fields[] = {
    "organisation", "unit_name",  "dnr",      "arrived",     "due",   "inbox",   "privacy_url",
    "what",         "detail",     "officer",  "title",       "type",  "secret",  "measure",
    "sender",       "words",      "internal", "late",        "draft", "contact", "noted_by",
    "first_answer", "stays_open", "urgent",   "information", "until", "called",  "called_label",
    "hint",         "answer_to",  "answer",   "relay",       NULL,
};

static const struct {
    const char *field, *value;
} examples[] = {
    {"organisation", "Exempelkommun"},
    {"unit_name", "Tekniska nämnden"},
    {"dnr", "TN 2026/0412"},
    {"inbox", "inkorg@exempelkommun.example"},
    {"privacy_url", "https://www.exempelkommun.example/personuppgifter"},
    {"what", "saken på en rad"},
    {"detail", "Det som bara det här brevet har att säga."},
    {"officer", "Karin Berg"},
    {"called", "handläggare"},
    {"called_label", "Handläggare:  "},
    {"title", "Gatubelysning: Storgatan 14"},
    {"type", "felanmälan"},
    {"measure", "Lampan är bytt."},
    {"stays_open", "besvarat"},
    {"urgent", "genast"},
    {"first_answer", "fredag 27 mars 2026 kl. 15.00"},
    {"until", "fredag 27 mars 2026 kl. 16.45"},
    {"sender", "Anna Ek <anna.ek@example.org>"},
    {"answer", "Hej Anna!\n\nLampan är bytt. Tack för att du hörde av dig."},
    {"late", "2 arbetsdagar"},
    {"draft", "(Till diariet: delsvar)\n\nHej!\n\nDet dröjer därför att [skriv skälet här]."},
    {"hint", "Berätta i svaret vad som är gjort."},
    {"contact", "Ring 0123-456 00, vardagar 8–16."},
    {"words", "Hej! Gatlampan utanför Storgatan 14 har varit trasig i en vecka."},
};

/* What these fields say is another thing in each letter. */
static const struct {
    const char *letter, *field, *value;
} letter_examples[] = {
    {"alert", "what", "ett brev gick inte att skicka"},
    {"alert", "detail", "Bekräftelse till anna.ek@example.org: servern tog inte emot adressen."},
    {"answered", "detail", "2026-03-31 14:20"},
    {"away", "detail", "Karin Berg ska påminnas om svaret, men har lämnat ett svar om frånvaro."},
    {"border", "detail", "Gränsservern klarade provet."},
    {"command-output", "detail", "> inkom case assign \"TN 2026/0412\" \"Karin Berg\"\n\nGjort."},
    {"command-refused", "detail", "Rad 1: kommandot \"case asign\" finns inte."},
    {"delay", "detail", "Adressen i ärendet tar inte emot våra brev."},
    {"order-confirm", "detail", "- avsluta ärendet"},
    {"order-done", "detail", "- hålla ärendet öppet"},
    {"order-question", "detail", "Det står både \"kan avslutas\" och \"håll öppet\"."},
    {"order-refused", "detail", "Du är inte handläggare för ärendet."},
    {"order-undone", "detail", "- avsluta ärendet"},
    {"order-waiting", "detail", "- avsluta ärendet"},
    {"overdue", "detail",
     "Väntar på svar:\n  TN 2026/0412, senast 2026-04-01, Karin Berg\n"
     "    Gatubelysning: Storgatan 14"},
    {"reassigned", "detail", "Per Ström"},
    {"referral", "what", "Försäkringskassan"},
    {"reminder", "detail", "Adressen i ärendet tar inte emot våra brev."},
    {"returned", "detail", "Karin Berg har lämnat tillbaka ärendet.\nSkäl: Fel handläggare"},
    {"told", "what", "felanmälan"},
    {"told", "detail", "Kom in: onsdag 25 mars 2026 kl. 09.14.00"},
    {"transferred", "detail", "Tidigare nummer: KS 2026/0411"},
};

char *
ink_template_make_example(const char *letter, const char *field, const char *language)
{
    for (gsize i = 0; i < G_N_ELEMENTS(letter_examples); i++)
        if (g_strcmp0(letter_examples[i].letter, letter) == 0 &&
            g_str_equal(letter_examples[i].field, field))
            return g_strdup(letter_examples[i].value);
    if (g_str_equal(field, "arrived"))
        return ink_day_format_long(ink_day_from_ymd(2026, 3, 25), language);
    if (g_str_equal(field, "due"))
        return ink_day_format_long(ink_day_from_ymd(2026, 4, 1), language);
    for (gsize i = 0; i < G_N_ELEMENTS(examples); i++)
        if (g_str_equal(examples[i].field, field))
            return g_strdup(examples[i].value);
    return NULL;
}
