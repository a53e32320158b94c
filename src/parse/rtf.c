/* SPDX-License-Identifier: MIT
 *
 * One pass over the document. What stands in a group that is a destination of another kind than
 * text (fonts, colours, pictures, and everything after "\*") is passed over; a message that was
 * written as HTML has its tags in such groups, and its text outside of them, between \htmlrtf and
 * \htmlrtf0 what only RTF shows (MS-OXRTFEX §2.1.3). Of fonts only the code page of the document is
 * known.
 *
 * Groups can be nested as deep as there are braces: what belongs to a group is kept in an array
 * that grows to MAX_DEPTH, and deeper ones share the last place.
 */
#include "rtf.h"

#include "charset.h"

#include <string.h>

enum { MAX_DEPTH = 200, MAX_WORD = 32 };

typedef struct {
    gboolean is_hidden, is_of_rtf; /* \htmlrtf: another form of what stands in the HTML */
    int skip_after_unicode;        /* \ucN: so many characters stand for one \uN */
} Group;

typedef struct {
    const char *at, *end;
    Group groups[MAX_DEPTH];
    gsize depth, max_bytes;
    GString *text;  /* UTF-8 */
    GString *bytes; /* of the document's code page, not converted yet */
    int skip;       /* characters that stand for a \uN */
    gunichar high;  /* the first half of a character beyond U+FFFF */
    char codepage[16];
    InkDefects *defects;
} Reader;

static Group *
current(Reader *reader)
{
    return &reader->groups[MIN(reader->depth, MAX_DEPTH - 1)];
}

static gboolean
is_shown(Reader *reader)
{
    return !current(reader)->is_hidden && !current(reader)->is_of_rtf;
}

static void
flush_bytes(Reader *reader)
{
    if (reader->bytes->len == 0)
        return;
    g_autofree char *text = ink_charset_decode(reader->bytes->str, reader->bytes->len,
                                               reader->codepage, reader->defects);
    g_string_append(reader->text, text);
    g_string_truncate(reader->bytes, 0);
}

static void
add_byte(Reader *reader, char byte)
{
    if (reader->skip > 0)
        reader->skip--;
    else if (is_shown(reader))
        g_string_append_c(reader->bytes, byte);
}

static void
add_text(Reader *reader, const char *text)
{
    if (!is_shown(reader))
        return;
    flush_bytes(reader);
    g_string_append(reader->text, text);
}

