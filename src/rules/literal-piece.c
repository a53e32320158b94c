/* SPDX-License-Identifier: MIT
 *
 * Pieces of a pattern, and the sets of literals that are known of them.
 */
#include "literal-piece.h"

#include <string.h>

void
ink_piece_clear(InkPiece *piece)
{
    g_clear_pointer(&piece->exact, g_ptr_array_unref);
    g_clear_pointer(&piece->required, g_ptr_array_unref);
    g_clear_pointer(&piece->first, g_ptr_array_unref);
}

InkPiece
ink_piece_new_exact(const char *text)
{
    return (InkPiece){.exact = ink_literal_set_new(text)};
}

InkPiece
ink_piece_new_unknown(void)
{
    return (InkPiece){NULL, NULL, NULL, FALSE};
}

/* What the piece requires; takes it. NULL if nothing. */
GPtrArray *
ink_piece_take_required(InkPiece *piece)
{
    if (piece->required != NULL)
        return g_steal_pointer(&piece->required);
    if (piece->exact != NULL && ink_literal_set_get_shortest(piece->exact) > 0)
        return g_steal_pointer(&piece->exact);
    g_clear_pointer(&piece->exact, g_ptr_array_unref);
    return NULL;
}

/* What a match of the piece starts with; NULL if it cannot be said. */
GPtrArray *
ink_piece_get_first(const InkPiece *piece)
{
    if (piece->exact != NULL)
        return ink_literal_set_get_shortest(piece->exact) > 0 ? piece->exact : NULL;
    return piece->first;
}

GPtrArray *
ink_piece_ref_first(const InkPiece *piece)
{
    GPtrArray *first = ink_piece_get_first(piece);
    return first != NULL ? g_ptr_array_ref(first) : NULL;
}

static GPtrArray *
join_first(InkPiece *one, const InkPiece *other)
{
    g_autoptr(GPtrArray) mine =
        one->exact != NULL ? ink_piece_ref_first(one) : g_steal_pointer(&one->first);
    const GPtrArray *theirs = ink_piece_get_first(other);
    if (mine == NULL || theirs == NULL || mine->len + theirs->len > INK_SET_MOST)
        return NULL;
    GPtrArray *all = ink_literal_set_new(NULL);
    for (guint i = 0; i < mine->len; i++)
        ink_literal_set_add(all, mine->pdata[i]);
    for (guint i = 0; i < theirs->len; i++)
        ink_literal_set_add(all, theirs->pdata[i]);
    return all;
}

/* Takes other. */
void
ink_piece_add_alternative(InkPiece *all, InkPiece *other)
{
    if (all->exact != NULL && other->exact != NULL &&
        all->exact->len + other->exact->len <= INK_SET_MOST) {
        for (guint i = 0; i < other->exact->len; i++)
            ink_literal_set_add(all->exact, other->exact->pdata[i]);
        ink_piece_clear(other);
        return;
    }
    all->first = join_first(all, other);
    all->is_in_word = all->is_in_word || other->is_in_word;
    g_autoptr(GPtrArray) mine = ink_piece_take_required(all),
                         theirs = ink_piece_take_required(other);
    ink_piece_clear(other);
    if (mine == NULL || theirs == NULL || mine->len + theirs->len > INK_SET_MOST)
        return;
    for (guint i = 0; i < theirs->len; i++)
        ink_literal_set_add(mine, theirs->pdata[i]);
    all->required = g_steal_pointer(&mine);
}
