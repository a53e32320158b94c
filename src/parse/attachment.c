/* SPDX-License-Identifier: MIT
 *
 * Name, type, size and SHA-256 of an attachment. The bytes are decoded in pieces and counted, never
 * held. An attached message is hashed exactly as it stands in the bytes, and is named by its
 * subject when nobody gave it a name.
 */
#include "attachment.h"

#include "encoded-word.h"
#include "fields.h"
#include "transfer.h"

#include "inkom/text.h"
#include "inkom/token.h"

#include <string.h>

enum { HEAD_BYTES = 64 * 1024, MAX_NAME = 200 };

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

static gboolean
is_message(const InkPart *part)
{
    return strcmp(part->type->value, "message/rfc822") == 0 ||
           strcmp(part->type->value, "message/global") == 0;
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
name_by_subject(const InkStructure *structure, const InkPart *part, InkDefects *defects)
{
    gboolean is_cut;
    g_autoptr(GString) head = ink_transfer_decode_some(
        part->encoding, structure->bytes + part->body, part->end - part->body, HEAD_BYTES, &is_cut);
    InkFieldReader reader = {head->str, head->str + head->len, defects};
    InkField field;
    g_autofree char *subject = NULL;
    while (subject == NULL && ink_field_next(&reader, &field)) {
        g_autofree char *value = ink_field_dup_value(&field);
        if (ink_field_is(&field, "Subject"))
            subject = ink_encoded_word_decode(value, defects);
    }
    if (ink_text_is_blank(subject))
        return g_strdup("meddelande.eml");
    g_autofree char *file = g_strconcat(g_strdelimit(subject, "/\\", '-'), ".eml", NULL);
    return make_safe(file);
}

static char *
find_name(const InkStructure *structure, const InkPart *part, InkDefects *defects)
{
    g_autofree char *given = ink_params_dup_decoded(part->disposition, "filename", defects);
    if (given == NULL)
        given = ink_params_dup_decoded(part->type, "name", defects);
    char *safe = given != NULL ? make_safe(given) : NULL;
    if (safe == NULL && is_message(part))
        return name_by_subject(structure, part, defects);
    return safe;
}

InkAttachment *
ink_attachment_read(const InkStructure *structure, const InkPart *part, InkDefects *defects)
{
    Sum sum = {ink_sha256_new(), 0};
    ink_transfer_decode(part->encoding, structure->bytes + part->body, part->end - part->body,
                        add_to_sum, &sum);
    g_autofree char *sha256 = ink_sha256_end(sum.hash);
    g_autofree char *name = find_name(structure, part, defects);
    g_autofree char *type = g_utf8_make_valid(part->type->value, -1);
    return ink_attachment_new(name, type, sum.size, sha256);
}
