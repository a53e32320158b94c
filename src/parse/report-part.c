/* SPDX-License-Identifier: MIT
 *
 * The texts that machines write for machines, and the messages that come back with them, are kept
 * as text, so that what they say can be found without MIME. A field is put on one line and its
 * encoded words are decoded; the body of a message is left as it stands. What is broken in another
 * system's report is no defect of the message that carries it.
 */
#include "report-part.h"

#include "charset.h"
#include "encoded-word.h"
#include "part.h"
#include "transfer.h"

#include <string.h>

static const struct {
    const char *type, *subtype;
    gboolean has_body; /* an empty line ends the fields */
} kinds[] = {
    {"message", "delivery-status", FALSE},
    {"message", "global-delivery-status", FALSE},
    {"message", "disposition-notification", FALSE},
    {"message", "global-disposition-notification", FALSE},
    {"message", "feedback-report", FALSE},
    {"message", "rfc822", TRUE},
    {"message", "global", TRUE},
    {"message", "rfc822-headers", TRUE},
    {"message", "global-headers", TRUE},
    {"text", "rfc822-headers", TRUE},
    {"text", "rfc822-header", TRUE},
    {"text", "calendar", FALSE},
};

static void
append_field(GString *out, GString *field, InkDefects *defects)
{
    if (field->len == 0)
        return;
    g_autofree char *line = ink_encoded_word_decode(field->str, defects);
    g_string_append(out, line);
    g_string_append_c(out, '\n');
    g_string_truncate(field, 0);
}

/* A line that begins with white space goes on with the one before (RFC 5322 §2.2.3). */
static char *
unfold(const char *text, gboolean has_body, InkDefects *defects)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GString) field = g_string_new(NULL);
    while (*text == '\n')
        text++;
    while (*text != '\0') {
        gsize size = strcspn(text, "\n");
        gboolean is_blank = strspn(text, " \t") >= size;
        if (is_blank || (*text != ' ' && *text != '\t'))
            append_field(out, field, defects);
        if (is_blank && has_body) {
            g_string_append(out, text + size);
            return g_string_free(out, FALSE);
        }
        if (is_blank)
            g_string_append_c(out, '\n');
        else
            g_string_append_len(field, text, (gssize)size);
        text += size + (text[size] != '\0');
    }
    append_field(out, field, defects);
    return g_string_free(out, FALSE);
}

static void
drop_returns(GString *bytes)
{
    gsize used = 0;
    for (gsize i = 0; i < bytes->len; i++)
        if (bytes->str[i] != '\r')
            bytes->str[used++] = bytes->str[i];
    g_string_truncate(bytes, used);
}

/* Decoded it may be more than it was. */
static void
cut(char *text)
{
    if (strlen(text) > INK_REPORT_PART_BYTES)
        *g_utf8_find_prev_char(text, text + INK_REPORT_PART_BYTES + 1) = '\0';
}

static void
read_part(InkMessage *message, GMimeObject *part)
{
    gsize kind = 0;
    while (kind < G_N_ELEMENTS(kinds) &&
           !ink_part_is_type(part, kinds[kind].type, kinds[kind].subtype))
        kind++;
    if (kind == G_N_ELEMENTS(kinds) || !GMIME_IS_PART(part))
        return;
    g_autoptr(GPtrArray) defects = ink_defects_new();
    gboolean is_cut;
    g_autoptr(GString) bytes =
        ink_transfer_decode_some(GMIME_PART(part), INK_REPORT_PART_BYTES, &is_cut);
    drop_returns(bytes);
    g_autofree char *text =
        ink_charset_decode(bytes->str, bytes->len, ink_part_find_param(part, "charset"), defects);
    g_autofree char *fields = unfold(text, kinds[kind].has_body, defects);
    cut(fields);
    g_autofree char *type = ink_part_dup_type(part);
    g_ptr_array_add(message->report_parts, ink_report_part_new(type, fields));
}

void
ink_report_parts_read(InkMessage *message, GMimeObject *root)
{
    if (message->report_parts->len >= INK_REPORT_PARTS_MAX)
        return;
    read_part(message, root);
    if (!GMIME_IS_MULTIPART(root))
        return;
    GMimeMultipart *parent = GMIME_MULTIPART(root);
    for (int i = 0; i < g_mime_multipart_get_count(parent); i++)
        ink_report_parts_read(message, g_mime_multipart_get_part(parent, i));
}
