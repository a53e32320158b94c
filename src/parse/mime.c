/* SPDX-License-Identifier: MIT
 *
 * Bytes to InkMessage, step by step: find where the header begins, find the parts within the
 * limits (structure.c), read the outer header (header.c), choose the text (body.c), describe the
 * attachments (attachment.c), split off what is quoted (quote.c). Nothing is shared between calls,
 * so messages can be parsed in several threads at once.
 */
#include "inkom/parse.h"

#include "attachment.h"
#include "body.h"
#include "fields.h"
#include "header.h"

#include "inkom/error.h"

#include <gmime/gmime.h>
#include <string.h>

void
ink_parse_init(void)
{
    g_mime_init();
}

/* A byte order mark, empty lines and the "From " line of an mbox may stand before the header. */
static const char *
find_header(const char *at, const char *end, InkDefects *defects)
{
    if (end - at >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    const char *start = at;
    while (at < end && (*at == '\r' || *at == '\n'))
        at++;
    if (at > start)
        ink_defects_add(defects, "Det står tomma rader före huvudet.");
    if (end - at > 5 && memcmp(at, "From ", 5) == 0)
        at = ink_line_end(at, end);
    return at;
}

/* Old programs of Apple ended lines with CR alone. */
static GBytes *
repair_line_ends(GBytes *bytes, InkDefects *defects)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    if (memchr(data, '\n', size) != NULL || memchr(data, '\r', size) == NULL)
        return g_bytes_ref(bytes);
    ink_defects_add(defects, "Raderna slutar med ensamt CR; de lästes som vanliga rader.");
    char *copy = g_memdup2(data, size);
    for (gsize i = 0; i < size; i++)
        if (copy[i] == '\r')
            copy[i] = '\n';
    return g_bytes_new_take(copy, size);
}

static gboolean
is_readable(const char *data, gsize size, const InkLimits *limits, GError **error)
{
    if ((gint64)size > limits->message_bytes) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                    "Meddelandet är för stort: %" G_GSIZE_FORMAT
                    " byte, gränsen message_bytes är %" G_GINT64_FORMAT
                    ". Höj gränsen under limits: i konfigurationen om meddelandet är äkta.",
                    size, limits->message_bytes);
        return FALSE;
    }
    gsize i = 0;
    while (i < size && (g_ascii_isspace(data[i]) || data[i] == '\0'))
        i++;
    if (i == size) {
        g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                            "Meddelandet är tomt: det har varken huvud eller text.");
        return FALSE;
    }
    return TRUE;
}

/* S/MIME that is enveloped or does not say, and PGP. What is only signed can be read. */
static gboolean
is_encrypted_part(const InkPart *part)
{
    const char *type = part->type->value;
    if (strcmp(type, "multipart/encrypted") == 0)
        return TRUE;
    if (strcmp(type, "application/pkcs7-mime") != 0 &&
        strcmp(type, "application/x-pkcs7-mime") != 0)
        return FALSE;
    const char *kind = ink_params_find(part->type, "smime-type");
    return kind == NULL || g_ascii_strcasecmp(kind, "enveloped-data") == 0 ||
           g_ascii_strcasecmp(kind, "authenveloped-data") == 0;
}

static gboolean
has_pgp_armour(const char *text)
{
    const char *found = strstr(text, "-----BEGIN PGP MESSAGE-----");
    return found != NULL && (found == text || found[-1] == '\n');
}

static void
read_kinds(InkMessage *message, const InkStructure *structure)
{
    const InkPart *whole = ink_structure_get(structure, 0);
    g_free(message->content_type);
    message->content_type = g_utf8_make_valid(whole->type->value, -1);
    const char *report = ink_params_find(whole->type, "report-type");
    if (report != NULL) {
        g_autofree char *valid = g_utf8_make_valid(report, -1);
        message->report_type = g_ascii_strdown(valid, -1);
    }
    for (guint i = 0; i < structure->parts->len; i++) {
        const InkPart *part = ink_structure_get(structure, i);
        if (strcmp(part->type->value, "text/calendar") == 0)
            message->has_calendar = TRUE;
        if (is_encrypted_part(part))
            message->is_encrypted = TRUE;
    }
    if (has_pgp_armour(message->text))
        message->is_encrypted = TRUE;
}

static gboolean
read_parts(InkMessage *message, const char *start, gsize size, const InkLimits *limits,
           InkDefects *defects, GError **error)
{
    g_autoptr(InkStructure) structure = ink_structure_scan(start, size, limits, defects, error);
    if (structure == NULL)
        return FALSE;
    ink_header_read(message, start, ink_structure_get(structure, 0)->body, limits, defects);
    g_autoptr(GArray) files = ink_body_read(message, structure, (gsize)limits->text_bytes, defects);
    for (guint i = 0; i < files->len; i++)
        g_ptr_array_add(
            message->attachments,
            ink_attachment_read(
                structure, ink_structure_get(structure, g_array_index(files, guint, i)), defects));
    read_kinds(message, structure);
    return TRUE;
}

InkMessage *
ink_message_parse(GBytes *bytes, const InkLimits *limits, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    if (!is_readable(data, size, limits, error))
        return NULL;
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autoptr(GBytes) repaired = repair_line_ends(bytes, defects);
    data = g_bytes_get_data(repaired, NULL);
    const char *start = find_header(data, data + size, defects);
    g_autoptr(InkMessage) message = ink_message_new();
    if (!read_parts(message, start, (gsize)(data + size - start), limits, defects, error))
        return NULL;
    g_clear_pointer(&message->new_text, g_free);
    g_clear_pointer(&message->signature, g_free);
    ink_quote_split(message->text, &message->new_text, &message->signature);
    g_strfreev(message->defects);
    message->defects = ink_defects_free_to_strv(g_steal_pointer(&defects));
    return g_steal_pointer(&message);
}
