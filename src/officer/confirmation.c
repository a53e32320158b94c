/* SPDX-License-Identifier: MIT
 *
 * Yes or no to a letter that asks whether an officer has ordered something. The first line that is
 * no courtesy decides, and it must be nothing but a yes; whatever begins with a no is one. Anything
 * after a yes that may take it back makes it neither: then nothing is done.
 */
#include "officer-private.h"

/* How much of the line is phrases of the list, from at. */
static guint
skip(const InkOrderWords *words, const GArray *tokens, guint at, const GPtrArray *phrases)
{
    while (at < tokens->len) {
        guint size = ink_tokens_match_any(tokens, at, phrases, NULL);
        if (size == 0)
            size = ink_tokens_match_any(tokens, at, words->fillers, NULL);
        if (size == 0)
            break;
        at += size;
    }
    return at;
}

static gboolean
is_asked(const GArray *tokens)
{
    for (guint i = 0; i < tokens->len; i++)
        if (g_array_index(tokens, InkToken, i).is_asked)
            return TRUE;
    return FALSE;
}

static InkConfirmation
read_line(const InkOrderWords *words, const char *line)
{
    g_autoptr(GArray) tokens = ink_tokens_split(line);
    guint yes = ink_tokens_match_any(tokens, 0, words->yes, NULL);
    guint no = ink_tokens_match_any(tokens, 0, words->no, NULL);
    if (no > yes)
        return INK_CONFIRMATION_NO;
    if (yes == 0 || is_asked(tokens))
        return INK_CONFIRMATION_UNCLEAR;
    guint end = skip(words, tokens, yes, words->yes);
    gboolean is_signed = end < tokens->len && g_array_index(tokens, InkToken, end).is_slash;
    return end == tokens->len || is_signed ||
                   ink_tokens_match_any(tokens, end, words->closings, NULL) > 0
               ? INK_CONFIRMATION_YES
               : INK_CONFIRMATION_UNCLEAR;
}

/* Below a yes: an order, a no or a "not" says that there is more to it. */
static gboolean
takes_back(const InkOrderWords *words, char **lines)
{
    for (; *lines != NULL; lines++) {
        g_autoptr(InkReadLine) line = ink_line_read(words, *lines);
        if (line->is_closing && line->list->len == 0)
            return FALSE;
        if (line->kind != INK_LINE_PROSE || line->has_negation)
            return TRUE;
    }
    return FALSE;
}

InkConfirmation
ink_confirmation_read(const InkOrderWords *words, const InkMessage *message)
{
    g_auto(GStrv) lines = ink_own_lines_new(words, message);
    if (message->text_source != INK_TEXT_PLAIN || message->is_text_cut)
        return INK_CONFIRMATION_UNCLEAR;
    char **line = lines;
    while (*line != NULL && ((*line)[0] == '\0' || ink_line_is_courtesy(words, *line)))
        line++;
    if (*line == NULL)
        return INK_CONFIRMATION_UNCLEAR;
    InkConfirmation found = read_line(words, *line);
    return found == INK_CONFIRMATION_YES && takes_back(words, line + 1) ? INK_CONFIRMATION_UNCLEAR
                                                                        : found;
}
