/* SPDX-License-Identifier: MIT
 *
 * What is known of a piece of a pattern, for literals.c, which says how it is found out.
 */
#pragma once

#include "literal-set.h"

#define INK_SET_MOST 1000 /* strings of all alternatives: a list of words */

typedef struct {
    GPtrArray *exact, *required; /* at most one of them; char * */
    GPtrArray *first;            /* a match starts with one of these; not beside exact */
    gboolean is_in_word;         /* or with the word that one of these is in */
} InkPiece;

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
