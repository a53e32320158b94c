/* SPDX-License-Identifier: MIT
 *
 * What libetpan 1.9.4 cannot bear from a server, stopped before it gets there: parentheses nested
 * by the thousand (its parser recurses and the stack ends), literals larger than memory or than 32
 * bits (the number wraps, and what follows is parsed as if the server had said it), lines or
 * numbers of lines without end (all of an answer is kept in memory), and a good many answers that
 * make it follow a null pointer. Without TLS anybody on the way can send them, and before STARTTLS
 * there is none.
 *
 * The bytes are cut into lines as libetpan cuts them: a line that ends in "{n}" is followed by n
 * bytes that are not looked at, and then goes on. Every line must be one that we expect
 * (imap-line.c), so a literal stands only where libetpan is bound to read one, or to give up; if
 * the two disagreed a server could hide anything in it.
 */
#include "imap-guard-private.h"

#include "imap-line-private.h"

#include <string.h>

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

static gsize
get_line_size(const GString *line)
{
    gsize size = line->len - 1; /* '\n' */

    if (size > 0 && line->str[size - 1] == '\r')
        size--;
    return size;
}

static const char *
end_line(InkImapGuard *guard)
{
    gint64 literal = 0;
    const InkImapLine answer = ink_imap_line_check(guard->line->str, get_line_size(guard->line),
                                                   guard->is_continued, &literal);

    g_string_truncate(guard->line, 0);
    if (answer == INK_IMAP_LINE_BAD)
        return "servern svarade inte som en IMAP-server ska";
    if (literal > guard->literal_left)
        return "servern skickade mer data än den får";
    guard->is_continued = answer == INK_IMAP_LINE_LITERAL;
    guard->literal_left -= literal;
    guard->in_literal = literal;
    return NULL;
}

static const char *
take_text(InkImapGuard *guard, const char *bytes, gsize size)
{
    guard->text_left -= (gint64)size;
    if (guard->text_left < 0)
        return "servern skickade mer än den får";
    g_string_append_len(guard->line, bytes, (gssize)size);
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
