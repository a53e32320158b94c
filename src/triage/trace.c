/* SPDX-License-Identifier: MIT
 *
 * Each server puts its fields above those that were there (RFC 5321 §4.4). So the header is a pile:
 * ours on top, the sender's at the bottom, and the Received: fields are the layers.
 */
#include "trace.h"

#include <string.h>

static gboolean
is_received(const InkMessage *message, guint index)
{
    return g_ascii_strcasecmp(((const InkHeader *)message->headers->pdata[index])->name,
                              "Received") == 0;
}

/* "with LMTP": only within a house. What stands before "by" is not the server's own word. */
static gboolean
is_by_lmtp(const char *value)
{
    const char *by = ink_header_find_last_word(value, "by");
    if (by == NULL)
        return FALSE;
    g_autofree char *plain = ink_header_get_token(by);
    g_auto(GStrv) words = g_strsplit_set(plain, " \t", -1);
    for (char **word = words; *word != NULL; word++)
        if (g_str_equal(*word, "with"))
            return word[1] != NULL && g_str_has_prefix(word[1], "lmtp");
    return FALSE;
}

/* Whether any other machine's address stands there, with brackets or without. */
static gboolean
has_other_ip(const char *from)
{
    g_auto(GStrv) ips = ink_header_list_ips(from);
    for (char **ip = ips; *ip != NULL; ip++)
        if (!g_str_equal(*ip, "127.0.0.1") && !g_str_equal(*ip, "::1"))
            return TRUE;
    return FALSE;
}

/* Whether what stands there is what the other called himself: the first word after "from", or the
 * one after "helo" in a comment. */
static gboolean
is_helo(const char *from, const char *at)
{
    gsize start = strlen("from ");
    if (g_ascii_strncasecmp(from, "from ", start) == 0 &&
        at <= from + start + strspn(from + start, " \t"))
        return TRUE;
    return at - from > 5 && (g_ascii_strncasecmp(at - 5, "helo", 4) == 0 ||
                             g_ascii_strncasecmp(at - 5, "ehlo", 4) == 0);
}

/* "from x (y [127.0.0.1])": the server has written that it was the machine's own address, and no
 * other stands before "by". */
static gboolean
is_from_loopback(const char *value)
{
    const char *by = ink_header_find_last_word(value, "by");
    if (by == NULL)
        return FALSE;
    g_autofree char *from = g_strndup(value, (gsize)(by - value));
    if (has_other_ip(from))
        return FALSE;
    for (const char *c = from; (c = strchr(c, '[')) != NULL; c++) {
        g_autofree char *literal = g_strndup(c + 1, strcspn(c + 1, "]"));
        g_auto(GStrv) ips = ink_header_list_ips(literal);
        if (!is_helo(from, c) && ips[0] != NULL)
            return TRUE;
    }
    return FALSE;
}

/* The topmost Received: is ours if it bears one of our names. One below it is ours if the one above
 * says that it came from the same machine; else if it bears one of our names, and none above has
 * that name already. */
static gboolean
is_own(const InkMessage *message, guint nth, const InkHeader *above, char *const *hosts)
{
    if (nth >= message->received->len) /* a message that was not parsed: rules check makes such */
        return FALSE;
    const char *by = ((const InkReceived *)message->received->pdata[nth])->by;
    if (above != NULL && (is_by_lmtp(above->value) || is_from_loopback(above->value)))
        return TRUE;
    if (by == NULL || !g_strv_contains((const char *const *)hosts, by))
        return FALSE;
    for (guint i = 0; i < nth; i++)
        if (g_strcmp0(((const InkReceived *)message->received->pdata[i])->by, by) == 0)
            return FALSE;
    return TRUE;
}

guint
ink_trace_count_own(const InkMessage *message, char *const *hosts)
{
    const InkHeader *above = NULL;
    guint nth = 0;
    for (guint i = 0; i < message->headers->len; i++) {
        if (!is_received(message, i))
            continue;
        if (!is_own(message, nth++, above, hosts))
            return i;
        above = message->headers->pdata[i];
    }
    return message->headers->len;
}

guint
ink_trace_count_above(const InkMessage *message)
{
    for (guint i = 0; i < message->headers->len; i++)
        if (is_received(message, i))
            return i;
    return message->headers->len;
}
