/* SPDX-License-Identifier: MIT
 *
 * Many literals at once: one pass over a text says which of them are in it, letter case ignored,
 * at a cost that does not grow with their number.
 */
#pragma once

#include <glib.h>

typedef struct InkAhoCorasick InkAhoCorasick;

/* literals: folded (see fold.h), none empty, each once. A literal's number is its index. */
InkAhoCorasick *ink_aho_corasick_new(const char *const *literals, guint count);
void ink_aho_corasick_free(InkAhoCorasick *automaton);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkAhoCorasick, ink_aho_corasick_free)

/* Called for every place where a literal ends, so more than once for the same. end: the
 * byte after it in the text. */
typedef void (*InkLiteralFunc)(guint literal, gsize end, gpointer data);

/* text: valid UTF-8, of any letter case. */
void ink_aho_corasick_scan(const InkAhoCorasick *automaton, const char *text, gsize size,
                           InkLiteralFunc found, gpointer data);
