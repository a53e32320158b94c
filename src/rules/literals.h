/* SPDX-License-Identifier: MIT
 *
 * What a pattern cannot match without: the folded literals, one of which must occur in any match.
 */
#pragma once

#include <glib.h>

/* Literals are cut at this many bytes: longer ones would say little more and cost states. */
#define INK_LITERAL_MOST 12

#define INK_LITERALS_OTHERS_MOST 6 /* sets */

typedef struct {
    /* char *, each once, at least two bytes each; a match has one of them in it. NULL: none can be
     * said, the pattern must be tried. */
    GPtrArray *required;
    /* The same for the start of a match: it starts with one of these, or, if is_in_word, perhaps
     * at the beginning of the word that it is in. NULL: it may start anywhere. */
    GPtrArray *starts;
    gboolean is_in_word;
    /* More that a match must have one of each of: GPtrArray of sets such as required. NULL or
     * empty: nothing more. */
    GPtrArray *others;
} InkLiterals;

/* Never wrong, often less than it could be: a construct that is not understood gives NULL. The
 * pattern must be one that PCRE2 has compiled. */
InkLiterals *ink_literals_find(const char *pattern);
void ink_literals_free(InkLiterals *literals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkLiterals, ink_literals_free)
