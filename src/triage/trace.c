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

/* In small letters. */
static char *
strip_comments(const char *value)
{
    GString *out = g_string_new(NULL);
    guint depth = 0;
    for (; *value != '\0'; value++) {
        if (*value == '(')
            depth++;
        else if (*value == ')' && depth > 0)
            depth--;
        else if (depth == 0)
            g_string_append_c(out, g_ascii_tolower(*value));
    }
    return g_string_free(out, FALSE);
}

/* "with LMTP": only within a house. */
static gboolean
is_by_lmtp(const char *value)
{
    g_autofree char *plain = strip_comments(value);
    g_auto(GStrv) words = g_strsplit_set(plain, " \t\r\n;", -1);
    for (char **word = words; *word != NULL; word++)
        if (g_str_equal(*word, "with"))
            return word[1] != NULL && g_str_has_prefix(word[1], "lmtp");
    return FALSE;
}

/* "from x (y [127.0.0.1])": every address literal before "by" is the machine's own. The sender
 * chooses one of them (HELO), but not all. */
static gboolean
is_from_loopback(const char *value)
{
    const char *by = strstr(value, " by ");
    g_autofree char *from = g_strndup(value, by != NULL ? (gsize)(by - value) : strlen(value));
    guint count = 0;
    for (const char *c = from; (c = strchr(c, '[')) != NULL; count++) {
        c++;
        if (!g_str_has_prefix(c, "127.0.0.1]") && !g_str_has_prefix(c, "::1]") &&
            g_ascii_strncasecmp(c, "IPv6:::1]", strlen("IPv6:::1]")) != 0)
            return FALSE;
    }
    return count > 0;
}

/* The topmost Received: is ours if it bears one of our names. One below it is ours if the one above
 * says that it came from the same machine; else if it bears one of our names, and none above has
 * that name already. message->received has an entry for each field, in the same order. */
static gboolean
is_own(const InkMessage *message, guint nth, const InkHeader *above, char *const *hosts)
{
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
