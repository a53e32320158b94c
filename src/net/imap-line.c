/* SPDX-License-Identifier: MIT
 *
 * The grammar of what an IMAP server may say to us (RFC 3501 §9), cut down to the answers to the
 * commands that we send and to what a server may send unasked. It is stricter than libetpan, whose
 * parser follows null pointers on its error paths: what passes here does not reach them.
 *
 *   line     = "*" SP (number SP ("EXISTS" / "RECENT" / "EXPUNGE" / "FETCH" SP "(" items)
 *                      / "FLAGS" SP flags / "CAPABILITY" *(SP atom) / "SEARCH" *(SP number)
 *                      / "LIST" SP flags SP (quoted character / "NIL") SP (atom / quoted)
 *                      / status)
 *            / number SP status / "+" [SP text] / nothing
 *   status   = ("OK" / "NO" / "BAD" / "BYE" / "PREAUTH") [SP ["[" code "]" [SP]] [text]]
 *   items    = item *(SP item) ")" ; in the middle of which a literal may stand
 */
#include "imap-line-private.h"

#include <string.h>

#define NUMBER_DIGITS 10
#define MODSEQ_DIGITS 18 /* RFC 7162 §7 allows 19; nobody counts so far */

typedef struct {
    const char *at, *end;
} Cursor;

static gboolean
is_end(const Cursor *cursor)
{
    return cursor->at == cursor->end;
}

static gboolean
skip_word(Cursor *cursor, const char *word)
{
    const gsize size = strlen(word);

    if ((gsize)(cursor->end - cursor->at) < size ||
        g_ascii_strncasecmp(cursor->at, word, size) != 0)
        return FALSE;
    cursor->at += size;
    return TRUE;
}

static gsize
skip_class(Cursor *cursor, gboolean (*is_member)(char))
{
    const char *start = cursor->at;

    while (!is_end(cursor) && is_member(*cursor->at))
        cursor->at++;
    return (gsize)(cursor->at - start);
}

static gboolean
is_digit(char letter)
{
    return g_ascii_isdigit(letter);
}

/* At most 18 digits, so that the value fits. */
static gboolean
skip_digits(Cursor *cursor, gsize most, gint64 *out_value)
{
    const char *start = cursor->at;
    const gsize count = skip_class(cursor, is_digit);

    if (count == 0 || count > most)
        return FALSE;
    *out_value = 0;
    for (; start < cursor->at; start++)
        *out_value = *out_value * 10 + (*start - '0');
    return TRUE;
}

/* 32 bits: libetpan lets greater numbers wrap. */
static gboolean
skip_number(Cursor *cursor)
{
    gint64 value;

    return skip_digits(cursor, NUMBER_DIGITS, &value) && value <= G_MAXUINT32;
}

static gboolean
skip_modseq(Cursor *cursor)
{
    gint64 value;

    return skip_digits(cursor, MODSEQ_DIGITS, &value);
}

/* 8-bit keywords exist. */
static gboolean
is_atom(char letter)
{
    return (guchar)letter > ' ' && letter != 0x7f && strchr("(){}[]\"\\%*", letter) == NULL;
}

static gboolean
skip_flag(Cursor *cursor)
{
    if (skip_word(cursor, "\\*"))
        return TRUE;
    (void)skip_word(cursor, "\\");
    return skip_class(cursor, is_atom) > 0;
}

static gboolean
skip_flags(Cursor *cursor)
{
    if (!skip_word(cursor, "("))
        return FALSE;
    if (skip_word(cursor, ")"))
        return TRUE;
    do {
        if (!skip_flag(cursor))
            return FALSE;
    } while (skip_word(cursor, " "));
    return skip_word(cursor, ")");
}

/* One or more, each after a space. A space at the end is let pass: some servers leave one. */
static gboolean
skip_atoms(Cursor *cursor)
{
    gsize count = 0;

    while (skip_word(cursor, " "))
        if (skip_class(cursor, is_atom) > 0)
            count++;
    return count > 0;
}

static gboolean
is_set(char letter)
{
    return g_ascii_isdigit(letter) || letter == ':' || letter == ',';
}

