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
    {"what", "ett brev gick inte att skicka"},
    {"detail", "Karin Berg"},
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
    {"hint", "Skriv med tanke på att det blir en allmän handling."},
    {"contact", "Ring 0123-456 00, vardagar 8–16."},
    {"words", "Hej! Gatlampan utanför Storgatan 14 har varit trasig i en vecka."},
};

char *
ink_template_make_example(const char *field, const char *language)
{
    if (g_str_equal(field, "arrived"))
        return ink_day_format_long(ink_day_from_ymd(2026, 3, 25), language);
    if (g_str_equal(field, "due"))
        return ink_day_format_long(ink_day_from_ymd(2026, 4, 1), language);
    for (gsize i = 0; i < G_N_ELEMENTS(examples); i++)
        if (g_str_equal(examples[i].field, field))
            return g_strdup(examples[i].value);
    return NULL;
}
