/* SPDX-License-Identifier: MIT
 *
 * GMime's decoders, and base64.c, fed in pieces. Text goes through here too: GMime's own text
 * functions stop at a NUL and drop letters that do not fit the label.
 */
#include "transfer.h"

#include "base64.h"

#include <string.h>

enum { PIECE = 24 * 1024 };

/* A uuencoded body begins after its "begin 644 name" line. */
static const char *
find_uu_start(const char *bytes, gsize size)
{
    const char *at = bytes, *end = bytes + size;
    while (at < end) {
        const char *feed = memchr(at, '\n', (gsize)(end - at));
        const char *next = feed != NULL ? feed + 1 : end;
        if (end - at > 6 && memcmp(at, "begin ", 6) == 0)
            return next;
        at = next;
    }
    return bytes;
}

static void
decode_base64(const char *at, const char *end, InkTransferSink sink, gpointer data)
{
    InkBase64 decoder = {0};
    char decoded[PIECE];
    while (at < end) {
        gsize piece = MIN((gsize)(end - at), PIECE);
        sink(decoded, ink_base64_step(&decoder, at, piece, decoded), data);
        at += piece;
    }
    sink(decoded, ink_base64_end(&decoder, decoded), data);
}

void
ink_transfer_decode(GMimeContentEncoding encoding, const char *bytes, gsize size,
                    InkTransferSink sink, gpointer data)
{
    const char *at = bytes, *end = bytes + size;
    if (encoding == GMIME_CONTENT_ENCODING_BASE64) {
        decode_base64(at, end, sink, data);
        return;
    }
    if (encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
        encoding != GMIME_CONTENT_ENCODING_UUENCODE) {
        sink(bytes, size, data);
        return;
    }
    GMimeEncoding decoder;
    g_mime_encoding_init_decode(&decoder, encoding);
    if (encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
        at = find_uu_start(bytes, size);
        decoder.state |= GMIME_UUDECODE_STATE_BEGIN;
    }
    g_autofree char *decoded = g_malloc(g_mime_encoding_outlen(&decoder, PIECE) + 16);
    while (at < end) {
        gsize piece = MIN((gsize)(end - at), PIECE);
        sink(decoded, g_mime_encoding_step(&decoder, at, piece, decoded), data);
        at += piece;
    }
    sink(decoded, g_mime_encoding_flush(&decoder, NULL, 0, decoded), data);
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
ink_transfer_decode_some(GMimeContentEncoding encoding, const char *bytes, gsize size, gsize max,
                         gboolean *out_is_cut)
{
    gsize needed = max > G_MAXSIZE / 8 ? G_MAXSIZE : max * 4 + 1024;
    Some some = {
        .decoded = g_string_sized_new(MIN(size, max)), .max = max, .is_cut = size > needed};
    ink_transfer_decode(encoding, bytes, MIN(size, needed), keep_some, &some);
    *out_is_cut = some.is_cut;
    return some.decoded;
}
