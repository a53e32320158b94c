/* SPDX-License-Identifier: MIT
 *
 * A set of strings, one of which a pattern matches or requires.
 */
#pragma once

#include <glib.h>

/* char *; empty, or with one member when first is not NULL. */
GPtrArray *ink_literal_set_new(const char *first);
void ink_literal_set_add(GPtrArray *set, const char *text);
/* Bytes of the shortest member; 0 for an empty set. */
gsize ink_literal_set_get_shortest(const GPtrArray *set);
/* Takes other (may be NULL), and keeps it instead of *best (may be NULL) if it says more, that is,
 * if its shortest member is longer: TRUE then. */
gboolean ink_literal_set_take_better(GPtrArray **best, GPtrArray *other);
/* Every member of heads followed by every member of tails. */
GPtrArray *ink_literal_set_multiply(const GPtrArray *heads, const GPtrArray *tails);
