/* SPDX-License-Identifier: MIT
 *
 * Titles that rules give, with fields in braces: "Gatubelysning: {plats}".
 */
#pragma once

#include <glib.h>

/* Every field must be a key of known, and every brace closed. NULL if so; else what is wrong, in
 * Swedish, and *out_offset is the byte where. */
char *ink_title_template_check(const char *template, GHashTable *known, gsize *out_offset);
/* values: field to text. NULL if one of the fields has no value. */
char *ink_title_template_fill(const char *template, GHashTable *values);
