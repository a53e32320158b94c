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

static void
add_all(GPtrArray *set, const GPtrArray *others)
{
    for (guint i = 0; i < others->len; i++)
        ink_literal_set_add(set, others->pdata[i]);
}

/* A set to add to. Of the many alternatives of a long list each is added to what was there before,
 * so that is not copied every time; but it may also be what is exact or required. */
static GPtrArray *
take_first(InkPiece *piece)
{
    if (piece->exact == NULL && piece->first != piece->required)
        return g_steal_pointer(&piece->first);
    g_autoptr(GPtrArray) shared = ink_piece_ref_first(piece);
    g_clear_pointer(&piece->first, g_ptr_array_unref);
    if (shared == NULL)
        return NULL;
    GPtrArray *own = ink_literal_set_new(NULL);
    add_all(own, shared);
    return own;
}

static GPtrArray *
join_first(InkPiece *one, const InkPiece *other)
{
    g_autoptr(GPtrArray) mine = take_first(one);
    const GPtrArray *theirs = ink_piece_get_first(other);
    if (mine == NULL || theirs == NULL || mine->len + theirs->len > INK_SET_MOST)
        return NULL;
    add_all(mine, theirs);
    return g_steal_pointer(&mine);
}

/* Takes other. */
void
ink_piece_add_alternative(InkPiece *all, InkPiece *other)
{
    if (all->exact != NULL && other->exact != NULL &&
        all->exact->len + other->exact->len <= INK_SET_MOST) {
        add_all(all->exact, other->exact);
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
    add_all(mine, theirs);
    all->required = g_steal_pointer(&mine);
}
