/* SPDX-License-Identifier: MIT
 *
 * RFC 2047: letters beyond ASCII in header fields.
 */
#pragma once

#include "defects.h"

/* A field's value as people read it: encoded words decoded, raw 8-bit bytes taken as in
 * ink_charset_decode, one line, trimmed. */
char *ink_encoded_word_decode(const char *value, InkDefects *defects);