/* Sets of numbers, each as libetpan can read it. */
static gboolean
skip_set(Cursor *cursor)
{
    do {
        if (!skip_number(cursor) || (skip_word(cursor, ":") && !skip_number(cursor)))
            return FALSE;
    } while (skip_word(cursor, ","));
    return is_end(cursor) || !is_set(*cursor->at);
}

static gboolean
is_code(char letter)
{
    return letter != ']' && letter != '\0';
}

/* What stands between the brackets. Those that libetpan knows must be whole; it keeps any other as
 * a word and a text. */
static gboolean
skip_code(Cursor *cursor)
{
    static const char *const NUMBERS[] = {"UIDNEXT ", "UIDVALIDITY ", "UNSEEN "};
    static const char *const REFUSED[] = {
        "BADCHARSET", "MODIFIED",    "PERMANENTFLAGS", "CAPABILITY", "UIDNEXT",
        "UNSEEN",     "UIDVALIDITY", "COPYUID",        "APPENDUID",  "HIGHESTMODSEQ"};

    if (skip_word(cursor, "PERMANENTFLAGS "))
        return skip_flags(cursor);
    if (skip_word(cursor, "CAPABILITY"))
        return skip_atoms(cursor);
    if (skip_word(cursor, "COPYUID "))
        return skip_number(cursor) && skip_word(cursor, " ") && skip_set(cursor) &&
               skip_word(cursor, " ") && skip_set(cursor);
    if (skip_word(cursor, "APPENDUID "))
        return skip_number(cursor) && skip_word(cursor, " ") && skip_set(cursor);
    if (skip_word(cursor, "HIGHESTMODSEQ "))
        return skip_modseq(cursor);
    for (gsize i = 0; i < G_N_ELEMENTS(NUMBERS); i++)
        if (skip_word(cursor, NUMBERS[i]))
            return skip_number(cursor);
    for (gsize i = 0; i < G_N_ELEMENTS(REFUSED); i++)
        if (skip_word(cursor, REFUSED[i]))
            return FALSE;
    if (skip_class(cursor, is_atom) == 0)
        return FALSE;
    return !skip_word(cursor, " ") || skip_class(cursor, is_code) > 0;
}

static gboolean
is_text(char letter)
{
    return letter != '\0' && letter != '\r' && letter != '\n';
}

static gboolean
is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

/* libetpan skips any number of blanks before the code. The text may be missing, but not after
 * these two: libetpan copies it unseen. */
static gboolean
skip_text(Cursor *cursor)
{
    Cursor code;

    (void)skip_class(cursor, is_blank);
    code = *cursor;
    if (skip_word(cursor, "[") && (!skip_code(cursor) || !skip_word(cursor, "]")))
        return FALSE;
    (void)skip_class(cursor, is_blank);
    return skip_class(cursor, is_text) > 0 ||
           (!skip_word(&code, "[ALERT]") && !skip_word(&code, "[PARSE]"));
}

static gboolean
skip_status(Cursor *cursor)
{
    static const char *const WORDS[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};

    for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++)
        if (skip_word(cursor, WORDS[i]))
            return is_end(cursor) || (skip_word(cursor, " ") && skip_text(cursor));
    return FALSE;
}

static gboolean
is_quoted(char letter)
{
    return is_text(letter) && letter != '"' && letter != '\\';
}

static gboolean
skip_quoted(Cursor *cursor)
{
    if (!skip_word(cursor, "\""))
        return FALSE;
    do {
        (void)skip_class(cursor, is_quoted);
    } while (skip_word(cursor, "\\\"") || skip_word(cursor, "\\\\"));
    return skip_word(cursor, "\"");
}

/* "{n}" at the very end. libetpan would take "{5}abc" for a literal too. */
static gboolean
skip_literal(Cursor *cursor, gint64 *out_literal)
{
    gint64 value;

    if (!skip_word(cursor, "{") || !skip_digits(cursor, NUMBER_DIGITS, &value) ||
        !skip_word(cursor, "}") || !is_end(cursor))
        return FALSE;
    *out_literal = value;
    return TRUE;
}

