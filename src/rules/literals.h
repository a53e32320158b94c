/* SPDX-License-Identifier: MIT
 *
 * What a pattern cannot match without: the folded literals, one of which must occur in any match.
 */
#pragma once

#include <glib.h>

/* Literals are cut at this many bytes: longer ones would say little more and cost states. */
#define INK_LITERAL_MOST 12

/* char *, each once, at least two bytes each. NULL: none can be said, the pattern must be tried.
 * Never wrong, often less than it could be: a construct that is not understood gives NULL. The
 * pattern must be one that PCRE2 has compiled.
 * *out_starts (may be NULL): the same for the start of the match: it starts with one of these. */
GPtrArray *ink_literals_find(const char *pattern, GPtrArray **out_starts);
