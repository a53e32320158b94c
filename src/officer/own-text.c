/* SPDX-License-Identifier: MIT
 *
 * What the sender himself wrote at the top of a letter. The parser has taken quotations away from
 * new_text wherever they stand; here it must begin the letter as well, line by line: from the first
 * line where the two differ nothing counts, and neither does what stands below anything that looks
 * like the head of a quotation, in whatever mail program, or below our own mark. Better one line
 * too few: then nothing is done.
 */
#include "officer-private.h"

#include "inkom/text.h"

#include <string.h>

/* "Från: Anna Ek", "From: …": the head of a letter that is passed on. */
static gboolean
is_label(const GArray *tokens)
{
    static const char *const labels[] = {"fran",      "from",    "von",  "fra",  "lahettaja",
                                         "avsandare", "sender",  "till", "to",   "amne",
                                         "subject",   "skickat", "sent", "date", "datum"};
    if (tokens->len == 0)
        return FALSE;
    const InkToken *first = &g_array_index(tokens, InkToken, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (first->has_colon && strcmp(first->word, labels[i]) == 0)
            return TRUE;
    return FALSE;
}

/* "Den 3 mars 2026 kl. 10:15 skrev Anna Ek <anna@example.org>:", "On … wrote:". */
static gboolean
is_attribution(const GArray *tokens)
{
    static const char *const verbs[] = {"skrev", "wrote", "schrieb", "kirjoitti", "skreiv"};
    gboolean has_verb = FALSE;
    for (guint i = 0; i < tokens->len; i++)
        for (gsize v = 0; v < G_N_ELEMENTS(verbs); v++)
            has_verb = has_verb || strcmp(g_array_index(tokens, InkToken, i).word, verbs[v]) == 0;
    return has_verb;
}

/* "-----Ursprungligt meddelande-----", "________", "> ", "| ", "-- ". */
static gboolean
is_separator(const char *line)
{
    static const char *const beginnings[] = {">", "|", "--", "__", "==", "**", "~~", "- -"};
    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(line, beginnings[i]))
            return TRUE;
    return FALSE;
}

static gboolean
has_mark(const InkOrderWords *words, const char *line)
{
    g_auto(GStrv) folded = ink_words_fold(line);
    g_autofree char *joined = g_strjoinv(" ", folded);
    return strstr(joined, words->mark) != NULL;
}

gboolean
ink_own_text_ends(const InkOrderWords *words, const char *line)
{
    g_autoptr(GArray) tokens = ink_tokens_split(line);
    if (is_separator(line) || has_mark(words, line) || is_attribution(tokens))
        return TRUE;
    g_autofree char *addressed = is_label(tokens) ? ink_line_find_addressed(words, line) : NULL;
    return is_label(tokens) && addressed == NULL;
}

static char **
split(const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    char **lines = g_strsplit(normal, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        g_strstrip(*line);
    return lines;
}

static const char *
skip_blank(char **lines, gsize *at)
{
    while (lines[*at] != NULL && lines[*at][0] == '\0')
        (*at)++;
    return lines[*at];
}

char **
ink_own_lines_new(const InkOrderWords *words, const InkMessage *message)
{
    g_auto(GStrv) all = split(message->text), own = split(message->new_text);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    gsize at = 0, at_own = 0, last = 0;
    for (;; at++, at_own++) {
        const char *line = skip_blank(all, &at), *own_line = skip_blank(own, &at_own);
        if (line == NULL || own_line == NULL || strcmp(line, own_line) != 0 ||
            ink_own_text_ends(words, line))
            break;
        if (last > 0 && at > last)
            g_strv_builder_add(lines, "");
        g_strv_builder_add(lines, line);
        last = at + 1;
    }
    return g_strv_builder_end(lines);
}
