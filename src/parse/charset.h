/* SPDX-License-Identifier: MIT
 *
 * Bytes in some charset to UTF-8, whatever they are labelled.
 */
#pragma once

#include "defects.h"

/* New, valid UTF-8 without NUL, of bytes that are said to be in charset (NULL = nothing said).
 * No letter is dropped; where the label cannot be right, a defect says how the bytes were read. */
char *ink_charset_decode(const char *bytes, gsize size, const char *charset, InkDefects *defects);

/* The letter that Windows-1252 has for a byte; the five it leaves undefined stay what they are in
 * ISO-8859-1. So HTML reads the numbers 128–159, too. */
gunichar ink_charset_read_windows_1252(guchar byte);
