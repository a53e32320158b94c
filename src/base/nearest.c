/* SPDX-License-Identifier: MIT
 *
 * Which word was meant.
 */
#include "inkom/text.h"

#define MAX_WORD 40 /* characters; nothing longer is a slip of the keyboard */

/* In small letters. FALSE: too long. */
static gboolean
read_word(const char *word, gunichar *out_letters, gsize *out_size)
{
    gsize size = 0;
    for (; *word != '\0'; word = g_utf8_next_char(word)) {
        if (size == MAX_WORD)
            return FALSE;
        out_letters[size++] = g_unichar_tolower(g_utf8_get_char(word));
    }
    *out_size = size;
    return TRUE;
}

/* Damerau–Levenshtein distance (optimal string alignment). Three rows of the table are enough, each
 * of them taken in turn: cost[i % 3][j] is the distance of the first i letters of a and the first j
 * of b.
 */
guint
ink_text_get_distance(const char *a, const char *b)
{
    gunichar x[MAX_WORD], y[MAX_WORD];
    gsize x_size, y_size;
    if (!read_word(a, x, &x_size) || !read_word(b, y, &y_size))
        return G_MAXUINT;
    guint cost[3][MAX_WORD + 1];
    for (gsize j = 0; j <= y_size; j++)
        cost[0][j] = (guint)j;
    for (gsize i = 1; i <= x_size; i++) {
        guint *now = cost[i % 3];
        const guint *old = cost[(i + 2) % 3], *older = cost[(i + 1) % 3];
        now[0] = (guint)i;
        for (gsize j = 1; j <= y_size; j++) {
            guint change = old[j - 1] + (x[i - 1] != y[j - 1] ? 1 : 0);
            now[j] = MIN(change, MIN(old[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                now[j] = MIN(now[j], older[j - 2] + 1);
        }
    }
    return cost[x_size % 3][y_size];
}

const char *
ink_text_find_nearest(const char *word, const char *const *known)
{
    const char *nearest = NULL;
    guint least = MAX(1, (guint)g_utf8_strlen(word, -1) / 3) + 1;
    for (; *known != NULL; known++) {
        guint distance = ink_text_get_distance(word, *known);
        if (distance < least) {
            least = distance;
            nearest = *known;
        }
    }
    return nearest;
}
