/* SPDX-License-Identifier: MIT
 *
 * Sets of literals, small enough to be searched from end to end.
 */
#include "literal-set.h"

#include <string.h>

GPtrArray *
ink_literal_set_new(const char *first)
{
    GPtrArray *set = g_ptr_array_new_with_free_func(g_free);
    if (first != NULL)
        g_ptr_array_add(set, g_strdup(first));
    return set;
}

void
ink_literal_set_add(GPtrArray *set, const char *text)
{
    if (!g_ptr_array_find_with_equal_func(set, text, g_str_equal, NULL))
        g_ptr_array_add(set, g_strdup(text));
}

gsize
ink_literal_set_get_shortest(const GPtrArray *set)
{
    gsize least = G_MAXSIZE;
    for (guint i = 0; i < set->len; i++)
        least = MIN(least, strlen(set->pdata[i]));
    return set->len == 0 ? 0 : least;
}

gboolean
ink_literal_set_take_better(GPtrArray **best, GPtrArray *other)
{
    gsize least = *best != NULL ? ink_literal_set_get_shortest(*best) : 0;
    gsize others = other != NULL ? ink_literal_set_get_shortest(other) : 0;
    gboolean is_better =
        others > least || (others == least && others > 0 && other->len < (*best)->len);
    GPtrArray *loser = is_better ? *best : other;
    if (loser != NULL)
        g_ptr_array_unref(loser);
    if (is_better)
        *best = other;
    return is_better;
}

GPtrArray *
ink_literal_set_multiply(const GPtrArray *heads, const GPtrArray *tails)
{
    GPtrArray *product = ink_literal_set_new(NULL);
    for (guint i = 0; i < heads->len; i++)
        for (guint j = 0; j < tails->len; j++) {
            g_autofree char *text = g_strconcat(heads->pdata[i], tails->pdata[j], NULL);
            ink_literal_set_add(product, text);
        }
    return product;
}
