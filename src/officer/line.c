/* SPDX-License-Identifier: MIT
 *
 * One line of an officer's letter, read from left to right. At each word: does the longest phrase
 * that fits stand here? Else, is it what ends a letter, a case's number, a word that says nothing
 * ("ärendet", "nu")? After "avvakta" or "fel handläggare" comes a reason in any words. Whatever is
 * left is a word that we do not know; and a question orders nothing.
 */
#include "officer-private.h"

#include "inkom/text.h"

#include <string.h>

#define UNKNOWN_MAX    8 /* words; a line with more is prose that happens to have our words in it */
#define NAME_WORDS_MAX 4 /* words of "skicka vidare till NN" */
#define GREETED_MAX    2 /* words of the name in "Hej Maria!" */
#define SHOWN_CHARS    60

typedef struct {
    const InkOrderWords *words;
    const char *line;
    GArray *tokens;
    guint at;
    InkReadLine *out;
    InkOrder *open; /* whose reason we are in; NULL = none */
    gsize reason;   /* where that begins; 0 = not yet */
    guint unknowns;
    gboolean is_asked;
} Reader;

void
ink_read_line_free(InkReadLine *line)
{
    if (line == NULL)
        return;
    g_ptr_array_unref(line->list);
    g_free(line->doubt);
    g_free(line);
}

static const InkToken *
get_token(const Reader *reader, guint at)
{
    return &g_array_index(reader->tokens, InkToken, at);
}

static char *
cut(const Reader *reader, gsize start, gsize end)
{
    char *part = g_strstrip(g_strndup(reader->line + start, end - start));
    while (*part != '\0' && strchr(").,;", part[strlen(part) - 1]) != NULL)
        part[strlen(part) - 1] = '\0';
    return g_strchomp(part);
}

static void
end_reason(Reader *reader, gsize end)
{
    if (reader->open != NULL && reader->reason > 0) {
        g_free(reader->open->value);
        reader->open->value = cut(reader, reader->reason, end);
    }
    reader->open = NULL;
    reader->reason = 0;
}

static gboolean
is_pause(const Reader *reader, guint at)
{
    const InkToken *token = get_token(reader, at);
    return token->is_last || token->has_colon || reader->line[token->end] == ',';
}

/* "Hej!", "Hej Maria," */
static void
skip_greeting(Reader *reader)
{
    guint after = ink_tokens_match_any(reader->tokens, 0, reader->words->greetings, NULL);
    if (after == 0)
        return;
    guint most = MIN(after + GREETED_MAX, reader->tokens->len);
    for (guint end = after; end <= most; end++)
        if (end == reader->tokens->len || is_pause(reader, end - 1)) {
            reader->at = end;
            reader->out->is_greeting = end == reader->tokens->len;
            return;
        }
}

/* A name ends with its sentence, or at a comma. */
static void
read_name(Reader *reader, InkOrder *command)
{
    guint first = reader->at, most = MIN(first + NAME_WORDS_MAX, reader->tokens->len);
    if (first == reader->tokens->len || is_pause(reader, first - 1)) {
        reader->unknowns++;
        return;
    }
    while (reader->at < most) {
        reader->at++;
        if (is_pause(reader, reader->at - 1))
            break;
    }
    command->value =
        cut(reader, get_token(reader, first)->start, get_token(reader, reader->at - 1)->end);
}

/* "klagomål / nämnd: TN" -> "klagomål" */
static gsize
find_end_of_word(const char *line, gsize from)
{
    const char *slash = strstr(line + from, " / "), *semicolon = strchr(line + from, ';');
    gsize end = strlen(line);
    if (slash != NULL)
        end = MIN(end, (gsize)(slash - line));
    if (semicolon != NULL)
        end = MIN(end, (gsize)(semicolon - line));
    return end;
}

static void
read_after_colon(Reader *reader, InkOrder *command, InkValueKind kind)
{
    gsize from = get_token(reader, reader->at - 1)->end;
    from += strcspn(reader->line + from, ":") + 1;
    gsize end =
        kind == INK_VALUE_WORD ? find_end_of_word(reader->line, from) : strlen(reader->line);
    if (kind == INK_VALUE_WORD) {
        command->value = cut(reader, from, end);
        if (command->value[0] == '\0')
            reader->unknowns++;
    } else {
        command->value = g_strstrip(g_strdup(reader->line + from));
    }
    while (reader->at < reader->tokens->len && get_token(reader, reader->at)->start < end)
        reader->at++;
}

