/* SPDX-License-Identifier: MIT
 *
 * Placeholders are compared whole: "Ingen rubrik i nyhetsbrevet" is a subject.
 */
#include "title-subject.h"

#include <glib.h>
#include <string.h>

#define PLACEHOLDER_BYTES 80 /* with prefixes; what is longer is none */

static const char *const PLACEHOLDERS[] = {"inget ämne",      "inget ämne angivet",
                                           "ingen ämnesrad",  "utan ämne",
                                           "ämne saknas",     "ingen rubrik",
                                           "utan rubrik",     "rubrik saknas",
                                           "no subject",      "no subject specified",
                                           "without subject", "ei aihetta",
                                           "ei otsikkoa",     "intet emne",
                                           "ingen emne",      "uten emne",
                                           "kein betreff",    NULL};

static const char *const PREFIXES[] = {
    "sv:", "svar:", "re:", "vb:", "fw:", "fwd:", "vs:", "vl:", NULL};

/* Takes brackets and the like from both ends. */
static char *
trim(char *text)
{
    static const char around[] = " \t()[]{}<>*\"'-.:";
    text += strspn(text, around);
    gsize size = strlen(text);
    while (size > 0 && strchr(around, text[size - 1]) != NULL)
        size--;
    text[size] = '\0';
    return text;
}

/* What comes after a prefix; NULL if there is none. */
static char *
skip_prefix(char *text)
{
    for (const char *const *prefix = PREFIXES; *prefix != NULL; prefix++)
        if (g_str_has_prefix(text, *prefix))
            return trim(text + strlen(*prefix));
    return NULL;
}

const char *
ink_title_get_subject(const char *subject)
{
    if (strlen(subject) > PLACEHOLDER_BYTES)
        return subject;
    g_autofree char *lower = g_utf8_strdown(subject, -1);
    char *rest = trim(lower);
    for (char *next = skip_prefix(rest); next != NULL; next = skip_prefix(rest))
        rest = next;
    return g_strv_contains(PLACEHOLDERS, rest) ? "" : subject;
}
