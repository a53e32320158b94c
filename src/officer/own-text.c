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

/* "Anna Ek <anna@example.org> 27 mars 2026 10:00", "Citerar Anna Ek <anna@example.org>:": in any
 * language. "Skicka vidare till Per Ström <per@…>" is none. */
static gboolean
has_bracketed_address(const char *line)
{
    const char *start = strchr(line, '<');
    const char *end = start != NULL ? strchr(start, '>') : NULL;
    if (end == NULL || memchr(start, '@', (gsize)(end - start)) == NULL)
        return FALSE;
    return g_str_has_suffix(line, ":") || strpbrk(end, "0123456789") != NULL ||
           strcspn(line, "0123456789") < (gsize)(start - line);
}

/* "Den 3 mars 2026 kl. 10:15 skrev Anna Ek <anna@example.org>:", "On … wrote:". Without a time, an
 * address or a colon it is what people say: "tack för det du skrev till oss". */
static gboolean
is_attribution(const GArray *tokens, const char *line)
{
    static const char *const verbs[] = {"skrev",   "wrote",    "schrieb", "kirjoitti", "skreiv",
                                        "schreef", "escribio", "ecrit",   "scritto",   "pisze"};
    gboolean has_verb = FALSE;
    if (has_bracketed_address(line))
        return TRUE;
    if (strpbrk(line, "0123456789@<") == NULL && !g_str_has_suffix(line, ":"))
        return FALSE;
    for (guint i = 0; i < tokens->len; i++)
        for (gsize v = 0; v < G_N_ELEMENTS(verbs); v++)
            has_verb = has_verb || strcmp(g_array_index(tokens, InkToken, i).word, verbs[v]) == 0;
    return has_verb;
}

/* "Originalmeddelande", "-Ursprungligt meddelande-": nothing else on the line. */
static gboolean
is_heading(const GArray *tokens)
{
    static const char *const headings[] = {"originalmeddelande", "ursprungligt meddelande",
                                           "vidarebefordrat meddelande", "original message",
                                           "forwarded message"};
    if (tokens->len == 0 || tokens->len > 2)
        return FALSE;
    const char *second = tokens->len > 1 ? g_array_index(tokens, InkToken, 1).word : NULL;
    g_autofree char *line = g_strjoin(" ", g_array_index(tokens, InkToken, 0).word, second, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(headings); i++)
        if (strcmp(line, headings[i]) == 0)
            return TRUE;
    return FALSE;
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
    if (ink_command_line_is(line)) /* whatever words stand in it */
        return FALSE;
    g_autoptr(GArray) tokens = ink_tokens_split(line);
    if (is_separator(line) || has_mark(words, line) || is_attribution(tokens, line) ||
        is_heading(tokens))
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

/* out_lines gets those that count; returns the first of own that does not, or its end. */
static char **
read_own(const InkOrderWords *words, char **all, char **own, GStrvBuilder *out_lines)
{
    gsize at = 0, at_own = 0, last = 0;
    for (;; at++, at_own++) {
        const char *line = skip_blank(all, &at), *own_line = skip_blank(own, &at_own);
        if (line == NULL || own_line == NULL || strcmp(line, own_line) != 0 ||
            ink_own_text_ends(words, line))
            break;
        if (last > 0 && at > last)
            g_strv_builder_add(out_lines, "");
        g_strv_builder_add(out_lines, line);
        last = at + 1;
    }
    return own + at_own;
}

char **
ink_own_lines_new(const InkOrderWords *words, const InkMessage *message)
{
    g_auto(GStrv) all = split(message->text), own = split(message->new_text);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    read_own(words, all, own, lines);
    return g_strv_builder_end(lines);
}

static gboolean
has_letter(const char *line)
{
    for (const char *c = line; *c != '\0'; c = g_utf8_next_char(c))
        if (g_unichar_isalnum(g_utf8_get_char(c)))
            return TRUE;
    return FALSE;
}

char *
ink_orders_find_lost(const InkOrderWords *words, const InkMessage *message)
{
    g_auto(GStrv) all = split(message->text), own = split(message->new_text);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    for (char **line = read_own(words, all, own, lines); *line != NULL; line++) {
        if (has_mark(words, *line))
            return NULL;
        if (has_letter(*line))
            return g_strdup(*line);
    }
    return NULL;
}
