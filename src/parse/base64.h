/* SPDX-License-Identifier: MIT
 *
 * Base64 (RFC 4648 §4) as mail has it, a piece at a time.
 */
#pragma once

#include <glib.h>

typedef struct {
    guint32 bits;
    guint count; /* sextets in bits; begins as 0 */
} InkBase64;

/* Decodes size characters to out, which has room for 3 bytes per 4 characters and 3 more; returns
 * the bytes written. What is not of the alphabet is skipped; after padding a new text may begin. */
gsize ink_base64_step(InkBase64 *self, const char *text, gsize size, char *out);
/* The bytes that are left when a text ends without padding: at most 2. */
gsize ink_base64_end(InkBase64 *self, char *out);
