/* SPDX-License-Identifier: MIT
 *
 * Content-Transfer-Encoding undone: base64, quoted-printable, uuencode (RFC 2045 §6).
 */
#pragma once

#include <glib.h>
#include <gmime/gmime.h>

typedef void (*InkTransferSink)(const char *bytes, gsize size, gpointer data);

/* Gives the decoded bytes to sink, a piece at a time: a large part is never held twice. */
void ink_transfer_decode(GMimeContentEncoding encoding, const char *bytes, gsize size,
                         InkTransferSink sink, gpointer data);
/* At most max decoded bytes; *out_is_cut tells whether there were more. */
GString *ink_transfer_decode_some(GMimeContentEncoding encoding, const char *bytes, gsize size,
                                  gsize max, gboolean *out_is_cut);
