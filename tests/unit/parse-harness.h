/* SPDX-License-Identifier: MIT
 *
 * What the tests of whole messages share.
 */
#pragma once

#include "harness.h"

#include "inkom/error.h"
#include "inkom/parse.h"

static inline InkMessage *
parse_bytes(const char *bytes, gsize size)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) copy = g_bytes_new(bytes, size);
    InkMessage *message = ink_message_parse(copy, &limits, &error);
    g_assert_no_error(error);
    return message;
}

static inline InkMessage *
parse_text(const char *text)
{
    return parse_bytes(text, strlen(text));
}

static inline gboolean
has_defect(const InkMessage *message, const char *word)
{
    for (char **defect = message->defects; *defect != NULL; defect++)
        if (strstr(*defect, word) != NULL)
            return TRUE;
    return FALSE;
}

static inline const InkAddress *
address_at(const GPtrArray *list, guint index)
{
    g_assert_cmpuint(index, <, list->len);
    return list->pdata[index];
}

static inline const InkAttachment *
attachment_at(const InkMessage *message, guint index)
{
    g_assert_cmpuint(index, <, message->attachments->len);
    return message->attachments->pdata[index];
}
