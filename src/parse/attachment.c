/* SPDX-License-Identifier: MIT
 *
 * Name, type, size and SHA-256 of an attachment. The bytes are decoded in pieces and counted, and
 * held only to open a message. An attached message is hashed exactly as it stands in the bytes, and
 * is named by its subject when nobody gave it a name.
 */
#include "attachment.h"

#include "opened.h"
#include "part.h"
#include "transfer.h"

#include "inkom/text.h"
#include "inkom/token.h"

#include <string.h>

enum { MAX_NAME = 200 };

typedef struct {
    InkSha256 *hash;
    gint64 size;
} Sum;

static void
add_to_sum(const char *bytes, gsize size, gpointer data)
{
    Sum *sum = data;
    ink_sha256_add(sum->hash, bytes, size);
    sum->size += (gint64)size;
}

/* Only the last part of a path, printable; NULL if nothing is left that names anything. */
static char *
make_safe(const char *name)
{
    for (const char *c = name; *c != '\0'; c++)
        if (*c == '/' || *c == '\\')
            name = c + 1;
    g_autofree char *safe = g_strstrip(ink_text_one_line(name, MAX_NAME));
    if (*safe == '\0' || strcmp(safe, ".") == 0 || strcmp(safe, "..") == 0)
        return NULL;
    return g_steal_pointer(&safe);
}

static char *
name_by_subject(const InkMessage *message)
{
    if (message == NULL || ink_text_is_blank(message->subject))
        return g_strdup("meddelande.eml");
    g_autofree char *subject = g_strdup(message->subject);
    g_autofree char *file = g_strconcat(g_strdelimit(subject, "/\\", '-'), ".eml", NULL);
    return make_safe(file);
}

InkAttachment *
ink_attachment_read(GMimePart *part, InkLimits *left, InkDefects *defects)
{
    Sum sum = {ink_sha256_new(), 0};
    ink_transfer_decode(part, G_MAXSIZE, add_to_sum, &sum);
    g_autofree char *sha256 = ink_sha256_end(sum.hash);
    GMimeObject *object = GMIME_OBJECT(part);
    g_autofree char *given = ink_part_dup_name(object, defects);
    g_autofree char *name = given != NULL ? make_safe(given) : NULL;
    g_autoptr(InkMessage) message = ink_opened_read_part(part, name, left, defects);
    if (name == NULL && ink_part_is_message(object))
        name = name_by_subject(message);
    g_autofree char *type = ink_part_dup_type(object);
    InkAttachment *attachment = ink_attachment_new(name, type, sum.size, sha256);
    attachment->message = g_steal_pointer(&message);
    return attachment;
}

InkAttachment *
ink_attachment_make(const char *given, const char *type, GBytes *bytes, InkLimits *left,
                    InkDefects *defects)
{
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    g_autofree char *sha256 = ink_sha256_hex(data, size);
    g_autofree char *name = given != NULL ? make_safe(given) : NULL;
    InkAttachment *attachment = ink_attachment_new(name, type, (gint64)size, sha256);
    if (strcmp(type, "message/rfc822") == 0 || ink_name_is_message(name))
        attachment->message =
            ink_opened_read(bytes, strcmp(type, "message/rfc822") == 0, left, defects);
    return attachment;
}
