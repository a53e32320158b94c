/* SPDX-License-Identifier: MIT
 *
 * Words of a line, in the form in which they are compared: small letters without the marks above
 * and below them, so that "Åtgärd", "atgard" and the decomposed form are one word. A long word may
 * have one mistake, but not in its first letter: "oviktig" is no slip for "viktig".
 */
#include "officer-private.h"

#include "inkom/text.h"

#include <string.h>

#define LONG_WORD 6 /* letters */

static char *
fold(const char *text, gsize size)
{
    g_autofree char *part = g_strndup(text, size);
    g_autofree char *apart = g_utf8_normalize(part, -1, G_NORMALIZE_NFD);
    GString *out = g_string_new(NULL);
    for (const char *c = apart; c != NULL && *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (!g_unichar_ismark(letter))
            g_string_append_unichar(out, g_unichar_tolower(letter));
    }
    return g_string_free(out, FALSE);
}

static gboolean
is_of_word(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static void
clear_token(gpointer data)
{
    g_free(((InkToken *)data)->word);
}

/* Whether the sign stands in an address, "per.strom@exempelkommun.example". */
static gboolean
is_in_address(const char *at, const char *line)
{
    while (at > line && at[-1] != ' ')
        at--;
    gsize size = strcspn(at, " ");
    return memchr(at, '@', size) != NULL;
}

/* Whether what joins the letters around it is a part of the word: "2026/0412", "21:1", "KS-0412".
 */
static gboolean
is_joint(const char *at, const char *line)
{
    if (*at == '\0' || strchr("-/:.'@", *at) == NULL || at == line)
        return FALSE;
    gunichar before = g_utf8_get_char(g_utf8_find_prev_char(line, at));
    gunichar after = g_utf8_get_char(at + 1);
    if (*at == '-' || *at == '\'' || *at == '@' || (*at == '.' && is_in_address(at, line)))
        return is_of_word(before) && is_of_word(after);
    return g_unichar_isdigit(before) && g_unichar_isdigit(after);
}

static void
look_around(const char *line, InkToken *token)
{
    const char *next = line + token->end;
    while (*next == '"' || *next == ')' || *next == '*')
        next++;
    token->has_colon = next[strspn(next, " ")] == ':';
    token->is_last = *next != '\0' && strchr(".!?", *next) != NULL;
    token->is_asked = *next == '?' || (token->is_last && next[1] == '?');
    token->is_slash = token->start > 0 && line[token->start - 1] == '/' &&
                      (token->start == 1 || !g_ascii_isalnum(line[token->start - 2]));
}

GArray *
ink_tokens_split(const char *line)
{
    GArray *tokens = g_array_new(FALSE, TRUE, sizeof(InkToken));
    g_array_set_clear_func(tokens, clear_token);
    const char *c = line;
    while (*c != '\0') {
        if (!is_of_word(g_utf8_get_char(c))) {
            c = g_utf8_next_char(c);
            continue;
        }
        const char *start = c;
        while (*c != '\0' && (is_of_word(g_utf8_get_char(c)) || is_joint(c, line)))
            c = g_utf8_next_char(c);
        InkToken token = {.word = fold(start, (gsize)(c - start)),
                          .start = (gsize)(start - line),
                          .end = (gsize)(c - line)};
        look_around(line, &token);
        g_array_append_val(tokens, token);
    }
    return tokens;
}

char **
ink_words_fold(const char *text)
{
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    g_autoptr(GArray) tokens = ink_tokens_split(text);
    for (guint i = 0; i < tokens->len; i++)
        g_strv_builder_add(words, g_array_index(tokens, InkToken, i).word);
    return g_strv_builder_end(words);
}

gboolean
ink_words_are_near(const char *word, const char *known)
{
    if (strcmp(word, known) == 0)
        return TRUE;
    return word[0] == known[0] && g_utf8_strlen(known, -1) >= LONG_WORD &&
           g_utf8_strlen(word, -1) >= LONG_WORD && ink_text_get_distance(word, known) <= 1;
}

guint
ink_tokens_match(const GArray *tokens, guint at, const InkPhrase *phrase)
{
    guint size = 0;
    for (; phrase->words[size] != NULL; size++) {
        if (at + size >= tokens->len)
            return 0;
        const InkToken *token = &g_array_index(tokens, InkToken, at + size);
        gboolean is_inside = phrase->words[size + 1] != NULL;
        if (!ink_words_are_near(token->word, phrase->words[size]) ||
            (is_inside && (token->has_colon || token->is_last)))
            return 0;
    }
    return size;
}

guint
ink_tokens_match_any(const GArray *tokens, guint at, const GPtrArray *phrases,
                     const InkPhrase **out_phrase)
{
    guint longest = 0;
    for (guint i = 0; i < phrases->len; i++) {
        guint size = ink_tokens_match(tokens, at, phrases->pdata[i]);
        if (size > longest) {
            longest = size;
            if (out_phrase != NULL)
                *out_phrase = phrases->pdata[i];
        }
    }
    return longest;
}

/* "2026/0412", "2026:412", "2026-0412", but not "2026-04-12". */
static gboolean
is_number(const char *word)
{
    gsize year = strspn(word, "0123456789");
    if (year != 4 || word[4] == '\0' || strchr("/:.-", word[4]) == NULL)
        return FALSE;
    gsize sequence = strspn(word + 5, "0123456789");
    return sequence > 0 && word[5 + sequence] == '\0' && (word[4] != '-' || sequence > 2);
}

guint
ink_tokens_match_number(const GArray *tokens, guint at, const char *line)
{
    const InkToken *token = &g_array_index(tokens, InkToken, at);
    if (is_number(token->word))
        return 1;
    if (at + 1 >= tokens->len || !is_number(g_array_index(tokens, InkToken, at + 1).word))
        return 0;
    for (gsize i = token->start; i < token->end; i++)
        if (g_ascii_islower(line[i]))
            return 0;
    return 2;
}
