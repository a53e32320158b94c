/* SPDX-License-Identifier: MIT
 *
 * What is known of a piece of a pattern, for literals.c, which says how it is found out. A set is a
 * GPtrArray of char *, each once, folded.
 */
#pragma once

#include <glib.h>

#define INK_SET_MOST 1000 /* strings of all alternatives: a list of words */

typedef struct {
    GPtrArray *exact, *required; /* at most one of them; char * */
    GPtrArray *first;            /* a match starts with one of these; not beside exact */
    gboolean is_in_word;         /* or with the word that one of these is in */
} InkPiece;

GPtrArray *ink_set_new(const char *first); /* first may be NULL */
void ink_set_add(GPtrArray *set, const char *text);
gsize ink_set_get_shortest(const GPtrArray *set); /* bytes; 0 if it is empty */
/* Takes both (each may be NULL); returns the one that says more. */
GPtrArray *ink_set_choose(GPtrArray *a, GPtrArray *b);
GPtrArray *ink_set_multiply(const GPtrArray *heads, const GPtrArray *tails);

InkPiece ink_piece_new_exact(const char *text);
InkPiece ink_piece_new_unknown(void);
void ink_piece_clear(InkPiece *piece);
/* What the piece requires, taken out of it; NULL if nothing. */
GPtrArray *ink_piece_take_required(InkPiece *piece);
/* What a match of the piece starts with; NULL if it cannot be said. */
GPtrArray *ink_piece_get_first(const InkPiece *piece);
GPtrArray *ink_piece_ref_first(const InkPiece *piece);
/* Makes all the choice between itself and other, which it takes. */
void ink_piece_add_alternative(InkPiece *all, InkPiece *other);
