/* SPDX-License-Identifier: MIT
 *
 * Content-Transfer-Encoding undone (RFC 2045 §6).
 */
#pragma once

#include "gmime-auto.h"

typedef void (*InkTransferSink)(const char *bytes, gsize size, gpointer data);

/* Gives the decoded bytes of a part to sink, a piece at a time, until there are no more or at least
 * max of them. A large part is never held twice. */
void ink_transfer_decode(GMimePart *part, gsize max, InkTransferSink sink, gpointer data);
/* At most max decoded bytes; *out_is_cut tells whether there were more. */
GString *ink_transfer_decode_some(GMimePart *part, gsize max, gboolean *out_is_cut);
/* Base64 as mail has it: without padding too, and with texts that are padded one by one. */
void ink_base64_append(GString *bytes, const char *text, gsize size);
