/* SPDX-License-Identifier: MIT
 *
 * The fields a letter may name, and which one was meant.
 */
#include "template-private.h"

#include <string.h>

const char *const ink_template_fields[] = {
    "organisation", "unit_name",   "dnr",  "arrived", "due",
    "inbox",        "privacy_url", "what", "detail",  NULL,
};

#define NAME_MAX_BYTES 40 /* longer is no misspelt field */

/* The number of letters to put in, take out, change or swap with a neighbour to make one word of
 * the other (optimal string alignment). Three rows of the usual table are enough: cost[i % 3][j] is
 * the distance of the first i letters of a and the first j of b. */
static guint
get_distance(const char *a, const char *b)
{
    guint cost[3][NAME_MAX_BYTES + 1];
    gsize a_size = strlen(a), b_size = strlen(b);
    for (gsize i = 0; i <= a_size; i++) {
        guint *row = cost[i % 3];
        const guint *above = cost[(i + 2) % 3], *two_above = cost[(i + 1) % 3];
        row[0] = (guint)i;
        for (gsize j = 1; j <= b_size; j++) {
            if (i == 0) {
                row[j] = (guint)j;
                continue;
            }
            guint change = above[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0);
            row[j] = MIN(change, MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN(row[j], two_above[j - 2] + 1);
        }
    }
    return cost[a_size % 3][b_size];
}

const char *
ink_template_find_near_field(const char *const *known_fields, const char *name)
{
    if (strlen(name) > NAME_MAX_BYTES)
        return NULL;
    g_autofree char *lower = g_ascii_strdown(name, -1);
    const char *nearest = NULL;
    guint least = G_MAXUINT;
    for (; *known_fields != NULL; known_fields++) {
        gsize size = strlen(*known_fields);
        if (size > NAME_MAX_BYTES)
            continue;
        guint distance = get_distance(lower, *known_fields);
        /* One mistake in three letters is a misspelling; more is another word. */
        if (distance < least && distance <= (size + 1) / 3) {
            least = distance;
            nearest = *known_fields;
        }
    }
    return nearest;
}