/* FALSE if no order stands here. */
static gboolean
read_command(Reader *reader)
{
    const InkPhrase *phrase = NULL;
    guint first = reader->at,
          size = ink_tokens_match_any(reader->tokens, first, reader->words->phrases, &phrase);
    if (size == 0)
        return FALSE;
    const InkToken *last = get_token(reader, first + size - 1);
    InkValueKind value = ink_order_kind_get_value(phrase->kind);
    if (value >= INK_VALUE_WORD && !last->has_colon)
        return FALSE;
    end_reason(reader, get_token(reader, first)->start);
    InkOrder *command = g_new0(InkOrder, 1);
    command->kind = phrase->kind;
    command->words = cut(reader, get_token(reader, first)->start, last->end);
    g_ptr_array_add(reader->out->list, command);
    reader->at += size;
    reader->is_asked |= last->is_asked;
    if (value == INK_VALUE_NAME)
        read_name(reader, command);
    else if (value >= INK_VALUE_WORD)
        read_after_colon(reader, command, value);
    else if (value == INK_VALUE_REASON)
        reader->open = command;
    return TRUE;
}

/* One word, or the words of one phrase. */
static void
read_next(Reader *reader)
{
    const InkToken *token = get_token(reader, reader->at);
    if (read_command(reader))
        return;
    if (token->is_slash ||
        ink_tokens_match_any(reader->tokens, reader->at, reader->words->closings, NULL) > 0) {
        end_reason(reader, token->start - (token->is_slash ? 1 : 0));
        reader->out->is_closing = TRUE;
        reader->at = reader->tokens->len;
        return;
    }
    reader->is_asked |= token->is_asked;
    guint size = ink_tokens_match_any(reader->tokens, reader->at, reader->words->negations, NULL);
    reader->out->has_negation |= size > 0;
    gboolean may_be_reason = reader->open != NULL && (size == 0 || reader->reason > 0);
    size = MAX(ink_tokens_match_number(reader->tokens, reader->at, reader->line),
               ink_tokens_match_any(reader->tokens, reader->at, reader->words->fillers, NULL));
    if (size > 0) {
        reader->at += size;
    } else if (may_be_reason) {
        if (reader->reason == 0)
            reader->reason = token->start;
        reader->at++;
    } else {
        reader->unknowns++;
        reader->at++;
    }
}

/* "Inte avslutas" is a "not" too, in whatever prose it stands. */
static gboolean
has_stop(const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        InkOrderKind kind = ((const InkOrder *)list->pdata[i])->kind;
        if (kind == INK_ORDER_HOLD || kind == INK_ORDER_UNDO)
            return TRUE;
    }
    return FALSE;
}

static void
judge(Reader *reader)
{
    InkReadLine *out = reader->out;
    if (out->list->len == 0 || reader->unknowns > UNKNOWN_MAX) {
        out->has_negation |= has_stop(out->list);
        g_ptr_array_set_size(out->list, 0);
        return;
    }
    out->kind = reader->unknowns > 0 || reader->is_asked ? INK_LINE_UNCLEAR : INK_LINE_ORDERS;
    g_autofree char *shown = ink_text_one_line(reader->line, SHOWN_CHARS);
    if (reader->unknowns > 0)
        out->doubt = g_strdup_printf("\"%s\" går inte att tyda", shown);
    else if (reader->is_asked)
        out->doubt = g_strdup_printf("\"%s\" är en fråga", shown);
}

InkReadLine *
ink_line_read(const InkOrderWords *words, const char *line)
{
    g_autoptr(GArray) tokens = ink_tokens_split(line);
    InkReadLine *out = g_new0(InkReadLine, 1);
    out->list = g_ptr_array_new_with_free_func(ink_order_free);
    Reader reader = {.words = words, .line = line, .tokens = tokens, .out = out};
    skip_greeting(&reader);
    while (reader.at < tokens->len)
        read_next(&reader);
    end_reason(&reader, strlen(line));
    judge(&reader);
    return out;
}

char *
ink_line_find_addressed(const InkOrderWords *words, const char *line)
{
    g_autoptr(GArray) tokens = ink_tokens_split(line);
    for (guint i = 0; i < tokens->len; i++) {
        guint size = ink_tokens_match_any(tokens, i, words->addressed, NULL);
        if (size == 0 || !g_array_index(tokens, InkToken, i + size - 1).has_colon)
            continue;
        const char *colon = strchr(line + g_array_index(tokens, InkToken, i + size - 1).end, ':');
        return g_strstrip(g_strdup(colon + 1));
    }
    return NULL;
}

gboolean
ink_line_is_courtesy(const InkOrderWords *words, const char *line)
{
    g_autoptr(InkReadLine) read = ink_line_read(words, line);
    return read->is_greeting;
}
