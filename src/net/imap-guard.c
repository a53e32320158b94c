/* SPDX-License-Identifier: MIT
 *
 * What libetpan 1.9.4 cannot bear from a server, stopped before it gets there:
 *
 * - parentheses nested by the thousand: its parser recurses and the stack ends;
 * - a literal larger than memory, or than 32 bits (the number wraps, and what follows is parsed as
 *   if the server had said it);
 * - lines, or numbers of lines, without end: all of an answer is kept in memory;
 * - "[ALERT]" or "[PARSE]" with no text after it: strdup(NULL).
 *
 * The bytes are cut into lines as libetpan cuts them: a line that ends in "{n}" is followed by n
 * bytes that are not looked at, and then goes on. If we took for a literal what libetpan takes for
 * lines, or the other way about, a server could hide anything in it. So a literal is let through
 * only where libetpan is bound to read one, or to give up: after BODY[…] at the end of a FETCH
 * line, which is all that is ever asked for. Any other '{' is refused, wherever it stands (libetpan
 * takes "{5}abc" for a literal too).
 */
#include "imap-guard-private.h"

#include <string.h>

#define PARENTHESES_MAX 200 /* libetpan bears 1,000; an honest line has five */
#define HEAD_MAX        32  /* enough for "* 4294967295 FETCH (" */
#define TAIL_MAX        64  /* enough for "BODY[HEADER]<0> {4294967295}\r\n" */
#define DIGITS_MAX      10

InkImapGuard *
ink_imap_guard_new(void)
{
    InkImapGuard *guard = g_new0(InkImapGuard, 1);
    guard->line = g_string_new(NULL);
    return guard;
}

void
ink_imap_guard_free(InkImapGuard *guard)
{
    if (guard == NULL)
        return;
    g_string_free(guard->line, TRUE);
    g_free(guard);
}

void
ink_imap_guard_allow(InkImapGuard *guard, gint64 text_bytes, gint64 literal_bytes)
{
    guard->text_left = text_bytes;
    guard->literal_left = literal_bytes;
}

/* Keeps the first and the last bytes of the physical line; what is between is of no interest. */
static void
remember(GString *line, const char *bytes, gsize size)
{
    if (line->len < HEAD_MAX) {
        const gsize part = MIN(size, HEAD_MAX - line->len);
        g_string_append_len(line, bytes, (gssize)part);
        bytes += part;
        size -= part;
    }
    if (size > TAIL_MAX) {
        bytes += size - TAIL_MAX;
        size = TAIL_MAX;
    }
    g_string_append_len(line, bytes, (gssize)size);
    if (line->len > HEAD_MAX + TAIL_MAX)
        g_string_erase(line, HEAD_MAX, (gssize)(line->len - HEAD_MAX - TAIL_MAX));
}

/* "* 12 FETCH (" */
static gboolean
is_fetch_line(const char *line)
{
    gsize digits;

    if (line[0] != '*' || line[1] != ' ')
        return FALSE;
    line += 2;
    digits = strspn(line, "0123456789");
    return digits > 0 && g_ascii_strncasecmp(line + digits, " FETCH (", 8) == 0;
}

static gboolean
has_tail(const char *text, gsize size, const char *tail)
{
    const gsize length = strlen(tail);
    return size >= length && g_ascii_strncasecmp(text + size - length, tail, length) == 0;
}

static gboolean
may_have_literal(const char *text, gsize size)
{
    return has_tail(text, size, " BODY[] ") || has_tail(text, size, "(BODY[] ") ||
           has_tail(text, size, " BODY[HEADER]<0> ") || has_tail(text, size, "(BODY[HEADER]<0> ");
}

/* A line with a brace: a literal follows, or we do not go on. */
static const char *
open_literal(InkImapGuard *guard, const char *line, gsize size)
{
    const char *brace = g_strrstr_len(line, (gssize)size, "{");
    const gsize digits = brace != NULL ? strspn(brace + 1, "0123456789") : 0;
    gint64 length;

    if (guard->braces > 1 || digits == 0 || digits > DIGITS_MAX ||
        brace + 1 + digits != line + size - 1 || line[size - 1] != '}' || !guard->is_fetch ||
        !may_have_literal(line, (gsize)(brace - line)))
        return "servern skickade data på ett ställe där det inte väntades";
    length = g_ascii_strtoll(brace + 1, NULL, 10);
    if (length > guard->literal_left)
        return "servern skickade mer data än den får";
    guard->literal_left -= length;
    guard->in_literal = length;
    guard->is_continued = TRUE;
    return NULL;
}

static gsize
trim(const char *line, gsize size, const char *ends)
{
    while (size > 0 && strchr(ends, line[size - 1]) != NULL)
        size--;
    return size;
}

static const char *
check_line(InkImapGuard *guard)
{
    const char *line = guard->line->str;
    gsize size = trim(line, guard->line->len, "\r\n");

    if (guard->braces > 0)
        return open_literal(guard, line, size);
    size = trim(line, size, " ");
    if (has_tail(line, size, "ALERT]") || has_tail(line, size, "PARSE]"))
        return "servern skickade ett svar utan text";
    return NULL;
}

static const char *
end_line(InkImapGuard *guard)
{
    const char *why;

    if (!guard->is_continued)
        guard->is_fetch = is_fetch_line(guard->line->str);
    guard->is_continued = FALSE;
    why = check_line(guard);
    g_string_truncate(guard->line, 0);
    guard->braces = 0;
    if (!guard->is_continued)
        guard->parentheses = 0;
    return why;
}

static const char *
take_text(InkImapGuard *guard, const char *bytes, gsize size)
{
    guard->text_left -= (gint64)size;
    if (guard->text_left < 0)
        return "servern skickade mer än den får";
    for (gsize i = 0; i < size; i++) {
        guard->parentheses += bytes[i] == '(';
        guard->braces += bytes[i] == '{';
    }
    if (guard->parentheses > PARENTHESES_MAX)
        return "servern skickade ett svar med för många nivåer";
    remember(guard->line, bytes, size);
    return bytes[size - 1] == '\n' ? end_line(guard) : NULL;
}

const char *
ink_imap_guard_check(gpointer user_data, const char *bytes, gsize size)
{
    InkImapGuard *guard = user_data;

    while (size > 0) {
        gsize part;

        if (guard->in_literal > 0) {
            part = (gsize)MIN((gint64)size, guard->in_literal);
            guard->in_literal -= (gint64)part;
        } else {
            const char *end = memchr(bytes, '\n', size);
            const char *why;

            part = end != NULL ? (gsize)(end - bytes) + 1 : size;
            why = take_text(guard, bytes, part);
            if (why != NULL)
                return why;
        }
        bytes += part;
        size -= part;
    }
    return NULL;
}
