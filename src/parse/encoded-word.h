/* SPDX-License-Identifier: MIT
 *
 * RFC 2047: letters beyond ASCII in header fields.
 */
#pragma once

#include "defects.h"

/* A field's value as people read it: encoded words decoded, raw 8-bit bytes taken as in
 * ink_charset_decode, one line, trimmed. */
char *ink_encoded_word_decode(const char *value, InkDefects *defects);

/* GMime decodes the words in names and parameters itself, and a letter that does not fit the label
 * becomes '?'. So it is given the value of a field with its words hidden (unfolded, valid UTF-8),
 * and what it returns is decoded here. */
char *ink_encoded_word_hide(const char *raw, InkDefects *defects);
char *ink_encoded_word_decode_hidden(const char *text, InkDefects *defects);
