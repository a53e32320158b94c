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

/* message->received has one entry for each Received: field, in the same order. */
static gboolean
is_new_own_host(const InkMessage *message, guint nth, char *const *hosts)
{
    const InkReceived *received = message->received->pdata[nth];
    if (received->by == NULL || !g_strv_contains((const char *const *)hosts, received->by))
        return FALSE;
    for (guint i = 0; i < nth; i++)
        if (g_strcmp0(((const InkReceived *)message->received->pdata[i])->by, received->by) == 0)
            return FALSE;
    return TRUE;
}

guint
ink_trace_count_own(const InkMessage *message, char *const *hosts)
{
    guint nth = 0;
    for (guint i = 0; i < message->headers->len; i++)
        if (is_received(message, i) && !is_new_own_host(message, nth++, hosts))
            return i;
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
