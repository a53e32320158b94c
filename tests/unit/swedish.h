/* SPDX-License-Identifier: MIT
 *
 * Swedish letters and rules made up of dice: the same for the same seed.
 */
#pragma once

#include <glib.h>

static const char *const COMMON[] = {
    "och",        "att",    "det",      "är",      "på",     "som",   "inte",     "jag",
    "ni",         "vi",     "en",       "ett",     "av",     "till",  "har",      "med",
    "för",        "när",    "hur",      "men",     "så",     "också", "mycket",   "under",
    "våra",       "ingen",  "kommunen", "veckor",  "igen",   "varje", "dag",      "barnen",
    "bilarna",    "vägen",  "tycker",   "borde",   "skulle", "vill",  "gärna",    "svar",
    "hälsningar", "Hej",    "tack",     "problem", "svårt",  "gamla", "nya",      "kommer",
    "aldrig",     "alltid", "utanför",  "bakom",   "nära",   "måste", "åtgärdas", "snarast",
};
static const char *const FIRST[] = {
    "snö",     "gat",     "park",   "skol",      "väg",   "lek",    "bad",        "vatten",
    "avfalls", "buss",    "cykel",  "hem",       "äldre", "för",    "bygg",       "miljö",
    "fritids", "idrotts", "kultur", "bibliotek", "sim",   "is",     "torg",       "bro",
    "hamn",    "skogs",   "träd",   "gräs",      "sand",  "trafik", "parkerings", "hund",
    "katt",    "ljud",    "luft",   "värme",     "el",    "fiber",  "mat",        "städ",
    "sjuk",    "tand",    "barn",   "ungdoms",   "musik", "turist", "närings",    "boende",
    "hyres",   "tomt",    "färd",   "rull",      "sop",   "åter",   "ö",
};
static const char *const SECOND[] = {
    "röjning",  "lampa",   "belysning", "plats",   "gård",    "hus",      "vård",   "stuga",
    "hall",     "tjänst",  "skola",     "bana",    "ledning", "brunn",    "kärl",   "hållplats",
    "stig",     "skötsel", "lov",       "buller",  "avgift",  "kort",     "bok",    "kurs",
    "plan",     "skydd",   "klippning", "halka",   "ljus",    "plats",    "pengar", "ägare",
    "ställe",   "damm",    "läcka",     "avbrott", "kost",    "ning",     "hem",    "vistelse",
    "råd",      "liv",     "bidrag",    "kö",      "rum",     "kontroll", "tak",    "stol",
    "hämtning", "bruk",    "spår",
};
#define PICK(rand, list) ((list)[g_rand_int_range((rand), 0, (gint32)G_N_ELEMENTS(list))])

static inline char *
swedish_compound(GRand *rand)
{
    const char *first = PICK(rand, FIRST), *second = PICK(rand, SECOND);
    return g_strconcat(first, second, NULL);
}

/* One word in a hundred is a compound that some rule may look for. */
static inline char *
swedish_text(GRand *rand, gsize size)
{
    static const char *const ends[] = {"", "en", "ar", "s", "arna"};
    static const char *const marks[] = {" ", " ", " ", " ", " ", " ", ", ", ". ", "!\n", "? "};
    GString *text = g_string_new("Hej! ");
    while (text->len < size) {
        if (g_rand_int_range(rand, 0, 100) == 0) {
            g_autofree char *compound = swedish_compound(rand);
            const char *end = PICK(rand, ends);
            g_string_append_printf(text, "%s%s", compound, end);
        } else {
            g_string_append(text, PICK(rand, COMMON));
        }
        g_string_append(text, PICK(rand, marks));
    }
    return g_string_free(text, FALSE);
}

static inline char *
swedish_pattern(GRand *rand)
{
    GString *pattern = g_string_new("\\b(?:");
    for (gint32 stems = g_rand_int_range(rand, 3, 9); stems > 0; stems--) {
        g_autofree char *compound = swedish_compound(rand);
        g_string_append_printf(pattern, "%s%s", compound, stems > 1 ? "|" : ")\\w*");
    }
    return g_string_free(pattern, FALSE);
}

/* A rule file with so many rules; one in five has two parts. */
static inline char *
swedish_rules(GRand *rand, guint count, gboolean with_examples)
{
    static const char *const types[] = {"klagomål", "förslag", "beröm", "fråga", "felanmälan"};
    static const char *const units[] = {"KS", "TN", "VON"};
    GString *yaml = g_string_new("rules:\n");
    for (guint i = 0; i < count; i++) {
        g_autofree char *pattern = swedish_pattern(rand), *other = swedish_pattern(rand);
        gboolean is_double = g_rand_int_range(rand, 0, 5) == 0;
        g_string_append_printf(yaml, "  - id: regel-%u\n    when:\n      words: '%s'\n", i,
                               pattern);
        if (is_double)
            g_string_append_printf(yaml, "      text: '%s'\n", other);
        const char *type = PICK(rand, types), *unit = PICK(rand, units);
        g_string_append_printf(yaml, "    add: {type: {%s: %d}, unit: {%s: %d}}\n", type,
                               g_rand_int_range(rand, 1, 6), unit, g_rand_int_range(rand, 1, 6));
        if (with_examples)
            g_string_append_printf(
                yaml, "    examples: {no_match: [\"Ett vanligt meddelande om %u saker\"]}\n", i);
    }
    return g_string_free(yaml, FALSE);
}