/* \uN: a code unit of UTF-16, written as a signed number. */
static void
add_unicode(Reader *reader, int number)
{
    gunichar unit = (gunichar)(number < 0 ? number + 0x10000 : number);
    reader->skip = current(reader)->skip_after_unicode;
    if (!is_shown(reader))
        return;
    flush_bytes(reader);
    gunichar high = reader->high;
    reader->high = 0;
    if (unit >= 0xD800 && unit < 0xDC00)
        reader->high = unit;
    else if (unit >= 0xDC00 && unit < 0xE000 && high != 0)
        g_string_append_unichar(reader->text, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
    else if (unit != 0 && unit <= 0xFFFF && g_unichar_validate(unit))
        g_string_append_unichar(reader->text, unit);
}

static const struct {
    const char *word, *text;
} characters[] = {
    {"par", "\n"},           {"line", "\n"},          {"sect", "\n"},       {"page", "\n"},
    {"row", "\n"},           {"cell", "\t"},          {"tab", "\t"},        {"emdash", "\u2014"},
    {"endash", "\u2013"},    {"bullet", "\u2022"},    {"lquote", "\u2018"}, {"rquote", "\u2019"},
    {"ldblquote", "\u201c"}, {"rdblquote", "\u201d"}, {"emspace", " "},     {"enspace", " "},
};

static const char *const destinations[] = {
    "fonttbl",  "colortbl",  "stylesheet",        "info",    "pict",      "object",    "header",
    "footer",   "headerl",   "headerr",           "footerl", "footerr",   "headerf",   "footerf",
    "footnote", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata", "datastore"};

/* Returns TRUE if the word stands for text, or hides it. */
static gboolean
read_word(Reader *reader, const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(characters); i++)
        if (strcmp(word, characters[i].word) == 0) {
            add_text(reader, characters[i].text);
            return TRUE;
        }
    for (gsize i = 0; i < G_N_ELEMENTS(destinations); i++)
        if (strcmp(word, destinations[i]) == 0) {
            current(reader)->is_hidden = TRUE;
            return TRUE;
        }
    return FALSE;
}

static void
apply_word(Reader *reader, const char *word, gboolean has_number, int number)
{
    if (read_word(reader, word))
        return;
    if (strcmp(word, "u") == 0 && has_number)
        add_unicode(reader, number);
    else if (strcmp(word, "uc") == 0 && has_number)
        current(reader)->skip_after_unicode = CLAMP(number, 0, 8);
    else if (strcmp(word, "htmlrtf") == 0)
        current(reader)->is_of_rtf = !has_number || number != 0;
    else if (strcmp(word, "ansicpg") == 0 && number > 0 && number < 65536)
        g_snprintf(reader->codepage, sizeof reader->codepage, "cp%d", number);
    else if (strcmp(word, "bin") == 0 && number > 0)
        reader->at += MIN((gsize)number, (gsize)(reader->end - reader->at));
}

/* "\word-123 ": the space belongs to it. */
static void
read_control_word(Reader *reader)
{
    char word[MAX_WORD + 1];
    gsize size = 0;
    while (reader->at < reader->end && g_ascii_isalpha(*reader->at)) {
        if (size < MAX_WORD)
            word[size++] = *reader->at;
        reader->at++;
    }
    word[size] = '\0';
    gboolean is_negative = reader->at < reader->end && *reader->at == '-';
    reader->at += is_negative ? 1 : 0;
    gboolean has_number = FALSE;
    int number = 0;
    for (; reader->at < reader->end && g_ascii_isdigit(*reader->at); reader->at++) {
        has_number = TRUE;
        if (number < 100000000)
            number = number * 10 + (*reader->at - '0');
    }
    if (reader->at < reader->end && *reader->at == ' ')
        reader->at++;
    apply_word(reader, word, has_number, is_negative ? -number : number);
}

/* What follows a backslash. */
static void
read_control(Reader *reader)
{
    if (reader->at == reader->end)
        return;
    char c = *reader->at;
    if (g_ascii_isalpha(c)) {
        read_control_word(reader);
        return;
    }
    reader->at++;
    if (c == '\'' && reader->end - reader->at >= 2) {
        int high = g_ascii_xdigit_value(reader->at[0]), low = g_ascii_xdigit_value(reader->at[1]);
        reader->at += 2;
        if (high >= 0 && low >= 0)
            add_byte(reader, (char)(high * 16 + low));
    } else if (c == '*') {
        current(reader)->is_hidden = TRUE;
    } else if (c == '~') {
        add_text(reader, "\u00a0");
    } else if (c == '_') {
        add_text(reader, "-");
    } else if (c == '\r' || c == '\n') {
        add_text(reader, "\n");
    } else if (strchr("\\{}", c) != NULL) {
        add_byte(reader, c);
    }
}

static void
read_brace(Reader *reader, char c)
{
    flush_bytes(reader);
    reader->skip = 0;
    if (c == '{') {
        Group outer = *current(reader);
        reader->depth++;
        *current(reader) = outer;
    } else if (reader->depth > 0) {
        reader->depth--;
    }
}

char *
ink_rtf_to_text(const char *rtf, gsize size, gsize max_bytes, InkDefects *defects)
{
    Reader reader = {.at = rtf,
                     .end = rtf + size,
                     .max_bytes = max_bytes,
                     .text = g_string_new(NULL),
                     .bytes = g_string_new(NULL),
                     .codepage = "cp1252",
                     .defects = defects};
    reader.groups[0].skip_after_unicode = 1;
    while (reader.at < reader.end && reader.text->len + reader.bytes->len <= max_bytes) {
        char c = *reader.at++;
        if (c == '{' || c == '}')
            read_brace(&reader, c);
        else if (c == '\\')
            read_control(&reader);
        else if (c != '\r' && c != '\n' && c != '\0')
            add_byte(&reader, c);
    }
    flush_bytes(&reader);
    g_string_free(reader.bytes, TRUE);
    return g_string_free(reader.text, FALSE);
}
