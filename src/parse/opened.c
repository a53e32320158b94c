/* SPDX-License-Identifier: MIT
 *
 * A message can hold a thousand others, and each of them as many. So all of them together share the
 * limits of the outermost: parts, header fields, text, and the bytes that are decoded at one time.
 * Where they do not suffice an attached message stays closed, and the one around it is read all the
 * same: nothing is refused for what is attached to it.
 *
 * Outlook and scanners attach messages as files, application/octet-stream or text/plain by type and
 * messages only by the name (".eml"). Such a file is a message if it has a header that a message
 * has: a name is easily given.
 */
#include "opened.h"

#include "mime.h"
#include "part.h"
#include "transfer.h"

#include <string.h>

gboolean
ink_part_is_message(GMimeObject *part)
{
    return ink_part_is_type(part, "message", "rfc822") ||
           ink_part_is_type(part, "message", "global") ||
           ink_part_is_type(part, "message", "news") ||
           ink_part_is_type(part, "message", "rfc2822");
}

gboolean
ink_name_is_message(const char *name)
{
    gsize size = name != NULL ? strlen(name) : 0;
    return size > 4 && g_ascii_strcasecmp(name + size - 4, ".eml") == 0;
}

static gboolean
is_like_message(const InkMessage *message)
{
    return message->headers->len > 1 &&
           (message->from->len > 0 || message->received->len > 0 || message->message_id != NULL);
}

static void
note_closed(InkDefects *defects)
{
    ink_defects_add(defects, "Ett bifogat meddelande öppnades inte: det har för många delar, är "
                             "för stort eller ligger för djupt (limits: i konfigurationen).");
}

/* The bytes are held while what is in them is read, so they count for the depth only. */
InkMessage *
ink_opened_read(GBytes *bytes, gboolean is_sure, InkLimits *left, InkDefects *defects)
{
    gint64 size = (gint64)g_bytes_get_size(bytes);
    if (left->message_depth == 0 || left->parts <= 0 || size > left->message_bytes) {
        note_closed(defects);
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    InkLimits inner = *left;
    inner.message_depth--;
    inner.message_bytes -= size;
    g_autoptr(InkMessage) message = ink_message_read(bytes, &inner, &error);
    left->parts = inner.parts;
    left->header_count = inner.header_count;
    if (message == NULL) {
        if (is_sure)
            note_closed(defects);
        return NULL;
    }
    left->text_bytes = MAX(0, inner.text_bytes - (gint64)strlen(message->text));
    return is_sure || is_like_message(message) ? g_steal_pointer(&message) : NULL;
}

InkMessage *
ink_opened_read_part(GMimePart *part, const char *name, InkLimits *left, InkDefects *defects)
{
    GMimeObject *object = GMIME_OBJECT(part);
    gboolean is_sure =
        ink_part_is_message(object) || ink_part_is_type(object, "text", "rfc822-headers");
    if (!is_sure && !ink_name_is_message(name))
        return NULL;
    gboolean is_cut = FALSE;
    gsize most = left->message_depth > 0 ? (gsize)MAX(0, left->message_bytes) : 0;
    GString *decoded = ink_transfer_decode_some(part, most, &is_cut);
    g_autoptr(GBytes) bytes = g_string_free_to_bytes(decoded);
    if (is_cut) {
        note_closed(defects);
        return NULL;
    }
    return ink_opened_read(bytes, is_sure, left, defects);
}