/* One item. _LITERAL if the line ends in one. */
static InkImapLine
skip_item(Cursor *cursor, gint64 *out_literal)
{
    gboolean is_good = FALSE;

    if (skip_word(cursor, "BODY[] ") || skip_word(cursor, "BODY[HEADER]<0> ")) {
        if (skip_literal(cursor, out_literal))
            return INK_IMAP_LINE_LITERAL;
        is_good = skip_word(cursor, "NIL") || skip_quoted(cursor);
    } else if (skip_word(cursor, "UID ") || skip_word(cursor, "RFC822.SIZE ")) {
        is_good = skip_number(cursor);
    } else if (skip_word(cursor, "INTERNALDATE ")) {
        is_good = skip_quoted(cursor);
    } else if (skip_word(cursor, "FLAGS ")) {
        is_good = skip_flags(cursor);
    } else if (skip_word(cursor, "MODSEQ (")) {
        is_good = skip_modseq(cursor) && skip_word(cursor, ")");
    }
    return is_good ? INK_IMAP_LINE_WHOLE : INK_IMAP_LINE_BAD;
}

static InkImapLine
check_items(Cursor *cursor, gint64 *out_literal)
{
    InkImapLine answer;

    do {
        answer = skip_item(cursor, out_literal);
    } while (answer == INK_IMAP_LINE_WHOLE && skip_word(cursor, " "));
    if (answer == INK_IMAP_LINE_WHOLE && (!skip_word(cursor, ")") || !is_end(cursor)))
        return INK_IMAP_LINE_BAD;
    return answer;
}

static gboolean
skip_numbers(Cursor *cursor)
{
    while (skip_word(cursor, " "))
        if (!is_end(cursor) && !skip_number(cursor))
            return FALSE;
    return TRUE;
}

/* A name as a literal is refused: those that we ask for never need one. */
static gboolean
skip_listed(Cursor *cursor)
{
    if (!skip_flags(cursor) || !skip_word(cursor, " "))
        return FALSE;
    if (!skip_word(cursor, "NIL")) {
        const char *start = cursor->at;
        if (!skip_quoted(cursor) || cursor->at - start != (start[1] == '\\' ? 4 : 3))
            return FALSE;
    }
    return skip_word(cursor, " ") && (skip_quoted(cursor) || skip_class(cursor, is_atom) > 0);
}

static gboolean
skip_untagged(Cursor *cursor)
{
    if (skip_word(cursor, "LIST "))
        return skip_listed(cursor);
    if (skip_word(cursor, "FLAGS "))
        return skip_flags(cursor);
    if (skip_word(cursor, "CAPABILITY"))
        return skip_atoms(cursor);
    if (skip_word(cursor, "SEARCH"))
        return skip_numbers(cursor);
    if (!is_end(cursor) && is_digit(*cursor->at))
        return skip_number(cursor) &&
               (skip_word(cursor, " EXISTS") || skip_word(cursor, " RECENT") ||
                skip_word(cursor, " EXPUNGE"));
    return skip_status(cursor);
}

static gboolean
skip_line(Cursor *cursor)
{
    if (is_end(cursor))
        return TRUE;
    if (skip_word(cursor, "* "))
        return skip_untagged(cursor);
    if (skip_word(cursor, "+"))
        return !skip_word(cursor, " ") || is_end(cursor) || skip_text(cursor);
    return skip_number(cursor) && skip_word(cursor, " ") && skip_status(cursor);
}

InkImapLine
ink_imap_line_check(const char *line, gsize size, gboolean is_continued, gint64 *out_literal)
{
    Cursor cursor = {line, line + size}, fetch = cursor;

    if (is_continued) {
        if (skip_word(&cursor, ")"))
            return is_end(&cursor) ? INK_IMAP_LINE_WHOLE : INK_IMAP_LINE_BAD;
        return skip_word(&cursor, " ") ? check_items(&cursor, out_literal) : INK_IMAP_LINE_BAD;
    }
    if (skip_word(&fetch, "* ") && skip_number(&fetch) && skip_word(&fetch, " FETCH ("))
        return check_items(&fetch, out_literal);
    return skip_line(&cursor) && is_end(&cursor) ? INK_IMAP_LINE_WHOLE : INK_IMAP_LINE_BAD;
}
