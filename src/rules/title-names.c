/* SPDX-License-Identifier: MIT
 *
 * Names are found by a table of given names: one that begins with a capital, and with it up to two
 * words after it that do. What follows may show that it was no person but a place.
 */
#include "title-names.h"

#include "given-names.h"

#include <stdlib.h>
#include <string.h>

#define SURNAMES_MOST 2
#define NAME_BYTES    32

typedef struct {
    const char *start;
    gsize size; /* 0: there is none */
} Word;

static gboolean
is_name_char(gunichar c)
{
    return g_unichar_isalpha(c) || c == '-' || c == '\'' || c == 0x2019;
}

/* The word that begins at or after from, with only a space between when it must be the next. */
static Word
find_word(const char *from, gboolean must_be_next)
{
    if (must_be_next)
        from += *from == ' ';
    else
        while (*from != '\0' && !g_unichar_isalpha(g_utf8_get_char(from)))
            from = g_utf8_next_char(from);
    const char *end = from;
    while (is_name_char(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    return (Word){from, (gsize)(end - from)};
}

static gboolean
is_capitalised(Word word)
{
    return word.size > 0 && g_unichar_isupper(g_utf8_get_char(word.start));
}

static int
compare_name(gconstpointer key, gconstpointer row)
{
    return strcmp(key, ((const InkGivenName *)row)->name);
}

/* "Sven-Erik" is looked up as "Sven", and "Annas" as "Anna" when it is no name itself. */
static const InkGivenName *
look_up(Word word)
{
    const char *dash = memchr(word.start, '-', word.size);
    gsize size = dash != NULL && dash > word.start ? (gsize)(dash - word.start) : word.size;
    if (size > NAME_BYTES)
        return NULL;
    g_autofree char *lower = g_utf8_strdown(word.start, (gssize)size);
    const InkGivenName *row = bsearch(lower, INK_GIVEN_NAMES, INK_GIVEN_NAMES_COUNT,
                                      sizeof *INK_GIVEN_NAMES, compare_name);
    gsize length = strlen(lower);
    if (row != NULL || length < 2 || lower[length - 1] != 's')
        return row;
    lower[length - 1] = '\0';
    row = bsearch(lower, INK_GIVEN_NAMES, INK_GIVEN_NAMES_COUNT, sizeof *INK_GIVEN_NAMES,
                  compare_name);
    return row != NULL && !row->is_word ? row : NULL;
}

static gboolean
is_any(Word word, const char *const *words)
{
    g_autofree char *lower = g_utf8_strdown(word.start, (gssize)word.size);
    for (; *words != NULL; words++)
        if (strcmp(lower, *words) == 0)
            return TRUE;
    return FALSE;
}

/* "gata" after "Karin Boyes". */
static gboolean
is_place(Word word)
{
    static const char *const places[] = {
        "gata",  "gatan", "väg",       "plan",     "plats",       "torg",  "park", "gränd",
        "stig",  "backe", "bro",       "kyrka",    "skola",       "minne", "hus",  "gård",
        "kulle", "allé",  "stiftelse", "förskola", "äldreboende", NULL};
    return word.size > 0 && is_any(word, places);
}

/* Where the name ends that begins with this given name; its start when it is none. */
static const char *
find_end(Word given)
{
    const InkGivenName *row = is_capitalised(given) ? look_up(given) : NULL;
    if (row == NULL)
        return given.start;
    const char *end = given.start + given.size;
    guint surnames = 0;
    Word next = find_word(end, TRUE);
    while (surnames < SURNAMES_MOST && is_capitalised(next) && !is_place(next)) {
        surnames++;
        end = next.start + next.size;
        next = find_word(end, TRUE);
    }
    return is_place(next) || (row->is_word && surnames == 0) ? given.start : end;
}

/* What a name that is gone leaves at the end: spaces, and words that lead to it. */
static void
trim_end(GString *line)
{
    static const char *const leading[] = {"på",   "till", "av",  "från",     "hos", "med", "om",
                                          "för",  "och",  "åt",  "angående", "ang", "mot", "to",
                                          "from", "and",  "vid", "i",        NULL};
    for (;;) {
        gsize size = line->len;
        while (size > 0 && strchr(" ,;:/-.", line->str[size - 1]) != NULL)
            size--;
        g_string_truncate(line, size);
        const char *space = strrchr(line->str, ' ');
        Word last = find_word(space != NULL ? space + 1 : line->str, FALSE);
        if (last.size == 0 || !is_any(last, leading))
            return;
        g_string_truncate(line, (gsize)(last.start - line->str));
    }
}

char *
ink_title_hide_names(const char *line)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *from = line;
    gboolean is_at_end = FALSE;
    for (Word word = find_word(line, FALSE); word.size > 0;) {
        const char *end = find_end(word);
        if (end > word.start) {
            g_string_append_len(out, from, (gssize)(word.start - from));
            from = end + (*end == ' ');
            is_at_end = *from == '\0';
        }
        word = find_word(MAX(end, word.start + word.size), FALSE);
    }
    g_string_append(out, from);
    if (is_at_end)
        trim_end(out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
