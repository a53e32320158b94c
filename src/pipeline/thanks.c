/* SPDX-License-Identifier: MIT
 *
 * Whether a letter says thank you and nothing more. What an officer misses because of a wrong yes
 * is worse than a notice too many, so every word of it must be one of a few; a question mark, a
 * figure or an attachment says that there is more. What comes after the farewell is a name.
 */
#include "pipeline-private.h"

#include <string.h>

#define CHARS_MAX 300

static const char *const thanks[] = {"tack",   "tackar", "tusen",   "thanks", "thank",
                                     "kiitos", "kiitän", "tacksam", NULL};
static const char *const around[] = {
    "hej",           "hejsan",      "god",      "morgon",   "dag",          "så",
    "mycket",        "jättemycket", "för",      "svar",     "svaret",       "ert",
    "ditt",          "er",          "din",      "hjälp",    "hjälpen",      "snabbt",
    "snabba",        "snabb",       "fint",     "fina",     "bra",          "utförligt",
    "det",           "var",         "ett",      "en",       "jag",          "vi",
    "dig",           "dej",         "allt",     "ordnat",   "toppen",       "kanon",
    "perfekt",       "ok",          "okej",     "då",       "vet",          "återkopplingen",
    "informationen", "besked",      "beskedet", "mottaget", "you",          "for",
    "the",           "your",        "reply",    "answer",   "help",         "very",
    "much",          "so",          "a",        "lot",      "hello",        "hi",
    "quick",         "hei",         "moi",      "paljon",   "vastauksesta", "avusta",
    "nopeasta",      "oikein",      NULL};
static const char *const farewells[] = {"mvh",       "hälsningar", "hälsning", "vänligen",
                                        "vänliga",   "vänlig",     "hälsar",   "regards",
                                        "terveisin", "med",        NULL};

/* The words before the farewell; NULL where something else than words says more. */
static char **
list_words(const InkMessage *message)
{
    g_autofree char *text = g_utf8_strdown(message->new_text, -1);
    if (g_utf8_strlen(text, -1) > CHARS_MAX || message->attachments->len > 0)
        return NULL;
    for (char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == '?' || g_unichar_isdigit(c))
            return NULL;
        if (!g_unichar_isalpha(c))
            memset(at, ' ', (gsize)(g_utf8_next_char(at) - at));
    }
    return g_strsplit(text, " ", -1);
}

gboolean
ink_message_is_thanks(const InkMessage *message)
{
    gboolean is_thanks = FALSE;
    g_auto(GStrv) words = list_words(message);
    for (guint i = 0; words != NULL && words[i] != NULL; i++) {
        if (*words[i] == '\0')
            continue;
        if (g_strv_contains(farewells, words[i]))
            return is_thanks;
        if (g_strv_contains(thanks, words[i]))
            is_thanks = TRUE;
        else if (!g_strv_contains(around, words[i]))
            return FALSE;
    }
    return is_thanks;
}
