/* SPDX-License-Identifier: MIT
 *
 * The value is read from left to right. Words of one charset that stand next to each other are
 * decoded to bytes first and converted together, since many programs split inside a character.
 * White space between encoded words goes (RFC 2047 §6.2). Broken words: spaces inside, no space
 * around, text without padding are read anyway; what has no end is left as it is written. Linear:
 * once no "?=" is left, none is looked for.
 */
#include "encoded-word.h"

#include "base64.h"
#include "charset.h"

#include <string.h>

enum { MAX_CHARSET = 60 };

typedef struct {
    char charset[MAX_CHARSET + 1];
    char encoding; /* 'q' or 'b' */
    const char *text, *text_end, *end;
} Word;

typedef struct {
    GString *out;
    GString *bytes; /* decoded, waiting for the words that follow in the same charset */
    char charset[MAX_CHARSET + 1];
    InkDefects *defects;
} Decoder;

/* Where first and second stand together, or NULL. */
static const char *
find_pair(const char *at, char first, char second)
{
    for (; *at != '\0'; at++)
        if (at[0] == first && at[1] == second)
            return at;
    return NULL;
}

static gboolean
read_word(const char *at, const char *last_end, Word *word)
{
    if (at[0] != '=' || at[1] != '?' || last_end == NULL || at > last_end)
        return FALSE;
    const char *c = at + 2;
    gsize size = strcspn(c, "?* \t");
    if (size == 0 || size > MAX_CHARSET)
        return FALSE;
    memcpy(word->charset, c, size);
    word->charset[size] = '\0';
    c += size;
    if (*c == '*') /* RFC 2231 §5: a language, that nobody asks for */
        c += strcspn(c, "? \t");
    if (c[0] != '?' || c[1] == '\0' || strchr("qQbB", c[1]) == NULL || c[2] != '?')
        return FALSE;
    word->encoding = g_ascii_tolower(c[1]);
    word->text = c + 3;
    word->text_end = find_pair(word->text, '?', '=');
    if (word->text_end == NULL)
        return FALSE;
    word->end = word->text_end + 2;
    return TRUE;
}

static void
append_q(GString *bytes, const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == '=' && end - at > 2 && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
            g_string_append_c(
                bytes, (char)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2])));
            at += 2;
        } else {
            g_string_append_c(bytes, *at == '_' ? ' ' : *at);
        }
    }
}

static void
append_b(GString *bytes, const char *at, const char *end)
{
    InkBase64 decoder = {0};
    gsize start = bytes->len;
    g_string_set_size(bytes, start + (gsize)(end - at) + 4);
    gsize size = ink_base64_step(&decoder, at, (gsize)(end - at), bytes->str + start);
    size += ink_base64_end(&decoder, bytes->str + start + size);
    g_string_set_size(bytes, start + size);
}

static void
flush(Decoder *decoder)
{
    if (decoder->bytes->len == 0)
        return;
    g_autofree char *text = ink_charset_decode(decoder->bytes->str, decoder->bytes->len,
                                               decoder->charset, decoder->defects);
    g_string_append(decoder->out, text);
    g_string_truncate(decoder->bytes, 0);
}

static void
append_word(Decoder *decoder, const Word *word)
{
    if (g_ascii_strcasecmp(word->charset, decoder->charset) != 0) {
        flush(decoder);
        g_strlcpy(decoder->charset, word->charset, sizeof decoder->charset);
    }
    if (word->encoding == 'q')
        append_q(decoder->bytes, word->text, word->text_end);
    else
        append_b(decoder->bytes, word->text, word->text_end);
}

static void
append_raw(Decoder *decoder, const char *at, const char *end)
{
    flush(decoder);
    g_autofree char *text = ink_charset_decode(at, (gsize)(end - at), NULL, decoder->defects);
    g_string_append(decoder->out, text);
}

static char *
to_one_line(GString *text)
{
    for (char *c = text->str; *c != '\0'; c++)
        if (*c == '\r' || *c == '\n' || *c == '\t')
            *c = ' ';
    return g_strstrip(g_string_free(text, FALSE));
}

char *
ink_encoded_word_decode(const char *value, InkDefects *defects)
{
    Decoder decoder = {.out = g_string_sized_new(strlen(value) + 1),
                       .bytes = g_string_new(NULL),
                       .defects = defects};
    const char *last_end = g_strrstr(value, "?="), *raw = value, *at = value;
    gboolean after_word = FALSE;
    Word word;
    while (last_end != NULL && (at = find_pair(at, '=', '?')) != NULL) {
        if (!read_word(at, last_end, &word)) {
            at += 2;
            continue;
        }
        const char *text = raw + (after_word ? strspn(raw, " \t") : 0);
        if (text < at)
            append_raw(&decoder, raw, at);
        append_word(&decoder, &word);
        raw = at = word.end;
        after_word = TRUE;
    }
    if (*raw != '\0')
        append_raw(&decoder, raw, raw + strlen(raw));
    flush(&decoder);
    g_string_free(decoder.bytes, TRUE);
    return to_one_line(decoder.out);
}
