/* SPDX-License-Identifier: MIT
 *
 * Hashes, random words and signed words (HMAC-SHA-256, RFC 2104).
 */
#pragma once

#include <glib.h>

/* SHA-256 by Nettle, which uses the processor's own instructions where it has them. */
char *ink_sha256_hex(gconstpointer data, gsize size); /* 64 lower-case hex digits */

/* The same, piece by piece. */
typedef struct InkSha256 InkSha256;
InkSha256 *ink_sha256_new(void);
void ink_sha256_add(InkSha256 *sum, gconstpointer data, gsize size);
char *ink_sha256_end(InkSha256 *sum); /* takes sum */

/* size bytes from the kernel's generator. Ends the program if the kernel has none. */
void ink_random_bytes(guint8 *out, gsize size);
/* Random word of lower-case base32 letters (a–z2–7), 5 bits each; survives case folding. */
char *ink_random_word(gsize length);

/* The first 128 bits of HMAC-SHA-256(key, purpose "|" text) as 26 lower-case base32 letters. */
char *ink_token_sign(GBytes *key, const char *purpose, const char *text);
/* Compares in constant time, ASCII case ignored (mail systems fold local parts). */
gboolean ink_token_check(GBytes *key, const char *purpose, const char *text, const char *token);
