/* SPDX-License-Identifier: MIT
 *
 * The content of a part is read from its stream through GMime's decoder, except base64: GMime drops
 * the last bytes of a text without padding, and everything after padding, as when a mailing list
 * has put its own footer behind the sender's text (tests/unit/transfer-test.c). Text comes through
 * here too, because g_mime_text_part_get_text() ends at a NUL.
 */
#include "transfer.h"

#include <string.h>

enum { PIECE = 24 * 1024 };

typedef struct {
    int state; /* GLib's: how many characters of a group of four have come */
    guint save;
} Base64;

/* Ends a group: GLib gives its bytes when it is whole, so padding is put there. */
static gsize
end_group(Base64 *self, char *out)
{
    gsize missing = self->state < 2 ? 0 : 4 - (gsize)self->state;
    gsize size = g_base64_decode_step("==", missing, (guchar *)out, &self->state, &self->save);
    *self = (Base64){0};
    return size;
}

/* out has room for 3 bytes per 4 characters and 3 more. */
static gsize
decode_base64(Base64 *self, const char *text, gsize size, char *out)
{
    const char *end = text + size;
    gsize used = 0;
    while (text < end) {
        const char *pad = memchr(text, '=', (gsize)(end - text));
        gsize length = (gsize)((pad != NULL ? pad : end) - text);
        used += g_base64_decode_step(text, length, (guchar *)out + used, &self->state, &self->save);
        if (pad != NULL)
            used += end_group(self, out + used);
        text += length + (pad != NULL);
    }
    return used;
}

void
ink_base64_append(GString *bytes, const char *text, gsize size)
{
    Base64 decoder = {0};
    gsize used = bytes->len;
    g_string_set_size(bytes, used + size + 4);
    used += decode_base64(&decoder, text, size, bytes->str + used);
    used += end_group(&decoder, bytes->str + used);
    g_string_set_size(bytes, used);
}

/* GMime knows the plain words; "base64;" and "\"base64\"" come too. */
static GMimeContentEncoding
find_encoding(GMimePart *part, GMimeDataWrapper *content)
{
    GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
    const char *value = g_mime_object_get_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");
    if (encoding != GMIME_CONTENT_ENCODING_DEFAULT || value == NULL)
        return encoding;
    value += strspn(value, " \t\"");
    g_autofree char *word = g_strndup(value, strcspn(value, " \t\";("));
    return g_mime_content_encoding_from_string(word);
}

static GMimeStream *
open_stream(GMimeDataWrapper *content, GMimeContentEncoding encoding)
{
    GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
    g_mime_stream_reset(raw);
    if (encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
        encoding != GMIME_CONTENT_ENCODING_UUENCODE)
        return g_object_ref(raw);
    GMimeStream *stream = g_mime_stream_filter_new(raw);
    g_autoptr(GMimeFilter) filter = g_mime_filter_basic_new(encoding, FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
    return stream;
}

void
ink_transfer_decode(GMimePart *part, gsize max, InkTransferSink sink, gpointer data)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL)
        return;
    GMimeContentEncoding encoding = find_encoding(part, content);
    g_autoptr(GMimeStream) stream = open_stream(content, encoding);
    gboolean is_base64 = encoding == GMIME_CONTENT_ENCODING_BASE64;
    Base64 decoder = {0};
    char piece[PIECE], decoded[PIECE];
    gsize done = 0;
    for (gssize size; done < max && (size = g_mime_stream_read(stream, piece, PIECE)) > 0;) {
        gsize length = (gsize)size;
        if (is_base64)
            length = decode_base64(&decoder, piece, length, decoded);
        sink(is_base64 ? decoded : piece, length, data);
        done += length;
    }
    sink(decoded, end_group(&decoder, decoded), data);
}

typedef struct {
    GString *decoded;
    gsize max;
    gboolean is_cut;
} Some;

static void
keep_some(const char *bytes, gsize size, gpointer data)
{
    Some *some = data;
    gsize room = some->max - some->decoded->len;
    some->is_cut = some->is_cut || size > room;
    g_string_append_len(some->decoded, bytes, (gssize)MIN(size, room));
}

GString *
ink_transfer_decode_some(GMimePart *part, gsize max, gboolean *out_is_cut)
{
    Some some = {.decoded = g_string_new(NULL), .max = max};
    ink_transfer_decode(part, max + 1, keep_some, &some);
    *out_is_cut = some.is_cut;
    return some.decoded;
}
