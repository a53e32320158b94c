/* SPDX-License-Identifier: MIT
 *
 * Small operations on valid UTF-8. Bytes from outside become UTF-8 in src/parse, nowhere else.
 */
#pragma once

#include <glib.h>

/* The text in the form that rules and number search see: NFC; soft hyphens, zero-width and bidi
 * control characters removed; every Unicode space to ' ', U+2010–2015 and U+2212 to '-'; line
 * ends to '\n'. The original is kept elsewhere; this form only decides. */
char *ink_text_normalise(const char *text);

/* Normalised, and without regard to case: for words that are compared, never for addresses. */
char *ink_text_fold(const char *text);

/* One line that is safe on a terminal, in a log and in a list: white space collapsed; C0, C1, bidi
 * and invisible characters, and every space but the plain one, shown as \u{XXXX}; at most max_chars
 * characters ("…" when cut). */
char *ink_text_one_line(const char *text, gsize max_chars);

/* The same characters made safe, line ends kept. */
char *ink_text_printable(const char *text);

/* Frees what the field holds and gives it a copy of text (NULL: nothing), which may be a part of
 * what it held. */
void ink_text_set(char **field, const char *text);

gboolean ink_text_is_blank(const char *text); /* NULL counts as blank */

/* At most max_chars characters, cut at a word boundary where there is one. No ellipsis. */
char *ink_text_cut(const char *text, gsize max_chars);

/* Columns the text takes on a terminal (combining 0, wide 2). */
gsize ink_text_width(const char *text);

/* ASCII letters lower-cased, every other byte untouched: how e-mail addresses are compared. */
char *ink_text_ascii_lower(const char *text);

/* The known word (NULL-terminated list) that word is most likely a misspelling of: one mistake in
 * three letters, capitals apart. NULL if none is near. */
const char *ink_text_find_nearest(const char *word, const char *const *known);

/* How many letters must be added, taken away, changed or swapped with their neighbour to make one
 * of the other, capitals apart. G_MAXUINT if one is too long to be a word. */
guint ink_text_get_distance(const char *a, const char *b);
